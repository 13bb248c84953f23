//! Whether somebody is before this tab. The server makes one state of all of a person's tabs and devices.

use super::{Connection, now};
use leptos::{ev, prelude::*, task::spawn_local};
use protocol::{Timestamp, limits::AWAY_AFTER, presence::SetActivity};
use std::time::Duration;

/// So often it is looked whether there was input.
const LOOK: Duration = Duration::from_secs(15);

/// What was noticed here, and what the server was told.
#[derive(Clone, Copy)]
struct Watch {
    touched_at: Timestamp,
    is_active: bool,
}

impl Connection {
    /// Tells the server when nobody is here any more, and at once when somebody is again.
    pub(super) fn watch_activity(self) {
        let watch = StoredValue::new(Watch { touched_at: now(), is_active: true });
        let touched = move || {
            watch.update_value(|watch| watch.touched_at = now());
            if !watch.with_value(|watch| watch.is_active) {
                self.tell_activity(watch, true);
            }
        };
        window_event_listener(ev::pointerdown, move |_| touched());
        window_event_listener(ev::pointermove, move |_| touched());
        window_event_listener(ev::keydown, move |_| touched());
        window_event_listener(ev::wheel, move |_| touched());
        window_event_listener(ev::focus, move |_| touched());
        let look = move || {
            let Watch { touched_at, is_active } = watch.get_value();
            if is_active && now().since(touched_at) >= AWAY_AFTER {
                self.tell_activity(watch, false);
            }
        };
        set_interval(look, LOOK);
        // To the server a new connection is somebody who is here.
        let is_connected = self.is_connected();
        Effect::new(move || {
            if is_connected.get() && !watch.with_value(|watch| watch.is_active) {
                self.tell_activity(watch, false);
            }
        });
    }

    fn tell_activity(self, watch: StoredValue<Watch>, is_active: bool) {
        watch.update_value(|watch| watch.is_active = is_active);
        if self.is_up() && self.me.with_untracked(Option::is_some) {
            let answer = self.request(&SetActivity { is_active });
            // A lost one is told again with the next connection.
            spawn_local(async move { drop(answer.await) });
        }
    }
}
