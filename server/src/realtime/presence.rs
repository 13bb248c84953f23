//! Who is online: the connections of each person, with the grace time after the last one ends, and how much
//! of it they let others see. Pure; the time is passed in.

pub(super) mod lease;
pub(super) mod news;

use marketplace::Sighting;
use protocol::{
    Timestamp,
    id::UserId,
    limits,
    presence::{PresenceState, UserPresence},
    privacy::Privacy,
};
use socketioxide::socket::Sid;
use std::{collections::HashMap, time::Duration};

/// So long after a simulated person was seen nothing is known of them any more.
const FORGOTTEN: Duration = Duration::from_mins(1);

/// Everybody's connections.
#[derive(Default)]
pub(super) struct PresenceBook {
    people: HashMap<UserId, Person>,
    /// Who has gone since that was noted last, and when.
    gone: Vec<(UserId, Timestamp)>,
}

struct Person {
    /// Whether somebody is before each of them.
    sockets: HashMap<Sid, bool>,
    /// What the sockets make of it.
    state: PresenceState,
    /// With no sockets left: when they count as gone.
    gone_at: Option<Timestamp>,
    /// Until this is known, nobody sees anything.
    privacy: Option<Privacy>,
    /// Since when others see what they see, while that is not *offline*.
    since: Timestamp,
    /// When others have last seen them.
    seen_at: Option<Timestamp>,
    /// When it was last noted for other servers and later lives of this one that they are here.
    noted_at: Option<Timestamp>,
    /// One of a sandbox's people: those they meet see them as they see anybody, but nobody counts or notes them.
    is_simulated: bool,
}

impl Default for Person {
    fn default() -> Self {
        Self {
            sockets: HashMap::new(),
            state: PresenceState::Offline,
            gone_at: None,
            privacy: None,
            since: Timestamp(0),
            seen_at: None,
            noted_at: None,
            is_simulated: false,
        }
    }
}

impl PresenceBook {
    /// Somebody about to connect is one of a sandbox's people.
    pub(super) fn simulate(&mut self, user: UserId) {
        self.people.entry(user).or_default().is_simulated = true;
    }

    /// A socket has connected. Says whether others see a change.
    pub(super) fn connect(&mut self, user: UserId, socket: Sid, now: Timestamp) -> bool {
        self.change(user, now, |person| {
            person.sockets.insert(socket, true);
            person.gone_at = None;
            person.settle();
        })
    }

    /// Somebody is before this socket, or has not been for a while. Says whether others see a change.
    pub(super) fn set_active(
        &mut self,
        user: UserId,
        socket: Sid,
        is_active: bool,
        now: Timestamp,
    ) -> bool {
        self.change(user, now, |person| {
            if let Some(known) = person.sockets.get_mut(&socket) {
                *known = is_active;
                person.settle();
            }
        })
    }

    /// A socket is gone. When it was the last, its person is offline after `grace`. Says whether others see a
    /// change now.
    pub(super) fn disconnect(
        &mut self,
        user: UserId,
        socket: Sid,
        now: Timestamp,
        grace: Duration,
    ) -> bool {
        self.change(user, now, |person| {
            if person.sockets.remove(&socket).is_some() {
                person.gone_at = person.sockets.is_empty().then(|| now.plus(grace));
                person.settle();
            }
        })
    }

    /// What somebody lets others see; an older version than the known one changes nothing. Says whether others
    /// see a change. To them, going out of sight looks as leaving does, and coming back as arriving.
    pub(super) fn set_privacy(&mut self, user: UserId, privacy: Privacy, now: Timestamp) -> bool {
        self.change(user, now, |person| {
            if person.privacy.is_none_or(|known| known.version <= privacy.version) {
                person.privacy = Some(privacy);
            }
        })
    }

    /// Those of whom others see by `now` that their grace time is over, once each.
    pub(super) fn sweep(&mut self, now: Timestamp) -> Vec<UserId> {
        let is_over = |person: &Person| person.gone_at.is_some_and(|at| at <= now);
        let over = self.people.iter().filter(|(_, person)| is_over(person));
        let mut gone: Vec<_> = over.map(|(user, _)| *user).collect();
        gone.retain(|user| {
            self.change(*user, now, |person| {
                person.gone_at = None;
                person.state = PresenceState::Offline;
            })
        });
        // They never come back, and nobody asks for long when they were seen.
        self.people.retain(|_, person| !person.is_simulated || !person.is_forgotten(now));
        gone
    }

    /// What is known from before about people of whom nothing is known here.
    pub(super) fn recall(&mut self, seen: Vec<(UserId, Timestamp)>) {
        for (user, at) in seen {
            let person = self.people.entry(user).or_default();
            person.seen_at = person.seen_at.max(Some(at));
        }
    }

