use super::status_form::Changing;
use leptos::{ev, prelude::*};
use protocol::{
    board::{
        BoardStatus,
        life::{self, Parts},
    },
    limits,
};

/// A step onto the market or off it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Step {
    to: BoardStatus,
    needs_reason: bool,
    name: &'static str,
}

/// The steps the viewer may take from here, other than those that stay on the market.
pub(super) fn steps(from: BoardStatus, parts: Parts) -> Vec<Step> {
    let stays = |step: &life::Transition| step.from.is_public() && step.to.is_public();
    let choices = life::choices(from, parts).into_iter().filter(|step| !stays(step));
    choices
        .map(|step| Step { to: step.to, needs_reason: step.needs_reason, name: name(step) })
        .collect()
}

/// A step as one does it.
fn name(step: life::Transition) -> &'static str {
    match (step.from, step.to) {
        (_, BoardStatus::InReview) => "Submit for review",
        (BoardStatus::InReview, BoardStatus::Live) => "Approve",
        (BoardStatus::Retired, BoardStatus::Draft) => "Begin anew",
        (BoardStatus::InReview, BoardStatus::Draft) if !step.needs_reason => "Take it back",
        (_, BoardStatus::Draft) => "Send it back",
        (_, BoardStatus::Retired) => "Retire",
        (_, BoardStatus::Live) => "Put on air",
        (_, BoardStatus::Paused) => "Pause",
        (_, BoardStatus::Maintenance) => "Maintenance",
    }
}

/// The steps as buttons, with a place for the reason where one is asked for. On the market they are folded away:
/// off it is a longer way back.
#[component]
pub(super) fn Steps(steps: Vec<Step>, is_open: bool, changing: Changing) -> impl IntoView {
    let asks_why = steps.iter().any(|step| step.needs_reason);
    let is_empty = steps.is_empty();
    let buttons = steps
        .into_iter()
        .map(|step| {
            let press = move |event: ev::MouseEvent| changing.press(&event, step.to);
            let is_first = matches!(step.to, BoardStatus::InReview | BoardStatus::Live);
            view! {
                <button
                    class="button"
                    class=("button--primary", is_first)
                    type="submit"
                    name="status"
                    value=step.to.as_str()
                    on:click=press
                >
                    {step.name}
                </button>
            }
        })
        .collect_view();
    let content = view! {
        {asks_why.then(|| view! { <Why changing /> })}
        <div class="status-form__steps">{buttons}</div>
    };
    if is_empty {
        ().into_any()
    } else if is_open {
        content.into_any()
    } else {
        view! {
            <details class="status-form__more">
                <summary>"Take it off the market"</summary>
                {content}
            </details>
        }
        .into_any()
    }
}

#[component]
fn Why(changing: Changing) -> impl IntoView {
    let reason = changing.reason;
    view! {
        <label class="field">
            <span class="field__label">"Why"</span>
            <textarea
                class="field__input"
                name="reason"
                rows="2"
                maxlength=limits::BOARD_REASON_CHARS
                prop:value=reason
                on:input=move |event| reason.set(event_target_value(&event))
            ></textarea>
            <span class="field__note">"Its owner reads this. Needed to send back or retire."</span>
        </label>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_owner_is_offered_nothing_that_is_an_admins() {
        let owner = Parts { is_owner: true, is_admin: false };
        let admin = Parts { is_owner: false, is_admin: true };
        let names =
            |from, parts| steps(from, parts).iter().map(|step| step.name).collect::<Vec<_>>();
        assert_eq!(names(BoardStatus::Draft, owner), ["Submit for review", "Retire"]);
        assert_eq!(names(BoardStatus::InReview, owner), ["Take it back"]);
        assert_eq!(names(BoardStatus::InReview, admin), ["Send it back", "Approve"]);
        assert_eq!(names(BoardStatus::Live, owner), ["Retire"]);
        assert_eq!(names(BoardStatus::Paused, admin), ["Send it back", "Retire"]);
        assert_eq!(names(BoardStatus::Retired, admin), Vec::<&str>::new());
    }
}
