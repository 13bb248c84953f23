//! When people were last seen, across the lives of servers.

use crate::{
    app::{self, TestApp, User},
    crash,
    database::TestDatabase,
    socket::TestSocket,
};
use marketplace::{
    Database, Marketplace,
    clock::{Clock, SystemClock},
    publish::Nobody,
};
use protocol::{
    ServerEvent, Timestamp,
    id::UserId,
    limits::{PRESENCE_EVERY, PRESENCE_LEASE},
    presence::{PresenceState, SetActivity},
};
use std::{
    sync::Arc,
    time::{Duration, Instant},
};

async fn offline_since(socket: &mut TestSocket, user: UserId) -> Option<Timestamp> {
    let found = |event: &ServerEvent| match event {
        ServerEvent::Presence(now) => now.users.iter().find(|one| one.user_id == user).copied(),
        _ => None,
    };
    let event = socket.expect_where("presence", |event| found(event).is_some()).await;
    let presence = found(&event).expect("is in it");
    assert_eq!(presence.state, PresenceState::Offline);
    presence.since
}

#[tokio::test]
async fn after_the_server_was_killed_last_seen_is_right_to_within_the_lease() {
    let file = TestDatabase::new().await;
    let (mut server, url) = crash::start(&file.url).await;
    let (ana, _) = crash::conversation(&url, "advertiser").await;
    let came = SystemClock.now();
    let socket = TestSocket::connect(&url, Some(&ana.cookie)).await;
    let database = Database::open(&file.url).await.expect("opens");
    let reader = Marketplace::new(database, Arc::new(SystemClock), Arc::new(Nobody), true);
    let started = Instant::now();
    while reader.last_seen(&[ana.me.user_id]).await.expect("reads").is_empty() {
        assert!(started.elapsed() < Duration::from_secs(30), "it is noted that she is here");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    server.kill().await.expect("dies");
    let killed = SystemClock.now();
    drop(socket);

    let (_server, url) = crash::start(&file.url).await;
    let marta: User = app::sign_in(&app::http(), &url, "owner").await;
    let mut hers = TestSocket::connect(&url, Some(&marta.cookie)).await;
    let seen = offline_since(&mut hers, ana.me.user_id).await.expect("was seen");
    assert!(seen >= came && seen <= killed, "{came:?} {seen:?} {killed:?}");
    assert!(killed.since(seen) <= PRESENCE_LEASE);
}

#[tokio::test]
async fn changes_that_follow_each_other_quickly_are_told_once_a_second() {
    let app = TestApp::start_with(&["--command-burst", "1000"]).await;
    let (ana, marta, _) = app.ana_and_marta().await;
    let (mut hers, phone) = (app.socket(&marta).await, app.socket(&ana).await);
    let started = Instant::now();
    for _ in 0..100 {
        phone.ask(&SetActivity { is_active: false }).await.expect("is noted");
        phone.ask(&SetActivity { is_active: true }).await.expect("is noted");
    }
    phone.ask(&SetActivity { is_active: false }).await.expect("is noted");
    let of_ana = |event: &ServerEvent| match event {
        ServerEvent::Presence(now) => {
            now.users.iter().find(|one| one.user_id == ana.me.user_id).map(|one| one.state)
        }
        _ => None,
    };
    // The last state is always told, and the window after it holds at most one more.
    let mut states = Vec::new();
    while states.last() != Some(&PresenceState::Away) || states.len() < 2 {
        let event = hers.expect_where("presence", |event| of_ana(event).is_some()).await;
        states.extend(of_ana(&event));
    }
    let most = started.elapsed().as_secs() / PRESENCE_EVERY.as_secs() + 2;
    // At connect all are told once more.
    assert!(states.len() as u64 <= most + 1, "{} in {most} s: {states:?}", states.len());
}
