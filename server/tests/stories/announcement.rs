//! Announcements over sockets, pages and forms.

use crate::app::{TestApp, cookie};
use marketplace::clock::{Clock, ManualClock};
use protocol::{
    ServerEvent, Timestamp,
    announcement::{AnnouncementDraft, AnnouncementShown, NoteAnnouncement, Stage, text_of_moment},
    command::JoinRoom,
    privacy::SetPrivacy,
};
use reqwest::{StatusCode, header};
use std::{sync::Arc, time::Duration};

fn draft(title: &str, audience: &str) -> AnnouncementDraft {
    AnnouncementDraft {
        title: title.into(),
        text: "From six.".into(),
        severity: "warning".into(),
        audience: audience.into(),
        is_dismissible: "yes".into(),
        ..AnnouncementDraft::default()
    }
}

fn shown(event: ServerEvent) -> AnnouncementShown {
    match event {
        ServerEvent::Announcement(event) => event,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn everybody_hears_of_it_and_a_role_keeps_its_own() {
    let app = TestApp::start().await;
    let (adrian, marta) = (app.sign_in("admin").await, app.sign_in("owner").await);
    let (mut visitor, mut owner) = (app.visitor_socket().await, app.socket(&marta).await);
    let all = draft("Works", "everybody");
    let id = app.market.compose_announcement(&adrian.me, &all).await.expect("is told");
    let first = shown(visitor.expect("announcement").await);
    assert_eq!(first.announcement.as_ref().map(|view| view.title.as_str()), Some("Works"));
    shown(owner.expect("announcement").await);

    let owners = draft("Owners", "role:owner");
    app.market.compose_announcement(&adrian.me, &owners).await.expect("is told");
    let for_owner = shown(owner.expect("announcement").await);
    assert_eq!(for_owner.announcement.expect("is hers").title, "Owners");
    let for_visitor = shown(visitor.expect("announcement").await);
    assert_eq!(for_visitor.announcement, None, "its number, and nothing of it");
    assert_eq!(for_visitor.position.seq, first.position.seq + 1);

    let seen = NoteAnnouncement { id, revision: 1, stage: Stage::Seen };
    visitor.ask(&seen).await.expect("is noted");
    app.market.recall_announcement(&adrian.me, id).await.expect("is recalled");
    visitor.expect("announcementRevoked").await;
    let error = visitor.ask(&seen).await.expect_err("is gone");
    assert_eq!(error.code, protocol::ErrorCode::NotFound);
    visitor.ask(&JoinRoom { room: "announcements".into() }).await.expect("may join");
}

#[tokio::test]
async fn somebody_out_of_sight_hears_what_is_for_them() {
    let app = TestApp::start().await;
    let (adrian, marta) = (app.sign_in("admin").await, app.sign_in("owner").await);
    let hidden = SetPrivacy { is_invisible: Some(true), shows_typing: None };
    app.market.set_privacy(&marta.me, hidden).await.expect("is kept");
    let mut hers = app.socket(&marta).await;
    let owners = draft("Owners", "role:owner");
    let id = app.market.compose_announcement(&adrian.me, &owners).await.expect("is told");
    let heard = shown(hers.expect("announcement").await);
    assert_eq!(heard.announcement.map(|view| view.title), Some("Owners".to_owned()));
    let listed = app.market.announcements(&adrian.me).await.expect("is for admins");
    let record = listed.iter().find(|record| record.view.id == id).expect("is listed");
    assert_eq!(record.reach.connected, 0, "nobody learns that she is there");
}

#[tokio::test]
async fn it_begins_and_ends_by_the_clock_for_pages_opened_long_before() {
    let clock = Arc::new(ManualClock::new(Timestamp(1_800_000_000_000)));
    let app = TestApp::start_at(clock.clone(), &[]).await;
    let adrian = app.sign_in("admin").await;
    let mut visitor = app.visitor_socket().await;
    let minutes = |n| text_of_moment(clock.now().plus(Duration::from_mins(n)));
    let later = AnnouncementDraft {
        starts_at: minutes(10),
        ends_at: minutes(20),
        ..draft("Later", "everybody")
    };
    let id = app.market.compose_announcement(&adrian.me, &later).await.expect("is stored");
    app.market.compose_announcement(&adrian.me, &draft("Now", "everybody")).await.expect("is told");
    let first = shown(visitor.expect("announcement").await);
    assert_eq!(first.announcement.expect("is for all").title, "Now", "the other one waits");

    clock.advance(Duration::from_mins(11));
    let begun = shown(visitor.expect("announcement").await);
    assert_eq!((begun.id, begun.position.seq), (id, first.position.seq + 1));
    clock.advance(Duration::from_mins(10));
    let ended = visitor.expect("announcementRevoked").await;
    let ServerEvent::AnnouncementRevoked(ended) = ended else { panic!("{ended:?}") };
    assert_eq!(ended.id, id);
    let page = app.get("/", None).await.text().await.expect("is a page");
    assert!(page.contains("Now") && !page.contains("Later"));
}

#[tokio::test]
async fn the_banner_is_in_the_page_and_put_away_by_a_form() {
    let app = TestApp::start().await;
    let (adrian, ana) = (app.sign_in("admin").await, app.sign_in("advertiser").await);
    let form = "title=Works+on+Sunday&text=&severity=warning&audience=everybody&isDismissible=yes";
    let saved = app.post_form("/admin/announcements", Some(&adrian), form).await;
    assert_eq!(saved.headers()["location"], "/admin/announcements?saved=yes");
    let view = app.market.announcements(&adrian.me).await.expect("lists").remove(0).view;
    for user in [None, Some(&ana)] {
        let page = app.get("/sign-in", user).await.text().await.unwrap();
        assert!(page.contains("Works on Sunday"));
    }
    let path = format!("/announcements/{}/dismiss", view.id);
    let form = format!("revision={}&next=%2Fsign-in", view.revision);
    let answer = app.post_form(&path, None, &form).await;
    assert_eq!(answer.headers()["location"], "/sign-in");
    let kept = cookie(&answer);
    let request = app.http.get(format!("{}/sign-in", app.url)).header(header::COOKIE, &kept);
    let page = request.send().await.expect("answers").text().await.unwrap();
    assert!(!page.contains("Works on Sunday"), "this browser has put it away");
    let page = app.get("/sign-in", None).await.text().await.unwrap();
    assert!(page.contains("Works on Sunday"), "another one has not");

    app.post_form(&path, Some(&ana), &form).await;
    let elsewhere = app.sign_in("advertiser").await;
    let page = app.get("/account", Some(&elsewhere)).await.text().await.unwrap();
    // The bell may speak of it.
    assert!(!page.contains("data-testid=\"banner\""), "it follows the user");
    let reach = app.market.announcements(&adrian.me).await.expect("lists").remove(0).reach;
    assert_eq!(reach.dismissed, 2);
}

#[tokio::test]
async fn the_admins_page_is_nobody_elses() {
    let app = TestApp::start().await;
    let (adrian, ana) = (app.sign_in("admin").await, app.sign_in("advertiser").await);
    let path = "/admin/announcements";
    for user in [None, Some(&ana)] {
        let page = app.get(path, user).await;
        assert_eq!(page.status(), StatusCode::NOT_FOUND);
        assert!(!page.text().await.unwrap().contains("New announcement"));
        let form = "title=x&severity=info&audience=everybody";
        assert_eq!(app.post_form(path, user, form).await.status(), StatusCode::NOT_FOUND);
    }
    let page = app.get(path, Some(&adrian)).await;
    assert_eq!(page.status(), StatusCode::OK);
    assert!(page.text().await.unwrap().contains("New announcement"));
    for (form, field) in [
        ("title=+&severity=info&audience=everybody", "title"),
        ("title=x&severity=panic&audience=everybody", "severity"),
        ("title=x&severity=info&audience=nobody", "audience"),
        ("title=x&severity=info&audience=everybody&endsAt=2020-01-01T00%3A00", "endsAt"),
    ] {
        let answer = app.post_form(path, Some(&adrian), form).await;
        let place = answer.headers()["location"].to_str().unwrap().to_owned();
        assert!(place.starts_with(&format!("{path}?error=invalid&field={field}")), "{place}");
    }
    let refused = format!("{path}?error=invalid&field=endsAt&title=Kept&severity=critical");
    let page = app.get(&refused, Some(&adrian)).await.text().await.unwrap();
    assert!(page.contains("It would end before it begins.") && page.contains("value=\"Kept\""));
}
