//! What the page knows, kept current by live events.
//!
//! Every event the server pushes is routed by the one match in [`Stores::apply`]; a new variant of
//! [`ServerEvent`] does not compile until it has its arm there. The stores themselves are plain structs
//! (`thread`, `inbox`, `outbox`, `typists`, `presence`) that may be told the same thing twice and in any order.

pub mod announcement;
pub mod board;
pub mod conversation;
#[cfg(test)]
pub(crate) mod fixture;
pub mod job;
pub mod notification;
pub mod order;
pub mod presence;

use crate::{
    components::{ToastQueue, Tone, use_toasts},
    connection::Connection,
    error::ApiResult,
    features::{announcement::read_banners, notification::read_bell, order::open_order},
};
use announcement::Announcements;
use board::Statuses;
use conversation::ConversationStore;
use job::Jobs;
use leptos::{prelude::*, task::spawn_local};
use notification::Notifications;
use order::OrderStore;
use presence::People;
use protocol::{ErrorBody, Room, ServerEvent, account::Me, privacy::Privacy, stream::Head};

/// All stores of this tab.
#[derive(Clone, Copy)]
pub struct Stores {
    /// Inbox, open threads, outbox, typists.
    pub conversations: ConversationStore,
    /// What is announced.
    pub announcements: RwSignal<Announcements>,
    /// What the viewer should know.
    pub notifications: RwSignal<Notifications>,
    /// How boards stand.
    pub boards: RwSignal<Statuses>,
    /// Orders, the work on them, and calendars.
    pub orders: OrderStore,
    /// How imports and exports stand.
    pub jobs: RwSignal<Jobs>,
    /// Who is here.
    pub people: RwSignal<People>,
    /// What the viewer lets others see; `None` until the server has told.
    pub privacy: RwSignal<Option<Privacy>>,
    /// How many people are online, once it is known.
    pub online: RwSignal<Option<usize>>,
    toasts: ToastQueue,
}

/// Provides the stores. Called once, by the connection that feeds them.
pub(crate) fn provide_stores(me: Signal<Option<Me>>) -> Stores {
    let stores = Stores {
        conversations: ConversationStore::new(me),
        announcements: RwSignal::default(),
        notifications: RwSignal::default(),
        boards: RwSignal::default(),
        orders: OrderStore::new(),
        jobs: RwSignal::default(),
        people: RwSignal::default(),
        privacy: RwSignal::default(),
        online: RwSignal::default(),
        toasts: use_toasts(),
    };
    provide_context(stores);
    stores
}

/// The stores of this tab.
pub fn use_stores() -> Stores {
    use_context().unwrap_or_else(|| provide_stores(Signal::stored(None)))
}

/// Unread messages in all conversations of the viewer; none until the page runs.
pub fn use_unread_total() -> Signal<i64> {
    let unread = use_stores().conversations.unread();
    // The server writes the navigation before anything is counted, and hydration expects what it wrote.
    let is_running = RwSignal::new(false);
    Effect::new(move || is_running.set(true));
    let total = move || unread.with(|unread| unread.total().unwrap_or_default());
    Memo::new(move |_| if is_running.get() { total() } else { 0 }).into()
}

