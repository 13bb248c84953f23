//! The marketplace under test, with named people in it.

use crate::database::TestDatabase;
use marketplace::{
    Database, Device, Error, Files, Marketplace, SignedIn, Viewer,
    clock::{Clock, ManualClock},
    publish::Publisher,
};
use protocol::{
    ErrorBody, Room, ServerEvent, Timestamp,
    account::{Me, SignIn, SignUp},
    board::BoardFilter,
    conversation::{AddMember, History, SendMessage, Sent},
    id::{BoardId, ClientId, ConversationId, SessionId, UserId},
    privacy::Privacy,
};
use sqlx::{Connection, PgConnection, SqliteConnection};
use std::sync::{Arc, Mutex};
use uuid::Uuid;

pub const PASSWORD: &str = "correct horse battery";

/// The marketplace under test, and what it told.
pub struct World {
    pub market: Marketplace,
    pub clock: Arc<ManualClock>,
    pub told: Arc<Told>,
    pub database: TestDatabase,
}

/// Remembers everything that was published.
#[derive(Default)]
pub struct Told {
    events: Mutex<Vec<(Vec<Room>, ServerEvent)>>,
    notices: Mutex<Vec<(Vec<Room>, ServerEvent)>>,
    evicted: Mutex<Vec<(UserId, Room)>>,
    private: Mutex<Vec<(UserId, Privacy)>>,
    ended: Mutex<Vec<SessionId>>,
    readmitted: Mutex<Vec<UserId>>,
}

impl Publisher for Told {
    fn publish(&self, rooms: &[Room], event: ServerEvent) {
        let is_notice = event.name().starts_with("notification");
        let list = if is_notice { &self.notices } else { &self.events };
        list.lock().unwrap().push((rooms.to_vec(), event));
    }

    fn evict(&self, user: UserId, room: Room) {
        self.evicted.lock().unwrap().push((user, room));
    }

    fn introduce(&self, _: UserId, _: &[UserId]) {}

    fn set_privacy(&self, user: UserId, privacy: Privacy) {
        self.private.lock().unwrap().push((user, privacy));
    }

    fn readmit(&self, user: UserId) {
        self.readmitted.lock().unwrap().push(user);
    }

    fn end_session(&self, session: SessionId) {
        self.ended.lock().unwrap().push(session);
    }

    fn online(&self) -> Vec<UserId> {
        Vec::new()
    }

    fn connected(&self) -> Vec<UserId> {
        Vec::new()
    }
}

impl Told {
    /// The notifications that were told since the last call.
    pub fn notices(&self) -> Vec<(Vec<Room>, ServerEvent)> {
        std::mem::take(&mut *self.notices.lock().unwrap())
    }

    /// What else was told since the last call.
    pub fn take(&self) -> Vec<(Vec<Room>, ServerEvent)> {
        std::mem::take(&mut *self.events.lock().unwrap())
    }

    /// The names of what was told since the last call.
    pub fn names(&self) -> Vec<&'static str> {
        self.take().iter().map(|(_, event)| event.name()).collect()
    }

    pub fn evicted(&self) -> Vec<(UserId, Room)> {
        self.evicted.lock().unwrap().clone()
    }

    pub fn private(&self) -> Vec<(UserId, Privacy)> {
        self.private.lock().unwrap().clone()
    }

    pub fn ended(&self) -> Vec<SessionId> {
        self.ended.lock().unwrap().clone()
    }

    pub fn readmitted(&self) -> Vec<UserId> {
        self.readmitted.lock().unwrap().clone()
    }
}

impl World {
    /// An empty database.
    pub async fn empty() -> Self {
        let file = TestDatabase::new().await;
        let database = Database::open(&file.url).await.expect("the database opens");
        let clock = Arc::new(ManualClock::new(Timestamp(1_700_000_000_000)));
        let told = Arc::new(Told::default());
        let market = Marketplace::new(database, clock.clone(), told.clone(), false);
        let files = Files::folder(&TestDatabase::files_of(&file.url)).expect("the folder is made");
        let market = market.with_files(files);
        Self { market, clock, told, database: file }
    }

    /// The demonstration.
    pub async fn demo() -> Self {
        let world = Self::empty().await;
        world.market.seed_demo().await.expect("the demonstration is stored");
        world.told.take();
        world.told.notices();
        world
    }

    pub async fn sign_up(&self, name: &str, role: &str) -> Me {
        let email = format!("{}@example.com", name.to_lowercase());
        let (name, password, role) = (name.into(), PASSWORD.into(), role.into());
        let input = SignUp { name, email, password, role };
        self.market.sign_up(&input, device("10.0.0.1")).await.expect("signs up").me
    }

