//! Going to a message, also to one that is not loaded.

use super::{
    api::{messages_around, older_messages},
    talk::Talk,
};
use crate::components::{Tone, use_toasts};
use leptos::{prelude::*, task::spawn_local};
use std::time::Duration;

/// How long the message stays marked.
const MARKED_FOR: Duration = Duration::from_secs(2);

impl Talk {
    /// Shows a message in the middle of the view, focused and marked for a moment. One that is not loaded is
    /// loaded with its surroundings.
    pub(super) fn go_to(self, seq: i64) {
        let is_loaded =
            self.store.with_thread_untracked(self.id, |thread| thread.get(seq).is_some());
        if is_loaded == Some(true) {
            return self.arrive(seq);
        }
        let toasts = use_toasts();
        spawn_local(async move {
            match messages_around(self.id, seq).await {
                Ok(page) => {
                    self.store.change_thread(self.id, |thread| thread.show(page));
                    self.arrive(seq);
                }
                Err(error) => toasts.show(Tone::Trouble, error.0.message),
            }
        });
    }

    /// Shows the newest message.
    pub(super) fn go_to_latest(self) {
        let is_loaded = self.store.with_thread_untracked(self.id, |thread| !thread.has_newer);
        if is_loaded != Some(false) {
            return self.scroller.to_end();
        }
        let toasts = use_toasts();
        spawn_local(async move {
            match older_messages(self.id, i64::MAX).await {
                Ok(page) => {
                    self.store.change_thread(self.id, |thread| thread.show(page));
                    request_animation_frame(move || self.scroller.to_end());
                }
                Err(error) => toasts.show(Tone::Trouble, error.0.message),
            }
        });
    }

    fn arrive(self, seq: i64) {
        request_animation_frame(move || {
            self.scroller.to_message(seq);
            // `None` when the reader has left the thread meanwhile.
            if self.marked.try_set(Some(seq)).is_none() {
                set_timeout(move || self.unmark(seq), MARKED_FOR);
            }
        });
    }

    fn unmark(self, seq: i64) {
        self.marked.try_update(|marked| {
            if *marked == Some(seq) {
                *marked = None;
            }
        });
    }
}
