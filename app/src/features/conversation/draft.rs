//! Texts that are begun but not sent. They outlive page, tab and browser, for this person.

use leptos::prelude::window;
use protocol::{
    id::{ConversationId, UserId},
    limits::{MESSAGE_CHARS, MESSAGE_COUNTDOWN_FROM},
};

/// The draft of one person in one conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Draft {
    pub(super) owner: UserId,
    pub(super) conversation: ConversationId,
}

impl Draft {
    fn key(self) -> String {
        format!("bulletin.draft.{}.{}", self.owner, self.conversation)
    }

    /// What was kept; nothing where the browser keeps nothing.
    pub(super) fn read(self) -> Option<String> {
        storage()?.get_item(&self.key()).ok().flatten()
    }

    /// Keeps a text, or forgets the draft when it is empty.
    pub(super) fn keep(self, text: &str) {
        let Some(storage) = storage() else { return };
        let result = if text.is_empty() {
            storage.remove_item(&self.key())
        } else {
            storage.set_item(&self.key(), text)
        };
        // A full or forbidden storage costs only the safety of a reload.
        drop(result);
    }
}

fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}

/// How many characters are left, once that is worth saying. Negative when there are too many.
pub(super) fn left(text: &str) -> Option<i64> {
    let used = text.trim().chars().count();
    let near = used + MESSAGE_COUNTDOWN_FROM >= MESSAGE_CHARS;
    near.then(|| {
        let signed = |number| i64::try_from(number).unwrap_or(i64::MAX);
        signed(MESSAGE_CHARS) - signed(used)
    })
}

/// How many lines the field should show.
pub(super) fn lines(text: &str) -> usize {
    text.split('\n').count().clamp(1, 8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_countdown_begins_at_500_and_counts_characters_not_bytes() {
        assert_eq!(left(&"é".repeat(9_499)), None);
        assert_eq!(left(&"é".repeat(9_500)), Some(500));
        assert_eq!(left(&"x".repeat(10_012)), Some(-12));
    }

    #[test]
    fn the_field_grows_to_eight_lines() {
        assert_eq!([lines(""), lines("a\nb"), lines(&"\n".repeat(20))], [1, 2, 8]);
    }
}
