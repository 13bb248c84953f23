//! How far readers have come, told at most four times a second for each conversation: of each reader the
//! newest marker waits, and the last one always goes.

use super::publisher::Postbox;
use protocol::{
    Room, ServerEvent,
    conversation::MessageRead,
    id::{ConversationId, UserId},
    limits::RECEIPT_EVERY,
};
use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// A marker, and who is to be told.
type Waiting = (Vec<Room>, MessageRead);

/// What waits, for conversations in which something was told a moment ago. One entry a reader, so the room
/// it takes does not grow with the number of markers.
#[derive(Debug, Default)]
struct ReceiptBook {
    talks: HashMap<ConversationId, VecDeque<Waiting>>,
}

impl ReceiptBook {
    /// Gives the marker back when it may be told at once; then [`ReceiptBook::turn`] is due after a pause.
    fn offer(&mut self, marker: Waiting) -> Option<Waiting> {
        let (rooms, read) = marker;
        let Some(queue) = self.talks.get_mut(&read.conversation_id) else {
            self.talks.insert(read.conversation_id, VecDeque::new());
            return Some((rooms, read));
        };
        // What only the reader is told is not mixed with what others see.
        let is_own = |rooms: &[Room]| rooms == [Room::User(read.user_id)];
        let is_same = |(known, waiting): &&mut Waiting| {
            waiting.user_id == read.user_id && is_own(known) == is_own(&rooms)
        };
        match queue.iter_mut().find(is_same) {
            Some(waiting) => {
                waiting.0 = rooms;
                waiting.1.marker = waiting.1.marker.furthest(read.marker);
            }
            None => queue.push_back((rooms, read)),
        }
        None
    }

    /// The pause is over: the reader who waits longest is told. `None` when nobody waits any more.
    fn turn(&mut self, id: ConversationId) -> Option<Waiting> {
        let next = self.talks.get_mut(&id)?.pop_front();
        if next.is_none() {
            self.talks.remove(&id);
        }
        next
    }

    /// Nobody who has left is told what waits.
    fn forget(&mut self, user: UserId, id: ConversationId) {
        for (rooms, _) in self.talks.get_mut(&id).into_iter().flatten() {
            rooms.retain(|room| *room != Room::User(user));
        }
    }
}

/// The book, and the tasks that tell what is in it. Cheap to clone.
#[derive(Clone)]
pub(super) struct Receipts {
    book: Arc<Mutex<ReceiptBook>>,
    postbox: Postbox,
}

impl Receipts {
    pub(super) fn new(postbox: Postbox) -> Self {
        Self { book: Arc::default(), postbox }
    }

    /// Tells a marker, now or in a moment.
    pub(super) fn tell(&self, rooms: &[Room], read: MessageRead) {
        let id = read.conversation_id;
        let now = self.book().offer((rooms.to_vec(), read));
        if let Some(marker) = now {
            self.post(marker);
            let receipts = self.clone();
            tokio::spawn(async move { receipts.drain(id).await });
        }
    }

    /// See [`ReceiptBook::forget`].
    pub(super) fn forget(&self, user: UserId, id: ConversationId) {
        self.book().forget(user, id);
    }

    async fn drain(&self, id: ConversationId) {
        loop {
            tokio::time::sleep(RECEIPT_EVERY).await;
            let next = self.book().turn(id);
            let Some(marker) = next else { return };
            self.post(marker);
        }
    }

    fn post(&self, (rooms, read): Waiting) {
        self.postbox.event(&rooms, ServerEvent::MessageRead(read));
    }

    fn book(&self) -> MutexGuard<'_, ReceiptBook> {
        self.book.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use protocol::conversation::Marker;
    use uuid::Uuid;

    const TALK: ConversationId = ConversationId(Uuid::from_u128(1));

    fn user(n: u128) -> UserId {
        UserId(Uuid::from_u128(n))
    }

    fn read(reader: u128, read_seq: i64) -> Waiting {
        let marker = Marker { delivered_seq: read_seq, read_seq, read_at: None };
        let read = MessageRead { conversation_id: TALK, user_id: user(reader), marker };
        (vec![Room::User(user(1)), Room::User(user(2))], read)
    }

    fn told(waiting: Option<Waiting>) -> Option<(UserId, i64)> {
        waiting.map(|(_, read)| (read.user_id, read.marker.read_seq))
    }

    #[test]
    fn the_first_goes_at_once_and_of_the_others_the_furthest() {
        let mut book = ReceiptBook::default();
        assert_eq!(told(book.offer(read(1, 1))), Some((user(1), 1)));
        for seq in [2, 9, 4] {
            assert_eq!(told(book.offer(read(1, seq))), None);
        }
        assert_eq!(told(book.offer(read(2, 3))), None);
        assert_eq!(told(book.turn(TALK)), Some((user(1), 9)));
        assert_eq!(told(book.turn(TALK)), Some((user(2), 3)));
        assert_eq!(told(book.turn(TALK)), None);
        assert!(book.talks.is_empty(), "nothing is kept of a quiet conversation");
        assert_eq!(told(book.offer(read(1, 10))), Some((user(1), 10)));
    }

    #[test]
    fn what_a_reader_keeps_to_themselves_is_never_told_to_others() {
        let mut book = ReceiptBook::default();
        book.offer(read(1, 1));
        let own = (vec![Room::User(user(1))], read(1, 9).1);
        book.offer(own);
        book.offer(read(1, 3));
        let told: Vec<_> = std::iter::from_fn(|| book.turn(TALK)).collect();
        let others: Vec<_> = told.iter().filter(|(rooms, _)| rooms.len() > 1).collect();
        assert_eq!((told.len(), others.len()), (2, 1));
        assert_eq!(others[0].1.marker.read_seq, 3);
    }

    #[test]
    fn ten_thousand_markers_of_one_reader_take_one_place() {
        let mut book = ReceiptBook::default();
        for seq in 0..10_000 {
            book.offer(read(1, seq));
        }
        assert_eq!(book.talks[&TALK].len(), 1);
    }

    #[test]
    fn whoever_has_left_is_not_told_what_waits() {
        let mut book = ReceiptBook::default();
        book.offer(read(1, 1));
        book.offer(read(1, 2));
        book.forget(user(2), TALK);
        assert_eq!(book.turn(TALK).unwrap().0, [Room::User(user(1))]);
    }
}
