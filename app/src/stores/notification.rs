//! The viewer's notifications. A plain struct that may be told the same thing twice, and old things late.

use protocol::{
    id::{Epoch, NotificationId},
    limits,
    notification::{
        Bell, NotificationAdded, NotificationPage, NotificationView, NotificationsRead,
    },
    stream::{Head, Position},
};
use std::collections::BTreeSet;

/// What this tab knows of the viewer's notifications.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Notifications {
    /// Up to where the count is known.
    head: Option<Head>,
    unread: i64,
    /// The newest first, each once.
    rows: Vec<NotificationView>,
    read_up_to: i64,
    read: BTreeSet<NotificationId>,
}

impl Notifications {
    /// Takes over a reading of the bell. Of two readings, and of a reading and an event, the later holds.
    pub fn load(&mut self, bell: Bell) {
        self.begin_anew_after(bell.head.epoch);
        self.recount(bell.head, bell.unread);
        self.merge(bell.latest);
    }

    /// Takes over a page of all notifications.
    pub fn load_page(&mut self, page: &NotificationPage) {
        self.begin_anew_after(page.head.epoch);
        self.recount(page.head, page.unread);
        self.merge(page.notifications.clone());
    }

    /// A notification is new, or stands for more than before.
    pub fn added(&mut self, event: NotificationAdded) {
        self.begin_anew_after(event.position.epoch);
        if self.moves_on(&event.position) {
            self.unread = event.unread;
        }
        self.merge([event.notification]);
    }

    /// Notifications were read, on any device.
    pub fn read(&mut self, event: &NotificationsRead) {
        self.begin_anew_after(event.position.epoch);
        if self.moves_on(&event.position) {
            self.unread = event.unread;
        }
        self.read_up_to = self.read_up_to.max(event.up_to.unwrap_or_default());
        self.read.extend(&event.ids);
        for row in self.rows.iter_mut().filter(|row| event.covers(row)) {
            row.is_read = true;
        }
    }

    /// Whether a notification was read meanwhile.
    pub fn is_read(&self, view: &NotificationView) -> bool {
        self.as_known(view.clone()).is_read
    }

    /// The numbers of a log that was rebuilt say nothing about those from before.
    fn begin_anew_after(&mut self, epoch: Epoch) {
        if self.head.is_some_and(|head| head.epoch != epoch) {
            *self = Self::default();
        }
    }

    /// How many are not read.
    pub fn unread(&self) -> i64 {
        self.unread
    }

    /// Up to where everything is known; the number to mark all as read with.
    pub fn newest(&self) -> i64 {
        self.head.map_or(0, |head| head.seq)
    }

    /// What the bell shows.
    pub fn latest(&self) -> Vec<NotificationView> {
        self.rows.iter().take(limits::BELL_ROWS as usize).cloned().collect()
    }

    /// Everything known that is not older than `seq`.
    pub fn since(&self, seq: i64) -> Vec<NotificationView> {
        self.rows.iter().filter(|row| row.seq >= seq).cloned().collect()
    }

    /// As it was read, with what was heard since.
    pub fn as_known(&self, mut view: NotificationView) -> NotificationView {
        view.is_read |= view.seq <= self.read_up_to || self.read.contains(&view.id);
        view
    }

    fn recount(&mut self, head: Head, unread: i64) {
        let is_later =
            self.head.is_none_or(|known| known.epoch != head.epoch || known.seq <= head.seq);
        if is_later {
            self.head = Some(head);
            self.unread = unread;
        }
    }

    /// Whether this event is later than what is known.
    fn moves_on(&mut self, at: &Position) -> bool {
        let is_later = self.head.is_none_or(|known| known.epoch != at.epoch || known.seq < at.seq);
        if is_later {
            self.head = Some(Head { epoch: at.epoch, seq: at.seq });
        }
        is_later
    }

    fn merge(&mut self, views: impl IntoIterator<Item = NotificationView>) {
        for view in views {
            let view = self.as_known(view);
            match self.rows.iter_mut().find(|row| row.id == view.id) {
                Some(row) if row.seq > view.seq => row.is_read |= view.is_read,
                Some(row) => *row = view,
                None => self.rows.push(view),
            }
        }
        self.rows.sort_by_key(|row| std::cmp::Reverse(row.seq));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use protocol::{
        Room, Timestamp,
        id::{Epoch, SessionId, UserId},
        notification::NotificationBody,
    };
    use uuid::Uuid;

    const EPOCH: Epoch = Epoch(Uuid::from_u128(1));

    fn view(id: u128, seq: i64) -> NotificationView {
        let session_id = SessionId(Uuid::from_u128(id));
        let body = NotificationBody::NewSession { session_id, user_agent: String::new() };
        let id = NotificationId(Uuid::from_u128(id));
        NotificationView { id, seq, body, count: 1, at: Timestamp(0), is_read: false }
    }

    fn at(seq: i64) -> Position {
        Position { stream: Room::User(UserId(Uuid::nil())), epoch: EPOCH, seq }
    }

    fn bell(seq: i64, unread: i64, latest: Vec<NotificationView>) -> Bell {
        Bell { head: Head { epoch: EPOCH, seq }, unread, latest }
    }

    fn added(id: u128, seq: i64, unread: i64) -> NotificationAdded {
        NotificationAdded { position: at(seq), notification: view(id, seq), unread }
    }

    #[test]
    fn an_older_reading_never_undoes_a_newer_event() {
        let mut known = Notifications::default();
        known.load(bell(1, 1, vec![view(1, 1)]));
        known.added(added(2, 2, 2));
        let read = NotificationsRead { position: at(3), up_to: Some(2), ids: vec![], unread: 0 };
        known.read(&read);
        known.load(bell(2, 2, vec![view(2, 2), view(1, 1)]));
        assert_eq!(known.unread(), 0);
        assert!(known.latest().iter().all(|row| row.is_read));
        known.added(added(2, 2, 2));
        assert_eq!(known.unread(), 0, "an event that was heard before changes nothing");
    }

    #[test]
    fn one_that_grows_moves_up_and_stays_one() {
        let mut known = Notifications::default();
        known.load(bell(2, 2, vec![view(2, 2), view(1, 1)]));
        known.added(added(1, 3, 2));
        let seqs: Vec<_> = known.latest().iter().map(|row| row.seq).collect();
        assert_eq!((seqs, known.unread()), (vec![3, 2], 2));
    }

    #[test]
    fn a_log_that_was_rebuilt_counts_from_its_own_beginning() {
        let mut known = Notifications::default();
        known.load(bell(9, 4, vec![view(1, 8)]));
        known.read(&NotificationsRead { position: at(10), up_to: Some(9), ids: vec![], unread: 0 });
        let head = Head { epoch: Epoch(Uuid::from_u128(2)), seq: 1 };
        known.load(Bell { head, unread: 1, latest: vec![view(2, 1)] });
        assert_eq!(known.unread(), 1);
        assert_eq!(known.latest(), [view(2, 1)], "nothing of before, and nothing that is read");
    }
}
