use super::{member_words::member_words, others, presence::Presence, title};
use crate::{
    components::{Avatar, TimeText},
    features::account::use_me,
    format::count,
    routes,
    stores::use_stores,
};
use leptos::prelude::*;
use leptos_router::components::A;
use protocol::{
    conversation::{ConversationSummary, MessageKind, MessageView, text},
    id::{ConversationId, UserId},
};

/// More does not fit on any screen.
const EXCERPT_CHARS: usize = 160;

/// One conversation in the inbox.
#[component]
pub(super) fn InboxRow(
    /// Which.
    id: ConversationId,
) -> impl IntoView {
    let store = use_stores().conversations;
    let me = use_me().map(|me| me.user_id);
    let inbox = store.inbox();
    let row = Memo::new(move |_| inbox.with(|inbox| inbox.as_ref()?.row(id).cloned()));
    let typists = Memo::new(move |_| store.typists_of(id));
    let counts = store.unread();
    let unread = Memo::new(move |_| counts.with(|counts| counts.of(id)));
    let is_typing = Memo::new(move |_| typists.with(|typists| !typists.is_empty()));
    view! {
        <li class="inbox__row">
            <A
                href=routes::conversation(id)
                attr:class="inbox__link"
                attr:data-testid="conversation-row"
                attr:data-id=id.to_string()
            >
                {move || {
                    let (me, row) = (me?, row.get()?);
                    Some(view! { <RowText row me unread=unread.get() is_typing=is_typing.get() /> })
                }}
            </A>
        </li>
    }
}

#[component]
fn RowText(row: ConversationSummary, me: UserId, unread: i64, is_typing: bool) -> impl IntoView {
    let name = title(&row, me);
    // Of several nobody's presence is the row's.
    let peer = match others(&row.members, me).collect::<Vec<_>>()[..] {
        [only] => Some(only.user.id),
        _ => None,
    };
    let last = if is_typing {
        "Typing…".to_owned()
    } else {
        row.last_message.as_ref().map_or_else(|| "No messages yet".to_owned(), |m| excerpt(m, me))
    };
    let unread = (unread > 0).then_some(unread);
    view! {
        <span class="inbox__face">
            <Avatar name=name.clone() />
            {peer.map(|user| view! { <Presence user /> })}
        </span>
        <span class="inbox__name" class:inbox__name--unread=unread.is_some()>
            {name}
        </span>
        <span class="inbox__time">
            {row.last_message.map(|message| view! { <TimeText at=message.sent_at /> })}
        </span>
        <span class="inbox__board">{row.board.map(|board| board.title)}</span>
        <span class="inbox__last" class:inbox__last--typing=is_typing dir="auto">
            {last}
        </span>
        {unread
            .map(|unread| {
                view! {
                    <span class="badge inbox__unread" data-testid="unread-count">
                        {if unread > 99 { "99+".to_owned() } else { count(unread) }}
                        <span class="visually-hidden">" unread"</span>
                    </span>
                }
            })}
    }
}

/// The newest message on one line.
fn excerpt(message: &MessageView, me: UserId) -> String {
    match message.kind {
        MessageKind::Text if message.is_deleted() => "Message deleted".to_owned(),
        MessageKind::Text => {
            let text = text::excerpt(&message.body, EXCERPT_CHARS);
            if message.author.id == me { format!("You: {text}") } else { text }
        }
        MessageKind::Order => message.body.clone(),
        kind => member_words(kind, (&message.author, message.subject.as_ref()), me),
    }
}
