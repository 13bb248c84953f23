//! What must be true in the end.

use crate::{
    director::{Actor, Director, LONG, PATIENCE},
    ledger::Book,
    matters::{Leaving, Shown},
    people::{GUEST, email},
    presence,
};
use protocol::{
    conversation::{ConversationSummary, MessageKind, MessageView},
    id::ConversationId,
    notification::Bell,
};
use std::{
    collections::{BTreeMap, BTreeSet, btree_map::Entry},
    time::Duration,
};
use tokio::time::{Instant, sleep};

/// Whatever takes longer is worth a word.
const SOON: Duration = Duration::from_secs(3);

type Histories = BTreeMap<ConversationId, Vec<MessageView>>;

impl Director {
    /// Waits until everything is said, and compares what was promised, what is stored and what is shown.
    pub async fn check(mut self) {
        self.until("all is said", async |director: &Self| {
            for actor in &director.actors {
                let shown = actor.show().await;
                if !shown.is_settled {
                    return Err(director.stand().await);
                }
            }
            Ok(())
        })
        .await;
        let histories = self.histories().await;
        let book = self.ledger.book();
        check_promises(&book, &histories);
        println!(
            "chaos: {} written, {} acknowledged, {} changed, {} events taken in",
            book.written.values().map(Vec::len).sum::<usize>(),
            book.sent.len(),
            book.changed.len(),
            book.applied
        );
        self.until("every device shows what the server has", async |director: &Self| {
            for actor in &director.actors {
                let (rows, bell) = (actor.reader.inbox().await, actor.reader.bell().await);
                let (rows, bell) = (rows.expect("answers"), bell.expect("answers"));
                check_readings(&book, actor, &rows, &histories);
                let own = director.seen_by(actor, &rows, &histories).await;
                difference(&actor.show().await, &rows, &bell, &own)
                    .map_or(Ok(()), |text| Err(format!("{}: {text}", actor.name)))?;
            }
            Ok(())
        })
        .await;
        self.check_guest(&histories).await;
        let actors = std::mem::take(&mut self.actors);
        // A silent line is found after 25 s: only a long run has the time.
        let ways = [Leaving::Politely, Leaving::Abruptly, Leaving::Silently];
        let ways = if self.sends < LONG { &ways[..2] } else { &ways };
        presence::check(actors, ways).await;
    }

    /// Waits on a condition, as long as it takes and no longer than that.
    async fn until(&self, what: &str, is_so: impl AsyncFn(&Self) -> Result<(), String>) {
        let began = Instant::now();
        let mut is_said = false;
        while let Err(text) = is_so(self).await {
            assert!(began.elapsed() < PATIENCE, "not so: {what}\n{text}");
            if began.elapsed() > SOON && !std::mem::replace(&mut is_said, true) {
                println!("chaos: not yet: {what}\n{text}");
            }
            sleep(Duration::from_millis(100)).await;
        }
        println!("chaos: {what} after {:.1?}", began.elapsed());
    }

    async fn histories(&self) -> Histories {
        let mut histories = Histories::new();
        for actor in &self.actors {
            let rows = actor.reader.inbox().await.expect("answers");
            for row in rows.iter().filter(|row| self.talks.contains(&row.id)) {
                if let Entry::Vacant(place) = histories.entry(row.id) {
                    place.insert(actor.reader.history(row.id).await);
                }
            }
        }
        histories
    }

    /// The same as somebody sees it who reads it now: the guest has a part of their conversation, or nothing.
    async fn seen_by(
        &self,
        actor: &Actor,
        rows: &[ConversationSummary],
        all: &Histories,
    ) -> Histories {
        let (mut own, talk) = (all.clone(), self.talks[GUEST.1]);
        if actor.reader.email == email(GUEST.0) {
            own.remove(&talk);
            if rows.iter().any(|row| row.id == talk) {
                own.insert(talk, actor.reader.history(talk).await);
            }
        }
        own
    }

    /// The guest has seen nothing that was not for them, and sees now what is.
    async fn check_guest(&self, histories: &Histories) {
        let talk = self.talks[GUEST.1];
        let mut door = self.ledger.book().door;
        for actor in self.actors.iter().filter(|actor| actor.reader.email == email(GUEST.0)) {
            let rows = actor.reader.inbox().await.expect("answers");
            let own = self.seen_by(actor, &rows, histories).await.remove(&talk);
            let (own, thread) = (own.unwrap_or_default(), actor.reader.thread(talk).await);
            for message in &own {
                door.saw(message, "a reading in the end");
            }
            let theirs = door.check(&histories[&talk]);
            let theirs = theirs.unwrap_or_else(|why| panic!("{} has seen {why}", actor.name));
            assert_eq!(theirs.is_some(), thread.is_some(), "{}: in or out", actor.name);
            let first = own.first().map(|message| message.seq);
            assert_eq!(first, theirs.map(|theirs| theirs.start), "{}: from then on", actor.name);
        }
    }
}

