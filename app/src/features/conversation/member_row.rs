use super::{presence::Presence, talk::use_talk};
use crate::{
    components::{Avatar, Confirm},
    features::account::role_name,
    hooks::use_connection,
    routes,
};
use leptos::{ev, prelude::*, task::spawn_local};
use protocol::{
    account::UserRef,
    conversation::{MemberView, RemoveMember, may_remove},
};

/// One member: who, whether they are here, and who added them.
#[component]
pub(super) fn MemberRow(
    /// Who.
    member: MemberView,
    /// The viewer.
    me: StoredValue<UserRef>,
) -> impl IntoView {
    let talk = use_talk();
    let me = me.get_value();
    let board_owner = untrack(|| {
        let owner = talk
            .store
            .with_thread(talk.id, |thread| thread.board.as_ref().map(|board| board.owner_id));
        owner.flatten()
    });
    let is_removable = may_remove((me.id, me.role), board_owner, &member).is_ok();
    let MemberView { user, added_by, .. } = member;
    let is_me = user.id == me.id;
    let name = if is_me { format!("{} (you)", user.name) } else { user.name.clone() };
    let added_by = added_by.map(|by| {
        let name = if by.id == me.id { "you".to_owned() } else { by.name };
        format!(" · added by {name}")
    });
    let remove = is_removable.then(|| view! { <RemoveForm user=user.clone() /> });
    view! {
        <li class="member" data-testid="member" data-name=user.name.clone()>
            <Avatar name=user.name.clone() />
            <div class="member__text">
                <p class="member__name" dir="auto">
                    {name}
                </p>
                <p class="member__facts">{role_name(user.role)} {added_by}</p>
                {(!is_me).then(|| view! { <Presence user=user.id in_words=true /> })}
            </div>
            {remove}
        </li>
    }
}

/// Asks before somebody is removed. A plain form without scripts.
#[component]
fn RemoveForm(user: UserRef) -> impl IntoView {
    let talk = use_talk();
    let connection = use_connection();
    let refusal = RwSignal::new(None::<String>);
    let input = RemoveMember { conversation_id: talk.id, user_id: user.id };
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let answer = connection.request(&input);
        spawn_local(async move {
            // Done, the row is gone with the line that says so.
            if let Err(error) = answer.await {
                refusal.try_set(Some(error.message));
            }
        });
    };
    let ask = view! {
        "Remove"
        <span class="visually-hidden">{format!(" {}", user.name)}</span>
    }
    .into_any();
    view! {
        <Confirm ask class="member__remove" testid="member-remove">
            <form
                class="confirm__form"
                method="post"
                action=routes::form::remove_member(talk.id)
                on:submit=submit
            >
                <input r#type="hidden" name="userId" value=user.id.to_string() />
                <p>{format!("{} will not see this conversation any more.", user.name)}</p>
                {move || {
                    refusal.get().map(|text| view! { <p class="composer__error" role="alert">{text}</p> })
                }}
                <button class="button" type="submit" data-testid="member-remove-confirm">
                    "Remove"
                    <span class="visually-hidden">{format!(" {}", user.name)}</span>
                </button>
            </form>
        </Confirm>
    }
}
