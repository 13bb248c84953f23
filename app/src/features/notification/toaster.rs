//! Who tells of a new notification: one tab of the browser, once.
//!
//! All tabs hear of it. The one that is looked at claims it at once, one that is only visible a moment
//! later, one in the background after a second; whoever is first wins. A claim is a number in the browser's
//! storage, compared and raised under a Web Lock, so that two tabs never both win.

use super::{desktop, notification_row::mark, pace::Pace, words};
use crate::{
    components::{ToastQueue, Tone, use_toasts},
    connection::{Connection, now},
    format::counted,
    hooks::{use_connection, use_event},
    locks::Lock,
    routes,
    stores::{notification::Notifications, use_stores},
};
use leptos::{prelude::*, task::spawn_local};
use protocol::{
    ServerEvent,
    account::Me,
    id::SessionId,
    notification::{MarkNotificationsRead, NotificationAdded, NotificationBody, NotificationView},
    stream::Position,
};
use std::time::Duration;

const LOCK: &str = "bulletin-toast";
const STORAGE_KEY: &str = "toasted";

/// Where somebody looks, as seen from this tab.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Attention {
    Here,
    Visible,
    Elsewhere,
}

impl Attention {
    fn now() -> Self {
        let is_visible = document().visibility_state() == web_sys::VisibilityState::Visible;
        match (is_visible, document().has_focus()) {
            (true, Ok(true)) => Self::Here,
            (true, _) => Self::Visible,
            (false, _) => Self::Elsewhere,
        }
    }

    fn patience(self) -> Duration {
        match self {
            Self::Here => Duration::ZERO,
            Self::Visible => Duration::from_millis(300),
            Self::Elsewhere => Duration::from_secs(1),
        }
    }
}

#[derive(Clone, Copy)]
struct Toaster {
    session: SessionId,
    owner: StoredValue<String>,
    connection: Connection,
    toasts: ToastQueue,
    known: RwSignal<Notifications>,
    pace: StoredValue<Pace>,
    /// Heard of, and not claimed yet.
    waiting: StoredValue<Vec<NotificationAdded>>,
}

/// Tells of every new notification as long as the calling component lives. Inert on the server.
pub(super) fn tell(me: &Me) {
    let toaster = Toaster {
        session: me.session_id,
        owner: StoredValue::new(me.user_id.to_string()),
        connection: use_connection(),
        toasts: use_toasts(),
        known: use_stores().notifications,
        pace: StoredValue::new(Pace::default()),
        waiting: StoredValue::default(),
    };
    use_event(move |event| {
        if let ServerEvent::Notification(event) = event {
            toaster.heard(event.clone());
        }
    });
}

impl Toaster {
    fn heard(self, event: NotificationAdded) {
        let at = event.position;
        self.waiting.try_update_value(|waiting| waiting.push(event));
        match Attention::now() {
            Attention::Here => self.claim(at, Attention::Here),
            attention => set_timeout(move || self.claim(at, attention), attention.patience()),
        }
    }

    /// Claims a number, and with it all that waits here up to it: numbers are claimed in order.
    fn claim(self, at: Position, attention: Attention) {
        // The page may be gone when the time is up.
        let Some(owner) = self.owner.try_get_value() else { return };
        spawn_local(async move {
            let _lock = Lock::take(LOCK).await;
            let due = self.waiting.try_update_value(|waiting| {
                let is_due = |event: &mut NotificationAdded| event.position.seq <= at.seq;
                waiting.extract_if(.., is_due).collect::<Vec<_>>()
            });
            let due = due.unwrap_or_default();
            if !due.is_empty() && is_first(&owner, &at) {
                for event in due {
                    self.tell(event.notification, attention);
                }
            }
        });
    }

    /// Whoever looks at the thing itself need not be told, and no other tab does it either; nor is anybody told
    /// of what was read on another device by the time this one hears of it.
    fn tell(self, view: NotificationView, attention: Attention) {
        let is_read = self.known.try_with_untracked(|known| known.is_read(&view));
        if is_read != Some(false) {
            return;
        }
        if !self.is_needless(&view, attention) {
            self.show(view, attention);
        } else if matches!(view.body, NotificationBody::JobEnded { .. }) {
            // Its end was seen on its own page: there is nothing left to be told later.
            mark(self.connection, &MarkNotificationsRead { up_to: None, ids: vec![view.id] });
        }
    }

    fn is_needless(self, view: &NotificationView, attention: Attention) -> bool {
        match &view.body {
            NotificationBody::Message { conversation_id, .. } => {
                is_at(attention, &routes::conversation(*conversation_id))
            }
            NotificationBody::NewSession { session_id, .. } => *session_id == self.session,
            // A banner says it.
            NotificationBody::Announcement { .. } => attention != Attention::Elsewhere,
            NotificationBody::Order { order_id, .. } => is_at(attention, &routes::order(*order_id)),
            NotificationBody::JobEnded { job_id, .. } => is_at(attention, &routes::job(*job_id)),
            NotificationBody::MemberAdded { .. }
            | NotificationBody::BoardStatus { .. }
            | NotificationBody::OrderWaiting { .. }
            | NotificationBody::OrderTrouble { .. }
            | NotificationBody::BoardReview { .. } => false,
        }
    }

    fn show(self, view: NotificationView, attention: Attention) {
        if attention == Attention::Elsewhere {
            desktop::show(&words::headline(&view), words::target(&view.body));
            return;
        }
        self.pace.try_update_value(|pace| pace.add(view));
        self.show_due();
    }

    fn show_due(self) {
        let due = self.pace.try_update_value(|pace| pace.take(now())).unwrap_or_default();
        match &due[..] {
            [] => {}
            [one] => {
                let href = words::target(&one.body);
                self.toasts.show_link(Tone::News, words::headline(one), href);
            }
            many => {
                let number = i64::try_from(many.len()).unwrap_or(i64::MAX);
                let text = counted(number, "new notification", "new notifications");
                self.toasts.show_link(Tone::News, text, routes::NOTIFICATIONS.to_owned());
            }
        }
        if let Some(wait) = self.pace.try_with_value(|pace| pace.wait(now())).flatten() {
            set_timeout(move || self.show_due(), wait);
        }
    }
}

/// Whether somebody looks at this page of ours.
fn is_at(attention: Attention, page: &str) -> bool {
    attention == Attention::Here && window().location().pathname().is_ok_and(|path| path == page)
}

/// Whether nobody in this browser has told the owner of this number, or a later one. Where storage is
/// blocked every tab is the first.
fn is_first(owner: &str, at: &Position) -> bool {
    let Some(storage) = window().local_storage().ok().flatten() else { return true };
    let told = storage.get_item(STORAGE_KEY).ok().flatten().unwrap_or_default();
    let log = format!("{owner} {} ", at.epoch);
    let last = told.strip_prefix(&log).and_then(|last| last.parse::<i64>().ok());
    if last.is_some_and(|last| at.seq <= last) {
        return false;
    }
    // A full storage makes every tab the first, which is better than none.
    drop(storage.set_item(STORAGE_KEY, &format!("{log}{}", at.seq)));
    true
}
