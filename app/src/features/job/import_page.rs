use super::{columns_wanted::ColumnsWanted, import_form::ImportForm};
use crate::{
    components::{Icon, Symbol},
    features::account::{SignInFirst, use_me},
    routes,
    shell::NotFound,
};
use leptos::prelude::*;
use leptos_meta::Title;
use protocol::board::life::check_create;

/// `/jobs/import`: an owner takes boards in from a file. For others there is no such page.
#[component]
pub fn ImportPage() -> impl IntoView {
    let Some(me) = use_me() else {
        return view! {
            <Title text="Import boards" />
            <SignInFirst text="Owners import their boards here." />
        }
        .into_any();
    };
    if check_create(me.role).is_err() {
        return view! { <NotFound text="Only owners import boards." /> }.into_any();
    }
    view! {
        <Title text="Import boards" />
        <div class="import">
            <a class="back-link" href=routes::JOBS>
                <Icon symbol=Symbol::Back />
                "Imports and exports"
            </a>
            <h1>"Import boards"</h1>
            <p class="muted">
                "One row a board, the first row names the columns. A board is known by its id in the file: one that is there already is updated, so the same file twice changes nothing."
            </p>
            <ColumnsWanted />
            <ImportForm />
        </div>
    }
    .into_any()
}
