//! Which boards are free on some days: decided by the database, as [`crate::order`] decides it for one board.

use crate::{
    Result,
    order::{self, sql::is_lit},
};
use protocol::{DayRange, Timestamp, Weekdays, board::TIME_ZONES, order::longest_lead};
use std::collections::BTreeMap;

/// That board `b` can be booked from `$9` to `$10`: of the days on which it is not dark none is off and none is full.
fn free(days: DayRange) -> String {
    format!(
        "b.status = 'live'
        AND NOT EXISTS (SELECT 1 FROM board_blackouts c
            WHERE c.board_id = b.id AND c.day >= $9 AND c.day <= $10 AND {})
        AND NOT EXISTS (SELECT 1 FROM full_days f
            WHERE f.board_id = b.id AND f.day >= $9 AND f.day <= $10 AND {})",
        is_lit("c.day", days),
        is_lit("f.day", days)
    )
}

/// Shorter than any lead.
const NEVER: i32 = -1;

/// Days on which a place must be free, seen from now.
pub(super) struct Free {
    pub(super) days: DayRange,
    /// The longest lead with which a board can still be booked, and the zones where that is so.
    leads: BTreeMap<i32, Vec<&'static str>>,
}

impl Free {
    pub(super) fn new(days: DayRange, now: Timestamp) -> Result<Self> {
        let mut leads: BTreeMap<i32, Vec<&str>> = BTreeMap::new();
        for zone in TIME_ZONES {
            let lead = longest_lead(days, order::today(zone, now)?);
            leads.entry(lead.unwrap_or(NEVER)).or_default().push(zone);
        }
        Ok(Self { days, leads })
    }

    /// The condition on board `b`. The zones are written out: there are two or three days on earth at a time, and a
    /// parameter is no list on both engines.
    pub(super) fn condition(&self) -> String {
        let cases = self.leads.iter().map(|(lead, zones)| {
            format!("WHEN b.time_zone IN ('{}') THEN {lead} ", zones.join("', '"))
        });
        let cases = cases.collect::<String>();
        // One of the days at least is not dark.
        let asked = Weekdays::of(self.days).bits();
        format!(
            "{} AND (b.dark_weekdays & {asked}) <> {asked}
            AND b.lead_days <= CASE {cases}ELSE {NEVER} END",
            free(self.days)
        )
    }
}
