//! Moments as people read them.
//!
//! The server knows neither the reader's zone nor language, so it writes UTC; once the page runs, the
//! same functions write local time. Both sides agree on the first text, so nothing breaks on hydration.

mod browser;
mod utc;

use leptos::prelude::*;
use protocol::Timestamp;
use std::time::Duration;

/// What is ahead by less is called the present.
const TOLERANCE: Duration = Duration::from_mins(1);
/// How often relative times are written anew.
const TICK: Duration = Duration::from_secs(20);

/// Whose clock and calendar a moment is shown by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Clock {
    /// On the server and until the page runs: UTC, and nothing relative.
    #[default]
    Utc,
    /// In the browser: the reader's zone and language.
    Local {
        /// The present, to within a few seconds.
        now: Timestamp,
    },
}

/// Provides the clock that [`use_clock`] reads. Called once, at the root; on the server it stays UTC.
pub fn provide_clock() {
    let clock = RwSignal::new(Clock::Utc);
    provide_context::<Signal<Clock>>(clock.into());
    Effect::new(move || {
        clock.set(Clock::Local { now: browser::now() });
        let tick = move || clock.set(Clock::Local { now: browser::now() });
        if let Ok(handle) = set_interval_with_handle(tick, TICK) {
            on_cleanup(move || handle.clear());
        }
    });
}

/// The page's clock. It ticks, so read it where a text may change with time.
pub fn use_clock() -> Signal<Clock> {
    use_context().unwrap_or_else(|| Signal::stored(Clock::Utc))
}

/// The moment whose UTC reading is the local reading of `at`. Only while the page runs.
pub fn to_local(at: Timestamp) -> Timestamp {
    browser::to_local(at)
}

/// The counterpart of [`to_local`]. Only while the page runs.
pub fn from_local(at: Timestamp) -> Timestamp {
    browser::from_local(at)
}

/// For the `datetime` attribute: `2026-03-01T09:05:00Z`.
pub fn iso(at: Timestamp) -> String {
    utc::Civil::of(at).iso()
}

/// Date and time in full.
pub fn exact(at: Timestamp, clock: Clock) -> String {
    match clock {
        Clock::Utc => format!("{} UTC", utc::Civil::of(at).date_time()),
        Clock::Local { .. } => browser::exact(at),
    }
}

/// The time of day: `09:05`.
pub fn clock_time(at: Timestamp, clock: Clock) -> String {
    match clock {
        Clock::Utc => utc::Civil::of(at).time(),
        Clock::Local { .. } => browser::clock_time(at),
    }
}

/// The number of the calendar day: equal for two moments of the same day.
pub fn day(at: Timestamp, clock: Clock) -> i64 {
    match clock {
        Clock::Utc => at.utc_day(),
        Clock::Local { .. } => to_local(at).utc_day(),
    }
}

/// What stands between the messages of two days: `Today`, `Yesterday`, or the date.
pub fn day_label(at: Timestamp, clock: Clock) -> String {
    let Clock::Local { now } = clock else { return utc::Civil::of(at).long_date() };
    match day(now, clock) - day(at, clock) {
        0 => "Today".to_owned(),
        1 => "Yesterday".to_owned(),
        _ => browser::long_date(at),
    }
}

/// How long ago, in words as short as they can be: `just now`, `5 min ago`, `3 h ago`, `yesterday`, or
/// the date; what is still to come in full. On the server the date, for want of a present that would still be
/// true in the browser.
pub fn relative(at: Timestamp, clock: Clock) -> String {
    let Clock::Local { now } = clock else { return utc::Civil::of(at).date_time() };
    // Two clocks never agree quite.
    if at.since(now) > TOLERANCE {
        return exact(at, clock);
    }
    let seconds = now.since(at).as_secs();
    match (seconds, day(now, clock) - day(at, clock)) {
        (0..45, _) => "just now".to_owned(),
        (45..90, _) => "1 min ago".to_owned(),
        (90..3_570, _) => format!("{} min ago", (seconds + 30) / 60),
        (_, 0) => format!("{} h ago", (seconds + 1_800) / 3_600),
        (_, 1) => "yesterday".to_owned(),
        (_, days @ 2..7) => format!("{days} days ago"),
        _ => browser::date(at),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 1 March 2026, 09:05 UTC, a Sunday.
    const MOMENT: Timestamp = Timestamp(1_772_355_900_000);

    #[test]
    fn the_server_writes_utc_in_full() {
        assert_eq!(iso(MOMENT), "2026-03-01T09:05:00Z");
        assert_eq!(exact(MOMENT, Clock::Utc), "1 Mar 2026, 09:05 UTC");
        assert_eq!(clock_time(MOMENT, Clock::Utc), "09:05");
        assert_eq!(day_label(MOMENT, Clock::Utc), "Sunday, 1 March 2026");
        assert_eq!(relative(MOMENT, Clock::Utc), "1 Mar 2026, 09:05");
    }
}
