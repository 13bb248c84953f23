//! Going back leads to where one was on the page. A browser does this by itself only for pages that are
//! complete when it goes back; ours are still being read then.

use js_sys::Date;
use leptos::{ev, prelude::*};
use std::collections::HashMap;

/// For so long after going back the place is held, in milliseconds. Whatever the reader does ends it.
const HELD_FOR: f64 = 1_500.0;

/// How far down the reader was, by address; and the place that is being held now.
#[derive(Clone, Copy)]
struct Places {
    known: StoredValue<HashMap<String, f64>>,
    held: StoredValue<Option<f64>>,
}

/// Remembers the reader's place on every page and returns to it. Inert on the server.
pub(super) fn remember() {
    let places = Places { known: StoredValue::new(HashMap::new()), held: StoredValue::new(None) };
    Effect::new(move || {
        let listeners = [
            window_event_listener(ev::scroll, move |_| places.note()),
            window_event_listener(ev::popstate, move |_| places.hold()),
            window_event_listener(ev::wheel, move |_| places.held.set_value(None)),
            window_event_listener(ev::pointerdown, move |_| places.held.set_value(None)),
            window_event_listener(ev::keydown, move |_| places.held.set_value(None)),
        ];
        on_cleanup(move || listeners.into_iter().for_each(WindowListenerHandle::remove));
    });
}

impl Places {
    fn note(self) {
        if let (None, Some(address)) = (self.held.get_value(), address()) {
            let place = window().scroll_y().unwrap_or_default();
            self.known.update_value(|known| {
                known.insert(address, place);
            });
        }
    }

    fn hold(self) {
        let place = self.known.with_value(|known| known.get(&address()?).copied());
        self.held.set_value(place);
        if place.is_some() {
            self.keep_until(Date::now() + HELD_FOR);
        }
    }

    /// Moves there in every frame in which the page is long enough, until the time is up.
    fn keep_until(self, end: f64) {
        request_animation_frame(move || {
            // Nothing is held any more when the reader went on, or the page is gone.
            let Some(place) = self.held.try_get_value().flatten() else { return };
            if longest() >= place {
                window().scroll_to_with_x_and_y(0.0, place);
            }
            if Date::now() < end {
                self.keep_until(end);
            } else {
                self.held.set_value(None);
            }
        });
    }
}

/// The page's path with its query.
fn address() -> Option<String> {
    let location = window().location();
    Some(location.pathname().ok()? + &location.search().ok()?)
}

/// How far down the page can be moved.
fn longest() -> f64 {
    let height = document().document_element().map(|root| root.scroll_height());
    let window = window().inner_height().ok().and_then(|height| height.as_f64());
    f64::from(height.unwrap_or_default()) - window.unwrap_or_default()
}
