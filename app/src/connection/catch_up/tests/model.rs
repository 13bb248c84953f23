//! Any order of happenings between a server and a tab.

use super::{
    super::{Action, CatchUp, Question},
    ROOM,
};
use crate::stores::fixture::{TALK, event, head};
use proptest::prelude::*;
use protocol::{
    ErrorBody, ErrorCode, ServerEvent,
    event::{Heads, StreamHead},
    stream::{Cursor, News, StreamAnswer, Synced},
};
use std::collections::BTreeSet;

/// What may happen between a server and a tab.
#[derive(Clone, Debug)]
enum Happening {
    Append,
    Rebuild,
    Forget,
    Deliver(usize),
    Repeat(usize),
    Lose(usize),
    Answer(usize),
    Refuse(usize),
    FinishReload,
    FailReload,
    ReadInbox,
    ShowInbox(usize),
    ReadThread,
    ShowThread(usize),
    Heads,
    Drop,
    Connect,
}

fn happening() -> impl Strategy<Value = Happening> {
    use Happening::*;
    prop_oneof![
        8 => Just(Append),
        1 => Just(Rebuild),
        1 => Just(Forget),
        6 => (0_usize..4).prop_map(Deliver),
        2 => (0_usize..4).prop_map(Repeat),
        2 => (0_usize..4).prop_map(Lose),
        4 => (0_usize..3).prop_map(Answer),
        1 => (0_usize..3).prop_map(Refuse),
        2 => Just(FinishReload),
        1 => Just(FailReload),
        2 => Just(ReadInbox),
        2 => (0_usize..2).prop_map(ShowInbox),
        2 => Just(ReadThread),
        2 => (0_usize..2).prop_map(ShowThread),
        2 => Just(Heads),
        1 => Just(Drop),
        2 => Just(Connect),
    ]
}

/// A server with one stream, the line, and a tab with an inbox, a thread and somebody who listens.
struct World {
    catch_up: CatchUp,
    epoch: u128,
    log: i64,
    kept_from: i64,
    line: Vec<ServerEvent>,
    questions: Vec<Question>,
    reloads: usize,
    /// Answers under way, each with where the stream stood when it was read.
    inbox_reads: Vec<(u128, i64)>,
    thread_reads: Vec<(u128, i64)>,
    /// The epoch and the last number of what the thread shows, once it is open.
    thread: Option<(u128, i64)>,
    /// What its oldest message has taken in, and from where on it must: a later reading does not hold it.
    oldest: (i64, BTreeSet<i64>),
    heard: BTreeSet<(u128, i64)>,
}

impl World {
    fn new() -> Self {
        let mut catch_up = CatchUp::new();
        catch_up.follow(&[(ROOM, head(1, 0))]);
        Self {
            catch_up,
            epoch: 1,
            log: 0,
            kept_from: 0,
            line: vec![],
            questions: vec![],
            reloads: 0,
            inbox_reads: vec![],
            thread_reads: vec![],
            thread: None,
            oldest: (0, BTreeSet::new()),
            heard: BTreeSet::new(),
        }
    }

    fn carry_out(&mut self, actions: Vec<Action>) {
        for action in actions {
            match action {
                Action::Apply(event) => {
                    let place = place(&event);
                    assert!(self.heard.insert(place), "{place:?} was told twice");
                    self.store(place);
                }
                Action::Refill(event) => self.store(place(&event)),
                Action::Sync(question) => self.questions.push(question),
                Action::Reload(_) => self.reloads += 1,
                Action::Denied(..) => panic!("nobody denied anything"),
            }
        }
    }

    /// The thread takes an event in; one that it has changes nothing.
    fn store(&mut self, (epoch, seq): (u128, i64)) {
        if let Some((shown_epoch, shown)) = &mut self.thread {
            assert_eq!(epoch, *shown_epoch);
            assert!(seq <= *shown + 1, "a hole between {shown} and {seq} reached the thread");
            *shown = seq.max(*shown);
            self.oldest.1.insert(seq);
        }
    }

    /// The thread takes a reading in, as `ThreadState::merge` does.
    fn show(&mut self, (epoch, seq): (u128, i64)) {
        let kept = self.thread.filter(|(shown_epoch, _)| *shown_epoch == epoch);
        if kept.is_none() {
            self.oldest = (seq, BTreeSet::new());
        }
        self.thread = Some((epoch, kept.map_or(seq, |(_, shown)| shown.max(seq))));
        let actions = self.catch_up.shown(ROOM, head(epoch, seq));
        self.carry_out(actions);
    }

    fn answer(&self, cursor: Cursor) -> News {
        let is_known = cursor.epoch == head(self.epoch, 0).epoch && cursor.seq >= self.kept_from;
        if !is_known {
            return News::Reset { reset: head(self.epoch, self.log) };
        }
        let last = self.log.min(cursor.seq + 3);
        let events = (cursor.seq + 1..=last).map(|seq| event(TALK, self.epoch, seq)).collect();
        News::Events { events, more: last < self.log }
    }

