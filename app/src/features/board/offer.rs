use super::{follow_button::FollowButton, status_form::StatusForm};
use crate::{
    components::{Avatar, Icon, PricePerDay, StatusPill, Symbol},
    features::{
        account::{sign_in_then, use_me},
        order::BOOKING,
    },
    routes,
};
use leptos::prelude::*;
use protocol::{
    board::{BoardDetail, BoardStatus, life::Parts},
    id::BoardId,
};

/// Price, status, owner, and the one thing to do here.
#[component]
pub(super) fn Offer(
    detail: BoardDetail,
    /// As it is now.
    status: Signal<BoardStatus>,
) -> impl IntoView {
    let board = detail.board.clone();
    let me = use_me();
    let parts = me.map(|me| Parts::of(me.user_id, me.role, board.owner.id)).unwrap_or_default();
    view! {
        <aside class="offer" aria-label="Offer">
            <div class="offer__price">
                <p class="price price--large">
                    <PricePerDay cents=board.price_per_day_cents currency=board.currency />
                </p>
                <span data-testid="board-status" role="status">
                    {move || view! { <StatusPill status=status.get() /> }}
                </span>
            </div>
            <p class="offer__status muted">{move || status_text(status.get())}</p>
            <div class="offer__owner">
                <Avatar name=board.owner.name.clone() />
                <p>
                    <span class="muted">"Offered by"</span>
                    <br />
                    {board.owner.name.clone()}
                </p>
            </div>
            {(!parts.are_none())
                .then(|| {
                    view! { <StatusForm id=board.id status parts changes=detail.changes.clone() orders=detail.orders_to_come /> }
                })}
            <FollowButton id=board.id is_followed=detail.is_followed />
            <div class="offer__action">
                {(!detail.is_own)
                    .then(|| {
                        view! {
                            <a class="button button--primary button--wide" href=BOOKING>
                                "Choose days"
                            </a>
                        }
                    })}
                <Contact detail />
            </div>
        </aside>
    }
}

#[component]
fn Contact(detail: BoardDetail) -> impl IntoView {
    let id = detail.board.id;
    if detail.is_own {
        return view! { <p class="offer__own">"This is your board. Advertisers write to you from here."</p> }
            .into_any();
    }
    if let Some(conversation) = detail.conversation_id {
        return view! {
            <a class="button button--wide" href=routes::conversation(conversation)>
                <Icon symbol=Symbol::Conversation />
                "Open your conversation"
            </a>
        }
        .into_any();
    }
    if use_me().is_none() {
        return view! {
            <a class="button button--wide" href=sign_in_then(&routes::board(id))>
                "Sign in to message"
            </a>
        }
        .into_any();
    }
    view! { <MessageOwner id /> }.into_any()
}

#[component]
fn MessageOwner(id: BoardId) -> impl IntoView {
    view! {
        <form method="post" action=routes::form::message_owner(id)>
            <button class="button button--wide" type="submit">
                <Icon symbol=Symbol::Conversation />
                "Message the owner"
            </button>
        </form>
    }
}

fn status_text(status: BoardStatus) -> &'static str {
    match status {
        BoardStatus::Draft => "Not on the market: its owner is still at work on it.",
        BoardStatus::InReview => "Not on the market yet: it is being looked at.",
        BoardStatus::Live => "On air and bookable now.",
        BoardStatus::Paused => "Taken off by its owner for a while. Ask when it returns.",
        BoardStatus::Maintenance => "Being repaired. Ask the owner when it is back.",
        BoardStatus::Retired => "No longer on the market.",
    }
}
