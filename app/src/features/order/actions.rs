//! What the viewer may do with an order now: one form each. They work without scripts; with a line they are
//! commands, and the page stays where it is.

use super::{
    order_page::NEXT,
    words::{action_label, reason_question},
};
use crate::{
    components::{Confirm, ErrorNotice},
    connection::Connection,
    hooks::use_connection,
    routes,
    shell::focus_id,
    stores::{order::known::Orders, use_stores},
};
use leptos::{ev, html, prelude::*, task::spawn_local};
use protocol::{
    Command, ErrorBody,
    id::OrderId,
    limits,
    order::{ActOnOrder, ExtendHold, OrderAction, OrderView, Party, actions},
};

/// Sends what was pressed, and keeps why it was refused.
#[derive(Clone, Copy)]
struct Acting {
    id: OrderId,
    connection: Connection,
    orders: RwSignal<Orders>,
    refused: RwSignal<Option<ErrorBody>>,
    /// Pressed, and not answered yet: a second press is the same one.
    is_under_way: StoredValue<bool>,
}

impl Acting {
    fn new(id: OrderId) -> Self {
        let (connection, orders) = (use_connection(), use_stores().orders.orders);
        let (refused, is_under_way) = (RwSignal::new(None), StoredValue::new(false));
        Self { id, connection, orders, refused, is_under_way }
    }

    fn send(self, command: &impl Command<Ok = OrderView>) {
        if self.is_under_way.get_value() {
            return;
        }
        self.is_under_way.set_value(true);
        self.refused.set(None);
        let answer = self.connection.request(command);
        spawn_local(async move {
            let answer = answer.await;
            self.is_under_way.try_set_value(false);
            match answer {
                Ok(order) => {
                    self.orders.try_update(|orders| orders.learn(order));
                    // What was pressed is gone: on with what is next.
                    focus_id(NEXT);
                }
                Err(error) => {
                    self.refused.try_set(Some(error));
                }
            }
        });
    }
}

/// Everything the table of transitions has for this party.
#[component]
pub(super) fn Actions(order: Memo<OrderView>, party: Party) -> impl IntoView {
    let acting = Acting::new(order.with_untracked(|order| order.id));
    let possible = Memo::new(move |_| {
        let state = order.with(|order| order.state);
        // A creative has a form of its own: it is a file.
        let plain = |action: &OrderAction| *action != OrderAction::SendCreative;
        actions(state, party).filter(plain).collect::<Vec<_>>()
    });
    // What was refused was about the order as it was.
    Effect::new(move || {
        possible.track();
        acting.refused.set(None);
    });
    let total = order.with_untracked(|order| (order.total_cents, order.currency.clone()));
    let forms = move || {
        let possible = possible.get();
        let forms = possible.into_iter().map(|action| {
            if action.needs_reason() {
                view! { <WithReason acting action /> }.into_any()
            } else {
                view! { <Plain acting action total=total.clone() /> }.into_any()
            }
        });
        forms.collect_view()
    };
    view! {
        <div class="order-actions" data-testid="order-actions">
            {forms}
            {move || acting.refused.get().map(|error| view! { <ErrorNotice error /> })}
        </div>
    }
}

/// One press.
#[component]
fn Plain(acting: Acting, action: OrderAction, total: (i64, String)) -> impl IntoView {
    let order_id = acting.id;
    let submit = move |event: ev::SubmitEvent| {
        if acting.connection.is_up() {
            event.prevent_default();
            acting.send(&ActOnOrder { order_id, action, reason: None });
        }
    };
    let label = match action {
        OrderAction::Submit => {
            let price = crate::format::money(total.0, &total.1);
            format!("{} for {price}", action_label(action))
        }
        action => action_label(action).to_owned(),
    };
    view! {
        <form method="post" action=routes::form::act_on_order(order_id) on:submit=submit>
            <input r#type="hidden" name="action" value=action.as_str() />
            <button class="button button--primary" type="submit" data-action=action.as_str()>
                {label}
            </button>
        </form>
    }
}

/// A second step, with words that the others will read.
#[component]
fn WithReason(acting: Acting, action: OrderAction) -> impl IntoView {
    let order_id = acting.id;
    let field = NodeRef::<html::Textarea>::new();
    let submit = move |event: ev::SubmitEvent| {
        let Some(field) = field.get_untracked().filter(|_| acting.connection.is_up()) else {
            return;
        };
        event.prevent_default();
        acting.send(&ActOnOrder { order_id, action, reason: Some(field.value()) });
    };
    let name = action.as_str();
    let ask = view! { {action_label(action)} }.into_any();
    view! {
        <Confirm ask class="order-actions__confirm" testid="order-confirm">
            <form
                class="order-actions__form"
                method="post"
                action=routes::form::act_on_order(order_id)
                on:submit=submit
            >
                <input r#type="hidden" name="action" value=name />
                <label class="field">
                    <span class="field__label">{reason_question(action)}</span>
                    <textarea
                        class="field__input"
                        name="reason"
                        rows="3"
                        required=true
                        maxlength=limits::REASON_CHARS.to_string()
                        node_ref=field
                    ></textarea>
                </label>
                <button class="button" type="submit" data-action=name>
                    {action_label(action)}
                </button>
            </form>
        </Confirm>
    }
}

/// Once more a quarter of an hour; absent when that was used.
#[component]
pub(super) fn Extend(order: Memo<OrderView>) -> impl IntoView {
    let acting = Acting::new(order.with_untracked(|order| order.id));
    let order_id = acting.id;
    let minutes = limits::HOLD_FOR.as_secs() / 60;
    let submit = move |event: ev::SubmitEvent| {
        if acting.connection.is_up() {
            event.prevent_default();
            acting.send(&ExtendHold { order_id });
        }
    };
    let is_extended = Memo::new(move |_| order.with(|order| order.is_extended));
    move || {
        if is_extended.get() {
            return view! { <p class="muted">"The hold was extended once."</p> }.into_any();
        }
        view! {
            <form method="post" action=routes::form::extend_hold(order_id) on:submit=submit>
                <button class="button" type="submit" data-testid="extend">
                    {format!("Extend by {minutes} minutes")}
                </button>
                {move || acting.refused.get().map(|error| view! { <ErrorNotice error /> })}
            </form>
        }
        .into_any()
    }
}