    pub async fn sign_in(&self, email: &str, password: &str) -> Result<SignedIn, Error> {
        let input = SignIn { email: email.into(), password: password.into() };
        self.market.sign_in(&input, device("10.0.0.1")).await
    }

    pub async fn demo_user(&self, name: &str) -> Me {
        let email = format!("{name}@example.com");
        self.sign_in(&email, marketplace::demo::PASSWORD).await.expect("signs in").me
    }

    /// Ana (advertiser) and Marta (owner) in a fresh conversation about a board of Marta's.
    pub async fn ana_and_marta(&self) -> (Me, Me, ConversationId) {
        let marta = self.demo_user("owner").await;
        let ana = self.demo_user("advertiser").await;
        let board = self.board_of(&marta, 1).await;
        let id = self.market.start_conversation(&ana, board).await.expect("starts");
        self.told.take();
        (ana, marta, id)
    }

    /// A board of an owner's; `skip` picks another one.
    pub async fn board_of(&self, owner: &Me, skip: usize) -> BoardId {
        let mut own = Vec::new();
        for page in 1.. {
            let filter = BoardFilter { page, ..BoardFilter::default() };
            let boards =
                self.market.boards(&Viewer::visitor(), &filter).await.expect("lists").boards;
            assert!(!boards.is_empty(), "{} has too few boards", owner.name);
            own.extend(boards.into_iter().filter(|board| board.owner.id == owner.user_id));
            if own.len() > skip {
                break;
            }
        }
        own[skip].id
    }

    /// Adds a demo person to a conversation, with all of its history.
    pub async fn add(&self, by: &Me, to: ConversationId, name: &str) {
        let email = format!("{name}@example.com");
        let input = AddMember { conversation_id: to, email, history: History::Whole };
        self.market.add_member(by, input).await.expect("is added");
    }

    pub async fn say(&self, me: &Me, to: ConversationId, body: &str) -> Sent {
        self.market.send_message(me, message(to, body)).await.expect("is sent")
    }

    /// Makes a conversation end after message `seq`, as if nothing had come after it yet.
    pub async fn cut_off(&self, talk: ConversationId, seq: i64) {
        let stream = Room::Conversation(talk);
        let id = format!("(SELECT id FROM conversations WHERE stream = '{stream}')");
        for sql in [
            format!("DELETE FROM messages WHERE conversation_id = {id} AND seq > {seq}"),
            format!("DELETE FROM stream_events WHERE stream = '{stream}' AND seq > {seq}"),
            format!("UPDATE streams SET head = {seq} WHERE name = '{stream}'"),
        ] {
            self.execute(sql).await;
        }
    }

    /// Changes what is stored behind everybody's back.
    pub async fn execute(&self, sql: String) {
        self.database.execute(sql).await;
    }

    /// An id as SQL writes it.
    pub fn id(&self, id: Uuid) -> String {
        if self.database.url.starts_with("sqlite:") {
            format!("x'{}'", id.simple())
        } else {
            format!("'{id}'")
        }
    }

    /// How many rows a table has.
    pub async fn count(&self, table: &str) -> i64 {
        let (url, sql) =
            (&self.database.url, sqlx::AssertSqlSafe(format!("SELECT COUNT(*) FROM {table}")));
        if url.starts_with("sqlite:") {
            let mut connection = SqliteConnection::connect(url).await.expect("opens");
            sqlx::query_scalar(sql).fetch_one(&mut connection).await.expect("counts")
        } else {
            let mut connection = PgConnection::connect(url).await.expect("opens");
            sqlx::query_scalar(sql).fetch_one(&mut connection).await.expect("counts")
        }
    }

    /// A text that is stored.
    pub async fn text(&self, sql: &str) -> String {
        let (url, sql) = (&self.database.url, sqlx::AssertSqlSafe(sql.to_owned()));
        if url.starts_with("sqlite:") {
            let mut connection = SqliteConnection::connect(url).await.expect("opens");
            sqlx::query_scalar(sql).fetch_one(&mut connection).await.expect("reads")
        } else {
            let mut connection = PgConnection::connect(url).await.expect("opens");
            sqlx::query_scalar(sql).fetch_one(&mut connection).await.expect("reads")
        }
    }

    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }
}

pub fn device(address: &str) -> Device {
    Device { address: address.into(), user_agent: "story".into() }
}

pub fn message(conversation_id: ConversationId, body: &str) -> SendMessage {
    SendMessage {
        client_id: ClientId(Uuid::now_v7()),
        conversation_id,
        body: body.into(),
        reply_to: None,
    }
}

/// The error a refused use case travels as.
#[track_caller]
pub fn refused<T>(result: Result<T, Error>) -> ErrorBody {
    match result {
        Ok(_) => panic!("was not refused"),
        Err(error) => error.into_body(),
    }
}
