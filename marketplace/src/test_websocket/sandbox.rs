//! Sandboxes: simulated people in a conversation of their own, so that trying things out touches nobody.

use super::sql;
use crate::{
    Error, Marketplace, Result, Viewer,
    account::{self, token},
    audit, board, conversation,
    database::Tx,
    stream,
};
use protocol::{
    ErrorBody, ErrorCode, Room, Timestamp,
    account::{Me, NewAccount, Role, UserRef},
    board::{BoardFormat, BoardProfile, BoardStatus, BoardTerms},
    id::{BoardId, ConversationId, SessionId, UserId},
    stream::Head,
    test_websocket::{OpenSandbox, PEOPLE, Sandbox, SimulatedUser},
};
use std::time::Duration;
use uuid::Uuid;

/// After this long a sandbox is gone, whether it was closed or not.
pub(super) const LIFE: Duration = Duration::from_mins(15);
/// Sandboxes that one asker may have open, and all together.
const OPEN: (i64, i64) = (4, 40);
/// Sandboxes one asker may open within [`LIFE`].
const WITHIN_LIFE: i64 = 60;

const NAMES: [&str; PEOPLE.1] = ["Ada", "Bo", "Cleo", "Dan", "Eve", "Finn", "Gus", "Hana"];

/// Who asks for sandboxes, as far as they are counted.
pub struct Asker<'a> {
    /// Who.
    pub viewer: &'a Viewer,
    /// From where; counts for those who are not signed in.
    pub address: &'a str,
}

impl Asker<'_> {
    pub(super) fn name(&self) -> String {
        match self.viewer.me() {
            Some(me) => format!("user:{}", me.user_id),
            None => format!("address:{}", self.address),
        }
    }
}

impl Marketplace {
    /// Opens a sandbox. For whoever may use the test page. Its people connect with their tokens.
    pub async fn open_sandbox(&self, asker: Asker<'_>, input: &OpenSandbox) -> Result<Sandbox> {
        self.check_test_page(asker.viewer)?;
        if !(PEOPLE.0..=PEOPLE.1).contains(&input.people) {
            let text = format!("A sandbox has {} to {} people.", PEOPLE.0, PEOPLE.1);
            return Err(ErrorBody::invalid("people", text).into());
        }
        let record = (!self.is_demo()).then(|| audit::Actor::from(asker.viewer));
        let (name, people, now) = (asker.name(), input.people, self.now());
        let mut sandbox = self
            .database()
            .transaction(move |tx| {
                Box::pin(async move {
                    check_number(tx, &name, now).await?;
                    let sandbox = fill(tx, people, now).await?;
                    sql::insert(tx, &sandbox, &name, now).await?;
                    settle(tx, &sandbox, now).await?;
                    if let Some(actor) = record {
                        let about = (format!("{}", sandbox.id), format!("{people} people"));
                        let about = (about.0.as_str(), about.1.as_str());
                        audit::note(tx, (&actor, now), "sandbox opened", about).await?;
                    }
                    Ok(sandbox)
                })
            })
            .await?;
        let head = stream::head(self.database(), Room::Conversation(sandbox.conversation_id));
        sandbox.head = head.await?.unwrap_or(Head::EMPTY);
        Ok(sandbox)
    }

    /// Who a sandbox's token belongs to; `None` once the sandbox has ended.
    pub async fn simulated(&self, token: &str) -> Result<Option<Me>> {
        let found = sql::by_token(self.database(), token::hash(token), self.now()).await?;
        let Some((user, session)) = found else { return Ok(None) };
        self.simulated_me(user, session).await
    }

    /// Ends a sandbox before its time. For whoever opened it.
    pub async fn close_sandbox(&self, asker: Asker<'_>, id: Uuid) -> Result<()> {
        self.own_sandbox(&asker, id).await?;
        self.clear_sandbox(id).await
    }

    pub(super) async fn own_sandbox(&self, asker: &Asker<'_>, id: Uuid) -> Result<ConversationId> {
        self.check_test_page(asker.viewer)?;
        let found = sql::find(self.database(), id, &asker.name(), self.now()).await?;
        found.ok_or_else(|| ErrorBody::not_found("sandbox").into())
    }
}

