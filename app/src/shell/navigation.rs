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
                <AdminLinks />
                <OwnBoardsLink />
                <JobsLink />
                <TestLink />
            </nav>
            <p class="sidebar__foot">
                <a href=routes::DEVELOPERS>"For developers"</a>
            </p>
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
            {(!is_visitor).then(|| view! { <ConversationsLink /> })}
            {is_visitor
                .then(|| {
                    view! {
                        <PlanLink />
                        <TestLink />
                    }
                })}
            <OrdersLink />
            {is_admin().then(|| view! { <PipelineLink /> })}
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

/// Of whose boards a page is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Boards {
    /// Everybody's: the list, and a board as everybody sees it.
    All,
    /// One's own: their list, and where one writes and edits them.
    Own,
}

impl Boards {
    fn of(path: &str) -> Option<Self> {
        match path.strip_prefix("/boards/") {
            None => (path == routes::BROWSE).then_some(Self::All),
            Some("mine" | "new") => Some(Self::Own),
            Some(board) if board.ends_with("/edit") || board.ends_with("/photos") => {
                Some(Self::Own)
            }
            Some(_) => Some(Self::All),
        }
    }
}

/// A link that is current on all pages of these boards.
#[component]
fn BoardsLink(
    boards: Boards,
    href: &'static str,
    symbol: Symbol,
    label: &'static str,
) -> impl IntoView {
    let path = use_location().pathname;
    let is_current = move || path.with(|path| Boards::of(path) == Some(boards)).then_some("page");
    view! {
        <a class="nav-link" href=href aria-current=is_current>
            <Icon symbol />
            <span class="nav-link__label">{label}</span>
        </a>
    }
}

#[component]
fn BrowseLink() -> impl IntoView {
    view! { <BoardsLink boards=Boards::All href=routes::BROWSE symbol=Symbol::Board label="Browse" /> }
}

#[component]
fn ConversationsLink() -> impl IntoView {
    view! {
        <NavLink href=routes::CONVERSATIONS symbol=Symbol::Conversation label="Conversations">
            <UnreadBadge />
        </NavLink>
    }
}

/// Not for visitors, who have none, and not for admins, who book nothing.
#[component]
fn OrdersLink() -> impl IntoView {
    let has_some = use_me().is_some_and(|me| me.role != Role::Admin);
    has_some.then(|| view! { <NavLink href=routes::ORDERS symbol=Symbol::Checks label="Orders" /> })
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

fn is_admin() -> bool {
    use_me().is_some_and(|me| me.role == Role::Admin)
}

#[component]
fn PipelineLink() -> impl IntoView {
    view! { <NavLink href=routes::PIPELINE symbol=Symbol::System label="Pipeline" /> }
}

/// Where the marketplace is run from.
#[component]
fn AdminLinks() -> impl IntoView {
    is_admin().then(|| {
        view! {
            <PipelineLink />
            <NavLink href=routes::ALL_JOBS symbol=Symbol::Down label="Jobs" />
            <NavLink href=routes::REVIEW symbol=Symbol::Checks label="Boards to review" />
            <NavLink href=routes::ANNOUNCEMENTS symbol=Symbol::Info label="Announcements" />
            <NavLink href=routes::AUDIT symbol=Symbol::Clock label="Record" />
        }
    })
}

/// For those who offer boards.
#[component]
fn OwnBoardsLink() -> impl IntoView {
    let is_owner = use_me().is_some_and(|me| check_create(me.role).is_ok());
    is_owner.then(|| {
        view! { <BoardsLink boards=Boards::Own href=routes::MY_BOARDS symbol=Symbol::Edit label="Your boards" /> }
    })
}

/// For those who bring boards in files.
#[component]
fn JobsLink() -> impl IntoView {
    let is_owner = use_me().is_some_and(|me| check_create(me.role).is_ok());
    is_owner.then(|| view! { <NavLink href=routes::JOBS symbol=Symbol::Down label="Jobs" /> })
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

#[cfg(test)]
mod tests {
    use super::*;
    use protocol::id::BoardId;
    use uuid::Uuid;

    #[test]
    fn where_one_writes_boards_is_among_ones_own() {
        let board = BoardId(Uuid::nil());
        for path in [routes::BROWSE.to_owned(), routes::board(board)] {
            assert_eq!(Boards::of(&path), Some(Boards::All), "{path}");
        }
        let own = [
            routes::MY_BOARDS.to_owned(),
            routes::NEW_BOARD.to_owned(),
            routes::edit_board(board),
            routes::board_photos(board),
        ];
        for path in own {
            assert_eq!(Boards::of(&path), Some(Boards::Own), "{path}");
        }
        assert_eq!(Boards::of(routes::REVIEW), None);
    }
}
