//! Catching up: what to apply, what to drop, and when to ask the server for what was missed.
//!
//! Pure: events and answers go in, [`Action`]s come out. The driver carries them out in order.

mod followed;
#[cfg(test)]
mod tests;

use super::log::Mark;
use followed::{Followed, Outcome, Phase};
use protocol::{
    ErrorBody, Room, ServerEvent,
    event::Heads,
    limits,
    stream::{Cursor, Head, News, Position, Sync, Synced},
};
use std::collections::{BTreeMap, BTreeSet};

/// What the driver must do next.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// Give this event to the stores and to whoever listens. For one stream these come without a hole and
    /// never twice.
    Apply(ServerEvent),
    /// Give this event to the stores once more: what was read since is older than what they were told.
    Refill(ServerEvent),
    /// Ask the server, then call [`CatchUp::answered`].
    Sync(Question),
    /// The log cannot bridge the distance: read the page's data again, then call [`CatchUp::shown`], or
    /// [`CatchUp::reload_failed`].
    Reload(Room),
    /// The stream is gone or no longer the viewer's; it is not followed any more.
    Denied(Room, ErrorBody),
}

/// A `sync` to be sent.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// The connection it belongs to; an answer that comes after a reconnect is not looked at.
    connection: u64,
    /// At most [`limits::SYNC_STREAMS`].
    pub cursors: Vec<Cursor>,
}

impl Question {
    /// As the server is asked.
    pub fn to_sync(&self) -> Sync {
        Sync { streams: self.cursors.clone(), reset_beyond: Some(limits::SYNC_EVENTS) }
    }

    /// From where it asks for a stream.
    fn at(&self, room: Room) -> Option<&Cursor> {
        self.cursors.iter().find(|cursor| cursor.name == room)
    }
}

/// The cursors of all streams this tab follows.
#[derive(Debug, Default)]
pub struct CatchUp {
    connections: u64,
    is_connected: bool,
    streams: BTreeMap<Room, Followed>,
}

impl CatchUp {
    /// Nothing followed, not connected.
    pub fn new() -> Self {
        Self::default()
    }

    /// Follows streams of which only the last event is shown, as in the inbox, read at these heads. One that
    /// is followed already keeps its place: others may show more of it, and are told what lies between.
    pub fn follow(&mut self, heads: &[(Room, Head)]) -> Vec<Action> {
        for (room, head) in heads {
            self.streams.entry(*room).or_insert_with(|| Followed::new(*head)).compare(*head);
        }
        self.resume()
    }

    /// What the stream is about was read at this head, and added to what was shown before. What was not told
    /// yet still comes, and again what was told while the page was being read.
    pub fn shown(&mut self, room: Room, head: Head) -> Vec<Action> {
        self.streams.entry(room).or_insert_with(|| Followed::new(head)).know(head);
        self.resume()
    }

    /// What the stream is about was read at this head instead of what was shown before, and is followed from
    /// there.
    pub fn reloaded(&mut self, room: Room, head: Head) -> Vec<Action> {
        let mut actions = Vec::new();
        let stream = self.streams.entry(room).or_insert_with(|| Followed::new(head));
        stream.start_at(head, &mut actions);
        actions.extend(self.resume());
        actions
    }

    /// The line is up and the rooms are joined: asks for everything that was missed.
    pub fn connected(&mut self) -> Vec<Action> {
        self.connections += 1;
        self.is_connected = true;
        self.recheck()
    }

    /// The line is down. What was asked for will not come.
    pub fn disconnected(&mut self) {
        self.is_connected = false;
        self.streams.values_mut().for_each(Followed::interrupt);
    }

    /// Asks for every stream again, as after a long sleep of the tab.
    pub fn recheck(&mut self) -> Vec<Action> {
        self.streams.values_mut().for_each(|stream| stream.phase = Phase::Behind);
        self.resume()
    }

    /// Asks for the streams that are behind.
    pub fn resume(&mut self) -> Vec<Action> {
        if !self.is_connected {
            return Vec::new();
        }
        let behind = self.streams.iter_mut().filter(|(_, stream)| stream.phase == Phase::Behind);
        let cursors: Vec<Cursor> = behind.map(|(name, stream)| stream.ask(*name)).collect();
        let connection = self.connections;
        let ask = |part: &[Cursor]| Action::Sync(Question { connection, cursors: part.to_vec() });
        cursors.chunks(limits::SYNC_STREAMS).map(ask).collect()
    }

