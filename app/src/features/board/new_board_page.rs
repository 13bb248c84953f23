use super::{
    board_form::BoardForm,
    kept_form::Typed,
    refused::{Over, RefusedBoard, use_refused},
};
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
            let is_refused = refused.is_some();
            let errors = refused.as_ref().map(RefusedBoard::errors).unwrap_or_default();
            let draft = refused.map_or_else(BoardDraft::fresh, |refused| refused.draft);
            let (action, typed) =
                (routes::NEW_BOARD.to_owned(), Typed { draft, over: Over::default() });
            view! { <BoardForm action typed errors is_refused /> }.into_any()
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
