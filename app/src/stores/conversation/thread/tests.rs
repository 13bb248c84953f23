use super::*;
use crate::stores::fixture::{TALK, ana, ben, message, person, thread};
use proptest::prelude::*;
use protocol::{
    Timestamp,
    account::Role,
    conversation::{Marker, MessageKind},
};

fn written(seqs: impl IntoIterator<Item = i64>) -> Vec<MessageView> {
    seqs.into_iter().map(|seq| message(seq, &ben(), "hi")).collect()
}

fn numbers(thread: &ThreadState) -> Vec<i64> {
    thread.messages().map(|message| message.seq).collect()
}

fn page(seqs: impl IntoIterator<Item = i64>, has_older: bool, has_newer: bool) -> MessagePage {
    MessagePage { messages: written(seqs), has_older, has_newer }
}

fn marker(delivered_seq: i64, read_seq: i64) -> MessageRead {
    let marker = Marker { delivered_seq, read_seq, read_at: None };
    MessageRead { conversation_id: TALK, user_id: ben().id, marker }
}

#[test]
fn a_message_that_comes_twice_is_shown_once() {
    let mut talk = ThreadState::new(thread(written([1]), false));
    talk.add(message(3, &ana(), "c"), None);
    talk.add(message(2, &ana(), "b"), None);
    talk.add(message(3, &ana(), "c"), None);
    assert_eq!(numbers(&talk), [1, 2, 3]);
}

#[test]
fn a_thread_that_stays_open_all_day_keeps_the_newest_only() {
    let mut talk = ThreadState::new(thread(written([1, 2]), false));
    let last = i64::try_from(LIVE).unwrap();
    for seq in 3..=last {
        talk.add(message(seq, &ana(), "a"), None);
    }
    assert_eq!((talk.first_seq(), talk.has_older), (Some(1), false));
    talk.add(message(last + 1, &ana(), "one too many"), None);
    assert_eq!((talk.messages().count(), talk.last_seq()), (WINDOW, Some(last + 1)));
    assert!(talk.has_older && !talk.has_newer, "what went can be read again");
}

#[test]
fn a_tick_is_only_as_good_as_the_slowest_reader() {
    let mut talk = ThreadState::new(thread(written([1, 2]), false));
    assert_eq!(talk.receipt(2, ana().id), Receipt::Sent);
    talk.read(&marker(2, 1));
    assert_eq!(talk.receipt(1, ana().id), Receipt::Read);
    assert_eq!(talk.receipt(2, ana().id), Receipt::Delivered);
    let receipts = talk.receipts(1, ana().id);
    assert_eq!(receipts.len(), 1, "the viewer's own does not count");
    assert_eq!((receipts[0].0.user.name.as_str(), receipts[0].1), ("Ben", Receipt::Read));
}

#[test]
fn a_later_page_that_overlaps_keeps_the_history_and_one_that_does_not_replaces_it() {
    let mut talk = ThreadState::new(thread(written(10..=20), true));
    talk.add_older(page(5..=9, false, true));
    assert_eq!([4, 5, 9, 10, 30].map(|seq| talk.page_of(seq)), [1, 1, 1, 0, 0]);
    talk.merge(thread(written(18..=25), true));
    assert_eq!(numbers(&talk), (5..=25).collect::<Vec<_>>());
    assert!(!talk.has_older, "the page's own answer is about what comes before 18");
    talk.merge(thread(written(90..=95), true));
    assert_eq!(numbers(&talk), (90..=95).collect::<Vec<_>>());
    assert!(talk.has_older);
}

