//! What was handed in for an order: every version, the newest first, with what became of it.

use crate::{
    components::{Pill, Symbol, TimeText, Tone},
    stores::use_stores,
};
use leptos::prelude::*;
use protocol::{
    id::OrderId,
    order::{Creative, CreativeVersion, Screen, Verdict, creative::creative_versions},
    picture,
};

/// All versions; nothing before the first one.
#[component]
pub(super) fn Creatives(id: OrderId, screens: StoredValue<Vec<Screen>>) -> impl IntoView {
    let store = use_stores().orders.orders;
    let versions = Memo::new(move |_| {
        let mut versions = store.with(|orders| creative_versions(&orders.timeline(id)));
        versions.reverse();
        versions
    });
    let has_any = Memo::new(move |_| versions.with(|versions| !versions.is_empty()));
    move || {
        has_any.get().then(|| {
            view! {
                <section class="order-creatives" aria-labelledby="order-creatives" data-testid="creatives">
                    <h2 id="order-creatives">"Creative"</h2>
                    <ol class="creatives" reversed>
                        <For
                            each=move || versions.get()
                            key=|version| (version.number, verdict(&version.verdict).0)
                            children=move |version| view! { <Version version screens /> }
                        />
                    </ol>
                </section>
            }
        })
    }
}

#[component]
fn Version(version: CreativeVersion, screens: StoredValue<Vec<Screen>>) -> impl IntoView {
    let (name, word, tone, symbol) = verdict(&version.verdict);
    let who = version.by.map(|by| by.name).unwrap_or_default();
    let reason = match version.verdict {
        Verdict::Rejected(reason) => reason,
        _ => None,
    };
    let pictures = version.creatives.into_iter().map(|creative| {
        view! { <Shown creative screens /> }
    });
    view! {
        <li class="creative" data-testid="creative" data-verdict=name>
            <p class="creative__head">
                <strong>{format!("Version {}", version.number)}</strong>
                <Pill tone symbol label=word />
                <span class="muted">{who} " · " <TimeText at=version.at /></span>
            </p>
            {reason.map(|reason| view! { <blockquote class="timeline__reason">{reason}</blockquote> })}
            <div class="creative__pictures">{pictures.collect_view()}</div>
        </li>
    }
}

fn verdict(verdict: &Verdict) -> (&'static str, &'static str, Tone, Symbol) {
    match verdict {
        Verdict::Waiting => ("waiting", "In review", Tone::Waiting, Symbol::Clock),
        Verdict::Approved => ("approved", "Approved", Tone::Live, Symbol::Checks),
        Verdict::Rejected(_) => ("rejected", "Another is needed", Tone::Trouble, Symbol::Close),
        Verdict::Dropped => ("dropped", "Not used", Tone::Neutral, Symbol::Close),
    }
}

/// One picture, and the boards it is for. It leads to the file as it was handed in.
#[component]
fn Shown(creative: Creative, screens: StoredValue<Vec<Screen>>) -> impl IntoView {
    let facts = creative.facts;
    let is_for = |screen: &&Screen| creative.board_ids.contains(&screen.board_id);
    let titles: Vec<String> = screens.with_value(|screens| {
        screens.iter().filter(is_for).map(|screen| screen.title.clone()).collect()
    });
    let titles = titles.join(", ");
    let alt = format!("Creative for {titles}");
    let widths = picture::shown_widths(facts.width);
    let smallest = widths.first().copied().unwrap_or(facts.width);
    view! {
        <figure class="creative__picture">
            <a href=picture::original_address(creative.file_id) rel="external" target="_blank">
                <img
                    src=picture::address(creative.file_id, smallest)
                    srcset=picture::srcset(creative.file_id, facts.width)
                    sizes="(min-width: 60rem) 34rem, 90vw"
                    width=facts.width
                    height=facts.height
                    alt=alt
                />
            </a>
            <figcaption class="muted">
                {titles} " · "
                {format!("{} × {} {}, {}", facts.width, facts.height, facts.kind, size(facts.bytes))}
            </figcaption>
        </figure>
    }
}

/// In the unit people know.
fn size(bytes: u64) -> String {
    let kilobytes = bytes.div_ceil(1024);
    if kilobytes < 1024 {
        return format!("{kilobytes} KB");
    }
    format!("{}.{} MB", kilobytes / 1024, kilobytes % 1024 * 10 / 1024)
}