    fn happen(&mut self, happening: &Happening) {
        match *happening {
            Happening::Append => {
                self.log += 1;
                self.line.push(event(TALK, self.epoch, self.log));
            }
            Happening::Rebuild => {
                (self.epoch, self.log, self.kept_from) = (self.epoch + 1, 0, 0);
                // The server was stopped for it, so nothing read before arrives any more.
                (self.inbox_reads, self.thread_reads) = (vec![], vec![]);
            }
            Happening::Forget => self.kept_from = self.log,
            Happening::Deliver(n) if n < self.line.len() => {
                let event = self.line.remove(n);
                let actions = self.catch_up.event(event);
                self.carry_out(actions);
            }
            Happening::Repeat(n) if n < self.line.len() => {
                let actions = self.catch_up.event(self.line[n].clone());
                self.carry_out(actions);
            }
            Happening::Lose(n) if n < self.line.len() => drop(self.line.remove(n)),
            Happening::Answer(n) if n < self.questions.len() => {
                let question = self.questions.remove(n);
                let answers = question.cursors.iter().map(|cursor| self.answer(*cursor));
                let synced = answers.map(|news| StreamAnswer { name: ROOM, news }).collect();
                let actions = self.catch_up.answered(&question, Ok(Synced { streams: synced }));
                self.carry_out(actions);
            }
            Happening::Refuse(n) if n < self.questions.len() => {
                let question = self.questions.remove(n);
                let error = ErrorBody::new(ErrorCode::Unavailable, "Not now.");
                let actions = self.catch_up.answered(&question, Err(error));
                self.carry_out(actions);
            }
            Happening::Heads => {
                let streams = vec![StreamHead { name: ROOM, head: head(self.epoch, self.log) }];
                let actions = self.catch_up.event(ServerEvent::Heads(Heads { streams }));
                self.carry_out(actions);
            }
            Happening::Drop => {
                self.line.clear();
                self.catch_up.disconnected();
            }
            Happening::Connect => {
                let actions = self.catch_up.connected();
                self.carry_out(actions);
            }
            _ => self.read(happening),
        }
    }

    /// The page asks for its data, or has got them.
    fn read(&mut self, happening: &Happening) {
        match *happening {
            Happening::FinishReload if self.reloads > 0 => {
                self.reloads -= 1;
                // It replaces what an open thread shows.
                self.thread = self.thread.map(|_| (self.epoch, self.log));
                self.oldest = (self.log, BTreeSet::new());
                let actions = self.catch_up.reloaded(ROOM, head(self.epoch, self.log));
                self.carry_out(actions);
            }
            Happening::FailReload if self.reloads > 0 => {
                self.reloads -= 1;
                self.catch_up.reload_failed(ROOM);
            }
            Happening::ReadInbox => self.inbox_reads.push((self.epoch, self.log)),
            Happening::ShowInbox(n) if n < self.inbox_reads.len() => {
                let (epoch, seq) = self.inbox_reads.remove(n);
                let actions = self.catch_up.follow(&[(ROOM, head(epoch, seq))]);
                self.carry_out(actions);
            }
            Happening::ReadThread => self.thread_reads.push((self.epoch, self.log)),
            Happening::ShowThread(n) if n < self.thread_reads.len() => {
                let read = self.thread_reads.remove(n);
                self.show(read);
            }
            _ => {}
        }
    }

    /// The trouble is over: connected, everything answered, nothing on the line.
    fn settle(&mut self) {
        self.happen(&Happening::Drop);
        self.happen(&Happening::Connect);
        for _ in 0..1_000 {
            if self.questions.is_empty() && self.reloads == 0 {
                let actions = self.catch_up.resume();
                if actions.is_empty() {
                    return;
                }
                self.carry_out(actions);
            }
            self.happen(&Happening::FinishReload);
            self.happen(&Happening::Answer(0));
        }
        panic!("never came to rest");
    }
}

fn place(event: &ServerEvent) -> (u128, i64) {
    let position = event.position().unwrap();
    (position.epoch.0.as_u128(), position.seq)
}

proptest! {
    /// Whatever is lost, doubled, reordered or rebuilt, and whenever inbox and thread are read: the thread
    /// never has a hole, nobody hears of an event twice, and in the end all have the whole log.
    #[test]
    fn the_tab_ends_with_the_full_log(story in prop::collection::vec(happening(), 0..120)) {
        let mut world = World::new();
        for happening in &story {
            world.happen(happening);
        }
        world.settle();
        prop_assert!(world.catch_up.is_live());
        prop_assert_eq!(world.catch_up.cursors()[0].seq, world.log);
        prop_assert!(world.thread.is_none_or(|shown| shown == (world.epoch, world.log)));
        let (from, taken) = &world.oldest;
        let is_whole = (from + 1..=world.log).all(|seq| taken.contains(&seq));
        prop_assert!(world.thread.is_none() || is_whole, "after {}: {:?}", from, taken);
    }
}
