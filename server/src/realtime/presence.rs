//! Who is online: the connections of each person, with the grace time after the last one ends. Pure; the
//! time is passed in.

use protocol::{
    Timestamp,
    id::UserId,
    presence::{PresenceState, UserPresence},
};
use socketioxide::socket::Sid;
use std::{collections::HashMap, time::Duration};

/// Everybody's connections.
#[derive(Default)]
pub(super) struct PresenceBook {
    people: HashMap<UserId, Person>,
}

struct Person {
    /// Whether somebody is before each of them.
    sockets: HashMap<Sid, bool>,
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
            sockets: HashMap::new(),
            since: now,
            state: PresenceState::Offline,
            gone_at: None,
        });
        person.sockets.insert(socket, true);
        person.gone_at = None;
        person.settle(user, now)
    }

    /// Somebody is before this socket, or has not been for a while. Returns the change others should hear of.
    pub(super) fn set_active(
        &mut self,
        user: UserId,
        socket: Sid,
        is_active: bool,
        now: Timestamp,
    ) -> Option<UserPresence> {
        let person = self.people.get_mut(&user)?;
        *person.sockets.get_mut(&socket)? = is_active;
        person.settle(user, now)
    }

    /// A socket is gone. When it was the last, its person is offline after `grace`; when others are left,
    /// returns the change others should hear of.
    pub(super) fn disconnect(
        &mut self,
        user: UserId,
        socket: Sid,
        now: Timestamp,
        grace: Duration,
    ) -> Option<UserPresence> {
        let person = self.people.get_mut(&user)?;
        person.sockets.remove(&socket)?;
        if person.sockets.is_empty() {
            person.gone_at = Some(now.plus(grace));
        }
        person.settle(user, now)
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
        self.people.values().filter(|person| person.is_here()).count()
    }

    /// The people online, in no order.
    pub(super) fn online(&self) -> Vec<UserId> {
        let here = self.people.iter().filter(|(_, person)| person.is_here());
        here.map(|(user, _)| *user).collect()
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
    /// What the sockets make of the person: the best of them counts. Within the grace time nothing changes.
    fn settle(&mut self, user: UserId, now: Timestamp) -> Option<UserPresence> {
        let state = match self.sockets.values().max()? {
            true => PresenceState::Online,
            false => PresenceState::Away,
        };
        if self.state == state {
            return None;
        }
        self.state = state;
        self.since = now;
        Some(self.view(user))
    }

    fn is_here(&self) -> bool {
        self.state != PresenceState::Offline
    }

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
    fn somebody_is_away_when_nobody_is_before_any_of_their_devices() {
        let mut book = PresenceBook::default();
        let (phone, laptop) = (Sid::new(), Sid::new());
        let state = |change: Option<UserPresence>| change.map(|change| change.state);
        book.connect(ana(), phone, Timestamp(0));
        book.connect(ana(), laptop, Timestamp(0));
        assert_eq!(book.set_active(ana(), phone, false, Timestamp(1)), None, "the laptop is used");
        let away = book.set_active(ana(), laptop, false, Timestamp(2));
        assert_eq!(state(away), Some(PresenceState::Away));
        assert_eq!(book.count(), 1, "away is not gone");
        let back = book.set_active(ana(), phone, true, Timestamp(3));
        assert_eq!(state(back), Some(PresenceState::Online));
        assert_eq!(
            state(book.disconnect(ana(), phone, Timestamp(4), GRACE)),
            Some(PresenceState::Away),
            "the one that was used is gone",
        );
        assert_eq!(book.disconnect(ana(), laptop, Timestamp(5), GRACE), None, "grace");
        assert_eq!(book.set_active(ana(), laptop, true, Timestamp(6)), None, "it is gone");
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
