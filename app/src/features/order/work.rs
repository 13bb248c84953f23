//! The work on an order: its phases, how far it has come, and its log.

use super::{
    freshness::{Freshness, follow},
    log_view::LogSection,
    state_pill::RunPill,
    steer::SteerForms,
    words::{phase_words, pieces},
};
use crate::{
    components::{Icon, Symbol, TimeText},
    format::count,
    stores::use_stores,
};
use leptos::prelude::*;
use protocol::{
    id::OrderId,
    order::{OrderStatus, Party, Phase, RunState},
};

/// The sections; absent before the order was submitted. Of an order that ended before any work on it there is the
/// log only.
#[component]
pub(super) fn WorkSection(id: OrderId, party: Party) -> impl IntoView {
    let store = use_stores().orders.work;
    let freshness = follow(id);
    let status = Memo::new(move |_| store.with(|work| work.get(id).cloned()));
    let is_submitted = Memo::new(move |_| status.with(Option::is_some));
    let has_work =
        Memo::new(move |_| status.with(|it| it.as_ref().is_some_and(|it| !it.never_began())));
    view! {
        <Show when=move || is_submitted.get()>
            <Show when=move || has_work.get()>
                <section class="order-work" aria-labelledby="order-work" data-testid="order-work">
                    <div class="order-work__head">
                        <h2 id="order-work">"Status"</h2>
                        <FreshnessText freshness />
                    </div>
                    <Status status />
                    <SteerForms id party status />
                </section>
            </Show>
            <LogSection id freshness />
        </Show>
    }
}

/// How what is shown is kept current: one always knows.
#[component]
pub(super) fn FreshnessText(
    freshness: RwSignal<Freshness>,
    /// Whether it is read aloud elsewhere.
    #[prop(optional)]
    is_said_above: bool,
) -> impl IntoView {
    let role = (!is_said_above).then_some("status");
    view! {
        <span class="freshness" role=role data-testid="freshness" data-way=move || freshness.get().as_str()>
            <Icon symbol=Symbol::Live />
            {move || freshness.get().text()}
        </span>
    }
}

#[component]
fn Status(status: Memo<Option<OrderStatus>>) -> impl IntoView {
    let phase = Memo::new(move |_| {
        status.with(|it| it.as_ref().map(|it| (it.phase, it.run, it.done >= it.total)))
    });
    let figures = move || status.get().map(|status| view! { <Progress status /> });
    view! {
        {move || phase.get().map(|(phase, run, is_whole)| view! { <Phases phase run is_whole /> })}
        {figures}
    }
}

/// The parts of the work, with where it stands.
#[component]
fn Phases(
    phase: Phase,
    run: RunState,
    /// Whether all pieces of the phase are done; work that ended early has left some.
    is_whole: bool,
) -> impl IntoView {
    let steps: Vec<Phase> = if phase == Phase::Refund {
        vec![Phase::Refund]
    } else {
        Phase::ALL.into_iter().filter(|step| *step != Phase::Refund).collect()
    };
    let step = |step: Phase| {
        let (is_reached, has_ended) = (step == phase, run == RunState::Done);
        let is_done = step < phase || (is_reached && has_ended && is_whole);
        let is_now = is_reached && !has_ended;
        let class = match (is_done, is_now) {
            (true, _) => "phase phase--done",
            (_, true) => "phase phase--now",
            _ => "phase",
        };
        let said = if is_done {
            "done"
        } else if is_now {
            "now"
        } else if has_ended {
            "not done"
        } else {
            "later"
        };
        view! {
            <li class=class aria-current=is_now.then_some("step") data-phase=step.as_str()>
                <span class="phase__mark">{is_done.then(|| view! { <Icon symbol=Symbol::Check /> })}</span>
                <span class="phase__name">
                    {phase_words(step)} <span class="visually-hidden">", " {said}</span>
                </span>
            </li>
        }
    };
    view! { <ol class="phases">{steps.into_iter().map(step).collect_view()}</ol> }
}

/// How far the phase has come, how fast, and since when; why it stands still.
#[component]
fn Progress(status: OrderStatus) -> impl IntoView {
    let (name, pieces) = (phase_words(status.phase), pieces(status.phase, status.total));
    let OrderStatus { done, total, run, failures, .. } = status;
    let rate = rate(&status);
    let failed = (failures > 0).then(|| {
        let tries = crate::format::counted(failures.into(), "failed try", "failed tries");
        view! { <span>{tries}</span> }
    });
    view! {
        <div class="order-progress">
            <p class="order-progress__head">
                <span data-testid="run-state" data-run=run.as_str()>
                    <RunPill run />
                </span>
                <span data-testid="order-phase" data-phase=status.phase.as_str()>
                    {name} ": " {count(done)} " of " {count(total)} " " {pieces}
                </span>
            </p>
            <progress
                class="order-progress__bar"
                aria-label=format!("{name}: {pieces}")
                max=total.max(1).to_string()
                value=done.to_string()
                prop:value=done.to_string()
            ></progress>
            <p class="order-progress__foot muted">
                <span>"Began " <TimeText at=status.phase_started_at /></span>
                <span>"Changed " <TimeText at=status.updated_at /></span>
                {rate.map(|rate| view! { <span>{rate}</span> })}
                {failed}
            </p>
            {status
                .reason
                .map(|reason| {
                    view! {
                        <p class="order-progress__reason" data-testid="work-reason">
                            <Icon symbol=Symbol::Alert />
                            {reason}
                        </p>
                    }
                })}
        </div>
    }
}

/// Pieces a second and what time they leave, while work goes on and there is something to measure.
fn rate(status: &OrderStatus) -> Option<String> {
    let millis = status.updated_at.since(status.phase_started_at).as_millis();
    let millis = i64::try_from(millis).ok().filter(|millis| *millis >= 500)?;
    if status.run != RunState::Working || status.done == 0 {
        return None;
    }
    let tenths = status.done.saturating_mul(10_000) / millis;
    let left = (status.total - status.done).max(0).saturating_mul(millis) / status.done / 1_000;
    let left = if left > 0 { format!(", about {left} s left") } else { String::new() };
    (tenths > 0).then(|| format!("{}.{} a second{left}", tenths / 10, tenths % 10))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stores::order::fixture::status;
    use protocol::Timestamp;

    #[test]
    fn a_rate_is_told_only_of_work_that_can_be_measured() {
        let working = OrderStatus { done: 12, updated_at: Timestamp(2_000), ..status(7, 1) };
        assert_eq!(rate(&working).as_deref(), Some("6.0 a second"));
        let long = OrderStatus { total: 90, ..working.clone() };
        assert_eq!(rate(&long).as_deref(), Some("6.0 a second, about 13 s left"));
        assert_eq!(rate(&OrderStatus { run: RunState::Done, ..working.clone() }), None);
        assert_eq!(rate(&OrderStatus { updated_at: Timestamp(100), ..working }), None);
    }
}
