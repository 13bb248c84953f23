use crate::{
    components::{Count, Money},
    format::size,
};
use leptos::prelude::*;
use protocol::board::{BoardFormat, BoardView};

/// What an advertiser compares.
#[component]
pub(super) fn Facts(board: BoardView) -> impl IntoView {
    let (format, where_it_stands) = format_text(board.format);
    let per_thousand = cents_per_thousand(&board);
    let size = size(&board);
    let BoardView { audience_per_week, currency, facing, address, .. } = board;
    view! {
        <dl class="facts">
            <Fact name="Size">{size}</Fact>
            <Fact name="Format" note=where_it_stands>
                {format}
            </Fact>
            <Fact name="Faces">{facing}</Fact>
            <Fact name="People a week" note="counted by the owner">
                <Count number=audience_per_week />
            </Fact>
            {per_thousand
                .map(|cents| {
                    view! {
                        <Fact name="Per 1,000 people">
                            <Money cents currency />
                        </Fact>
                    }
                })}
            <Fact name="Address">{address}</Fact>
        </dl>
    }
}

#[component]
pub(super) fn Fact(
    name: &'static str,
    #[prop(optional)] note: &'static str,
    children: Children,
) -> impl IntoView {
    view! {
        <div class="fact">
            <dt>{name}</dt>
            <dd>
                {children()}
                {(!note.is_empty()).then(|| view! { <small class="fact__note">{note}</small> })}
            </dd>
        </div>
    }
}

/// What a day costs for each thousand of the people who pass on it. `None` when nobody was counted.
fn cents_per_thousand(board: &BoardView) -> Option<i64> {
    (board.price_per_day_cents * 7_000).checked_div(board.audience_per_week)
}

pub(super) fn format_text(format: BoardFormat) -> (&'static str, &'static str) {
    match format {
        BoardFormat::Bulletin => ("Bulletin", "beside main roads"),
        BoardFormat::Poster => ("Poster", "beside streets"),
        BoardFormat::Panel => ("Panel", "where people walk"),
        BoardFormat::Spectacular => ("Spectacular", "on a square or a plaza"),
    }
}