/// Every acknowledged thing is there, every written one once, in the order in which its device wrote it.
fn check_promises(book: &Book, histories: &Histories) {
    for ((device, talk), written) in &book.written {
        let history = &histories[talk];
        let mut places = BTreeMap::<_, Vec<i64>>::new();
        for message in history {
            places.entry(message.client_id).or_default().push(message.seq);
        }
        let mut last = 0;
        for id in written {
            let [seq] = places.get(id).map_or(&[][..], |seqs| seqs) else {
                panic!("{device} wrote one message, and these are stored: {:?}", places.get(id));
            };
            assert_eq!(book.sent.get(id).unwrap_or(seq), seq, "it was acknowledged elsewhere");
            assert!(*seq > last, "{device}: {seq} was written after {last}");
            last = *seq;
        }
    }
    let written: BTreeSet<_> = book.written.values().flatten().collect();
    let stored = histories.values().flatten().filter(|one| one.kind == MessageKind::Text);
    assert!(stored.clone().all(|one| written.contains(&one.client_id)), "nobody wrote this");
    for message in stored {
        if let Some(promised) = book.changed.get(&message.id) {
            assert!(message.version >= promised.version, "a change is lost: {promised:?}");
            let is_newer = message.version > promised.version;
            assert!(is_newer || message.body == promised.body, "{promised:?}, {message:?}");
        }
    }
}

/// Nobody's marker is behind what was acknowledged, and the unread are those after it.
fn check_readings(book: &Book, actor: &Actor, rows: &[ConversationSummary], all: &Histories) {
    let me = actor.reader.me.user_id;
    for row in rows.iter().filter(|row| all.contains_key(&row.id)) {
        let own = row.members.iter().find(|member| member.user.id == me).expect("is a member");
        let promised = book.read.get(&(row.id, me)).copied().unwrap_or_default();
        assert!(own.marker.read_seq >= promised, "{}: a reading is lost", actor.name);
        let after = all[&row.id].iter().filter(|one| one.seq > own.marker.read_seq);
        let unread = after.filter(|one| one.author.id != me && counts(one)).count();
        assert_eq!(row.unread.count, i64::try_from(unread).unwrap(), "{}: unread", actor.name);
    }
}

/// Whether somebody who has not read it is told so.
fn counts(message: &MessageView) -> bool {
    message.kind == MessageKind::Text && !message.is_deleted()
}

/// The first thing a device shows that is not so.
fn difference(
    shown: &Shown,
    rows: &[ConversationSummary],
    bell: &Bell,
    histories: &Histories,
) -> Option<String> {
    let (here, there) = (shown.inbox.rows(), rows);
    for (here, there) in here.iter().zip(there) {
        // The row keeps where its stream stood when it was read; the counts are elsewhere.
        let (head, unread) = (there.head, there.unread);
        let here = ConversationSummary { head, unread, ..here.clone() };
        if here != *there {
            return Some(format!("the inbox has\n{here:?} for\n{there:?}"));
        }
    }
    let mut counts = rows.iter();
    if let Some(row) = counts.find(|row| shown.unread.of(row.id) != row.unread.count) {
        return Some(format!("{} unread for\n{row:?}", shown.unread.of(row.id)));
    }
    if here.len() != there.len() {
        return Some(format!("{} rows in the inbox for {}", here.len(), there.len()));
    }
    if let Some(id) = shown.threads.keys().find(|id| !histories.contains_key(id)) {
        return Some(format!("it shows {id}, which is closed"));
    }
    if let Some(id) = shown.closed.iter().find(|id| histories.contains_key(id)) {
        return Some(format!("it says that {id} is closed"));
    }
    for (id, thread) in &shown.threads {
        let first = thread.first_seq().unwrap_or_default();
        let stored = histories[id].iter().filter(|message| message.seq >= first);
        let mut pairs = thread.messages().zip(stored.clone());
        if let Some((here, there)) = pairs.find(|(here, there)| here != there) {
            return Some(format!("the thread has\n{here:?} for\n{there:?}"));
        }
        if thread.messages().count() != stored.count() {
            return Some(format!("the thread ends at {:?}", thread.last_seq()));
        }
        let row = rows.iter().find(|row| row.id == *id);
        if row.is_none_or(|row| row.members != thread.members) {
            return Some(format!("the thread's members are {:?} for {row:?}", thread.members));
        }
    }
    let (count, latest) = (shown.bell.unread(), shown.bell.latest());
    let is_same = count == bell.unread && latest == bell.latest;
    (!is_same).then(|| format!("the bell has {count}, {latest:?} for {bell:?}"))
}
