//! Holding everything that is planned, at once.

use super::{planned_row::price, shown::Shown, use_plan};
use crate::{
    components::{ErrorNotice, Money},
    connection::Connection,
    features::account::{sign_in_then, use_me},
    format::counted,
    hooks::use_connection,
    routes,
    stores::use_stores,
};
use leptos::{ev, prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use protocol::{
    id::UserId,
    limits,
    order::{HoldBoards, PlannedBoard, Wish},
};
use std::collections::BTreeMap;

/// What is held, and what came of it.
#[derive(Clone, Copy)]
struct Holding {
    connection: Connection,
    wishes: StoredValue<Vec<Wish>>,
    total_cents: i64,
    shown: Shown,
    on_changed: Callback<()>,
}

impl Holding {
    fn hold(self, go: impl Fn(String) + 'static) {
        let wishes = self.wishes.get_value();
        let (planner, orders) = (use_plan(), use_stores().orders.orders);
        let answer = self.connection.request(&HoldBoards {
            client_id: self.shown.client_id.get_untracked(),
            wishes: wishes.clone(),
            total_cents: self.total_cents,
        });
        self.shown.refused.set(None);
        spawn_local(async move {
            match answer.await {
                Ok(held) => {
                    Shown::forget_try();
                    let page = routes::held(&held);
                    orders.try_update(|orders| held.into_iter().for_each(|it| orders.learn(it)));
                    go(page);
                    planner.remove(&wishes);
                }
                Err(error) => {
                    self.shown.refused.try_set(Some(error));
                    // Whatever was refused, the page shows what is so now.
                    self.on_changed.run(());
                }
            }
        });
    }
}

/// What it comes to for each owner and in all, and the button.
#[component]
pub(super) fn HoldPlan(
    /// Those that can be held.
    planned: Vec<PlannedBoard>,
    /// How many others there are.
    blocked: usize,
    shown: Shown,
    /// The plan, or what it depends on, is not as it was read.
    on_changed: Callback<()>,
) -> impl IntoView {
    let me = use_me().map(|me| me.user_id);
    let orders = orders(&planned);
    let total_cents = orders.values().map(|(cents, _)| cents).sum();
    let wishes = StoredValue::new(planned.into_iter().map(|planned| planned.wish).collect());
    let connection = use_connection();
    let holding = Holding { connection, wishes, total_cents, shown, on_changed };
    let refused = shown.refused;
    let on_retry = Callback::new(move |()| {
        refused.set(None);
        on_changed.run(());
    });
    view! {
        <aside class="plan-sum" aria-label="In all">
            <h2>{counted(i64::try_from(orders.len()).unwrap_or_default(), "order", "orders")}</h2>
            <Sums orders />
            <div aria-live="polite">
                {move || refused.get().map(|error| view! { <ErrorNotice error on_retry /> })}
            </div>
            <Press holding blocked me />
        </aside>
    }
}

/// By owner and currency: what becomes one order each.
type Orders = BTreeMap<(String, UserId, String), (i64, usize)>;

fn orders(planned: &[PlannedBoard]) -> Orders {
    let mut orders = Orders::new();
    for one in planned {
        let (Some(board), Some(price)) = (&one.board, price(one)) else { continue };
        let owner = (board.owner.name.clone(), board.owner.id, price.currency);
        let (cents, count) = orders.entry(owner).or_default();
        *cents += price.total_cents;
        *count += 1;
    }
    orders
}

#[component]
fn Sums(orders: Orders) -> impl IntoView {
    let mut totals: BTreeMap<String, i64> = BTreeMap::new();
    for ((_, _, currency), (cents, _)) in &orders {
        *totals.entry(currency.clone()).or_default() += cents;
    }
    let row = |((owner, _, currency), (cents, count)): ((String, UserId, String), (i64, usize))| {
        let count = counted(i64::try_from(count).unwrap_or_default(), "booking", "bookings");
        view! {
            <div class="price-table__row">
                <dt>{format!("{owner}, {count}")}</dt>
                <dd>
                    <Money cents currency />
                </dd>
            </div>
        }
    };
    let total = |(currency, cents): (String, i64)| {
        view! {
            <div class="price-table__row price-table__row--total">
                <dt>"Total"</dt>
                <dd data-testid="plan-total" data-cents=cents>
                    <Money cents currency />
                </dd>
            </div>
        }
    };
    view! {
        <dl class="price-table">
            {orders.into_iter().map(row).collect_view()} {totals.into_iter().map(total).collect_view()}
        </dl>
        <p class="hold-form__note muted">"Each owner decides about their own order."</p>
    }
}

#[component]
fn Press(holding: Holding, blocked: usize, me: Option<UserId>) -> impl IntoView {
    if me.is_none() {
        return view! {
            <a class="button button--primary button--wide" href=sign_in_then(routes::PLAN)>
                "Sign in to book"
            </a>
        }
        .into_any();
    }
    let navigate = use_navigate();
    let submit = move |event: ev::SubmitEvent| {
        if blocked > 0 {
            event.prevent_default();
        } else if holding.connection.is_up() {
            event.prevent_default();
            let navigate = navigate.clone();
            holding.hold(move |page| navigate(&page, NavigateOptions::default()));
        }
    };
    let minutes = limits::HOLD_FOR.as_secs() / 60;
    let client_id = holding.shown.client_id;
    view! {
        <form method="post" action=routes::form::HOLD_PLAN on:submit=submit>
            <input r#type="hidden" name="clientId" value=move || client_id.get().to_string() />
            <input r#type="hidden" name="totalCents" value=holding.total_cents.to_string() />
            <button
                class="button button--primary button--wide"
                type="submit"
                data-testid="plan-hold"
                aria-disabled=(blocked > 0).then_some("true")
            >
                {format!("Hold all for {minutes} minutes")}
            </button>
        </form>
        <p class="hold-form__note muted">
            {if blocked > 0 {
                "First change or remove what cannot be held."
            } else {
                "All or nothing. Nothing is paid yet."
            }}
        </p>
    }
    .into_any()
}
