use super::*;
use crate::stores::fixture::{TALK, event, head};
use proptest::prelude::*;
use protocol::{
    ErrorCode,
    event::StreamHead,
    stream::{StreamAnswer, Synced},
};

const ROOM: Room = Room::Conversation(TALK);

fn live_at(seq: i64) -> CatchUp {
    let mut catch_up = CatchUp::new();
    catch_up.track(&[(ROOM, head(1, seq))]);
    let question = question(&catch_up.connected());
    assert_eq!(catch_up.answered(&question, Ok(events(&[], false))), []);
    assert!(catch_up.is_live());
    catch_up
}

#[track_caller]
fn question(actions: &[Action]) -> Question {
    let [Action::Sync(question)] = actions else { panic!("no question in {actions:?}") };
    question.clone()
}

fn events(seqs: &[i64], more: bool) -> Synced {
    let events = seqs.iter().map(|seq| event(TALK, 1, *seq)).collect();
    Synced { streams: vec![StreamAnswer { name: ROOM, news: News::Events { events, more } }] }
}

fn news(news: News) -> Synced {
    Synced { streams: vec![StreamAnswer { name: ROOM, news }] }
}

fn apply(seq: i64) -> Action {
    Action::Apply(event(TALK, 1, seq))
}

#[test]
fn an_event_in_order_is_applied_and_a_repeat_is_dropped() {
    let mut catch_up = live_at(3);
    assert_eq!(catch_up.event(event(TALK, 1, 4)), [apply(4)]);
    assert_eq!(catch_up.event(event(TALK, 1, 4)), []);
}

#[test]
fn a_gap_is_asked_for_once_and_the_early_events_follow_the_answer() {
    let mut catch_up = live_at(0);
    let asked = question(&catch_up.event(event(TALK, 1, 3)));
    assert_eq!(asked.cursors[0].seq, 0);
    assert_eq!(catch_up.event(event(TALK, 1, 4)), []);
    let actions = catch_up.answered(&asked, Ok(events(&[1, 2], false)));
    assert_eq!(actions, [apply(1), apply(2), apply(3), apply(4)]);
    assert!(catch_up.is_live());
}

#[test]
fn a_long_absence_is_read_page_by_page() {
    let mut catch_up = live_at(0);
    catch_up.disconnected();
    let first = question(&catch_up.connected());
    let actions = catch_up.answered(&first, Ok(events(&[1, 2], true)));
    assert_eq!(actions[..2], [apply(1), apply(2)]);
    let second = question(&actions[2..]);
    assert_eq!(second.cursors[0].seq, 2);
    assert_eq!(catch_up.answered(&second, Ok(events(&[3], false))), [apply(3)]);
}

#[test]
fn heads_show_a_lost_last_event() {
    let mut catch_up = live_at(3);
    let at = |seq| {
        let streams = vec![StreamHead { name: ROOM, head: head(1, seq) }];
        ServerEvent::Heads(Heads { streams })
    };
    assert_eq!(catch_up.event(at(3)), []);
    assert_eq!(question(&catch_up.event(at(4))).cursors[0].seq, 3);
}

#[test]
fn a_reset_reads_the_page_again_and_goes_on_from_there() {
    let mut catch_up = live_at(3);
    let asked = question(&catch_up.event(event(TALK, 2, 1)));
    let actions = catch_up.answered(&asked, Ok(news(News::Reset { reset: head(2, 7) })));
    assert_eq!(actions, [Action::Reload(ROOM)]);
    assert_eq!(catch_up.event(event(TALK, 2, 8)), [], "nothing is applied while reading");
    let after = question(&catch_up.track(&[(ROOM, head(2, 7))]));
    assert_eq!(after.cursors[0], Cursor { name: ROOM, epoch: head(2, 7).epoch, seq: 7 });
}

#[test]
fn a_failed_reload_is_tried_again() {
    let mut catch_up = live_at(3);
    let asked = question(&catch_up.event(event(TALK, 2, 1)));
    catch_up.answered(&asked, Ok(news(News::Reset { reset: head(2, 7) })));
    catch_up.reload_failed(ROOM);
    assert!(catch_up.is_behind());
    question(&catch_up.resume());
}