impl Stores {
    /// Takes in one event. Durable ones come in order and without a hole, see [`crate::connection::catch_up`].
    pub fn apply(self, event: ServerEvent, connection: Connection) {
        match event {
            // The connection itself looks at these; of what is withheld, at the number.
            ServerEvent::Heads(_) | ServerEvent::Goodbye(_) | ServerEvent::Withheld(_) => {}
            ServerEvent::JobUpdate(update) => self.jobs.update(|jobs| jobs.update(update)),
            ServerEvent::Membership(event) => self.conversations.membership(event, connection),
            ServerEvent::Hello(hello) => self.conversations.greeted(&hello),
            ServerEvent::NewMessage(event) => self.conversations.new_message(event, connection),
            ServerEvent::MessageUpdated(event) => {
                self.conversations.message_updated(&event.message);
            }
            ServerEvent::MessageRead(event) => self.conversations.message_read(&event),
            ServerEvent::Typing(event) => self.conversations.typing(event),
            ServerEvent::UserOnline(user) | ServerEvent::UserOffline(user) => {
                self.people.update(|people| people.update([user]));
            }
            ServerEvent::Presence(presence) => {
                self.people.update(|people| people.update(presence.users));
            }
            ServerEvent::Privacy(privacy) => {
                self.privacy.update(|known| {
                    if known.is_none_or(|known| known.version <= privacy.version) {
                        *known = Some(privacy);
                    }
                });
            }
            ServerEvent::OnlineCount(count) => self.online.set(Some(count.users)),
            ServerEvent::Notification(event) => {
                self.notifications.update(|notifications| notifications.added(event));
            }
            ServerEvent::NotificationRead(event) => {
                self.notifications.update(|notifications| notifications.read(&event));
            }
            ServerEvent::Announcement(event) => {
                self.announcements.update(|announcements| announcements.shown(event));
            }
            ServerEvent::AnnouncementRevoked(event) => {
                self.announcements.update(|announcements| announcements.revoked(&event));
            }
            ServerEvent::AnnouncementDismissed(event) => {
                self.announcements.update(|announcements| announcements.put_away(event));
            }
            ServerEvent::BillboardStatusUpdate(update) => {
                self.boards.update(|boards| boards.update([update]));
            }
            ServerEvent::BoardUpdated(update) => self.boards.update(|boards| boards.edited(update)),
            ServerEvent::Availability(update) => {
                self.orders.calendars.update(|calendars| calendars.update(&update));
            }
            ServerEvent::OrderUpdated(event) => {
                self.orders.orders.update(|orders| orders.updated(event));
            }
            ServerEvent::Status(status) => self.orders.status(status),
            ServerEvent::Progress(progress) => {
                self.orders.work.update(|work| work.progress(&progress));
            }
            ServerEvent::Log(log) => self.orders.logs.update(|logs| logs.told(log)),
            ServerEvent::Unread(event) => self.conversations.told_unread(&event),
        }
    }

    /// The line is up. Counts and markers are not replayed, so they are read again.
    pub fn connected(self, connection: Connection) {
        self.conversations.connected(connection);
        if self.conversations.is_signed_in() {
            spawn_local(async move {
                // What was put away on another device meanwhile is not replayed.
                if let Ok(banners) = read_banners().await {
                    self.announcements.try_update(|announcements| announcements.load(banners));
                }
            });
            spawn_local(self.conversations.recount());
        }
    }

    /// The line is lost.
    pub fn disconnected(self) {
        self.conversations.disconnected();
    }

    /// A stream cannot be replayed: reads its data again and says so. Answers with where it stands now.
    pub async fn reload(self, room: Room) -> ApiResult<Option<Head>> {
        let head = match room {
            Room::Conversation(id) => Some(self.conversations.reload(id).await?),
            Room::User(_) => {
                let bell = read_bell().await?;
                let head = bell.head;
                self.notifications.update(|notifications| notifications.load(bell));
                Some(head)
            }
            Room::Announcements => {
                let banners = read_banners().await?;
                let head = banners.head;
                self.announcements.update(|announcements| announcements.load(banners));
                return Ok(Some(head));
            }
            // Boards and jobs have a value, not a log.
            Room::Board(_) | Room::Boards | Room::Orders | Room::Job(_) | Room::Jobs => {
                return Ok(None);
            }
            Room::Order(id) => {
                let detail = open_order(id).await?;
                self.orders.load(&detail);
                Some(detail.head)
            }
        };
        self.toasts.show(Tone::News, "Updated to the latest");
        Ok(head)
    }

    /// Whether a stream is closed to the viewer, as far as the page knows.
    pub(crate) fn is_denied(self, room: Room) -> bool {
        match room {
            Room::Conversation(id) => self.conversations.is_denied(id),
            _ => false,
        }
    }

    /// A stream is gone, or no longer the viewer's.
    pub fn denied(self, room: Room, error: ErrorBody) {
        if let Room::Conversation(id) = room {
            self.conversations.denied(id, error);
        }
    }
}
