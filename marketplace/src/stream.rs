//! Streams: numbering events inside a transaction, joining, and catching up.

mod sql;

use crate::{Marketplace, Result, Viewer, database::Tx, error::Error};
use protocol::{
    ErrorBody, Room, ServerEvent,
    account::{Me, Role},
    command::Joined,
    id::Epoch,
    job::JobParty,
    limits,
    order::Party,
    room::JoinRule,
    stream::{Cursor, Head, News, Position, StreamAnswer, Sync, Synced},
};
use uuid::Uuid;

pub(crate) use sql::head;

/// A room one may join, and why.
pub type Grant = Joined;

impl Marketplace {
    /// Decides whether the viewer may hear a room. The gateway asks this for every join.
    ///
    /// A room that does not exist and one that is not the viewer's give the same answer.
    pub async fn join(&self, viewer: &Viewer, room: Room) -> Result<Grant> {
        let Right { rule, .. } = self.right(viewer, room).await?;
        let head = sql::head(self.database(), room).await?.unwrap_or(Head::EMPTY);
        Ok(Joined { room, rule, head })
    }

    /// What happened in the user's streams after their cursors.
    pub async fn sync(&self, me: &Me, request: &Sync) -> Result<Synced> {
        self.sync_for(&Viewer::user(me.clone()), request).await
    }

    /// As [`Marketplace::sync`], also for visitors: some streams are everybody's.
    pub async fn sync_for(&self, viewer: &Viewer, request: &Sync) -> Result<Synced> {
        request.check()?;
        let mut streams = Vec::with_capacity(request.streams.len());
        let mut room = Allowance {
            events: limits::SYNC_EVENTS as usize,
            bytes: limits::SYNC_BYTES,
            beyond: request.reset_beyond,
        };
        for cursor in &request.streams {
            let news = self.news(viewer, cursor, &mut room).await?;
            streams.push(StreamAnswer { name: cursor.name, news });
        }
        Ok(Synced { streams })
    }

    /// Where several rooms stand now. The caller has checked that they may be seen.
    pub async fn heads(&self, rooms: &[Room]) -> Result<Vec<(Room, Head)>> {
        let mut heads = Vec::with_capacity(rooms.len());
        for room in rooms {
            if let Some(head) = sql::head(self.database(), *room).await? {
                heads.push((*room, head));
            }
        }
        Ok(heads)
    }

    async fn right(&self, viewer: &Viewer, room: Room) -> Result<Right> {
        let public = Right { rule: JoinRule::Public, sees_after: 0 };
        match room {
            Room::Boards | Room::Announcements => return Ok(public),
            Room::Board(id) => {
                if self.may_find_board(viewer, id).await? {
                    return Ok(public);
                }
                return Err(ErrorBody::not_found("room").into());
            }
            Room::User(_)
            | Room::Conversation(_)
            | Room::Order(_)
            | Room::Orders
            | Room::Job(_)
            | Room::Jobs => {}
        }
        self.private_right(viewer.signed_in()?, room).await
    }

    async fn private_right(&self, me: &Me, room: Room) -> Result<Right> {
        let missing = || ErrorBody::not_found("room").into();
        match room {
            Room::User(user) if user == me.user_id => {
                Ok(Right { rule: JoinRule::Own, sees_after: 0 })
            }
            Room::Orders | Room::Jobs if me.role == Role::Admin => {
                Ok(Right { rule: JoinRule::Admin, sees_after: 0 })
            }
            Room::User(_)
            | Room::Orders
            | Room::Jobs
            | Room::Board(_)
            | Room::Boards
            | Room::Announcements => Err(missing()),
            Room::Order(id) => match self.order_party(me, id).await {
                Ok(Party::Admin) => Ok(Right { rule: JoinRule::Admin, sees_after: 0 }),
                Ok(_) => Ok(Right { rule: JoinRule::Party, sees_after: 0 }),
                Err(Error::Refused(_)) => Err(missing()),
                Err(error) => Err(error),
            },
            Room::Job(id) => match self.job_party(me, id).await {
                Ok(JobParty::Admin) => Ok(Right { rule: JoinRule::Admin, sees_after: 0 }),
                Ok(_) => Ok(Right { rule: JoinRule::Own, sees_after: 0 }),
                Err(Error::Refused(_)) => Err(missing()),
                Err(error) => Err(error),
            },
            Room::Conversation(id) => match self.sight(me, id).await {
                Ok(sight) => Ok(Right { rule: JoinRule::Member, sees_after: sight.after }),
                Err(Error::Refused(_)) => Err(missing()),
                Err(error) => Err(error),
            },
        }
    }

