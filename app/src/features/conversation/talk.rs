//! What the parts of one open thread share.

use super::scrolling::Scroller;
use crate::{
    shell::focus,
    stores::{conversation::ConversationStore, use_stores},
};
use leptos::prelude::*;
use protocol::{
    conversation::{MessageView, Quote, time_to_edit},
    id::{ConversationId, MessageId, UserId},
};
use uuid::Uuid;

/// The open thread, and what its viewer is about to do in it.
#[derive(Clone, Copy)]
pub(super) struct Talk {
    /// Which.
    pub(super) id: ConversationId,
    /// The viewer.
    pub(super) me: UserId,
    pub(super) store: ConversationStore,
    pub(super) scroller: Scroller,
    /// What the next message answers.
    pub(super) answering: RwSignal<Option<Quote>>,
    /// The message whose text is being changed.
    pub(super) editing: RwSignal<Option<MessageId>>,
    /// The message whose menu is, or was last, open.
    pub(super) menu: RwSignal<Option<MessageId>>,
    /// The message whose earlier texts are shown.
    pub(super) history: RwSignal<Option<MessageId>>,
    /// The message to be deleted, once that is confirmed.
    pub(super) deleting: RwSignal<Option<MessageId>>,
    /// The viewer's message of which the readers are shown.
    pub(super) seen: RwSignal<Option<i64>>,
    /// The message a jump has led to, for a moment.
    pub(super) marked: RwSignal<Option<i64>>,
}

impl Talk {
    /// Provides it to everything below the thread.
    pub(super) fn provide(id: ConversationId, me: UserId) -> Self {
        let talk = Self::new(id, me);
        provide_context(talk);
        talk
    }

    fn new(id: ConversationId, me: UserId) -> Self {
        Self {
            id,
            me,
            store: use_stores().conversations,
            scroller: Scroller(NodeRef::new()),
            answering: RwSignal::new(None),
            editing: RwSignal::new(None),
            menu: RwSignal::new(None),
            history: RwSignal::new(None),
            deleting: RwSignal::new(None),
            seen: RwSignal::new(None),
            marked: RwSignal::new(None),
        }
    }

    /// The next message answers this one.
    pub(super) fn answer(self, quote: Quote) {
        self.answering.set(Some(quote));
        focus_on(COMPOSER);
    }

    /// Begins to change the viewer's newest message, if there is still time.
    pub(super) fn edit_last(self) -> bool {
        let now = self.store.server_now();
        let last = self.store.with_thread_untracked(self.id, |thread| {
            let mut own = thread.messages().rev().filter(|message| message.author.id == self.me);
            own.find(|message| time_to_edit(message, now).is_some()).map(|message| message.id)
        });
        let last = last.flatten();
        if last.is_some() {
            self.editing.set(last);
        }
        last.is_some()
    }

    /// Takes the place where it was before a message was changed.
    pub(super) fn stop_editing(self, seq: i64) {
        self.editing.set(None);
        request_animation_frame(move || focus_on(&anchor(seq)));
    }

    /// A loaded message. Tracks the thread.
    pub(super) fn message(self, id: MessageId) -> Option<MessageView> {
        self.store.with_thread(self.id, |thread| thread.find(id).cloned()).flatten()
    }
}

/// The id of the field one writes in.
pub(super) const COMPOSER: &str = "composer";

/// The id of a message's element.
pub(super) fn anchor(seq: i64) -> String {
    format!("message-{seq}")
}

fn focus_on(id: &str) {
    if let Some(element) = document().get_element_by_id(id) {
        focus(&element);
    }
}

/// The thread this component is in.
pub(super) fn use_talk() -> Talk {
    let nowhere = || Talk::new(ConversationId(Uuid::nil()), UserId(Uuid::nil()));
    use_context().unwrap_or_else(nowhere)
}
