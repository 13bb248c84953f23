use super::use_plan;
use crate::{features::order::hold_form::Holding, format::counted, routes};
use leptos::prelude::*;
use protocol::order::Wish;

/// Keeps the chosen days for later, together with those of other boards. A button of the form around it, so that it
/// works without scripts: the server keeps the days then.
#[component]
pub(in crate::features::order) fn PlanButton(holding: Holding) -> impl IntoView {
    let planner = use_plan();
    let board_id = holding.board;
    let wish = move || holding.choice.get().range().map(|days| Wish { board_id, days });
    let add = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        let Some(wish) = untrack(wish).filter(|_| untrack(|| holding.refusal()).is_none()) else {
            return;
        };
        holding.refused.set(planner.add(wish).err());
    };
    let plan = planner.plan();
    let size = Memo::new(move |_| {
        let wish = wish()?;
        plan.with(|plan| plan.as_ref().filter(|plan| plan.has(wish)).map(|it| it.wishes().len()))
    });
    let is_idle = holding.use_is_idle();
    view! {
        <button
            class="button button--wide"
            type="submit"
            formaction=routes::form::plan_board(board_id)
            aria-disabled=move || is_idle.get().then_some("true")
            data-testid="plan-add"
            on:click=add
        >
            "Add to your plan"
        </button>
        <p class="hold-form__note muted" role="status" data-testid="plan-said">
            {move || match size.get() {
                Some(count) => {
                    let count = counted(i64::try_from(count).unwrap_or(i64::MAX), "booking", "bookings");
                    view! {
                        "These days are in "
                        <a href=routes::PLAN>{format!("your plan of {count}")}</a>
                        "."
                    }
                        .into_any()
                }
                None => "A plan keeps days of several boards, to be held together.".into_any(),
            }}
        </p>
    }
}
