//! The process is killed in the middle of its work.

use crate::{app, database::TestDatabase, socket::TestSocket};
use futures::{StreamExt, stream};
use marketplace::{Marketplace, Viewer};
use protocol::{
    Command,
    account::Me,
    board::{BoardFilter, BoardStatus, SetBoardStatus},
    conversation::{SendMessage, Sent},
    id::{BoardId, ClientId, ConversationId},
};
use std::process::Stdio;
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, Command as Program},
};
use uuid::Uuid;

const SENDS: usize = 1_000;
/// The server is killed when this many are acknowledged.
const KILL_AFTER: usize = 400;
/// Sends under way at the same time.
const AT_ONCE: usize = 32;

/// Starts the real program and waits until it says where it is.
pub async fn start(database_url: &str) -> (Child, String) {
    start_with(database_url, &[]).await
}

/// The real program on this database.
pub fn program(database_url: &str, flags: &[&str]) -> Child {
    Program::new(env!("CARGO_BIN_EXE_bulletin"))
        .args(["serve", "--port", "0", "--demo", "--database-url", database_url, "--files"])
        .arg(TestDatabase::files_of(database_url))
        .args(["--command-burst", "100000", "--commands-per-second", "100000"])
        .args(flags)
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .expect("starts")
}

/// As [`start`], with additional flags.
pub async fn start_with(database_url: &str, flags: &[&str]) -> (Child, String) {
    let mut server = program(database_url, flags);
    let mut lines = BufReader::new(server.stdout.take().expect("is piped")).lines();
    let greeting = lines.next_line().await.expect("speaks").expect("greets");
    let url = greeting.strip_prefix("Bulletin is at ").expect("says where it is").to_owned();
    (server, url)
}

pub async fn conversation(url: &str, name: &str) -> (app::User, ConversationId) {
    let http = app::http();
    let user = app::sign_in(&http, url, name).await;
    let page = http.get(format!("{url}/conversations")).header("cookie", &user.cookie).send().await;
    let page = page.expect("answers").text().await.expect("is text");
    let at = page.find("/conversations/").expect("has a conversation") + "/conversations/".len();
    (user, page[at..at + 36].parse().expect("is an id"))
}

/// Sends in parallel until the server is gone. Gives the acknowledged ones.
async fn send_until_killed(
    socket: &TestSocket,
    server: &mut Child,
    to: ConversationId,
) -> Vec<Sent> {
    let send = |n| {
        let client_id = ClientId(Uuid::now_v7());
        let input = SendMessage {
            client_id,
            conversation_id: to,
            body: format!("crash {n}"),
            reply_to: None,
        };
        async move { socket.client.request(SendMessage::NAME, &input).await }
    };
    let mut sends = std::pin::pin!(stream::iter(0..SENDS).map(send).buffer_unordered(AT_ONCE));
    let mut acknowledged = Vec::new();
    while let Some(answer) = sends.next().await {
        let Ok(answer) = answer else { continue };
        if let Ok(sent) = serde_json::from_value::<Sent>(answer["ok"].clone()) {
            acknowledged.push(sent);
        }
        if acknowledged.len() == KILL_AFTER {
            server.start_kill().expect("is killed");
        }
    }
    acknowledged
}

/// The use cases behind the program's back.
async fn market(database_url: &str) -> Marketplace {
    let database = marketplace::Database::open(database_url).await.expect("opens");
    let clock = std::sync::Arc::new(marketplace::clock::SystemClock);
    let nobody = std::sync::Arc::new(marketplace::publish::Nobody);
    Marketplace::new(database, clock, nobody, true)
}

/// What `bulletin audit` says, and whether it is content.
pub async fn audit(database_url: &str) -> (bool, String) {
    let mut program = Program::new(env!("CARGO_BIN_EXE_bulletin"));
    let done = program.args(["audit", "--database-url", database_url]).output().await;
    let done = done.expect("runs");
    (done.status.success(), String::from_utf8(done.stdout).expect("is text"))
}

/// A board of an owner's that can be booked.
pub async fn a_live_board(database_url: &str, owner: &Me) -> BoardId {
    let market = market(database_url).await;
    let page = market.boards(&Viewer::visitor(), &BoardFilter::default()).await.expect("lists");
    let mut own = page.boards.iter().filter(|board| board.owner.id == owner.user_id);
    let board_id = own.next().expect("a board").id;
    let live = SetBoardStatus::new(board_id, BoardStatus::Live);
    market.set_board_status(owner, &live).await.expect("is live");
    board_id
}

async fn stored(database_url: &str, me: &Me, id: ConversationId) -> Vec<(i64, String, ClientId)> {
    let market = market(database_url).await;
    let mut messages = Vec::new();
    let mut before = i64::MAX;
    loop {
        let page = market.older_messages(me, id, before).await.expect("pages");
        before = page.messages.first().map_or(0, |message| message.seq);
        let found = page.messages.into_iter();
        messages.splice(0..0, found.map(|m| (m.seq, m.body, m.client_id)));
        if !page.has_older {
            return messages;
        }
    }
}

#[tokio::test]
async fn every_acknowledged_message_survives_a_kill_once_and_in_order() {
    let database = TestDatabase::new().await;
    let (mut server, url) = start(&database.url).await;
    let (ana, id) = conversation(&url, "advertiser").await;
    let socket = TestSocket::connect(&url, Some(&ana.cookie)).await;
    let acknowledged = send_until_killed(&socket, &mut server, id).await;
    server.wait().await.expect("is gone");
    assert!(acknowledged.len() >= KILL_AFTER, "{} acknowledged", acknowledged.len());
    assert!(acknowledged.len() < SENDS, "the kill came in the middle");

    let messages = stored(&database.url, &ana.me, id).await;
    let numbers: Vec<_> = messages.iter().map(|(seq, ..)| *seq).collect();
    let expected = i64::try_from(numbers.len()).expect("fits");
    assert_eq!(numbers, (1..=expected).collect::<Vec<_>>(), "no hole, no double, in order");
    for sent in &acknowledged {
        let same = messages.iter().filter(|(_, _, id)| *id == sent.message.client_id);
        let same: Vec<_> = same.collect();
        assert_eq!(same.len(), 1, "{} is there once", sent.message.body);
        assert_eq!(same[0].0, sent.position.seq, "and where it was said to be");
    }
    start(&database.url).await.0.kill().await.expect("starts again and stops");
}
