use crate::{
    components::{Icon, Symbol},
    features::account::use_me,
    hooks::use_connection,
    routes,
};
use leptos::{ev, prelude::*, task::spawn_local};
use protocol::{board::FollowBoard, id::BoardId};

/// Follows a board, or stops. A plain form without scripts. Nothing for visitors.
#[component]
pub(super) fn FollowButton(
    /// Which board.
    id: BoardId,
    /// Whether the viewer followed it when the page was made.
    is_followed: bool,
) -> impl IntoView {
    let connection = use_connection();
    let is_followed = RwSignal::new(is_followed);
    let submit = move |event: ev::SubmitEvent| {
        if !connection.is_up() {
            return;
        }
        event.prevent_default();
        let wanted = !is_followed.get_untracked();
        is_followed.set(wanted);
        let answer = connection.request(&FollowBoard { board_id: id, is_followed: wanted });
        spawn_local(async move {
            if answer.await.is_err() {
                is_followed.try_set(!wanted);
            }
        });
    };
    use_me().map(|_| {
        view! {
            <form
                class="follow"
                method="post"
                action=routes::form::follow_board(id)
                on:submit=submit
            >
                <input
                    r#type="hidden"
                    name="isFollowed"
                    value=move || (!is_followed.get()).to_string()
                />
                <button class="button button--wide" type="submit" data-testid="follow">
                    <Icon symbol=Symbol::Bell />
                    {move || if is_followed.get() { "Stop following" } else { "Follow this board" }}
                </button>
                <p class="follow__note muted">
                    {move || {
                        if is_followed.get() {
                            "You are told when its status changes."
                        } else {
                            "Be told when its status changes."
                        }
                    }}
                </p>
            </form>
        }
    })
}
