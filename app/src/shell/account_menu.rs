use super::menu_links::MenuLinks;
use crate::{
    components::{Avatar, Icon, Symbol},
    features::account::{sign_in_then, use_me},
    routes,
};
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use protocol::account::Me;

/// The account's menu, or the way to sign in. A popover, so it opens without scripts.
#[component]
pub(super) fn AccountMenu() -> impl IntoView {
    match use_me() {
        Some(me) => view! { <Menu me /> }.into_any(),
        None => view! { <SignInLink /> }.into_any(),
    }
}

/// Leads back to the page it was pressed on; absent where one signs in anyway.
#[component]
fn SignInLink() -> impl IntoView {
    let path = use_location().pathname;
    move || {
        let path = path.get();
        let is_there = [routes::SIGN_IN, routes::SIGN_UP].contains(&path.as_str());
        (!is_there).then(|| view! { <a class="button" href=sign_in_then(&path)>"Sign in"</a> })
    }
}

#[component]
fn Menu(me: Me) -> impl IntoView {
    view! {
        <button class="account-button" type="button" popovertarget="account-menu">
            <span class="visually-hidden">"Account of "</span>
            <Avatar name=me.name.clone() />
            <span class="account-button__name">{me.name.clone()}</span>
        </button>
        <div class="menu" id="account-menu" popover="auto">
            <div class="menu__head">
                <p class="menu__name">{me.name}</p>
                <p class="muted">{me.email}</p>
            </div>
            <a class="menu__item" href=routes::ACCOUNT>
                <Icon symbol=Symbol::Account />
                "Account and devices"
            </a>
            <MenuLinks />
            <form method="post" action=routes::form::SIGN_OUT>
                <button class="menu__item" type="submit">
                    <Icon symbol=Symbol::SignOut />
                    "Sign out"
                </button>
            </form>
        </div>
    }
}
