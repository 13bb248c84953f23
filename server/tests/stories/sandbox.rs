//! A sandbox from its opening to its end, as others see it: not at all.

use crate::{
    app::{TestApp, User},
    scenario::{as_user, open},
    socket::TestSocket,
};
use futures::StreamExt;
use marketplace::Viewer;
use protocol::{
    ServerEvent,
    announcement::{NoteAnnouncement, Stage},
    board::{BoardFilter, BoardStatus, FollowBoard, SetBoardStatus},
    conversation::{AddMember, History, SendMessage},
    id::ClientId,
    privacy::SetPrivacy,
    test_websocket::{Sandbox, SandboxAct},
};
use reqwest::StatusCode;
use serde_json::json;
use socketio_client::{ClientEvent, Config, connect};
use sqlx::{AssertSqlSafe, Connection, PgConnection, SqliteConnection};
use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};
use uuid::Uuid;

/// Short grace times: the story waits for what follows, however long it takes.
const QUICK: [&str; 4] = ["--presence-leave-ms", "50", "--presence-grace-ms", "50"];
// Without what a full-text index keeps for itself.
const TABLES_SQLITE: &str = "SELECT name FROM pragma_table_list WHERE schema = 'main'
    AND type IN ('table', 'virtual') AND name NOT LIKE 'sqlite%' AND name <> '_sqlx_migrations'";
const TABLES_POSTGRES: &str = "SELECT table_name::text FROM information_schema.tables
    WHERE table_schema = 'public' AND table_name <> '_sqlx_migrations'";
const SEEN_GOING: &str = "SELECT COUNT(*) FROM last_seen WHERE lease_until = seen_at";

#[tokio::test]
async fn a_sandbox_is_in_no_list_and_leaves_nothing_behind() {
    let app = TestApp::start_with(&QUICK).await;
    let (tessa, marta) = (app.sign_in("tester").await, app.sign_in("owner").await);
    let jonas = app.sign_in("owner2").await;
    let mut hers = app.socket(&marta).await;
    until(async || !app.market.last_seen(&[marta.me.user_id]).await.unwrap().is_empty()).await;
    let boards =
        app.market.boards(&Viewer::visitor(), &BoardFilter::default()).await.expect("lists");
    let mut rows = all_rows(&app).await;

    let sandbox = open(&app, &tessa, 3).await;
    let after =
        app.market.boards(&Viewer::visitor(), &BoardFilter::default()).await.expect("lists");
    assert_eq!((boards.total, boards.cities), (after.total, after.cities));
    let names: Vec<_> = sandbox.people.iter().map(|it| it.user.name.as_str()).collect();
    assert_eq!(names, ["Ada (simulated)", "Bo (simulated)", "Cleo (simulated)"]);
    let (ada, bo) = live(&app, &tessa, &sandbox).await;
    let online = app.market.online_users(&Viewer::user(tessa.me.clone())).await.expect("lists");
    let online: Vec<_> = online.into_iter().map(|user| user.id).collect();
    assert_eq!(online, [marta.me.user_id], "nobody else is there");

    let by_marta = close(&app, &marta, &sandbox).await;
    assert_eq!(by_marta, StatusCode::NOT_FOUND, "it is Tessa's");
    assert_eq!(close(&app, &tessa, &sandbox).await, StatusCode::NO_CONTENT);
    assert_eq!(close(&app, &tessa, &sandbox).await, StatusCode::NOT_FOUND);
    drop((ada, bo));
    assert!(!connects(&app, &sandbox, 1).await, "its tokens are worth nothing any more");
    let board = app.get(&format!("/boards/{}", sandbox.board_id), None).await;
    assert_eq!(board.status(), StatusCode::NOT_FOUND);

    // Jonas comes and goes after them: by then their going would have been noted.
    let his = app.socket(&jonas).await;
    let is_two =
        |event: &ServerEvent| matches!(event, ServerEvent::OnlineCount(count) if count.users == 2);
    hers.expect_where("onlineCount", is_two).await;
    his.client.disconnect();
    until(async || number(&app, SEEN_GOING.to_owned()).await > 0).await;
    let heard = hers.events_so_far().await;
    let is_more =
        |event: &ServerEvent| matches!(event, ServerEvent::OnlineCount(count) if count.users > 2);
    assert!(!heard.iter().any(is_more), "simulated people are not counted: {heard:?}");
    // Jonas; what counts sandboxes for a while; and two numbers of a stream that has no holes.
    for (table, more) in [("last_seen", 1), ("sandboxes", 1), ("stream_events", 2)] {
        *rows.get_mut(table).expect("is a table") += more;
    }
    assert_eq!(all_rows(&app).await, rows);
}

