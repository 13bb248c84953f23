//! Conversations: the inbox and its threads.
//!
//! The page is rendered by the server from `api`, then kept current by the stores
//! ([`crate::stores::conversation`]), which live events flow into. Sending works as a plain form without
//! scripts; with them a message is drawn at once and sent over the live connection.
//!
//! # For browser tests (`data-testid`)
//!
//! | Id | What | Attributes |
//! |---|---|---|
//! | `inbox` | the list of conversations | |
//! | `conversation-row` | one row, a link | `data-id`, `aria-current` when open |
//! | `unread-count` | a row's number, absent at 0 | |
//! | `unread-total` | the navigation's number | `data-count` |
//! | `presence` | somebody's presence | `data-state` = `online`, `offline`, `unknown` |
//! | `thread` | the open thread | `data-id` |
//! | `thread-board` | the link to its board | |
//! | `messages` | what scrolls | |
//! | `message` | one message | `data-state` = `sending`, `sent`, `delivered`, `read`, `failed` for own ones, else `received`; `data-seq` once stored; `data-client-id` |
//! | `message-body`, `message-state` | its text; its tick in words | |
//! | `message-quote` | what it answers, a link there | |
//! | `message-edited`, `message-deleted` | that it was changed; that it is gone | |
//! | `message-retry`, `message-discard` | of a failed one | |
//! | `message-more` | opens `message-menu` with `message-reply`, `message-edit`, `message-delete` | |
//! | `edit-form`, `edit-text`, `edit-save`, `edit-error` | changing a text in its place | |
//! | `delete-dialog`, `delete-confirm` | asks before a message is deleted | |
//! | `revisions-dialog`, `revision` | what a message said before | |
//! | `seen-by`, `reader` | who has seen a message; opened by its `message-state` | |
//! | `answering` | what the next message answers | |
//! | `day-line`, `unread-line` | separators | |
//! | `older` | above the first message: loading, or try again | |
//! | `jump-to-latest` | button, with the number of new messages | `data-count` |
//! | `typing-line` | who types; empty when nobody does | |
//! | `composer`, `send` | text field and button | |
//! | `composer-left` | characters left, from 500 down | |
//! | `composer-error` | why a text cannot be sent | |
//! | `thread-denied` | no longer a member | |
//! | `members-button`, `members-panel` | opens and shows who is in it | |
//! | `member` | one of them, with `member-remove` and `member-remove-confirm` where allowed | `data-name` |
//! | `add-member`, `add-member-note` | the form to add somebody, and what came of it | |
//! | `leave`, `leave-confirm` | leaving, asked first | |
//!
//! The connection's own: see [`crate::connection::ConnectionStatus`].

mod add_member_form;
pub(crate) mod api;
mod board_link;
mod closed;
mod composer;
mod conversations_page;
mod draft;
mod edit_form;
mod history;
mod inbox_row;
mod jump;
mod leave_form;
mod mark_read;
mod member_row;
mod member_words;
mod members_panel;
mod message;
mod message_body;
mod message_dialogs;
mod message_log;
mod message_menu;
mod place;
mod presence;
mod reading;
mod rows;
mod scrolling;
mod seen_by;
mod talk;
mod text;
mod thread_page;
mod thread_view;

pub use conversations_page::ConversationsPage;
pub use thread_page::{NoThread, ThreadPage};

use protocol::{
    conversation::{ConversationSummary, MemberView},
    id::UserId,
};

/// Everybody in a conversation but the viewer.
fn others(members: &[MemberView], me: UserId) -> impl Iterator<Item = &MemberView> {
    members.iter().filter(move |member| member.user.id != me)
}

/// What a conversation is called: the names of the others.
fn title(summary: &ConversationSummary, me: UserId) -> String {
    names(&summary.members, me)
}

fn names(members: &[MemberView], me: UserId) -> String {
    let names: Vec<_> = others(members, me).map(|member| member.user.name.as_str()).collect();
    if names.is_empty() { "Only you".to_owned() } else { names.join(", ") }
}
