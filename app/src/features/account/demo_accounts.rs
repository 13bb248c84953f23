use super::sign_up_page::role_name;
use crate::{components::Avatar, routes};
use leptos::prelude::*;
use protocol::account::Role;

/// The password of every demo account.
const PASSWORD: &str = "demo-password";

const ACCOUNTS: [(&str, &str, Role); 6] = [
    ("Ana Ruiz", "advertiser@example.com", Role::Advertiser),
    ("Dmitri Volkonsky", "advertiser2@example.com", Role::Advertiser),
    ("Marta Lindqvist", "owner@example.com", Role::Owner),
    ("Jonas Achterberg", "owner2@example.com", Role::Owner),
    ("Tessa Okafor", "tester@example.com", Role::Tester),
    ("Adrian Moreau", "admin@example.com", Role::Admin),
];

/// The demo accounts, each one press away. Every card is a form of its own and needs no script.
#[component]
pub(super) fn DemoAccounts(next: Option<String>) -> impl IntoView {
    let cards = ACCOUNTS.map(move |(name, email, role)| {
        let next = next.clone();
        view! {
            <li>
                <form method="post" action=routes::form::SIGN_IN>
                    <input r#type="hidden" name="email" value=email />
                    <input r#type="hidden" name="password" value=PASSWORD />
                    {next.map(|next| view! { <input r#type="hidden" name="next" value=next /> })}
                    <button class="demo-account" type="submit">
                        <Avatar name />
                        <span class="demo-account__name">{name}</span>
                        <span class="demo-account__role">{role_name(role)}</span>
                        <span class="demo-account__email">{email}</span>
                    </button>
                </form>
            </li>
        }
    });
    view! {
        <section class="demo-accounts" aria-labelledby="demo-accounts">
            <h2 id="demo-accounts">"Or walk in as somebody"</h2>
            <p class="muted">
                "This is a demonstration. Open two browsers and let an advertiser and an owner talk. The password of all is "
                <code>{PASSWORD}</code> "."
            </p>
            <ul class="demo-accounts__list">{cards}</ul>
        </section>
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    #[test]
    fn the_cards_are_the_accounts_that_the_demonstration_has() {
        let mut cards = ACCOUNTS.to_vec();
        let mut seeded = marketplace::demo::ACCOUNTS.map(|a| (a.name, a.email, a.role)).to_vec();
        cards.sort_by_key(|card| card.1);
        seeded.sort_by_key(|account| account.1);
        assert_eq!(cards, seeded);
        assert_eq!(PASSWORD, marketplace::demo::PASSWORD);
    }
}
