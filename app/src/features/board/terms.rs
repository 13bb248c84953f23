use super::facts::Fact;
use leptos::prelude::*;
use protocol::board::BoardTerms;

/// What a booking has to keep to.
#[component]
pub(super) fn Terms(terms: BoardTerms) -> impl IntoView {
    let BoardTerms { width_px, height_px, time_zone, hours, slots_per_loop, lead_days, .. } = terms;
    let lead = match lead_days {
        0 => "none".to_owned(),
        1 => "1 day".to_owned(),
        days => format!("{days} days"),
    };
    let hours =
        hours.in_words().into_iter().map(|line| view! { <span class="fact__line">{line}</span> });
    let rules = terms.content_rules;
    view! {
        <section aria-labelledby="terms">
            <h2 class="board-page__heading" id="terms">
                "What a booking keeps to"
            </h2>
            <dl class="facts">
                <Fact name="Picture">{width_px} " × " {height_px} " pixels"</Fact>
                <Fact name="Loop">{slots_per_loop} " creatives by turns"</Fact>
                <Fact name="Lead time">{lead}</Fact>
                <Fact name="Hours">
                    {hours.collect_view()} <small class="fact__note">{time_zone}</small>
                </Fact>
                {(!rules.is_empty()).then(|| view! { <Fact name="Rules">{rules}</Fact> })}
            </dl>
        </section>
    }
}
