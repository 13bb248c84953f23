use super::{board_form::BoardForm, refused::use_refused};
use crate::{
    components::ErrorNotice,
    features::account::{SignInFirst, use_me},
    routes,
};
use leptos::prelude::*;
use leptos_meta::Title;
use protocol::board::{BoardDraft, life::check_create};

/// `/boards/new`: where an owner writes a board.
#[component]
pub fn NewBoardPage() -> impl IntoView {
    let refused = use_refused();
    let content = match use_me().map(|me| check_create(me.role)) {
        None => view! { <SignInFirst text="Owners offer their boards here." /> }.into_any(),
        Some(Err(error)) => view! { <ErrorNotice error /> }.into_any(),
        Some(Ok(())) => {
            let draft = refused.as_ref().map_or_else(BoardDraft::fresh, |r| r.draft.clone());
            let errors = match refused {
                Some(refused) => refused.draft.check().err().unwrap_or(vec![refused.error]),
                None => Vec::new(),
            };
            let action = routes::NEW_BOARD.to_owned();
            view! { <BoardForm action version=None draft errors /> }.into_any()
        }
    };
    view! {
        <Title text="New board" />
        <div class="board-edit">
            <h1>"New board"</h1>
            {content}
        </div>
    }
}
