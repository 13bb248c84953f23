//! Choosing boards, and having their prices compared. A plain form without scripts.

use super::{api::start_price_check, board_choice::BoardChoice};
use crate::{
    components::{ErrorNotice, Loaded},
    error::ApiResult,
    format::count,
    routes,
    stores::use_stores,
};
use leptos::{ev, prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use protocol::{ErrorBody, board::OwnBoards, id::BoardId, limits, price::StartPriceCheck};
use std::collections::BTreeSet;
use uuid::Uuid;

/// What is to be compared.
#[derive(Clone, Copy)]
pub(super) struct Check {
    /// Whether only the chosen ones are.
    pub(super) is_of_chosen: RwSignal<bool>,
    /// Kept while one turns the pages of one's boards.
    pub(super) chosen: RwSignal<BTreeSet<BoardId>>,
    request_id: RwSignal<Uuid>,
    is_sending: RwSignal<bool>,
    refused: RwSignal<Option<ErrorBody>>,
}

impl Check {
    /// Made by the page itself: what waits for data has another order of things in the browser. `is_of_chosen` on a
    /// further page of boards, to which only those come who choose.
    pub(super) fn new(is_of_chosen: bool) -> Self {
        // The one in the form that the server has rendered: pressed twice, here and there, it is one check.
        let request_id = SharedValue::new(Uuid::now_v7).into_inner();
        Self {
            is_of_chosen: RwSignal::new(is_of_chosen),
            chosen: RwSignal::default(),
            request_id: RwSignal::new(request_id),
            is_sending: RwSignal::new(false),
            refused: RwSignal::default(),
        }
    }

    fn input(self) -> Result<StartPriceCheck, ErrorBody> {
        let chosen = self.chosen.get_untracked();
        let is_of_chosen = self.is_of_chosen.get_untracked();
        if is_of_chosen && chosen.is_empty() {
            return Err(ErrorBody::invalid("boardIds", "Choose a board, or compare all."));
        }
        let board_ids = if is_of_chosen { chosen.into_iter().collect() } else { Vec::new() };
        Ok(StartPriceCheck { request_id: self.request_id.get_untracked(), board_ids })
    }

    fn start(self, go: impl FnOnce(String) + 'static) {
        if self.is_sending.get_untracked() {
            return;
        }
        let input = match self.input() {
            Ok(input) => input,
            Err(error) => return self.refused.set(Some(error)),
        };
        let jobs = use_stores().jobs;
        self.is_sending.set(true);
        self.refused.set(None);
        spawn_local(async move {
            let answer = start_price_check(input).await;
            self.is_sending.try_set(false);
            // Whatever came of it, the next press is another check.
            self.request_id.try_set(Uuid::now_v7());
            match answer {
                Ok(job) => {
                    let id = job.update.job_id;
                    jobs.try_update(|jobs| jobs.update(job.update));
                    go(routes::job(id));
                }
                Err(error) => {
                    self.refused.try_set(Some(error.0));
                }
            }
        });
    }
}

/// The form.
#[component]
pub(super) fn CheckForm(check: Check, boards: Resource<ApiResult<OwnBoards>>) -> impl IntoView {
    let navigate = use_navigate();
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let navigate = navigate.clone();
        check.start(move |path| navigate(&path, NavigateOptions::default()));
    };
    view! {
        <form
            class="price-check"
            method="post"
            action=routes::PRICES
            data-testid="price-check"
            on:submit=submit
        >
            <input type="hidden" name="requestId" value=move || check.request_id.get().to_string() />
            <Which check />
            <div class="price-check__boards">
                <Loaded resource=boards count=4 let:own>
                    <BoardChoice check own />
                </Loaded>
            </div>
            {move || check.refused.get().map(|error| view! { <ErrorNotice error /> })}
            <button
                class="button button--primary"
                type="submit"
                data-testid="price-check-start"
                aria-busy=move || check.is_sending.get().then_some("true")
                aria-disabled=move || check.is_sending.get().then_some("true")
            >
                {move || if check.is_sending.get() { "Sending …" } else { "Check prices" }}
            </button>
        </form>
    }
}

/// All or some.
#[component]
fn Which(check: Check) -> impl IntoView {
    let most = count(i64::try_from(limits::PRICE_BOARDS).unwrap_or(i64::MAX));
    let all = format!("Those on the market and in review, at most {most}.");
    let number = move || match check.chosen.with(BTreeSet::len) {
        0 => "Tick them below.".to_owned(),
        number => format!("{number} ticked."),
    };
    let choose = move |is_of_chosen| move |_| check.is_of_chosen.set(is_of_chosen);
    let of_chosen = check.is_of_chosen;
    view! {
        <fieldset class="choices">
            <legend class="field__label">"Which boards"</legend>
            <label class="choice">
                <input
                    type="radio"
                    name="which"
                    value="all"
                    checked=move || !of_chosen.get()
                    prop:checked=move || !of_chosen.get()
                    on:change=choose(false)
                />
                <span class="choice__title">"All boards"</span>
                <span class="choice__text">{all}</span>
            </label>
            <label class="choice">
                <input
                    type="radio"
                    name="which"
                    value="chosen"
                    checked=move || of_chosen.get()
                    prop:checked=move || of_chosen.get()
                    on:change=choose(true)
                />
                <span class="choice__title">"Chosen boards"</span>
                <span class="choice__text">{number}</span>
            </label>
        </fieldset>
    }
}
