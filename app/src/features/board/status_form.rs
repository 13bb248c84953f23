use crate::{
    components::{ErrorNotice, TimeText, status_name},
    connection::Connection,
    hooks::use_connection,
    routes,
    stores::{board::Statuses, use_stores},
};
use leptos::{ev, prelude::*, task::spawn_local};
use protocol::{
    ErrorBody,
    board::{BoardStatus, BoardStatusChange, SetBoardStatus},
    id::BoardId,
};

/// Changes a board's status: one button for each other status. A plain form without scripts; with them the
/// change is made in place.
#[component]
pub(super) fn StatusForm(
    /// Which board.
    id: BoardId,
    /// As it is now.
    status: Signal<BoardStatus>,
    /// The latest changes when the page was made.
    changes: Vec<BoardStatusChange>,
) -> impl IntoView {
    let changing = Changing {
        id,
        connection: use_connection(),
        boards: use_stores().boards,
        refusal: RwSignal::new(None),
    };
    let refusal = changing.refusal;
    let button = move |choice: BoardStatus| {
        let press = move |event: ev::MouseEvent| changing.press(&event, choice);
        view! {
            <button
                class="button"
                type="submit"
                name="status"
                value=choice.as_str()
                aria-pressed=move || (status.get() == choice).to_string()
                on:click=press
            >
                {status_name(choice)}
            </button>
        }
    };
    view! {
        <form
            class="status-form"
            method="post"
            action=routes::form::board_status(id)
            aria-label="Change the status"
            data-testid="status-form"
        >
            <p class="status-form__title">"Change the status"</p>
            <div class="status-form__choices">{BoardStatus::ALL.map(button)}</div>
            {move || refusal.get().map(|error| view! { <ErrorNotice error /> })}
            <Record changes />
        </form>
    }
}

#[derive(Clone, Copy)]
struct Changing {
    id: BoardId,
    connection: Connection,
    boards: RwSignal<Statuses>,
    refusal: RwSignal<Option<ErrorBody>>,
}

impl Changing {
    /// With a line the press is a command; without one the browser posts the form.
    fn press(self, event: &ev::MouseEvent, status: BoardStatus) {
        if !self.connection.is_up() {
            return;
        }
        event.prevent_default();
        let answer = self.connection.request(&SetBoardStatus { board_id: self.id, status });
        spawn_local(async move {
            let answer = answer.await;
            if let Ok(update) = &answer {
                self.boards.try_update(|boards| boards.update([*update]));
            }
            self.refusal.try_set(answer.err());
        });
    }
}

/// Who changed it, and when, as the page was made.
#[component]
fn Record(changes: Vec<BoardStatusChange>) -> impl IntoView {
    let rows = changes
        .into_iter()
        .map(|change| {
            view! {
                <li>
                    {status_name(change.status)} " by " {change.changed_by.name} ", "
                    <TimeText at=change.changed_at />
                </li>
            }
        })
        .collect_view();
    view! { <ul class="status-form__record muted">{rows}</ul> }
}
