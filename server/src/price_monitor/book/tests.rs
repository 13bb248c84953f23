use super::*;
use crate::price_monitor::{ExternalState, Source, pace};
use proptest::prelude::*;
use serde_json::{Map, json};
use std::sync::Arc;

fn id(name: &str) -> ExternalId {
    ExternalId::parse(name).expect("is a name")
}

fn at(seconds: u64) -> Now {
    at_millis(seconds * 1_000)
}

fn at_millis(millis: u64) -> Now {
    let wall = Timestamp(i64::try_from(millis).expect("fits"));
    Now { since: Duration::from_millis(millis), wall }
}

fn report(name: &str, state: ExternalState, progress: u8, now: Now) -> ExternalProgress {
    ExternalProgress {
        external_id: id(name),
        state,
        progress: Some(progress),
        error: None,
        result: None,
        updated_at: now.wall,
        raw: Map::new(),
    }
}

fn processing(name: &str, progress: u8, now: Now) -> ExternalProgress {
    report(name, ExternalState::Processing, progress, now)
}

fn acts(book: &mut Book) -> Vec<Act> {
    std::iter::from_fn(|| book.next_act()).collect()
}

/// What is told, as percent and source.
fn told(acts: &[Act]) -> Vec<(Option<u8>, Source)> {
    let update = |act: &Act| match act {
        Act::Tell(_, it) => Some((it.progress.as_ref().and_then(|it| it.progress), it.source)),
        _ => None,
    };
    acts.iter().filter_map(update).collect()
}

/// A book that is connected, with one watcher of `j1`, who has been told so.
fn watched() -> Book {
    let mut book = Book::new(Rules::default());
    book.connected(at(0));
    book.watch(&id("j1"), None, at(0)).expect("has room");
    assert_eq!(acts(&mut book)[0], Act::Join(id("j1")));
    book.answered(&id("j1"));
    book
}

#[test]
fn five_hundred_viewers_are_one_room_and_it_is_left_30_s_after_the_last() {
    let mut book = watched();
    for _ in 1..500 {
        book.watch(&id("j1"), None, at(1)).expect("has room");
    }
    assert_eq!(acts(&mut book), []);
    assert_eq!((book.watchers(), book.watched(), book.joined()), (500, 1, 1));
    book.hear(processing("j1", 10, at(2)), at(2));
    assert_eq!(told(&acts(&mut book)), [(Some(10), Source::Live)]);
    for _ in 0..500 {
        book.unwatch(&id("j1"), at(10));
    }
    assert_eq!(book.deadline(), Some(at(40).since));
    book.tick(at(39));
    assert_eq!(acts(&mut book), [], "somebody may come back");
    book.watch(&id("j1"), None, at(39)).expect("has room");
    book.unwatch(&id("j1"), at(39));
    book.tick(at(68));
    assert_eq!(acts(&mut book), []);
    book.tick(at(69));
    assert_eq!(acts(&mut book), [Act::Leave(id("j1"))]);
    assert_eq!((book.watchers(), book.joined(), book.deadline()), (0, 0, None), "nothing is left");
    let late = book.watch(&id("j1"), None, at(80)).expect("has room");
    assert_eq!(late.progress.and_then(|it| it.progress), Some(10), "who comes late sees what was");
    assert_eq!(acts(&mut book)[0], Act::Join(id("j1")));
}

#[test]
fn a_lost_line_is_told_and_everything_is_joined_and_asked_for_again() {
    let mut book = watched();
    book.hear(processing("j1", 10, at(1)), at(1));
    acts(&mut book);
    book.disconnected(at(2));
    assert_eq!(told(&acts(&mut book)), [(Some(10), Source::Reconnecting)]);
    book.watch(&id("j2"), None, at(3)).expect("has room");
    assert_eq!(acts(&mut book), [Act::Ask(id("j2"))], "it can be asked for without the line");
    book.answered(&id("j2"));
    book.watch(&id("j2"), None, at(3)).expect("has room");
    assert_eq!(acts(&mut book), [], "but not by everyone who comes");
    book.connected(at(4));
    let acts = acts(&mut book);
    let joined = acts.iter().filter(|act| matches!(act, Act::Join(_))).count();
    assert_eq!(joined, 2);
    assert!(acts.contains(&Act::Ask(id("j1"))), "what was missed is asked for");
    assert!(acts.contains(&Act::Ask(id("j2"))), "and what may have been missed in between");
}

