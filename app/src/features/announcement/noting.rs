//! Telling the server how far an announcement has come with the reader.

use super::kept;
use crate::{
    connection::Connection,
    hooks::{use_connection, use_interval},
    stores::{announcement::Announcements, use_stores},
};
use leptos::{html, prelude::*, task::spawn_local};
use protocol::{
    Retry,
    announcement::{AnnouncementView, NoteAnnouncement, Stage},
};
use std::time::Duration;

/// Between two tries to tell of a dismissal.
const TRY_AGAIN: Duration = Duration::from_secs(5);

/// How often to look whether a banner is in view; in view at two looks in a row, it was seen.
const LOOK: Duration = Duration::from_secs(1);

/// What is needed to tell.
#[derive(Clone, Copy)]
pub(super) struct Noting {
    connection: Connection,
    store: RwSignal<Announcements>,
    is_visitor: bool,
}

impl Noting {
    /// Called while a component is made.
    pub(super) fn here() -> Self {
        let is_visitor = crate::features::account::use_me().is_none();
        Self { connection: use_connection(), store: use_stores().announcements, is_visitor }
    }

    /// Tells, unless this tab, or a visitor's browser, has told before.
    pub(super) fn note(self, view: &AnnouncementView, stage: Stage) {
        let is_new = self.store.try_update_untracked(|store| store.note(view, stage));
        if is_new != Some(true) || (self.is_visitor && !kept::is_first(view, stage)) {
            return;
        }
        let input = NoteAnnouncement { id: view.id, revision: view.revision, stage };
        self.tell(input);
    }

    /// A count that is lost is a count too few, which is what the figures promise; but what somebody has put away
    /// must stay away, on all their devices.
    fn tell(self, input: NoteAnnouncement) {
        let answer = self.connection.request(&input);
        spawn_local(async move {
            let is_lost = answer.await.is_err_and(|error| error.retry != Retry::Never);
            if is_lost && input.stage == Stage::Dismissed {
                set_timeout(move || self.tell(input), TRY_AGAIN);
            }
        });
    }

    /// Whether the server can be told now.
    pub(super) fn is_up(self) -> bool {
        self.connection.is_up()
    }

    /// Puts one away: here at once, on the user's other devices by the server, for a visitor in a cookie.
    pub(super) fn put_away(self, view: &AnnouncementView) {
        if self.is_visitor {
            kept::put_away(view);
        }
        self.note(view, Stage::Dismissed);
        let away =
            protocol::announcement::AnnouncementDismissed { id: view.id, revision: view.revision };
        self.store.update(|store| store.put_away(away));
    }

    /// Tells of its arrival once there is a line, and then whether it was in view for a second. Inert on the
    /// server.
    pub(super) fn watch(self, view: AnnouncementView, element: NodeRef<html::Article>) {
        let is_connected = self.connection.is_connected();
        let arrived = view.clone();
        Effect::new(move || {
            if is_connected.get() {
                self.note(&arrived, Stage::Delivered);
            }
        });
        let looks = StoredValue::new(0_u8);
        let look = move || {
            let is_seen = is_connected.try_get_untracked() == Some(true) && is_in_view(element);
            let count = looks.try_update_value(|looks| {
                *looks = if is_seen { looks.saturating_add(1) } else { 0 };
                *looks
            });
            if count == Some(2) {
                self.note(&view, Stage::Seen);
            }
        };
        use_interval(LOOK, look);
    }
}

/// Not one that is folded away, and not in a tab that is not looked at.
fn is_in_view(element: NodeRef<html::Article>) -> bool {
    let is_visible = document().visibility_state() == web_sys::VisibilityState::Visible;
    let element = element.try_get_untracked().flatten();
    is_visible && element.is_some_and(|element| element.offset_height() > 0)
}
