//! Watching clock, network and tab: what the line itself cannot notice, or only late.

use super::{Connection, now, transport::LineState};
use leptos::prelude::*;
use protocol::Timestamp;
use std::time::Duration;

/// After this long in the background a tab asks for everything again.
const LONG_SLEEP: Duration = Duration::from_mins(1);
/// So often the clock is looked at.
const LOOK: Duration = Duration::from_secs(5);
/// A clock that has moved this much further meanwhile was not looked at because the device slept.
const JUMP: Duration = Duration::from_secs(10);
/// A line that does not answer for this long, when there is reason to doubt it, is dead.
const PROBE: Duration = Duration::from_secs(2);

impl Connection {
    pub(super) fn count_down(self, retry_at: Timestamp) {
        self.update_core(|core| core.retry_at = Some(retry_at));
        self.count_down_on(retry_at);
    }

    fn count_down_on(self, retry_at: Timestamp) {
        let is_current = self.core.with_value(|core| core.retry_at == Some(retry_at));
        let is_waiting = self
            .facts
            .with_untracked(|facts| matches!(facts.line, Some(LineState::Waiting { .. })));
        if is_current && is_waiting {
            let seconds = retry_at.since(now()).as_secs_f64().ceil();
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "a wait has at most some tens of seconds"
            )]
            self.facts.update(|facts| facts.retry_in = Some(seconds as u64));
            set_timeout(move || self.count_down_on(retry_at), Duration::from_secs(1));
        }
    }

    /// A network that returns, or a tab that wakes up, is no reason to wait on.
    pub(super) fn watch_browser(self) {
        let is_offline = !window().navigator().on_line();
        self.facts.update(|facts| facts.is_offline = is_offline);
        window_event_listener(leptos::ev::online, move |_| {
            self.facts.update(|facts| facts.is_offline = false);
            self.hint_online(true);
            self.probe();
        });
        window_event_listener(leptos::ev::offline, move |_| {
            self.facts.update(|facts| facts.is_offline = true);
            self.hint_online(false);
            self.probe();
        });
        let visibility = leptos::ev::Custom::<leptos::ev::Event>::new("visibilitychange");
        window_event_listener(visibility, move |_| self.visibility_changed());
        self.watch_clock(now());
    }

    /// A device that slept does not say so: its timers only come late. A hidden tab's come late anyway, and
    /// what was missed there is asked for when it is seen again.
    fn watch_clock(self, looked_at: Timestamp) {
        let look = move || {
            let is_awake_again = now().since(looked_at) > LOOK + JUMP;
            if is_awake_again && document().visibility_state() != web_sys::VisibilityState::Hidden {
                self.doubt();
            }
            self.watch_clock(now());
        };
        set_timeout(look, LOOK);
    }

    /// There is reason to believe that the line is dead, or that something was missed.
    pub(crate) fn doubt(self) {
        self.probe();
        let actions = self.update_core(|core| core.catch_up.recheck());
        self.perform(actions.unwrap_or_default());
    }

    fn visibility_changed(self) {
        if document().visibility_state() == web_sys::VisibilityState::Hidden {
            self.update_core(|core| core.hidden_at = Some(now()));
            return;
        }
        let hidden_at = self.update_core(|core| core.hidden_at.take()).flatten();
        if hidden_at.is_some_and(|hidden_at| now().since(hidden_at) > LONG_SLEEP) {
            self.retry_now();
            self.doubt();
        }
    }

    /// Drops a line that looks alive but answers nothing: the heartbeat alone would take most of a minute.
    pub(crate) fn probe(self) {
        self.core.with_value(|core| core.line.iter().for_each(|line| line.probe(PROBE)));
    }

    fn hint_online(self, is_online: bool) {
        self.core.with_value(|core| {
            core.line.iter().for_each(|line| line.hint_online(is_online));
        });
    }
}
