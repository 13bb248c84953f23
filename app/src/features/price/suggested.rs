use super::api::apply_price;
use crate::format::money;
use leptos::{prelude::*, task::spawn_local};
use protocol::{
    ErrorBody,
    id::BoardId,
    price::{ApplyPrice, PriceSuggestion},
};

/// Suggestions that are shown, and what is done with them.
#[derive(Clone, Copy)]
pub(super) struct Suggested {
    /// As they were read last.
    pub(super) list: RwSignal<Vec<PriceSuggestion>>,
    /// Whether they are shown on the page of the job that has brought them.
    pub(super) is_of_job: bool,
    /// Reads them again.
    pub(super) read_again: Callback<()>,
    /// For those who hear the page: what was done last.
    pub(super) said: RwSignal<String>,
    applying: RwSignal<Option<BoardId>>,
    refused: RwSignal<Option<(BoardId, ErrorBody)>>,
}

impl Suggested {
    pub(super) fn new(
        list: RwSignal<Vec<PriceSuggestion>>,
        is_of_job: bool,
        read_again: Callback<()>,
    ) -> Self {
        Self {
            list,
            is_of_job,
            read_again,
            said: RwSignal::default(),
            applying: RwSignal::default(),
            refused: RwSignal::default(),
        }
    }

    /// Whether the suggestion for this board is on its way.
    pub(super) fn is_applying(self, board: BoardId) -> bool {
        self.applying.get() == Some(board)
    }

    /// Why the suggestion for this board was not applied.
    pub(super) fn refusal(self, board: BoardId) -> Option<ErrorBody> {
        self.refused.with(|it| it.as_ref().filter(|it| it.0 == board).map(|it| it.1.clone()))
    }

    /// One at a time.
    pub(super) fn apply(self, suggestion: PriceSuggestion, done: impl FnOnce() + 'static) {
        if self.applying.get_untracked().is_some() {
            return;
        }
        let board = suggestion.board_id;
        self.applying.set(Some(board));
        self.refused.set(None);
        spawn_local(async move {
            let answer = apply_price(input(&suggestion)).await;
            self.applying.try_set(None);
            match answer {
                Ok(now) => {
                    self.said.try_set(format!(
                        "{} costs {} a day now.",
                        now.title,
                        money(now.current_cents, &now.currency)
                    ));
                    self.learn(&now);
                    done();
                }
                Err(error) => {
                    self.refused.try_set(Some((board, error.0)));
                    self.read_again.run(());
                }
            }
        });
    }

    fn learn(self, now: &PriceSuggestion) {
        self.list.try_update(|list| {
            for known in
                list.iter_mut().filter(|it| it.board_id == now.board_id && it.job_id == now.job_id)
            {
                *known = now.clone();
            }
        });
    }
}

/// What is applied is what the page shows.
fn input(shown: &PriceSuggestion) -> ApplyPrice {
    ApplyPrice {
        board_id: shown.board_id,
        job_id: shown.job_id,
        expected_cents: shown.current_cents,
    }
}
