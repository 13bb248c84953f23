use super::{
    board_link::BoardLink,
    closed::Closed,
    composer::Composer,
    members_panel::{MembersButton, MembersPanel},
    message_dialogs::{DeleteDialog, RevisionsDialog},
    message_log::MessageLog,
    message_menu::{MessageMenu, provide_menu},
    names, others,
    presence::Presence,
    seen_by::SeenBy,
    talk::Talk,
};
use crate::{
    components::{Avatar, Icon, Symbol},
    hooks::{UseTypingReturn, use_room, use_typing},
    routes,
    stores::use_stores,
};
use leptos::prelude::*;
use leptos_meta::Title;
use protocol::{
    Room,
    account::UserRef,
    id::{ConversationId, UserId},
    stream::Head,
};

/// An open conversation: what it is about, what was said, and where to answer.
#[component]
pub(super) fn ThreadView(
    /// Which; already in the store.
    id: ConversationId,
    /// Where its stream stood when it was read.
    head: Head,
    /// The viewer.
    me: UserRef,
) -> impl IntoView {
    use_room(Room::Conversation(id), head);
    let store = use_stores().conversations;
    let typing = use_typing(id);
    // Rises with every message written here, so that the log shows it.
    let written = RwSignal::new(0_u32);
    let user = me.id;
    let viewer = StoredValue::new(me.clone());
    Talk::provide(id, user);
    provide_menu();
    let denial = Memo::new(move |_| store.denial(id));
    view! {
        <article class="thread" data-testid="thread" data-id=id.to_string()>
            <Header id me=user />
            <MessageLog id me written />
            <TypingLine typing />
            {move || {
                if let Some(error) = denial.get() {
                    view! { <Closed error /> }.into_any()
                } else {
                    view! { <Composer id me=user typing written /> }.into_any()
                }
            }}
            {move || denial.get().is_none().then(|| view! { <MembersPanel me=viewer /> })}
            <MessageMenu />
            <DeleteDialog />
            <RevisionsDialog />
            <SeenBy />
        </article>
    }
}

#[component]
fn Header(id: ConversationId, me: UserId) -> impl IntoView {
    let store = use_stores().conversations;
    let name = Memo::new(move |_| {
        store.with_thread(id, |thread| names(&thread.members, me)).unwrap_or_default()
    });
    let peers = Memo::new(move |_| {
        let ids = |thread: &crate::stores::conversation::thread::ThreadState| {
            others(&thread.members, me).map(|member| member.user.id).collect::<Vec<_>>()
        };
        store.with_thread(id, ids).unwrap_or_default()
    });
    let board = Memo::new(move |_| store.with_thread(id, |thread| thread.board.clone()).flatten());
    let is_open = Memo::new(move |_| store.denial(id).is_none());
    // With several others a single word would not say whose presence it is.
    let only_peer = move || match peers.get()[..] {
        [user] => Some(view! { <Presence user in_words=true /> }),
        _ => None,
    };
    // The document's title is worked out once more while a thread is taken down, when its values are gone.
    let title = move || name.try_get().unwrap_or_default();
    view! {
        <Title text=title />
        <header class="thread__head">
            <a class="icon-button thread__back" href=routes::CONVERSATIONS>
                <Icon symbol=Symbol::Back />
                <span class="visually-hidden">"All conversations"</span>
            </a>
            {move || view! { <Avatar name=name.get() /> }}
            <div class="thread__who">
                <h2 class="thread__name">{move || name.get()}</h2>
                {only_peer}
            </div>
            {move || board.get().map(|board| view! { <BoardLink board /> })}
            {move || is_open.get().then(|| view! { <MembersButton /> })}
        </header>
    }
}

/// Keeps its place when nobody types, so that nothing moves.
#[component]
fn TypingLine(typing: UseTypingReturn) -> impl IntoView {
    let text = move || {
        let names: Vec<_> = typing.typists.get().into_iter().map(|user| user.name).collect();
        match &names[..] {
            [] => String::new(),
            [one] => format!("{one} is typing…"),
            [one, two] => format!("{one} and {two} are typing…"),
            [one, ..] => format!("{one} and {} others are typing…", names.len() - 1),
        }
    };
    view! {
        <p class="thread__typing" data-testid="typing-line">
            {text}
        </p>
    }
}