pub(super) fn me(user: UserRef, session_id: SessionId) -> Me {
    let UserRef { id: user_id, name, role } = user;
    Me { user_id, session_id, name, email: email(user_id), role }
}

/// In a domain that never exists.
fn email(user: UserId) -> String {
    format!("{user}@sandbox.invalid")
}

/// A city of its own: what is announced to it reaches nobody else.
pub(super) fn city(sandbox: Uuid) -> String {
    format!("Sandbox {}", sandbox.simple())
}

async fn check_number(tx: &mut Tx, asker: &str, now: Timestamp) -> Result<()> {
    // Of two at once the second one counts what the first has opened.
    sql::hold_gate(tx).await?;
    let numbers = sql::numbers(tx, asker, now, now.minus(LIFE)).await?;
    if numbers.open_of_asker < OPEN.0 && numbers.open < OPEN.1 && numbers.of_asker < WITHIN_LIFE {
        return Ok(());
    }
    Err(too_many("Too many sandboxes are open. Close one, or wait until one has ended."))
}

/// Says when to come back, which is sooner than all of them have ended.
pub(super) fn too_many(text: &str) -> Error {
    let wait = u64::try_from(LIFE.as_millis() / 15).ok();
    ErrorBody { retry_after_ms: wait, ..ErrorBody::new(ErrorCode::RateLimited, text) }.into()
}

/// Makes people, boards and the conversation.
async fn fill(tx: &mut Tx, number: usize, now: Timestamp) -> Result<Sandbox> {
    let id = Uuid::now_v7();
    let mut people = Vec::with_capacity(number);
    for (place, name) in NAMES.iter().take(number).enumerate() {
        let role = if place == 0 { Role::Owner } else { Role::Advertiser };
        let account = NewAccount {
            name: format!("{name} (simulated)"),
            email: format!("{name}-{}@sandbox.invalid", id.simple()).to_lowercase(),
            password: String::new(),
            role,
        };
        let user = account::insert_account(tx, &account, account::NO_PASSWORD, now).await?;
        people.push(SimulatedUser {
            user: UserRef { id: user, name: account.name, role },
            token: token::new()?,
        });
    }
    let members: Vec<UserId> = people.iter().map(|person| person.user.id).collect();
    let mut boards = Vec::with_capacity(2);
    for title in ["Sandbox board", "Sandbox marker"] {
        let board = BoardId(Uuid::now_v7());
        let new = (board, members[0], BoardStatus::Live);
        board::profile::create(tx, new, &profile(id, title), now).await?;
        boards.push(board);
    }
    let starter = members[1];
    let conversation_id = conversation::open_among(tx, boards[0], starter, members, now).await?;
    Ok(Sandbox {
        id,
        conversation_id,
        head: Head::EMPTY,
        board_id: boards[0],
        marker_board_id: boards[1],
        ends_at: now.plus(LIFE),
        people,
    })
}

/// Hides the boards, and lets the people in.
async fn settle(tx: &mut Tx, sandbox: &Sandbox, now: Timestamp) -> Result<()> {
    for board in [sandbox.board_id, sandbox.marker_board_id] {
        sql::hide_board(tx, board, sandbox.id).await?;
    }
    for person in &sandbox.people {
        let session = account::insert_bare_session(tx, person.user.id, now).await?;
        let hash = token::hash(&person.token);
        sql::insert_person(tx, sandbox.id, (person.user.id, session), hash).await?;
    }
    Ok(())
}

fn profile(sandbox: Uuid, title: &str) -> BoardProfile {
    BoardProfile {
        title: title.into(),
        city: city(sandbox),
        address: "Nowhere".into(),
        format: BoardFormat::Panel,
        width_cm: 119,
        height_cm: 175,
        facing: "north".into(),
        audience_per_week: 0,
        price_per_day_cents: 100,
        currency: "EUR".into(),
        description: "Made to try things out. It will be gone soon.".into(),
        terms: BoardTerms::default(),
    }
}
