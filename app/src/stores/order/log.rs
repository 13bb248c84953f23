//! The logs of orders that are looked at. Lines are numbered from 1 without holes; what comes too early waits
//! until the lines before it were asked for.

use protocol::{
    id::OrderId,
    order::{LogLine, LogPage, OrderLog},
};
use std::collections::BTreeMap;

/// The logs of this tab.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Logs {
    known: BTreeMap<OrderId, Log>,
}

/// One order's log.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Log {
    /// From 1, without holes.
    lines: Vec<LogLine>,
    /// Came before those that are missing.
    early: BTreeMap<i64, LogLine>,
    /// The newest number there is, as far as was told.
    last: i64,
}

impl Logs {
    /// Takes in a part that was read, and shows the log from now on.
    pub fn load(&mut self, id: OrderId, page: LogPage) {
        let log = self.known.entry(id).or_default();
        log.exists_to(page.last_line);
        log.take(page.lines);
    }

    /// Takes in lines that were told, if anybody looks at that log.
    pub fn told(&mut self, told: OrderLog) {
        if let Some(log) = self.known.get_mut(&told.order_id) {
            log.take(told.lines);
        }
    }

    /// Lines exist up to this number.
    pub fn exists_to(&mut self, id: OrderId, last: i64) {
        if let Some(log) = self.known.get_mut(&id) {
            log.exists_to(last);
        }
    }

    /// One order's log, if it is looked at.
    pub fn get(&self, id: OrderId) -> Option<&Log> {
        self.known.get(&id)
    }
}

impl Log {
    fn exists_to(&mut self, last: i64) {
        self.last = self.last.max(last);
    }

    fn take(&mut self, lines: Vec<LogLine>) {
        for line in lines {
            self.exists_to(line.number);
            if line.number > self.newest() {
                self.early.insert(line.number, line);
            }
        }
        while let Some(line) = self.early.remove(&(self.newest() + 1)) {
            self.lines.push(line);
        }
    }

    /// The number of the last line before anything is missing; 0 when there is none.
    pub fn newest(&self) -> i64 {
        self.lines.last().map_or(0, |line| line.number)
    }

    /// Whether there are lines that did not come yet.
    pub fn is_behind(&self) -> bool {
        self.newest() < self.last
    }

    /// Its lines, the oldest first.
    pub fn lines(&self) -> &[LogLine] {
        &self.lines
    }
}

#[cfg(test)]
mod tests {
    use super::{super::fixture::line, *};
    use proptest::prelude::*;
    use uuid::Uuid;

    const ORDER: OrderId = OrderId(Uuid::from_u128(7));

    fn page(numbers: impl IntoIterator<Item = i64>, last_line: i64) -> LogPage {
        LogPage { lines: numbers.into_iter().map(line).collect(), last_line }
    }

    fn told(numbers: impl IntoIterator<Item = i64>) -> OrderLog {
        OrderLog { order_id: ORDER, lines: numbers.into_iter().map(line).collect() }
    }

    fn numbers(logs: &Logs) -> Vec<i64> {
        logs.get(ORDER).unwrap().lines().iter().map(|line| line.number).collect()
    }

    #[test]
    fn a_gap_is_noticed_and_filled_and_no_line_shown_twice() {
        let mut logs = Logs::default();
        logs.told(told(1..3));
        assert_eq!(logs.get(ORDER), None, "nobody looks at it");
        logs.load(ORDER, page(1..3, 2));
        logs.told(told(5..7));
        assert_eq!(numbers(&logs), [1, 2]);
        assert!(logs.get(ORDER).unwrap().is_behind());
        logs.load(ORDER, page(3..6, 6));
        assert_eq!(numbers(&logs), [1, 2, 3, 4, 5, 6]);
        assert!(!logs.get(ORDER).unwrap().is_behind());
        logs.exists_to(ORDER, 7);
        assert!(logs.get(ORDER).unwrap().is_behind(), "a status may name a line that was lost");
    }

    proptest! {
        /// Whatever comes, in whatever parts and order: shown are 1 to n, each once, and all of them in the end.
        #[test]
        fn what_is_shown_never_has_a_hole(parts in prop::collection::vec((1..40_i64, 1..8_i64), 1..40)) {
            let mut logs = Logs::default();
            logs.load(ORDER, page([], 0));
            for (first, count) in parts {
                logs.told(told(first..first + count));
                let shown = numbers(&logs);
                let expected: Vec<_> = (1..=i64::try_from(shown.len()).unwrap()).collect();
                prop_assert_eq!(shown, expected);
            }
            let newest = logs.get(ORDER).unwrap().newest();
            logs.load(ORDER, page(newest + 1..60, 59));
            prop_assert_eq!(numbers(&logs), (1..60).collect::<Vec<_>>());
            prop_assert!(!logs.get(ORDER).unwrap().is_behind());
        }
    }
}