#[test]
fn silence_is_asked_about_after_30_s_and_shown_after_120_s() {
    let mut book = watched();
    book.hear(processing("j1", 10, at(0)), at(0));
    book.tick(at(1));
    assert_eq!(told(&acts(&mut book)).last(), Some(&(Some(10), Source::Live)));
    let mut asked = Vec::new();
    for second in 2..=125 {
        book.tick(at(second));
        let acts = acts(&mut book);
        if acts.contains(&Act::Ask(id("j1"))) {
            asked.push(second);
            // It says the same as ever: that is no life.
            book.hear(processing("j1", 10, at(0)), at(second));
            book.answered(&id("j1"));
        }
        let expected: &[_] = if second == 120 { &[(Some(10), Source::Stale)] } else { &[] };
        assert_eq!(told(&acts), expected, "after {second} s");
    }
    assert_eq!(asked, [30, 60, 90, 120]);
    book.hear(processing("j1", 20, at(130)), at(130));
    assert_eq!(told(&acts(&mut book)), [(Some(20), Source::Live)]);
}

#[test]
fn an_end_leaves_the_room_and_a_missing_result_is_asked_for_once() {
    let mut book = watched();
    let end = report("j1", ExternalState::Completed, 100, at(5));
    book.hear(end.clone(), at(5));
    let after = acts(&mut book);
    assert_eq!(told(&after), [(Some(100), Source::Live)]);
    assert_eq!(after[1..], [Act::Leave(id("j1")), Act::Ask(id("j1"))]);
    let result = Arc::new(json!([1]));
    book.hear(ExternalProgress { result: Some(result.clone()), ..end }, at(6));
    book.answered(&id("j1"));
    let after = acts(&mut book);
    let Act::Tell(_, update) = &after[0] else { panic!("{after:?}") };
    let told = update.progress.as_ref().and_then(|it| it.result.as_ref()).expect("has one");
    assert!(Arc::ptr_eq(told, &result) && after.len() == 1, "one copy, told once");
    assert_eq!(book.deadline(), None);
    book.disconnected(at(7));
    book.connected(at(8));
    book.tick(at(900));
    assert_eq!(acts(&mut book), [], "what has ended needs nothing");
}

#[test]
fn what_is_known_is_not_forgotten_for_what_is_stored_and_both_are_bounded() {
    let rules = Rules { watched: 2, remembered: 1, ..Rules::default() };
    let mut book = Book::new(rules);
    let stored = processing("a", 70, at(0));
    let first = book.watch(&id("a"), Some(stored), at(1)).expect("has room");
    assert_eq!(first.progress.and_then(|it| it.progress), Some(70));
    book.hear(processing("a", 20, at(2)), at(2));
    let known = book.update(&id("a")).and_then(|it| it.progress.as_ref()?.progress);
    assert_eq!(known, Some(70), "percent does not fall by a restart");
    book.watch(&id("b"), None, at(2)).expect("has room");
    assert_eq!(book.watch(&id("c"), None, at(2)), Err(Full));
    book.watch(&id("b"), None, at(2)).expect("it is watched already");
    acts(&mut book);
    book.unwatch(&id("a"), at(3));
    book.watch(&id("c"), None, at(4)).expect("has room again");
    book.unwatch(&id("c"), at(5));
    assert_eq!(acts(&mut book).last(), Some(&Act::Forget(id("a"))));
    assert!(!book.hear(processing("a", 80, at(6)), at(6)), "it is nobody's any more");
}