#[test]
fn a_denied_stream_is_not_followed_any_more() {
    let mut catch_up = live_at(3);
    let asked = question(&catch_up.recheck());
    let denied = ErrorBody::new(ErrorCode::NotFound, "No.");
    let actions = catch_up.answered(&asked, Ok(news(News::Denied { denied: denied.clone() })));
    assert_eq!(actions, [Action::Denied(ROOM, denied)]);
    assert_eq!(catch_up.cursors(), []);
}

#[test]
fn an_answer_with_a_hole_is_not_trusted() {
    let mut catch_up = live_at(0);
    let asked = question(&catch_up.recheck());
    let actions = catch_up.answered(&asked, Ok(events(&[1, 3], false)));
    assert_eq!(actions, [apply(1), Action::Reload(ROOM)]);
}

#[test]
fn an_answer_that_leads_nowhere_is_not_asked_for_again_at_once() {
    let mut catch_up = live_at(0);
    let asked = question(&catch_up.event(event(TALK, 1, 5)));
    assert_eq!(catch_up.answered(&asked, Ok(events(&[], false))), []);
    assert!(catch_up.is_behind());
    let refused = question(&catch_up.resume());
    let error = ErrorBody::new(ErrorCode::RateLimited, "Slow down.");
    assert_eq!(catch_up.answered(&refused, Err(error)), []);
    assert!(catch_up.is_behind());
}

#[test]
fn an_answer_of_an_earlier_connection_is_not_looked_at() {
    let mut catch_up = live_at(0);
    let asked = question(&catch_up.recheck());
    catch_up.disconnected();
    catch_up.connected();
    assert_eq!(catch_up.answered(&asked, Ok(events(&[1], false))), []);
}

#[test]
fn more_streams_than_one_question_holds_become_two() {
    let room = |n| Room::Conversation(protocol::id::ConversationId(uuid::Uuid::from_u128(n)));
    let heads: Vec<_> = (0..130).map(|n| (room(n), head(1, 0))).collect();
    let mut catch_up = CatchUp::new();
    catch_up.track(&heads);
    assert_eq!(catch_up.connected().len(), 2);
}

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
        2 => Just(Heads),
        1 => Just(Drop),
        2 => Just(Connect),
    ]
}

/// A server with one stream, the line, and a tab that notes the numbers it has applied.
struct World {
    catch_up: CatchUp,
    epoch: u128,
    log: i64,
    kept_from: i64,
    line: Vec<ServerEvent>,
    questions: Vec<Question>,
    reloads: usize,
    seen: (u128, i64),
}

impl World {
    fn new() -> Self {
        let mut catch_up = CatchUp::new();
        catch_up.track(&[(ROOM, head(1, 0))]);
        Self {
            catch_up,
            epoch: 1,
            log: 0,
            kept_from: 0,
            line: vec![],
            questions: vec![],
            reloads: 0,
            seen: (1, 0),
        }
    }

    fn carry_out(&mut self, actions: Vec<Action>) {
        for action in actions {
            match action {
                Action::Apply(event) => {
                    let seq = event.position().unwrap().seq;
                    assert_eq!(seq, self.seen.1 + 1, "a hole or a repeat reached the stores");
                    self.seen.1 = seq;
                }
                Action::Sync(question) => self.questions.push(question),
                Action::Reload(_) => self.reloads += 1,
                Action::Denied(..) => panic!("nobody denied anything"),
            }
        }
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
            Happening::Rebuild => (self.epoch, self.log, self.kept_from) = (self.epoch + 1, 0, 0),
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
            Happening::FinishReload if self.reloads > 0 => {
                self.reloads -= 1;
                self.seen = (self.epoch, self.log);
                let actions = self.catch_up.track(&[(ROOM, head(self.epoch, self.log))]);
                self.carry_out(actions);
            }
            Happening::FailReload if self.reloads > 0 => {
                self.reloads -= 1;
                self.catch_up.reload_failed(ROOM);
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

proptest! {
    /// Whatever is lost, doubled, reordered or rebuilt, the stores see no hole and no repeat, and in the
    /// end they have the whole log.
    #[test]
    fn the_tab_ends_with_the_full_log(story in prop::collection::vec(happening(), 0..120)) {
        let mut world = World::new();
        for happening in &story {
            world.happen(happening);
        }
        world.settle();
        prop_assert!(world.catch_up.is_live());
        prop_assert_eq!(world.seen, (world.epoch, world.log));
    }
}
