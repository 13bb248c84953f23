//! What came of telling the pipeline the same about several orders.

use super::choice::{Choice, Told};
use crate::{components::ErrorNotice, features::order::run_words, format::counted};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use protocol::{
    ErrorBody,
    dashboard::offered,
    id::OrderId,
    order::{RunState, Steer, reference},
};

/// What came of it, order by order where one has refused.
#[component]
pub(super) fn Outcome(choice: Choice) -> impl IntoView {
    let query = use_query_map();
    let number =
        move |name: &'static str| query.with(|query| query.get_str(name)?.parse::<usize>().ok());
    let posted = move || Some((number("done")?, number("refused")?));
    let text = move || match choice.outcome.get() {
        None => posted().map(|sum| view! { <Sum sum left=0 run=choice.run /> }.into_any()),
        Some(Err(error)) => Some(view! { <ErrorNotice error=error.0 /> }.into_any()),
        Some(Ok(Told { orders, left })) => {
            let refused: Vec<(OrderId, ErrorBody)> =
                orders.iter().filter_map(|one| Some((one.order_id, one.error.clone()?))).collect();
            let sum = (orders.len() - refused.len(), refused.len());
            let lines = refused.into_iter().map(|(id, error)| {
                view! { <li>{format!("{}: {}", reference(id), error.message)}</li> }
            });
            let lines = lines.collect_view();
            Some(view! { <Sum sum left run=choice.run /> <ul>{lines}</ul> }.into_any())
        }
    };
    view! {
        <div class="batch-outcome" role="status" tabindex="-1" node_ref=choice.told>
            {text}
        </div>
    }
}

#[component]
fn Sum(
    /// How many did it, and how many refused.
    sum: (usize, usize),
    /// Of how many it was not told.
    left: i64,
    run: RunState,
) -> impl IntoView {
    let (done, refused) = sum;
    view! {
        <p data-testid="batch-outcome" data-done=done data-refused=refused data-left=left>
            {summary(sum, left, run)}
        </p>
    }
}

fn summary((done, refused): (usize, usize), left: i64, run: RunState) -> String {
    let orders =
        |count: usize| counted(i64::try_from(count).unwrap_or(i64::MAX), "order", "orders");
    let told = match offered(run) {
        Some(Steer::Retry) => "told to try again",
        Some(Steer::Resume) => "told to go on",
        Some(Steer::Pause) | None => "told to pause",
    };
    let were = if done == 1 { "was" } else { "were" };
    let mut text = format!("{} {were} {told}.", orders(done));
    if refused > 0 {
        text = format!("{text} {} refused.", orders(refused));
    }
    if left > 0 {
        let (left, word) = (counted(left, "more is", "more are"), run_words(run).0.to_lowercase());
        text = format!("{text} {left} {word}: press again for the next.");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_told_is_said() {
        assert_eq!(summary((1, 0), 0, RunState::Paused), "1 order was told to go on.");
        assert_eq!(summary((2, 0), 0, RunState::Waiting), "2 orders were told to pause.");
    }

    #[test]
    fn one_is_told_how_many_are_left() {
        let text = |sum, left| summary(sum, left, RunState::SetAside);
        assert_eq!(text((3, 0), 0), "3 orders were told to try again.");
        assert_eq!(text((1, 2), 0), "1 order was told to try again. 2 orders refused.");
        assert_eq!(
            text((100, 0), 37),
            "100 orders were told to try again. 37 more are set aside: press again for the next."
        );
    }
}