    /// An event came over the line.
    pub fn event(&mut self, event: ServerEvent) -> Vec<Action> {
        if let ServerEvent::Heads(heads) = &event {
            return self.heads(heads);
        }
        let followed = event.position().copied().and_then(|position| {
            let stream = self.streams.get_mut(&position.stream)?;
            Some((stream, position))
        });
        // Without a number, or in a stream whose history nobody shows: the stores drop what they have.
        let Some((stream, position)) = followed else { return vec![Action::Apply(event)] };
        let mut actions = Vec::new();
        if stream.receive(&position, event, &mut actions) {
            actions.extend(self.resume());
        }
        actions
    }

    /// What will be made of a numbered event that comes over the line, where that is worth a remark.
    pub fn mark(&self, position: &Position) -> Option<Mark> {
        self.streams.get(&position.stream)?.mark(position)
    }

    /// Compares the server's heads with the cursors: shows when the last event was lost.
    fn heads(&mut self, heads: &Heads) -> Vec<Action> {
        for entry in &heads.streams {
            if let Some(stream) = self.streams.get_mut(&entry.name) {
                stream.compare(entry.head);
            }
        }
        self.resume()
    }

    /// The answer to a question. While [`CatchUp::is_behind`], call [`CatchUp::resume`] some seconds later.
    pub fn answered(
        &mut self,
        question: &Question,
        answer: Result<Synced, ErrorBody>,
    ) -> Vec<Action> {
        if !self.is_connected || question.connection != self.connections {
            return Vec::new();
        }
        let mut actions = Vec::new();
        let mut open: BTreeSet<Room> = question.cursors.iter().map(|cursor| cursor.name).collect();
        for entry in answer.map(|synced| synced.streams).unwrap_or_default() {
            let (room, asked) = (entry.name, question.at(entry.name));
            if self.take(room, asked, entry.news, &mut actions) == Outcome::Settled {
                open.remove(&room);
            }
        }
        // When others have used the answer up, the next one has room. Otherwise what the answer left open is
        // asked for later: asking at once would give the same answer.
        let is_worth_asking = open.len() < question.cursors.len();
        if !is_worth_asking {
            actions.extend(self.resume());
        }
        for (_, stream) in self.streams.iter_mut().filter(|(room, _)| open.contains(room)) {
            stream.give_up();
        }
        if is_worth_asking {
            actions.extend(self.resume());
        }
        actions
    }

    fn take(
        &mut self,
        room: Room,
        asked: Option<&Cursor>,
        news: News,
        actions: &mut Vec<Action>,
    ) -> Outcome {
        let Some(stream) = self.streams.get_mut(&room) else { return Outcome::Settled };
        if asked.is_some_and(|asked| stream.is_before(asked)) {
            // It was set back since; between the two would be a hole.
            stream.give_up();
            return Outcome::Settled;
        }
        match news {
            News::Events { events, more } => {
                let outcome = stream.take(events, more, actions);
                if stream.phase == Phase::Reloading {
                    actions.push(Action::Reload(room));
                }
                outcome
            }
            News::Reset { .. } => {
                stream.phase = Phase::Reloading;
                actions.push(Action::Reload(room));
                Outcome::Settled
            }
            News::Denied { denied } => {
                self.streams.remove(&room);
                actions.push(Action::Denied(room, denied));
                Outcome::Settled
            }
        }
    }

    /// The stream is not the viewer's any more: whoever follows it again asks from what was read then.
    pub fn forget(&mut self, room: Room) {
        self.streams.remove(&room);
    }

    /// The page's data could not be read. The stream counts as behind again.
    pub fn reload_failed(&mut self, room: Room) {
        if let Some(stream) = self.streams.get_mut(&room) {
            stream.phase = Phase::Behind;
        }
    }

    /// Whether the server should be asked, but was not: because a question failed, or led nowhere.
    pub fn is_behind(&self) -> bool {
        self.is_connected && self.streams.values().any(|stream| stream.phase == Phase::Behind)
    }

    /// Whether everything followed is complete.
    pub fn is_live(&self) -> bool {
        self.is_connected && self.streams.values().all(|stream| stream.phase == Phase::Live)
    }

    /// How far each stream has come.
    pub fn cursors(&self) -> Vec<Cursor> {
        self.streams.iter().map(|(name, stream)| stream.cursor(*name)).collect()
    }
}