#[derive(Clone, Debug)]
enum Step {
    Watch(u8),
    Unwatch(u8),
    Hear(u8, u8),
    End(u8),
    Connected(bool),
    Answered(u8),
    Later(u64),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        3 => (0..3_u8).prop_map(Step::Watch),
        3 => (0..3_u8).prop_map(Step::Unwatch),
        8 => (0..3_u8, 0..100_u8).prop_map(|(job, percent)| Step::Hear(job, percent)),
        1 => (0..3_u8).prop_map(Step::End),
        2 => any::<bool>().prop_map(Step::Connected),
        2 => (0..3_u8).prop_map(Step::Answered),
        8 => prop_oneof![0..300_u64, 0..50_000_u64].prop_map(Step::Later),
    ]
}

/// A book and what its watchers have been told.
struct World {
    book: Book,
    millis: u64,
    is_up: bool,
    watching: [usize; 3],
    told: BTreeMap<ExternalId, (Duration, Update)>,
}

fn job(number: u8) -> ExternalId {
    id(&format!("j{number}"))
}

impl World {
    fn act(&mut self, step: &Step) {
        let now = at_millis(self.millis);
        let (book, watching) = (&mut self.book, &mut self.watching);
        match *step {
            Step::Watch(number) => {
                book.watch(&job(number), None, now).expect("has room");
                watching[usize::from(number)] += 1;
            }
            Step::Unwatch(number) if watching[usize::from(number)] > 0 => {
                book.unwatch(&job(number), now);
                watching[usize::from(number)] -= 1;
            }
            Step::Hear(number, percent) => {
                book.hear(processing(job(number).as_str(), percent, now), now);
            }
            Step::End(number) => {
                book.hear(report(job(number).as_str(), ExternalState::Failed, 0, now), now);
            }
            Step::Connected(true) if !self.is_up => book.connected(now),
            Step::Connected(false) if self.is_up => book.disconnected(now),
            Step::Unwatch(_) | Step::Connected(_) => {}
            Step::Answered(number) => book.answered(&job(number)),
            Step::Later(pause) => {
                self.millis += pause;
                book.tick(at_millis(self.millis));
            }
        }
        if let Step::Connected(is_up) = *step {
            self.is_up = is_up;
        }
    }

    /// Tells what is to be told; gives the shortest time between two of one job.
    fn tell(&mut self) -> Option<Duration> {
        let now = Duration::from_millis(self.millis);
        let mut shortest = None::<Duration>;
        while let Some(act) = self.book.next_act() {
            if let Act::Tell(id, update) = act
                && let Some((last, _)) = self.told.insert(id, (now, update))
            {
                let pause = now.saturating_sub(last);
                shortest = Some(shortest.map_or(pause, |it| it.min(pause)));
            }
        }
        shortest
    }
}

proptest! {
    #[test]
    fn whatever_happens_rooms_follow_watchers_and_watchers_learn_the_last(
        steps in prop::collection::vec(step(), 1..80),
    ) {
        let mut world = World {
            book: Book::new(Rules::default()),
            millis: 1_000,
            is_up: false,
            watching: [0; 3],
            told: BTreeMap::new(),
        };
        let rest = [Step::Later(250), Step::Connected(true), Step::Later(40_000)];
        for step in steps.iter().chain(&rest) {
            world.act(step);
            prop_assert!(world.tell().is_none_or(|it| it >= pace::EVERY), "four a second");
            prop_assert_eq!(world.book.watchers(), world.watching.iter().sum::<usize>());
            prop_assert!(world.is_up || world.book.joined() == 0);
        }
        for number in 0..3_u8 {
            let Some(known) = world.book.update(&job(number)) else { continue };
            let is_listened_to = world.watching[usize::from(number)] > 0 && !known.is_final();
            prop_assert_eq!(world.book.jobs[&job(number)].is_joined(), is_listened_to);
            if let Some((_, last)) = world.told.get(&job(number)) {
                prop_assert_eq!(last, known, "the last one is always told");
            }
        }
    }
}
