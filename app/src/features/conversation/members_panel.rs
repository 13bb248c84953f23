use super::{
    add_member_form::AddMemberForm, leave_form::LeaveForm, member_row::MemberRow, talk::use_talk,
};
use crate::{
    components::{Icon, Symbol},
    format::counted,
};
use leptos::prelude::*;
use protocol::{account::UserRef, conversation::MemberView};

/// The id of what the button opens.
const PANEL: &str = "members-panel";

/// Opens the list of members.
#[component]
pub(super) fn MembersButton() -> impl IntoView {
    let talk = use_talk();
    let count = Memo::new(move |_| {
        talk.store.with_thread(talk.id, |thread| thread.members.len()).unwrap_or_default()
    });
    let label =
        move || counted(i64::try_from(count.get()).unwrap_or(i64::MAX), "member", "members");
    view! {
        <button
            class="button thread__members"
            type="button"
            popovertarget=PANEL
            data-testid="members-button"
        >
            <Icon symbol=Symbol::Members />
            <span class="thread__count" aria-hidden="true">
                {move || count.get()}
            </span>
            <span class="visually-hidden">{label}</span>
        </button>
    }
}

/// Who is in the conversation, and how to change that. A popover, so it opens without scripts.
#[component]
pub(super) fn MembersPanel(
    /// The viewer.
    me: StoredValue<UserRef>,
) -> impl IntoView {
    let talk = use_talk();
    let members = Memo::new(move |_| {
        talk.store.with_thread(talk.id, |thread| thread.members.clone()).unwrap_or_default()
    });
    let key = |member: &MemberView| {
        (member.user.id, member.joined_seq, member.added_by.as_ref().map(|by| by.id))
    };
    view! {
        <dialog
            class="dialog members"
            id=PANEL
            popover="auto"
            aria-labelledby="members-title"
            data-testid="members-panel"
        >
            <div class="dialog__head">
                <h2 id="members-title">"Members"</h2>
                <button
                    class="icon-button"
                    type="button"
                    popovertarget=PANEL
                    popovertargetaction="hide"
                    aria-label="Close"
                >
                    <Icon symbol=Symbol::Close />
                </button>
            </div>
            <ul class="members__list">
                <For each=move || members.get() key=key let:member>
                    <MemberRow member me />
                </For>
            </ul>
            <AddMemberForm />
            <LeaveForm />
        </dialog>
    }
}
