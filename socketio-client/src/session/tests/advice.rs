//! Refusals and closings that say what to do.

use std::time::Duration;

use super::{Did, OPEN, Story, ended, state, waiting};
use crate::Transports;
use crate::engine::{Failure, Signal};
use crate::event::{Advice, ClientEvent, CloseReason, State};
use crate::session::Input;

fn refused_with(data: &str) -> Vec<Did> {
    let mut story = Story::new();
    story.feed(Input::Connect);
    story.opened();
    story.text(OPEN);
    story.text(&format!(r#"44{{"message":"no","data":{data}}}"#)).split_off(2)
}

#[test]
fn a_refusal_says_what_to_do() {
    for (retry, expected) in
        [("never", Advice::Never), ("login", Advice::Login), ("reload", Advice::Reload)]
    {
        let told = refused_with(&format!(r#"{{"retry":"{retry}"}}"#));
        assert_eq!(told[0], state(State::Refused));
        let advised = matches!(&told[1], Did::Event(ClientEvent::ConnectError { advice, .. }) if *advice == expected);
        assert!(advised, "{told:?}");
    }
    let told = refused_with(r#"{"retry":"after","retryAfterMs":3000}"#);
    assert_eq!(told[0], waiting(1, 3_250), "comes back by itself, not with all the others");
}

fn handshake_fails(advice: Advice) -> Vec<Did> {
    let mut story = Story::over(Transports::PollingOnly);
    story.feed(Input::Connect);
    let failure = Failure { text: "status 4xx".to_owned(), advice: Some(advice) };
    story.first(Signal::Closed(Some(failure)))
}

#[test]
fn a_handshake_answered_with_advice_follows_it() {
    let reason = CloseReason::TransportError("status 4xx".to_owned());
    for advice in [Advice::Never, Advice::Login, Advice::Reload] {
        let refused = [state(State::Refused), Did::Ended(reason.clone(), Some(advice))];
        assert_eq!(handshake_fails(advice), refused);
    }
    let later = handshake_fails(Advice::After(Duration::from_secs(9)));
    assert_eq!(later, [waiting(1, 9_250), ended(reason)]);
}

#[test]
fn advice_about_a_running_connection_is_about_that_connection_only() {
    let mut story = Story::over(Transports::PollingOnly);
    story.feed(Input::Connect);
    story.got(OPEN);
    let failure = Failure { text: "another session".to_owned(), advice: Some(Advice::Never) };
    let lost = story.first(Signal::Closed(Some(failure)));
    assert_eq!(lost[0], waiting(1, 250));
}

#[test]
fn a_server_that_says_when_it_will_be_back_is_believed_once() {
    let mut story = Story::connected();
    story.feed(Input::Hold { pause: Duration::from_secs(12) });
    assert_eq!(story.broken(None)[0], waiting(1, 12_250));
    story.feed(Input::RetryNow);
    assert_eq!(story.broken(None)[0], waiting(2, 500));
}

#[test]
fn a_server_that_said_so_with_its_last_words_is_believed_while_waiting() {
    let mut story = Story::connected();
    assert_eq!(story.broken(None)[0], waiting(1, 250));
    assert_eq!(story.feed(Input::Hold { pause: Duration::from_secs(12) }), [waiting(1, 12_250)]);
}

#[test]
fn what_a_server_said_is_forgotten_once_it_is_back() {
    let mut story = Story::new();
    story.feed(Input::Connect);
    story.feed(Input::Hold { pause: Duration::from_secs(12) });
    story.opened();
    story.text(OPEN);
    story.text(r#"40{"sid":"s"}"#);
    assert_eq!(story.broken(None)[0], waiting(1, 250));
}
