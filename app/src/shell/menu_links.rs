use crate::{
    components::{Icon, Symbol},
    features::account::{use_may_test, use_me},
    routes,
};
use leptos::prelude::*;
use protocol::account::Role;

/// Where somebody can go besides the pages that everybody has, as items of a menu.
#[component]
pub(super) fn MenuLinks() -> impl IntoView {
    let role = use_me().map(|me| me.role);
    let own: &[(&str, Symbol, &str)] = match role {
        Some(Role::Owner) => &[
            (routes::PLAN, Symbol::Location, "Your plan"),
            (routes::DASHBOARD, Symbol::Chart, "Dashboard"),
            (routes::MY_BOARDS, Symbol::Board, "Your boards"),
            (routes::JOBS, Symbol::Down, "Imports and exports"),
        ],
        Some(Role::Admin) => &[
            (routes::REVIEW, Symbol::Board, "Boards to review"),
            (routes::PIPELINE, Symbol::System, "Pipeline"),
            (routes::ALL_JOBS, Symbol::Down, "All jobs"),
            (routes::ANNOUNCEMENTS, Symbol::Info, "Announcements"),
            (routes::AUDIT, Symbol::Clock, "Record"),
        ],
        Some(Role::Advertiser | Role::Tester) => &[
            (routes::PLAN, Symbol::Location, "Your plan"),
            (routes::DASHBOARD, Symbol::Chart, "Dashboard"),
            (routes::JOBS, Symbol::Down, "Exports"),
        ],
        None => &[(routes::PLAN, Symbol::Location, "Your plan")],
    };
    let test = [(routes::TEST_WEBSOCKET, Symbol::Test, "Test page")];
    let all = own.iter().chain(test.iter().filter(|_| use_may_test()));
    let all = all.chain(&[(routes::DEVELOPERS, Symbol::Laptop, "For developers")]).copied();
    let link = |(href, symbol, label)| {
        view! {
            <a class="menu__item" href=href>
                <Icon symbol />
                {label}
            </a>
        }
    };
    all.map(link).collect_view()
}
