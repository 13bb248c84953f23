use super::{Brand, account_menu::AccountMenu, theme::ThemeSwitch};
use crate::features::notification::Bell;
use leptos::prelude::*;

/// The bar above the page: the brand on phones, the way to the account everywhere.
#[component]
pub(super) fn TopBar() -> impl IntoView {
    view! {
        <header class="top-bar">
            <Brand />
            <div class="top-bar__tools">
                <ThemeSwitch />
                <Bell />
                <AccountMenu />
            </div>
        </header>
    }
}