    /// Of these people, those of whom it is not known when they were last seen. Being here out of sight is no
    /// reason to know less of somebody.
    pub(super) fn strangers(&self, users: &[UserId]) -> Vec<UserId> {
        let is_known = |person: &Person| person.is_seen() || person.seen_at.is_some();
        let is_stranger = |user: &&UserId| !self.people.get(user).is_some_and(is_known);
        users.iter().filter(is_stranger).copied().collect()
    }

    /// What is to be noted by now: who is here, each once in half a lease, and who has gone.
    pub(super) fn due_notes(&mut self, now: Timestamp) -> Vec<Sighting> {
        let gone = self.gone.drain(..);
        let mut seen: Vec<_> =
            gone.map(|(user, at)| Sighting { user, at, is_here: false }).collect();
        for (user, person) in &mut self.people {
            let is_due =
                person.noted_at.is_none_or(|at| now.since(at) >= limits::PRESENCE_LEASE / 2);
            if person.is_seen() && is_due && !person.is_simulated {
                person.noted_at = Some(now);
                seen.push(Sighting { user: *user, at: now, is_here: true });
            }
        }
        seen
    }

    /// Everybody who is seen here, as gone by now: the server stops.
    pub(super) fn parting(&mut self, now: Timestamp) -> Vec<Sighting> {
        let mut seen = self.due_notes(now);
        let rest = self.online().into_iter().map(|user| Sighting { user, at: now, is_here: false });
        seen.extend(rest);
        seen
    }

    /// How many sockets somebody has.
    pub(super) fn sockets(&self, user: UserId) -> usize {
        self.people.get(&user).map_or(0, |person| person.sockets.len())
    }

    /// What somebody lets others see, once that was read.
    pub(super) fn privacy(&self, user: UserId) -> Option<Privacy> {
        self.people.get(&user)?.privacy
    }

    /// How many people are seen online, without simulated ones.
    pub(super) fn count(&self) -> usize {
        self.people.values().filter(|person| person.counts()).count()
    }

    /// The people seen online, without simulated ones, in no order.
    pub(super) fn online(&self) -> Vec<UserId> {
        let here = self.people.iter().filter(|(_, person)| person.counts());
        here.map(|(user, _)| *user).collect()
    }

    /// Everybody with a socket, seen or not, in no order.
    pub(super) fn connected(&self) -> Vec<UserId> {
        let here = self.people.iter().filter(|(_, person)| !person.sockets.is_empty());
        here.map(|(user, _)| *user).collect()
    }

    /// These people's presence as others see it; somebody never seen is offline since nobody knows when.
    pub(super) fn of(&self, users: &[UserId]) -> Vec<UserPresence> {
        let view = |user: &UserId| match self.people.get(user) {
            Some(person) => person.view(*user),
            None => UserPresence { user_id: *user, state: PresenceState::Offline, since: None },
        };
        users.iter().map(view).collect()
    }

    fn change(&mut self, user: UserId, now: Timestamp, act: impl FnOnce(&mut Person)) -> bool {
        let person = self.people.entry(user).or_default();
        let before = person.shown();
        act(person);
        let after = person.shown();
        if before == after {
            return false;
        }
        if after == PresenceState::Offline {
            person.seen_at = Some(now);
            person.noted_at = None;
            if !person.is_simulated {
                self.gone.push((user, now));
            }
        } else {
            person.since = now;
        }
        true
    }
}

impl Person {
    /// The best of the sockets counts. Within the grace time nothing changes.
    fn settle(&mut self) {
        match self.sockets.values().max() {
            Some(true) => self.state = PresenceState::Online,
            Some(false) => self.state = PresenceState::Away,
            None => {}
        }
    }

    /// What others see.
    fn shown(&self) -> PresenceState {
        match self.privacy {
            Some(privacy) if !privacy.is_invisible => self.state,
            _ => PresenceState::Offline,
        }
    }

    fn is_seen(&self) -> bool {
        self.shown() != PresenceState::Offline
    }

    fn counts(&self) -> bool {
        self.is_seen() && !self.is_simulated
    }

    fn is_forgotten(&self, now: Timestamp) -> bool {
        let is_long_ago = |at: Timestamp| now.since(at) >= FORGOTTEN;
        self.sockets.is_empty() && self.gone_at.is_none() && self.seen_at.is_none_or(is_long_ago)
    }

    fn view(&self, user_id: UserId) -> UserPresence {
        let since = if self.is_seen() { Some(self.since) } else { self.seen_at };
        UserPresence { user_id, state: self.shown(), since }
    }
}

#[cfg(test)]
mod tests;
