//! Prices, and what suggests them, as people read them.

use crate::components::{Symbol, Tone};
use crate::time::{Clock, relative};
use protocol::{
    job::{Freshness, JobSource},
    price::PriceMonitorState,
};

/// How a suggestion differs from the price: `+4.2 %`, `−12 %`, `the same`.
pub(super) fn difference(current: i64, suggested: i64) -> String {
    let difference = suggested.saturating_sub(current);
    if difference == 0 {
        return "the same".to_owned();
    }
    if current <= 0 {
        return "new".to_owned();
    }
    let sign = if difference > 0 { '+' } else { '−' };
    let tenths =
        (i128::from(difference).abs() * 1_000 + i128::from(current) / 2) / i128::from(current);
    match (tenths / 10, tenths % 10) {
        (0, 0) => format!("{sign}0.1 %"),
        (whole, 0) => format!("{sign}{whole} %"),
        (whole, tenth) => format!("{sign}{whole}.{tenth} %"),
    }
}

/// How the line to the price monitor is: for tests, in a word, colour and picture.
pub(super) fn monitor_words(
    state: PriceMonitorState,
) -> (&'static str, &'static str, Tone, Symbol) {
    match state {
        PriceMonitorState::Off => ("off", "Off", Tone::Neutral, Symbol::Close),
        PriceMonitorState::Connecting => ("connecting", "Connecting", Tone::Waiting, Symbol::Clock),
        PriceMonitorState::Connected => ("connected", "Connected", Tone::Live, Symbol::Live),
        PriceMonitorState::Reconnecting => {
            ("reconnecting", "Connecting again", Tone::Waiting, Symbol::Retry)
        }
        PriceMonitorState::Refused => ("refused", "Refuses us", Tone::Trouble, Symbol::Alert),
    }
}

/// How good what is known of a check is: for tests, and for those who hear the page.
pub(super) fn freshness_words(freshness: Freshness) -> (&'static str, &'static str) {
    match freshness {
        Freshness::Live => ("live", ""),
        Freshness::Reconnecting => ("reconnecting", "Connecting to the price monitor."),
        Freshness::Stale => ("stale", "The price monitor is silent."),
    }
}

/// Why a check waits, or how good what is known of it is; nothing while the price monitor tells as it happens.
pub(super) fn source_words(source: &JobSource, clock: Clock) -> Option<String> {
    if source.reason.is_some() {
        return source.reason.clone();
    }
    let heard = source.heard_at.map(|at| relative(at, clock));
    Some(match (source.freshness, heard) {
        (Freshness::Live, _) => return None,
        (Freshness::Reconnecting, None) => "Connecting to the price monitor …".to_owned(),
        (Freshness::Reconnecting, Some(at)) => format!(
            "Connecting to the price monitor again; it was heard last {at}. Shown is what was known then."
        ),
        (Freshness::Stale, None) => {
            "The price monitor is silent: of this check nothing was heard yet.".to_owned()
        }
        (Freshness::Stale, Some(at)) => format!(
            "The price monitor is silent; it was heard last {at}. Shown is what was known then."
        ),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use protocol::Timestamp;

    #[test]
    fn a_difference_has_its_sign_and_never_looks_like_none() {
        let texts = [(10_000, 10_420), (10_000, 8_800), (10_000, 10_001), (10_000, 10_000)]
            .map(|(now, then)| difference(now, then));
        assert_eq!(texts, ["+4.2 %", "−12 %", "+0.1 %", "the same"]);
        assert_eq!(difference(0, 500), "new");
        assert_eq!(difference(1, i64::MAX).chars().next(), Some('+'));
    }

    #[test]
    fn what_is_heard_as_it_happens_needs_no_words_and_all_else_has_some() {
        let words = |freshness, heard_at| {
            source_words(&JobSource { freshness, heard_at, reason: None }, Clock::Utc)
        };
        let at = Some(Timestamp(1_772_355_900_000));
        assert_eq!(words(Freshness::Live, at), None);
        let silent = words(Freshness::Stale, at).unwrap();
        assert!(silent.contains("silent; it was heard last 1 Mar 2026, 09:05."), "{silent}");
        assert!(words(Freshness::Reconnecting, at).unwrap().starts_with("Connecting"));
        for freshness in [Freshness::Reconnecting, Freshness::Stale] {
            assert!(!words(freshness, None).unwrap().contains("then"));
        }
    }
}