    async fn news(&self, viewer: &Viewer, cursor: &Cursor, room: &mut Allowance) -> Result<News> {
        let sees_after = match self.right(viewer, cursor.name).await {
            Ok(right) => right.sees_after,
            Err(Error::Refused(denied)) => return Ok(News::Denied { denied }),
            Err(error) => return Err(error),
        };
        let head = sql::head(self.database(), cursor.name).await?.unwrap_or(Head::EMPTY);
        // What was said before somebody joined is not told event by event either.
        let is_far = room.beyond.is_some_and(|beyond| head.seq - cursor.seq > i64::from(beyond));
        if is_far || head.epoch != cursor.epoch || !(sees_after..=head.seq).contains(&cursor.seq) {
            return Ok(News::Reset { reset: head });
        }
        let limit = i64::try_from(room.events).unwrap_or(i64::MAX);
        let found = sql::events(self.database(), cursor.name, cursor.seq, limit).await?;
        // Whoever was taken out while this was read gets nothing of what was said since.
        match self.right(viewer, cursor.name).await {
            Ok(right) if right.sees_after == sees_after => {}
            Ok(_) => return Ok(News::Reset { reset: head }),
            Err(Error::Refused(denied)) => return Ok(News::Denied { denied }),
            Err(error) => return Err(error),
        }
        let mut events: Vec<_> =
            room.take(found).into_iter().map(|event| event.seen_after(sees_after)).collect();
        self.fill_in(viewer, &mut events).await?;
        let last = events.last().and_then(ServerEvent::position).map_or(cursor.seq, |at| at.seq);
        Ok(News::Events { events, more: last < head.seq })
    }
}

/// Why somebody may hear a room, and from which number on.
struct Right {
    rule: JoinRule,
    sees_after: i64,
}

/// How much still fits into one answer.
struct Allowance {
    events: usize,
    bytes: usize,
    /// See [`Sync::reset_beyond`].
    beyond: Option<u32>,
}

impl Allowance {
    /// Takes events, each with its size, while they fit. Each is far smaller than the whole allowance, so an
    /// answer always has some.
    fn take(&mut self, found: Vec<(usize, ServerEvent)>) -> Vec<ServerEvent> {
        let mut taken = Vec::with_capacity(found.len());
        for (size, event) in found {
            if self.events == 0 || self.bytes < size {
                // What comes after a gap is of no use.
                self.events = 0;
                break;
            }
            self.events -= 1;
            self.bytes -= size;
            taken.push(event);
        }
        taken
    }
}

/// Opens a stream with a new epoch and no events.
pub(crate) async fn open(tx: &mut Tx, room: Room) -> Result<()> {
    sql::insert(tx, room, Epoch(Uuid::new_v4())).await
}

/// Takes back an [`open`] in the same transaction.
pub(crate) async fn drop_unused(tx: &mut Tx, room: Room) -> Result<()> {
    sql::delete(tx, room).await
}

/// Holds the stream for this transaction: whoever else wants to write to it waits until the end.
pub(crate) async fn lock(tx: &mut Tx, room: Room) -> Result<()> {
    sql::lock(tx, room).await
}

/// Takes the stream's next number. Numbers become visible in order, without holes, because the stream's
/// row stays locked until the transaction ends.
pub(crate) async fn next(tx: &mut Tx, room: Room) -> Result<Position> {
    let (epoch, seq) = sql::raise(tx, room).await?;
    Ok(Position { stream: room, epoch: Epoch(epoch), seq })
}

/// Stores a durable event under its number.
pub(crate) async fn record(tx: &mut Tx, event: &ServerEvent) -> Result<()> {
    let position = event
        .position()
        .ok_or_else(|| Error::Internal(format!("{} has no position", event.name())))?;
    sql::insert_event(tx, position, event).await
}

/// Changes stored events, from number `from` on, that mention `word`; `change` says which it has changed.
/// For what must not be read any more: who has applied an event is told by a new one.
pub(crate) async fn rewrite(
    tx: &mut Tx,
    room: Room,
    (from, word): (i64, &str),
    change: impl Fn(&mut ServerEvent) -> bool,
) -> Result<()> {
    for mut event in sql::mentioning(tx, room, from, word).await? {
        if change(&mut event) {
            sql::update_event(tx, &event).await?;
        }
    }
    Ok(())
}