/// Anton was added and has read on while the page was being read; then the line is told once more.
#[test]
fn a_reading_from_before_somebody_came_does_not_make_them_unread() {
    let anton = person(3, "Anton", Role::Owner);
    let (kind, subject) = (MessageKind::Added, Some(anton.clone()));
    let line = MessageView { kind, subject, ..message(3, &ben(), "") };
    let later = Marker { delivered_seq: 4, read_seq: 4, read_at: None };
    let takes: [fn(&mut ThreadState, Thread); 2] = [ThreadState::merge, ThreadState::replace];
    for take in takes {
        let mut talk = ThreadState::new(thread(written([1, 2]), false));
        talk.member_line(&line);
        talk.add(line.clone(), None);
        let (conversation_id, user_id) = (TALK, anton.id);
        talk.read(&MessageRead { conversation_id, user_id, marker: later });
        take(&mut talk, thread(written([1, 2]), false));
        talk.member_line(&line);
        assert_eq!(talk.read_seq(anton.id), 4);
    }
}

/// The inbox was read while the thread was behind: in between, Anton was taken out and came in again.
#[test]
fn a_marker_of_later_is_not_lost_to_the_lines_in_between() {
    let anton = person(3, "Anton", Role::Owner);
    let line =
        |seq, kind| MessageView { kind, subject: Some(anton.clone()), ..message(seq, &ben(), "") };
    let mut talk = ThreadState::new(thread(written([1]), false));
    talk.member_line(&line(2, MessageKind::Added));
    let mut later = ThreadState::new(thread(written([1]), false));
    later.member_line(&line(8, MessageKind::Added));
    talk.keep_markers(&later.members);
    for (seq, kind) in [(3, MessageKind::Removed), (5, MessageKind::Added)] {
        talk.member_line(&line(seq, kind));
        assert_eq!(talk.read_seq(anton.id), 7);
    }
}

#[test]
fn reading_anew_keeps_the_markers_of_this_life_of_the_log_only() {
    let mut talk = ThreadState::new(thread(written([1, 2]), false));
    talk.read(&marker(2, 1));
    talk.replace(thread(written([1, 2]), false));
    assert_eq!(
        talk.receipt(1, ana().id),
        Receipt::Read,
        "what was heard is later than what was read"
    );
    let mut reborn = thread(written([1, 2]), false);
    reborn.summary.head.epoch = Epoch(uuid::Uuid::from_u128(77));
    talk.replace(reborn);
    assert_eq!(talk.receipt(1, ana().id), Receipt::Sent);
}

#[test]
fn a_late_page_does_not_move_a_marker_back() {
    let mut talk = ThreadState::new(thread(written([1, 2]), false));
    talk.read(&marker(2, 2));
    talk.merge(thread(written([1, 2]), false));
    assert_eq!(talk.receipt(2, ana().id), Receipt::Read);
}

#[test]
fn only_what_others_wrote_counts_as_new() {
    let mut talk = ThreadState::new(thread(written([1, 2]), false));
    talk.add(message(3, &ana(), "mine"), Some(ana().id));
    assert_eq!(talk.count_after(1, ana().id), 1);
}

#[test]
fn far_back_what_comes_is_counted_and_shown_when_the_end_is_loaded() {
    let mut talk = ThreadState::new(thread(written(150..=200), true));
    talk.show(page(40..=60, true, true));
    talk.add(message(201, &ben(), "new"), Some(ana().id));
    talk.add(message(201, &ben(), "new"), Some(ana().id));
    talk.add(message(202, &ana(), "mine"), Some(ana().id));
    assert_eq!(numbers(&talk), (40..=60).collect::<Vec<_>>(), "no hole");
    assert_eq!(talk.count_after(200, ana().id), 1);
    talk.add_newer(page(61..=200, true, false));
    assert!(talk.has_newer, "the page was read before 201 came");
    talk.add_newer(page(201..=202, true, false));
    assert!(!talk.has_newer);
    assert_eq!(numbers(&talk), (40..=202).collect::<Vec<_>>());
    talk.add(message(203, &ben(), "live"), None);
    assert_eq!(talk.last_seq(), Some(203));
}

