//! Announcements: for whom, from when, until when, and putting them away.

use crate::world::{World, refused};
use marketplace::Viewer;
use protocol::{
    ErrorCode, Room, ServerEvent,
    account::Me,
    announcement::{
        AnnouncementDraft, AnnouncementView, Dismissals, NoteAnnouncement, Phase, Stage,
        text_of_moment,
    },
    board::FollowBoard,
    id::AnnouncementId,
    notification::NotificationKind,
    stream::{Cursor, Head, News, Sync},
};
use std::time::Duration;

fn draft(title: &str, audience: &str) -> AnnouncementDraft {
    AnnouncementDraft {
        title: title.into(),
        severity: "info".into(),
        audience: audience.into(),
        is_dismissible: "yes".into(),
        ..AnnouncementDraft::default()
    }
}

async fn seen_by(world: &World, viewer: &Viewer) -> Vec<AnnouncementView> {
    let nothing = Dismissals::default();
    world.market.banners(viewer, &nothing).await.expect("reads").announcements
}

async fn titles(world: &World, me: Option<&Me>) -> Vec<String> {
    let viewer = me.map_or_else(Viewer::visitor, |me| Viewer::user(me.clone()));
    seen_by(world, &viewer).await.into_iter().map(|view| view.title).collect()
}

/// What a viewer finds in the stream after a head: titles, or nothing for what is not for them.
async fn replayed(world: &World, viewer: &Viewer, head: Head) -> Vec<Option<String>> {
    let cursor = Cursor { name: Room::Announcements, epoch: head.epoch, seq: head.seq };
    let request = Sync::from(vec![cursor]);
    let mut answer = world.market.sync_for(viewer, &request).await.expect("answers");
    let News::Events { events, .. } = answer.streams.remove(0).news else { panic!("no events") };
    let title = |event: ServerEvent| match event {
        ServerEvent::Announcement(shown) => shown.announcement.map(|view| view.title),
        ServerEvent::AnnouncementRevoked(_) => Some("revoked".into()),
        other => panic!("{other:?}"),
    };
    events.into_iter().map(title).collect()
}

fn note(view: &AnnouncementView, stage: Stage) -> NoteAnnouncement {
    NoteAnnouncement { id: view.id, revision: view.revision, stage }
}

#[tokio::test]
async fn each_gets_what_is_for_them_and_nothing_else_ever_leaves_the_server() {
    let world = World::demo().await;
    let (adrian, ana) = (world.demo_user("admin").await, world.demo_user("advertiser").await);
    let (marta, tessa) = (world.demo_user("owner").await, world.demo_user("tester").await);
    let head = world.market.banners(&Viewer::visitor(), &Dismissals::default()).await;
    let head = head.expect("reads").head;
    let page =
        world.market.boards(&Viewer::visitor(), &protocol::board::BoardFilter::default()).await;
    let oslo = &page.expect("lists").boards[0];
    let city = format!("city:{}", oslo.city);
    for (title, audience) in [("All", "everybody"), ("Owners", "role:owner"), ("City", &city)] {
        world.market.compose_announcement(&adrian, &draft(title, audience)).await.expect("is told");
    }
    assert_eq!(titles(&world, None).await, ["All"]);
    assert_eq!(titles(&world, Some(&tessa)).await, ["All"]);
    assert_eq!(titles(&world, Some(&marta)).await, ["City", "Owners", "All"]);
    let follow = FollowBoard { board_id: oslo.id, is_followed: true };
    world.market.follow_board(&tessa, follow).await.expect("follows");
    assert_eq!(titles(&world, Some(&tessa)).await, ["City", "All"], "who follows there belongs");

    let all = Some("All".to_owned());
    assert_eq!(replayed(&world, &Viewer::visitor(), head).await, [all.clone(), None, None]);
    let owners = Some("Owners".to_owned());
    let for_marta = replayed(&world, &Viewer::user(marta), head).await;
    assert_eq!(for_marta, [all, owners, Some("City".to_owned())]);
    for (rooms, event) in world.told.take() {
        let ServerEvent::Announcement(shown) = event else { continue };
        let is_for_all = shown.announcement.is_none_or(|view| view.title == "All");
        assert!(is_for_all || !rooms.contains(&Room::Announcements), "{rooms:?}");
    }
    let hidden =
        refused(world.market.compose_announcement(&ana, &draft("Mine", "everybody")).await);
    assert_eq!(hidden.code, ErrorCode::NotFound);
    assert_eq!(refused(world.market.announcements(&ana).await).code, ErrorCode::NotFound);
}

