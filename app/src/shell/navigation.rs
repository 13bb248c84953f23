use super::{Brand, menu_links::MenuLinks};
use crate::{
    components::{Icon, Symbol},
    features::{
        account::{use_may_test, use_me},
        order::use_planned_count,
    },
    format::count,
    routes,
    stores::use_unread_total,
};
use leptos::prelude::*;
use leptos_router::{components::A, hooks::use_location};
use protocol::{account::Role, board::life::check_create};

/// The navigation of wide screens.
#[component]
pub(super) fn Sidebar() -> impl IntoView {
    view! {
        <aside class="sidebar">
            <Brand />
            <nav class="sidebar__nav" aria-label="Main">
                <BrowseLink />
                <ConversationsLink />
                <PlanLink />
                <OrdersLink />
                <DashboardLink />
                <PipelineLink />
                <OwnBoardsLink />
                <TestLink />
            </nav>
        </aside>
    }
}

/// The navigation of phones, in reach of the thumb.
#[component]
pub(super) fn BottomBar() -> impl IntoView {
    // Four have room: what is more is behind the last one, which opens without scripts too.
    let is_visitor = use_me().is_none();
    let last = if is_visitor {
        view! { <NavLink href=routes::SIGN_IN symbol=Symbol::Account label="Sign in" /> }.into_any()
    } else {
        view! { <More /> }.into_any()
    };
    view! {
        <nav class="bottom-bar" aria-label="Main, short">
            <BrowseLink />
            <ConversationsLink />
            {is_visitor.then(|| view! { <TestLink /> })}
            <OrdersLink />
            {last}
        </nav>
    }
}

/// The rest of one's pages.
#[component]
fn More() -> impl IntoView {
    view! {
        <button class="nav-link" type="button" popovertarget="more-menu">
            <Icon symbol=Symbol::More />
            <span class="nav-link__label">"More"</span>
        </button>
        <div class="menu menu--above" id="more-menu" popover="auto">
            <MenuLinks />
            <a class="menu__item" href=routes::ACCOUNT>
                <Icon symbol=Symbol::Account />
                "Account and devices"
            </a>
        </div>
    }
}

/// Current on the list and on every board's page.
#[component]
fn BrowseLink() -> impl IntoView {
    let path = use_location().pathname;
    let is_current = move || {
        let is_of_board = |path: &String| path.starts_with("/boards/") && path != routes::MY_BOARDS;
        path.with(|path| path == routes::BROWSE || is_of_board(path)).then_some("page")
    };
    view! {
        <a class="nav-link" href=routes::BROWSE aria-current=is_current>
            <Icon symbol=Symbol::Board />
            <span class="nav-link__label">"Browse"</span>
        </a>
    }
}

#[component]
fn ConversationsLink() -> impl IntoView {
    view! {
        <NavLink href=routes::CONVERSATIONS symbol=Symbol::Conversation label="Conversations">
            <UnreadBadge />
        </NavLink>
    }
}

/// Not for visitors: they have none.
#[component]
fn OrdersLink() -> impl IntoView {
    use_me().map(|_| view! { <NavLink href=routes::ORDERS symbol=Symbol::Checks label="Orders" /> })
}

/// For those who may book.
#[component]
fn PlanLink() -> impl IntoView {
    let may_book = use_me().is_none_or(|me| me.role != Role::Admin);
    may_book.then(|| {
        view! {
            <NavLink href=routes::PLAN symbol=Symbol::Location label="Plan">
                <PlannedBadge />
            </NavLink>
        }
    })
}

/// How many bookings are planned; absent when none are.
#[component]
fn PlannedBadge() -> impl IntoView {
    let planned = use_planned_count();
    move || {
        let planned = planned.get();
        (planned > 0).then(|| {
            view! {
                <span class="badge badge--quiet" data-testid="plan-count" data-count=planned>
                    {count(planned)}
                    <span class="visually-hidden">" planned"</span>
                </span>
            }
        })
    }
}

/// Admins have the pipeline.
#[component]
fn DashboardLink() -> impl IntoView {
    let has_one = use_me().is_some_and(|me| me.role != Role::Admin);
    has_one.then(
        || view! { <NavLink href=routes::DASHBOARD symbol=Symbol::Chart label="Dashboard" /> },
    )
}

#[component]
fn PipelineLink() -> impl IntoView {
    let is_admin = use_me().is_some_and(|me| me.role == Role::Admin);
    is_admin
        .then(|| view! { <NavLink href=routes::PIPELINE symbol=Symbol::System label="Pipeline" /> })
}

/// For those who offer boards.
#[component]
fn OwnBoardsLink() -> impl IntoView {
    let is_owner = use_me().is_some_and(|me| check_create(me.role).is_ok());
    is_owner.then(|| {
        view! { <NavLink href=routes::MY_BOARDS symbol=Symbol::Edit label="Your boards" /> }
    })
}

#[component]
fn TestLink() -> impl IntoView {
    use_may_test().then(|| {
        view! { <NavLink href=routes::TEST_WEBSOCKET symbol=Symbol::Test label="Test page" /> }
    })
}

#[component]
fn NavLink(
    href: &'static str,
    symbol: Symbol,
    label: &'static str,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <A href=href attr:class="nav-link">
            <Icon symbol />
            <span class="nav-link__label">{label}</span>
            {children.map(|children| children())}
        </A>
    }
}

/// How many messages are unread; absent when none are.
#[component]
fn UnreadBadge() -> impl IntoView {
    let unread = use_unread_total();
    move || {
        let unread = unread.get();
        (unread > 0).then(|| {
            let text = if unread > 999 { "999+".to_owned() } else { count(unread) };
            view! {
                <span class="badge" data-testid="unread-total" data-count=unread>
                    {text}
                    <span class="visually-hidden">" unread"</span>
                </span>
            }
        })
    }
}