#[test]
fn however_far_one_reads_the_window_stays_small_and_without_a_hole() {
    let mut talk = ThreadState::new(thread(written(951..=1_000), true));
    let is_whole = |talk: &ThreadState| {
        let (first, last) = (talk.first_seq().unwrap(), talk.last_seq().unwrap());
        assert_eq!(numbers(talk), (first..=last).collect::<Vec<_>>());
        assert!(numbers(talk).len() <= WINDOW, "{} messages", numbers(talk).len());
        let pages: Vec<_> = (first..=last).map(|seq| talk.page_of(seq)).collect();
        assert!(pages.is_sorted_by(|a, b| a >= b), "{pages:?}");
    };
    while let Some(first) = talk.first_seq().filter(|first| *first > 1) {
        talk.add_older(page(first - 50..first, first > 51, true));
        is_whole(&talk);
    }
    assert_eq!((talk.has_older, talk.has_newer, talk.last_seq()), (false, true, Some(300)));
    assert_eq!(talk.page_of(1), 19, "a page keeps its number while others go");
    while let Some(last) = talk.last_seq().filter(|last| *last < 1_000) {
        talk.add_newer(page(last + 1..=last + 50, true, last < 950));
        is_whole(&talk);
    }
    assert_eq!((talk.has_older, talk.has_newer, talk.first_seq()), (true, false, Some(701)));
    talk.add_older(page(651..=700, true, true));
    assert!(talk.page_of(700) > talk.page_of(701), "in front of a page is another one");
}

#[test]
fn a_change_reaches_the_message_and_its_quotes_and_passes_what_is_not_loaded() {
    let original = message(1, &ben(), "is it");
    let answer = MessageView { reply_to: Some(original.quote()), ..message(2, &ana(), "yes") };
    let mut talk = ThreadState::new(thread(vec![original.clone(), answer.clone()], false));
    let changed = MessageView { version: 1, body: "it is".into(), ..original };
    talk.update(&changed);
    talk.update(&MessageView { version: 4, ..message(9, &ben(), "elsewhere") });
    assert_eq!(numbers(&talk), [1, 2]);
    talk.add_newer(page([9], true, false));
    assert_eq!(talk.get(9).unwrap().version, 4, "the page was read before the change");
    let shown = |talk: &ThreadState| {
        let quote = talk.get(2).unwrap().reply_to.clone().unwrap();
        (talk.get(1).unwrap().body.clone(), quote.excerpt)
    };
    assert_eq!(shown(&talk), ("it is".to_owned(), "it is".to_owned()));
    talk.add(message(1, &ben(), "is it"), None);
    talk.add(answer, None);
    assert_eq!(shown(&talk).0, "it is", "an event that comes late does not undo it");
    let gone = MessageView { deleted_at: Some(Timestamp(5)), version: 2, ..message(1, &ben(), "") };
    talk.update(&gone);
    assert!(talk.get(1).unwrap().is_deleted());
}

proptest! {
    /// The order and number of arrivals do not matter.
    #[test]
    fn the_thread_is_sorted_and_without_repeats(seqs in prop::collection::vec(1_i64..40, 0..80)) {
        let mut talk = ThreadState::new(thread(vec![], false));
        for seq in &seqs {
            talk.add(message(*seq, &ben(), "hi"), None);
        }
        let mut expected = seqs;
        expected.sort_unstable();
        expected.dedup();
        prop_assert_eq!(numbers(&talk), expected);
    }

    /// Markers arrive in any order; a tick never goes back.
    #[test]
    fn a_tick_never_goes_back(markers in prop::collection::vec((0_i64..5, 0_i64..5), 0..20)) {
        let mut talk = ThreadState::new(thread(written([3]), false));
        let mut best = Receipt::Sent;
        for (delivered, read) in markers {
            talk.read(&marker(delivered.max(read), read));
            let now = talk.receipt(3, ana().id);
            prop_assert!(now >= best);
            best = now;
        }
    }
}
