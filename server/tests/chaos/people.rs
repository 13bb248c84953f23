//! Who takes part, and what they talk about.

use marketplace::{
    Database, Device, Marketplace, Viewer, clock::SystemClock, demo, publish::Nobody,
};
use protocol::{
    account::{Me, SignIn},
    board::BoardFilter,
    conversation::{AddMember, History},
    id::{BoardId, ConversationId},
};
use std::sync::Arc;

/// Person and device; the same person twice has two.
pub const DEVICES: [(&str, &str); 8] = [
    ("advertiser", "Ana's phone"),
    ("advertiser", "Ana's laptop"),
    ("owner", "Marta's phone"),
    ("owner", "Marta's laptop"),
    ("owner2", "Jonas"),
    ("advertiser2", "Dmitri"),
    ("tester", "Tessa"),
    ("admin", "Adrian"),
];

/// Who opens each conversation, and who else is in it beside the owner of the board.
const TALKS: [(&str, &str, &[&str]); 4] = [
    ("advertiser", "owner", &[]),
    ("advertiser2", "owner2", &[]),
    ("advertiser2", "owner", &["tester"]),
    ("advertiser", "owner", &["advertiser2", "owner2", "tester", "admin"]),
];

/// Who is in which conversation only now and then, and the device that lets them in and out. At first
/// they are out.
pub const GUEST: (&str, usize) = ("owner2", 0);
pub const HOST: &str = "Ana's phone";

/// Fills the database, before any server has it open. Gives the conversations.
pub async fn prepare(database_url: &str) -> Vec<ConversationId> {
    let database = Database::open(database_url).await.expect("opens");
    let market = Marketplace::new(database.clone(), Arc::new(SystemClock), Arc::new(Nobody), true);
    market.seed_demo().await.expect("is filled");
    let mut talks = Vec::new();
    for (starter, owner, others) in TALKS {
        let (starter, owner) = (sign_in(&market, starter).await, sign_in(&market, owner).await);
        let board = board_of(&market, &owner, talks.len()).await;
        let talk = market.start_conversation(&starter, board).await.expect("starts");
        for other in others {
            let (email, history) = (email(other), History::Whole);
            let input = AddMember { conversation_id: talk, email, history };
            market.add_member(&starter, input).await.expect("is added");
        }
        talks.push(talk);
    }
    database.close().await;
    talks
}

/// One of an owner's boards; another one for every number.
async fn board_of(market: &Marketplace, owner: &Me, number: usize) -> BoardId {
    let mut own = Vec::new();
    for page in 1.. {
        let filter = BoardFilter { page, ..BoardFilter::default() };
        let boards = market.boards(&Viewer::visitor(), &filter).await.expect("lists").boards;
        own.extend(boards.into_iter().filter(|board| board.owner.id == owner.user_id));
        if let Some(board) = own.get(number) {
            return board.id;
        }
    }
    unreachable!("every owner has boards")
}

async fn sign_in(market: &Marketplace, name: &str) -> Me {
    let input = SignIn { email: email(name), password: demo::PASSWORD.to_owned() };
    let device = Device { user_agent: "chaos".to_owned(), address: "127.0.0.1".to_owned() };
    market.sign_in(&input, device).await.expect("signs in").me
}

pub fn email(name: &str) -> String {
    format!("{name}@example.com")
}
