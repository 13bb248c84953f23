mod notifier;

use super::{use_connection, use_interval};
use crate::{
    connection::{Connection, now},
    stores::use_stores,
};
use leptos::{prelude::*, task::spawn_local};
use notifier::Notifier;
use protocol::{account::UserRef, conversation::SetTyping, id::ConversationId, privacy::Privacy};
use std::time::Duration;

/// How often to look whether typing has stopped.
const LOOK: Duration = Duration::from_millis(500);

/// What [`use_typing`] gives.
#[derive(Clone, Copy)]
pub struct UseTypingReturn {
    /// Who types, the viewer left out. The server drops whoever gives no sign of life for 8 s.
    pub typists: Signal<Vec<UserRef>>,
    typing: StoredValue<ViewerTyping>,
}

#[derive(Clone, Copy)]
struct ViewerTyping {
    connection: Connection,
    conversation_id: ConversationId,
    notifier: StoredValue<Notifier>,
    privacy: RwSignal<Option<Privacy>>,
}

/// Who types in a conversation, and how to say that the viewer does: at the first key, every 5 s while it
/// goes on, and when it has stopped: after 5 idle seconds, on [`UseTypingReturn::stop`], or with the component.
///
/// Inert on the server: nobody types there.
pub fn use_typing(conversation_id: ConversationId) -> UseTypingReturn {
    let connection = use_connection();
    let (store, privacy) = (use_stores().conversations, use_stores().privacy);
    let notifier = StoredValue::new(Notifier::default());
    let typing = ViewerTyping { connection, conversation_id, notifier, privacy };
    use_interval(LOOK, move || typing.pause());
    // Within an effect, for on the server nobody leaves.
    Effect::new(move || on_cleanup(move || typing.stop()));
    let typists = Memo::new(move |_| store.typists_of(conversation_id));
    UseTypingReturn { typists: typists.into(), typing: StoredValue::new(typing) }
}

impl UseTypingReturn {
    /// A key changed the text.
    pub fn keyed(self) {
        let Some(typing) = self.typing.try_get_value() else { return };
        if typing.notifier.try_update_value(|notifier| notifier.key(now())) == Some(true) {
            typing.tell(true);
        }
    }

    /// The text was sent, emptied, or left.
    pub fn stop(self) {
        if let Some(typing) = self.typing.try_get_value() {
            typing.stop();
        }
    }
}

impl ViewerTyping {
    fn pause(self) {
        if self.notifier.try_update_value(|notifier| notifier.pause(now())) == Some(true) {
            self.tell(false);
        }
    }

    fn stop(self) {
        if self.notifier.try_update_value(Notifier::stop) == Some(true) {
            self.tell(false);
        }
    }

    /// Nobody waits for the answer: a lost one is repaired by the next, or by the receivers' own time-out.
    fn tell(self, is_typing: bool) {
        let privacy = self.privacy.try_get_untracked().flatten();
        if is_typing && !privacy.is_some_and(Privacy::tells_typing) {
            return;
        }
        let command = SetTyping { conversation_id: self.conversation_id, is_typing };
        let answer = self.connection.request(&command);
        spawn_local(async move { drop(answer.await) });
    }
}
