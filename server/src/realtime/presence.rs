//! Who is online: the connections of each person, with the grace time after the last one ends. Pure; the
//! time is passed in.

use protocol::{
    Timestamp,
    id::UserId,
    presence::{PresenceState, UserPresence},
};
use socketioxide::socket::Sid;
use std::{
    collections::{HashMap, HashSet},
    time::Duration,
};

/// Everybody's connections.
#[derive(Default)]
pub(super) struct PresenceBook {
    people: HashMap<UserId, Person>,
}

struct Person {
    sockets: HashSet<Sid>,
    since: Timestamp,
    state: PresenceState,
    /// With no sockets left: when they count as gone.
    gone_at: Option<Timestamp>,
}

impl PresenceBook {
    /// A socket has connected. Returns the change others should hear of.
    pub(super) fn connect(
        &mut self,
        user: UserId,
        socket: Sid,
        now: Timestamp,
    ) -> Option<UserPresence> {
        let person = self.people.entry(user).or_insert_with(|| Person {
            sockets: HashSet::new(),
            since: now,
            state: PresenceState::Offline,
            gone_at: None,
        });
        person.sockets.insert(socket);
        person.gone_at = None;
        if person.state == PresenceState::Online {
            return None;
        }
        person.state = PresenceState::Online;
        person.since = now;
        Some(person.view(user))
    }

    /// A socket is gone. When it was the last, its person is offline after `grace`.
    pub(super) fn disconnect(
        &mut self,
        user: UserId,
        socket: Sid,
        now: Timestamp,
        grace: Duration,
    ) {
        let Some(person) = self.people.get_mut(&user) else { return };
        if person.sockets.remove(&socket) && person.sockets.is_empty() {
            person.gone_at = Some(now.plus(grace));
        }
    }

    /// Those whose grace time is over by `now`, once each.
    pub(super) fn sweep(&mut self, now: Timestamp) -> Vec<UserPresence> {
        let mut gone = Vec::new();
        for (user, person) in &mut self.people {
            if person.gone_at.is_some_and(|at| at <= now) {
                person.gone_at = None;
                person.state = PresenceState::Offline;
                person.since = now;
                gone.push(person.view(*user));
            }
        }
        gone
    }

    /// How many sockets somebody has.
    pub(super) fn sockets(&self, user: UserId) -> usize {
        self.people.get(&user).map_or(0, |person| person.sockets.len())
    }

    /// How many people are online.
    pub(super) fn count(&self) -> usize {
        self.people.values().filter(|person| person.state == PresenceState::Online).count()
    }

    /// The people online, in no order.
    pub(super) fn online(&self) -> Vec<UserId> {
        let is_online = |(_, person): &(&UserId, &Person)| person.state == PresenceState::Online;
        self.people.iter().filter(is_online).map(|(user, _)| *user).collect()
    }

    /// These people's presence; somebody never seen is offline since nobody knows when.
    pub(super) fn of(&self, users: &[UserId]) -> Vec<UserPresence> {
        let view = |user: &UserId| match self.people.get(user) {
            Some(person) => person.view(*user),
            None => UserPresence { user_id: *user, state: PresenceState::Offline, since: None },
        };
        users.iter().map(view).collect()
    }
}

impl Person {
    fn view(&self, user_id: UserId) -> UserPresence {
        UserPresence { user_id, state: self.state, since: Some(self.since) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    const GRACE: Duration = Duration::from_millis(15);

    fn ana() -> UserId {
        UserId(Uuid::from_u128(1))
    }

    #[test]
    fn only_the_last_of_three_tabs_ends_presence() {
        let mut book = PresenceBook::default();
        let tabs = [Sid::new(), Sid::new(), Sid::new()];
        let changes: Vec<_> =
            tabs.iter().filter_map(|tab| book.connect(ana(), *tab, Timestamp(0))).collect();
        assert_eq!(changes.len(), 1, "coming online is told once");
        for tab in &tabs[..2] {
            book.disconnect(ana(), *tab, Timestamp(10), GRACE);
        }
        assert!(book.sweep(Timestamp(1_000)).is_empty());
        book.disconnect(ana(), tabs[2], Timestamp(1_000), GRACE);
        assert!(book.sweep(Timestamp(1_014)).is_empty(), "still in the grace time");
        let gone = book.sweep(Timestamp(1_015));
        assert_eq!(gone.len(), 1);
        assert_eq!(gone[0].state, PresenceState::Offline);
        assert!(book.sweep(Timestamp(9_000)).is_empty(), "going offline is told once");
        assert_eq!(book.count(), 0);
    }

    #[test]
    fn coming_back_within_the_grace_time_is_not_told() {
        let mut book = PresenceBook::default();
        let (first, second) = (Sid::new(), Sid::new());
        book.connect(ana(), first, Timestamp(0));
        book.disconnect(ana(), first, Timestamp(10), GRACE);
        assert_eq!(book.connect(ana(), second, Timestamp(20)), None);
        assert!(book.sweep(Timestamp(1_000)).is_empty());
        assert_eq!(book.online(), [ana()]);
    }

    #[test]
    fn a_socket_that_ends_twice_ends_once() {
        let mut book = PresenceBook::default();
        let tab = Sid::new();
        book.connect(ana(), tab, Timestamp(0));
        book.disconnect(ana(), tab, Timestamp(10), GRACE);
        book.disconnect(ana(), tab, Timestamp(500), GRACE);
        assert_eq!(book.sweep(Timestamp(25)).len(), 1);
    }
}
