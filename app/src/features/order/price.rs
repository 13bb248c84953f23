//! A price that explains itself.

use crate::{components::Money, format::counted};
use leptos::prelude::*;
use protocol::order::Quote;

/// Days times price, what is taken off, and what is left.
#[component]
pub(super) fn Price(quote: Quote) -> impl IntoView {
    let Quote {
        days,
        dark_days,
        price_per_day_cents,
        gross_cents,
        reduction_permille,
        reduction_cents,
        total_cents,
        currency,
    } = quote;
    let reduced = (reduction_cents > 0).then(|| {
        let currency = currency.clone();
        view! {
            <div class="price-table__row">
                <dt>{format!("{} off for a long booking", percent(reduction_permille))}</dt>
                <dd>"− " <Money cents=reduction_cents currency /></dd>
            </div>
        }
    });
    let dark = (dark_days > 0).then(|| {
        let days = counted(dark_days, "dark day", "dark days");
        view! {
            <div class="price-table__row" data-testid="quote-dark">
                <dt>{days} ", not booked"</dt>
                <dd><Money cents=0 currency=currency.clone() /></dd>
            </div>
        }
    });
    view! {
        <dl class="price-table">
            <div class="price-table__row">
                <dt>
                    {counted(days, "day", "days")} " × "
                    <Money cents=price_per_day_cents currency=currency.clone() />
                </dt>
                <dd>
                    <Money cents=gross_cents currency=currency.clone() />
                </dd>
            </div>
            {dark}
            {reduced}
            <div class="price-table__row price-table__row--total">
                <dt>"Total"</dt>
                <dd data-testid="quote-total" data-cents=total_cents>
                    <Money cents=total_cents currency />
                </dd>
            </div>
        </dl>
    }
}

/// `5 %`, `12.5 %`.
pub(super) fn percent(permille: i64) -> String {
    match (permille / 10, permille % 10) {
        (whole, 0) => format!("{whole} %"),
        (whole, tenth) => format!("{whole}.{tenth} %"),
    }
}

#[cfg(test)]
mod tests {
    use super::percent;

    #[test]
    fn thousandths_are_shown_as_percent() {
        assert_eq!([50, 125, 200].map(percent), ["5 %", "12.5 %", "20 %"]);
    }
}
