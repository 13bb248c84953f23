use super::{
    open_board,
    status_step::{Steps, steps},
};
use crate::{
    components::{ErrorNotice, TimeText, status_name},
    connection::Connection,
    format::counted,
    hooks::use_connection,
    routes,
    stores::{board::Statuses, use_stores},
};
use leptos::{ev, prelude::*, task::spawn_local};
use protocol::{
    ErrorBody,
    board::{BoardStatus, BoardStatusChange, SetBoardStatus, life::Parts},
    id::BoardId,
};

/// Changes a board's status: a button for each step that its life has from here and that is the viewer's to take.
/// A plain form without scripts; with them the change is made in place.
#[component]
pub(super) fn StatusForm(
    /// Which board.
    id: BoardId,
    /// As it is now.
    status: Signal<BoardStatus>,
    /// What the viewer is to it.
    parts: Parts,
    /// The latest changes when the page was made.
    changes: Vec<BoardStatusChange>,
    /// How many of its orders were not over then.
    #[prop(optional)]
    orders: i64,
    /// Where the plain form leads to; the board's page when nothing is said.
    #[prop(optional)]
    next: &'static str,
) -> impl IntoView {
    let changing = Changing {
        id,
        status,
        reason: RwSignal::default(),
        connection: use_connection(),
        boards: use_stores().boards,
        refusal: RwSignal::new(None),
    };
    let refusal = changing.refusal;
    let (changes, orders) = (RwSignal::new(changes), RwSignal::new(orders));
    read_again_with_every_change(id, status, (changes, orders));
    // Of the three on the market each follows the others, so that the buttons stay while they are pressed.
    let is_public = Memo::new(move |_| status.get().is_public());
    let off_market = Memo::new(move |_| steps(status.get(), parts));
    view! {
        <form
            class="status-form"
            method="post"
            action=routes::form::board_status(id)
            aria-label="Change the status"
            data-testid="status-form"
        >
            <p class="status-form__title">"Change the status"</p>
            {(!next.is_empty()).then(|| view! { <input r#type="hidden" name="next" value=next /> })}
            {move || orders_note(orders.get())
                .map(|note| view! { <p class="muted" role="status" data-testid="orders-to-come">{note}</p> })}
            {move || is_public.get().then(|| view! { <OnMarket changing /> })}
            {move || view! { <Steps steps=off_market.get() is_open=!is_public.get() changing /> }}
            {move || refusal.get().map(|error| view! { <ErrorNotice error /> })}
            <Record changes />
        </form>
    }
}

/// The three it may have on the market, the one it has pressed.
#[component]
fn OnMarket(changing: Changing) -> impl IntoView {
    let button = move |choice: BoardStatus| {
        let press = move |event: ev::MouseEvent| changing.press(&event, choice);
        view! {
            <button
                class="button"
                type="submit"
                name="status"
                value=choice.as_str()
                aria-pressed=move || (changing.status.get() == choice).to_string()
                on:click=press
            >
                {status_name(choice)}
            </button>
        }
    };
    view! { <div class="status-form__choices">{BoardStatus::PUBLIC.map(button)}</div> }
}

/// A form at work.
#[derive(Clone, Copy)]
pub(super) struct Changing {
    id: BoardId,
    status: Signal<BoardStatus>,
    /// What is written under "Why".
    pub(super) reason: RwSignal<String>,
    connection: Connection,
    boards: RwSignal<Statuses>,
    refusal: RwSignal<Option<ErrorBody>>,
}

impl Changing {
    /// With a line the press is a command; without one the browser posts the form.
    pub(super) fn press(self, event: &ev::MouseEvent, status: BoardStatus) {
        if !self.connection.is_up() {
            return;
        }
        event.prevent_default();
        let reason = self.reason.get_untracked();
        let answer = self.connection.request(&SetBoardStatus { board_id: self.id, status, reason });
        spawn_local(async move {
            let answer = answer.await;
            if let Ok(update) = &answer {
                self.boards.try_update(|boards| boards.update([*update]));
                self.reason.try_set(String::new());
            }
            self.refusal.try_set(answer.err());
        });
    }
}

/// What becomes of what is booked: whoever takes a board off for a while has to know.
fn orders_note(orders: i64) -> Option<String> {
    let count = counted(orders, "order of this board is", "orders of this board are");
    let note = format!(
        "{count} not over. Taking it off the market calls none of them off; one whose board is not \
         checked yet waits until it is live again and somebody tries once more."
    );
    (orders > 0).then_some(note)
}

/// Who changed it, when and why, and what is booked: an update says what and not why. Inert on the server.
fn read_again_with_every_change(
    id: BoardId,
    status: Signal<BoardStatus>,
    (changes, orders): (RwSignal<Vec<BoardStatusChange>>, RwSignal<i64>),
) {
    Effect::new(move |before: Option<BoardStatus>| {
        let now = status.get();
        if before.is_some_and(|before| before != now) {
            spawn_local(async move {
                if let Ok(detail) = open_board(id).await {
                    changes.try_set(detail.changes);
                    orders.try_set(detail.orders_to_come);
                }
            });
        }
        now
    });
}

#[component]
fn Record(changes: RwSignal<Vec<BoardStatusChange>>) -> impl IntoView {
    let rows = move || {
        changes
            .get()
            .into_iter()
            .map(|change| {
                let reason = change.reason;
                view! {
                    <li>
                        {status_name(change.status)} " by " {change.changed_by.name} ", "
                        <TimeText at=change.changed_at />
                        {(!reason.is_empty())
                            .then(|| view! { <q class="status-form__reason">{reason}</q> })}
                    </li>
                }
            })
            .collect_view()
    };
    view! { <ul class="status-form__record muted" role="status">{rows}</ul> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_booked_is_told_and_nothing_when_nothing_is() {
        assert_eq!(orders_note(0), None);
        assert!(orders_note(1).unwrap().starts_with("1 order of this board is not over."));
        assert!(orders_note(3).unwrap().starts_with("3 orders of this board are not over."));
    }
}
