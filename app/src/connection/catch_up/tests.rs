mod model;

use super::*;
use crate::stores::fixture::{TALK, event, head};
use protocol::{
    ErrorCode,
    event::StreamHead,
    stream::{StreamAnswer, Synced},
};

const ROOM: Room = Room::Conversation(TALK);

fn live_at(seq: i64) -> CatchUp {
    let mut catch_up = CatchUp::new();
    catch_up.shown(ROOM, head(1, seq));
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

/// A reading from before the viewer was removed comes late: the server is asked, and denies the stream.
#[test]
fn what_was_forgotten_is_asked_for_when_it_is_followed_again() {
    let mut catch_up = live_at(3);
    catch_up.forget(ROOM);
    assert_eq!(catch_up.cursors(), []);
    assert_eq!(question(&catch_up.follow(&[(ROOM, head(1, 3))])).cursors[0].seq, 3);
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
    let after = question(&catch_up.reloaded(ROOM, head(2, 7)));
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
fn a_stream_that_another_left_no_room_for_is_asked_for_at_once() {
    let other = Room::Conversation(protocol::id::ConversationId(uuid::Uuid::from_u128(7)));
    let mut catch_up = CatchUp::new();
    catch_up.follow(&[(ROOM, head(1, 0)), (other, head(1, 0))]);
    let asked = question(&catch_up.connected());
    let mut answer = events(&[1], false);
    answer
        .streams
        .push(StreamAnswer { name: other, news: News::Events { events: vec![], more: true } });
    let actions = catch_up.answered(&asked, Ok(answer));
    assert_eq!(actions[0], apply(1));
    let names: Vec<_> = question(&actions[1..]).cursors.iter().map(|cursor| cursor.name).collect();
    assert_eq!(names, [other]);
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
    catch_up.follow(&heads);
    assert_eq!(catch_up.connected().len(), 2);
}

/// The inbox is read again after a reconnect, and its answer may overtake the thread's own catching up.
#[test]
fn a_later_reading_of_the_inbox_does_not_skip_what_an_open_thread_was_not_told() {
    let mut catch_up = live_at(3);
    catch_up.disconnected();
    let asked = question(&catch_up.connected());
    assert_eq!(catch_up.follow(&[(ROOM, head(1, 5))]), []);
    assert_eq!(catch_up.answered(&asked, Ok(events(&[4, 5], false))), [apply(4), apply(5)]);
}

/// Followed for the inbox, told of message 4 while the thread was being read, which ends at 3.
#[test]
fn a_thread_read_before_the_last_event_is_told_it_again_and_listeners_are_not() {
    let mut catch_up = live_at(3);
    assert_eq!(catch_up.event(event(TALK, 1, 4)), [apply(4)]);
    let asked = question(&catch_up.shown(ROOM, head(1, 3)));
    assert_eq!(asked.cursors[0].seq, 3);
    let actions = catch_up.answered(&asked, Ok(events(&[4, 5], false)));
    assert_eq!(actions, [Action::Refill(event(TALK, 1, 4)), apply(5)]);
    assert!(catch_up.is_live());
}

/// The thread was read again while its stream was behind: message 4 is an edit of something the reading lacks.
#[test]
fn a_reading_that_is_ahead_does_not_skip_what_was_not_told() {
    let mut catch_up = live_at(3);
    let asked = question(&catch_up.shown(ROOM, head(1, 5)));
    assert_eq!(asked.cursors[0].seq, 3);
    let refill = |seq| Action::Refill(event(TALK, 1, seq));
    assert_eq!(catch_up.answered(&asked, Ok(events(&[4, 5], false))), [refill(4), refill(5)]);
    assert!(catch_up.is_live());
}

#[test]
fn an_answer_to_a_question_from_a_later_place_is_asked_for_again() {
    let mut catch_up = live_at(4);
    let late = question(&catch_up.recheck());
    assert_eq!(catch_up.shown(ROOM, head(1, 2)).len(), 1);
    let again = question(&catch_up.answered(&late, Ok(events(&[5], false))));
    assert_eq!(again.cursors[0].seq, 2);
}