/// Something of all that can be done in a sandbox. Answers with those who are there.
async fn live(app: &TestApp, tessa: &User, sandbox: &Sandbox) -> (TestSocket, TestSocket) {
    let ada = TestSocket::connect_with(&app.url, &sandbox.people[0].token).await;
    let mut bo = TestSocket::connect_with(&app.url, &sandbox.people[1].token).await;
    let cleo = TestSocket::connect_with(&app.url, &sandbox.people[2].token).await;
    for (socket, body) in [(&ada, "Hello"), (&bo, "Hello Ada"), (&cleo, "Hello both")] {
        let client_id = ClientId(Uuid::now_v7());
        let (conversation_id, body) = (sandbox.conversation_id, body.to_owned());
        let said = SendMessage { client_id, conversation_id, body, reply_to: None };
        socket.ask(&said).await.expect("is sent");
    }
    let email = "nobody@example.com".to_owned();
    let (conversation_id, history) = (sandbox.conversation_id, History::Whole);
    let add = AddMember { conversation_id, email, history };
    bo.ask(&add).await.expect_err("there is nobody");
    let board_id = sandbox.board_id;
    bo.ask(&FollowBoard { board_id, is_followed: true }).await.expect("follows");
    let paused = SetBoardStatus::new(board_id, BoardStatus::Paused);
    ada.ask(&paused).await.expect("is hers");
    let hide = SetPrivacy { is_invisible: None, shows_typing: Some(false) };
    bo.ask(&hide).await.expect("is kept");
    act(app, tessa, sandbox, &SandboxAct::Announce { title: "Works on Sunday".into() }).await;
    let ServerEvent::Announcement(shown) = bo.expect("announcement").await else { unreachable!() };
    let seen = NoteAnnouncement { id: shown.id, revision: 1, stage: Stage::Seen };
    bo.ask(&seen).await.expect("is noted");
    let user_id = sandbox.people[2].user.id;
    act(app, tessa, sandbox, &SandboxAct::LeaveConversation { user_id }).await;
    act(app, tessa, sandbox, &SandboxAct::EndSession { user_id }).await;
    (ada, bo)
}

async fn act(app: &TestApp, tessa: &User, sandbox: &Sandbox, act: &SandboxAct) {
    let url = format!("{}/api/test/sandboxes/{}/acts", app.url, sandbox.id);
    let answer = as_user(app.http.post(url), tessa).json(act).send().await.expect("answers");
    assert_eq!(answer.status(), StatusCode::NO_CONTENT, "{act:?}");
}

async fn close(app: &TestApp, user: &User, sandbox: &Sandbox) -> StatusCode {
    let url = format!("{}/api/test/sandboxes/{}", app.url, sandbox.id);
    as_user(app.http.delete(url), user).send().await.expect("answers").status()
}

async fn until(is_so: impl AsyncFn() -> bool) {
    let started = Instant::now();
    while !is_so().await {
        assert!(started.elapsed() < Duration::from_secs(30), "it comes to be so");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// How many rows each table has.
async fn all_rows(app: &TestApp) -> BTreeMap<String, i64> {
    let url = &app.database.url;
    let tables: Vec<String> = if url.starts_with("sqlite:") {
        let mut connection = SqliteConnection::connect(url).await.expect("opens");
        sqlx::query_scalar(TABLES_SQLITE).fetch_all(&mut connection).await.expect("reads")
    } else {
        let mut connection = PgConnection::connect(url).await.expect("opens");
        sqlx::query_scalar(TABLES_POSTGRES).fetch_all(&mut connection).await.expect("reads")
    };
    assert!(tables.len() > 15, "the tables were found: {tables:?}");
    let mut rows = BTreeMap::new();
    for table in tables {
        let count = number(app, format!("SELECT COUNT(*) FROM {table}")).await;
        rows.insert(table, count);
    }
    rows
}

async fn number(app: &TestApp, sql: String) -> i64 {
    let (url, sql) = (&app.database.url, AssertSqlSafe(sql));
    if url.starts_with("sqlite:") {
        let mut connection = SqliteConnection::connect(url).await.expect("opens");
        sqlx::query_scalar(sql).fetch_one(&mut connection).await.expect("counts")
    } else {
        let mut connection = PgConnection::connect(url).await.expect("opens");
        sqlx::query_scalar(sql).fetch_one(&mut connection).await.expect("counts")
    }
}

/// Whether this token opens a connection.
async fn connects(app: &TestApp, sandbox: &Sandbox, person: usize) -> bool {
    let mut config = Config::new(&app.url);
    config.auth = Some(json!({"token": sandbox.people[person].token}));
    let (_client, mut events, driver) = connect(config);
    tokio::spawn(driver.run());
    loop {
        match events.next().await.expect("the client lives") {
            ClientEvent::Event { name, .. } if name == "hello" => return true,
            ClientEvent::ConnectError { message, .. } => {
                assert_eq!(message, "session_expired");
                return false;
            }
            _ => {}
        }
    }
}