#[tokio::test]
async fn it_begins_and_ends_by_the_clock_and_each_is_told_once() {
    let world = World::demo().await;
    let adrian = world.demo_user("admin").await;
    // Whole minutes: a form has no seconds.
    world.clock.advance(Duration::from_secs(60 - (world.now().0 / 1_000 % 60).unsigned_abs()));
    let now = world.now();
    let later = AnnouncementDraft {
        starts_at: text_of_moment(now.plus(Duration::from_mins(5))),
        ends_at: text_of_moment(now.plus(Duration::from_mins(10))),
        ..draft("Works", "everybody")
    };
    world.market.compose_announcement(&adrian, &later).await.expect("is kept");
    world.told.take();
    for (minutes, told, phase, shown) in [
        (4, vec![], Phase::Scheduled, 0),
        (1, vec!["announcement"], Phase::Live, 1),
        (4, vec![], Phase::Live, 1),
        (1, vec!["announcementRevoked"], Phase::Ended, 0),
    ] {
        world.clock.advance(Duration::from_mins(minutes));
        for _ in 0..2 {
            world.market.turn_announcements().await.expect("turns");
        }
        assert_eq!(world.told.names(), told);
        let record = world.market.announcements(&adrian).await.expect("lists").remove(0);
        assert_eq!((record.phase, titles(&world, None).await.len()), (phase, shown));
    }
}

#[tokio::test]
async fn putting_away_follows_the_user_and_an_edit_shows_it_again() {
    let world = World::demo().await;
    let (adrian, ana) = (world.demo_user("admin").await, world.demo_user("advertiser").await);
    let viewer = Viewer::user(ana.clone());
    let id = world.market.compose_announcement(&adrian, &draft("New", "everybody")).await;
    let id = id.expect("is told");
    let view = seen_by(&world, &viewer).await.remove(0);
    world.told.take();
    for stage in [Stage::Delivered, Stage::Seen, Stage::Seen, Stage::Dismissed] {
        world.market.note_announcement(&viewer, note(&view, stage)).await.expect("is noted");
    }
    let told = world.told.take();
    assert_eq!((told.len(), &told[0].0), (1, &vec![Room::User(ana.user_id)]), "her devices only");
    assert_eq!(titles(&world, Some(&ana)).await, Vec::<String>::new());
    assert_eq!(titles(&world, None).await, ["New"]);
    let mut cookie = Dismissals::default();
    cookie.add(view.id, view.revision);
    let banners = world.market.banners(&Viewer::visitor(), &cookie).await.expect("reads");
    assert_eq!(banners.announcements, []);
    world.market.note_announcement(&Viewer::visitor(), note(&view, Stage::Seen)).await.expect("is");
    let reach = world.market.announcements(&adrian).await.expect("lists").remove(0).reach;
    assert_eq!((reach.delivered, reach.seen, reach.dismissed), (1, 2, 1));

    let stays = AnnouncementDraft { is_dismissible: String::new(), ..draft("Newer", "everybody") };
    world.market.edit_announcement(&adrian, id, &stays).await.expect("is edited");
    assert_eq!(titles(&world, Some(&ana)).await, ["Newer"]);
    let view = seen_by(&world, &viewer).await.remove(0);
    let dismiss = world.market.note_announcement(&viewer, note(&view, Stage::Dismissed)).await;
    assert_eq!(refused(dismiss).code, ErrorCode::Conflict);
}

#[tokio::test]
async fn a_recall_is_told_and_final() {
    let world = World::demo().await;
    let adrian = world.demo_user("admin").await;
    let id = world.market.compose_announcement(&adrian, &draft("Oops", "everybody")).await;
    let id: AnnouncementId = id.expect("is told");
    world.told.take();
    world.market.recall_announcement(&adrian, id).await.expect("is recalled");
    assert_eq!(world.told.names(), ["announcementRevoked"]);
    assert_eq!(titles(&world, None).await, Vec::<String>::new());
    let again = world.market.recall_announcement(&adrian, id).await;
    assert_eq!(refused(again).code, ErrorCode::NotFound);
    let edit = world.market.edit_announcement(&adrian, id, &draft("Back", "everybody")).await;
    assert_eq!(refused(edit).code, ErrorCode::NotFound);
    world.market.turn_announcements().await.expect("turns");
    assert_eq!(world.told.names(), Vec::<&str>::new());
}

#[tokio::test]
async fn those_it_is_for_are_notified_once_also_after_an_edit() {
    let world = World::demo().await;
    let (adrian, marta) = (world.demo_user("admin").await, world.demo_user("owner").await);
    let ana = world.demo_user("advertiser").await;
    let id = world.market.compose_announcement(&adrian, &draft("Owners", "role:owner")).await;
    let id = id.expect("is told");
    world.market.turn_announcements().await.expect("turns");
    let edited = draft("Owners, again", "role:owner");
    world.market.edit_announcement(&adrian, id, &edited).await.expect("is edited");
    for _ in 0..2 {
        world.market.turn_announcements().await.expect("turns");
    }
    let count = async |me: &Me| {
        let all = world.market.notifications(me, None).await.expect("reads").notifications;
        all.iter().filter(|n| n.body.kind() == NotificationKind::Announcement).count()
    };
    assert_eq!((count(&marta).await, count(&ana).await, count(&adrian).await), (1, 0, 0));
}
