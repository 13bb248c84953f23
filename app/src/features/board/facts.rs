use crate::format::{count, money, size};
use leptos::prelude::*;
use protocol::board::{BoardFormat, BoardView};

/// What an advertiser compares.
#[component]
pub(super) fn Facts(board: BoardView) -> impl IntoView {
    let (format, where_it_stands) = format_text(board.format);
    let contact = price_per_thousand(&board);
    view! {
        <dl class="facts">
            <Fact name="Size" value=size(&board) />
            <Fact name="Format" value=format note=where_it_stands />
            <Fact name="Faces" value=board.facing />
            <Fact name="People a week" value=count(board.audience_per_week) note="counted by the owner" />
            {contact.map(|price| view! { <Fact name="Per 1,000 people" value=price /> })}
            <Fact name="Address" value=board.address />
        </dl>
    }
}

#[component]
fn Fact(
    name: &'static str,
    #[prop(into)] value: String,
    #[prop(optional)] note: &'static str,
) -> impl IntoView {
    view! {
        <div class="fact">
            <dt>{name}</dt>
            <dd>
                {value} {(!note.is_empty()).then(|| view! { <small class="fact__note">{note}</small> })}
            </dd>
        </div>
    }
}

/// What a day costs for each thousand of the people who pass on it. `None` when nobody was counted.
fn price_per_thousand(board: &BoardView) -> Option<String> {
    let cents = (board.price_per_day_cents * 7_000).checked_div(board.audience_per_week)?;
    Some(money(cents, &board.currency))
}

fn format_text(format: BoardFormat) -> (&'static str, &'static str) {
    match format {
        BoardFormat::Bulletin => ("Bulletin", "beside main roads"),
        BoardFormat::Poster => ("Poster", "beside streets"),
        BoardFormat::Panel => ("Panel", "where people walk"),
        BoardFormat::Spectacular => ("Spectacular", "on a square or a plaza"),
    }
}
