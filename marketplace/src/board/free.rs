//! Which boards are free on some days: decided by the database, as [`crate::order`] decides it for one board.

use crate::{Result, order};
use protocol::{DayRange, Timestamp, board::TIME_ZONES, order::longest_lead};
use std::collections::BTreeMap;

/// That board `b` can be booked from `$9` to `$10`: nothing is closed and some place is free on every day. Only a day
/// whose last place is taken can be full, so only those are counted.
const FREE: &str = "b.status = 'live'
    AND NOT EXISTS (SELECT 1 FROM board_blackouts c
        WHERE c.board_id = b.id AND c.day >= $9 AND c.day <= $10)
    AND NOT EXISTS (SELECT 1 FROM booked_days l
        WHERE l.board_id = b.id AND l.slot >= b.slots_per_loop - 1 AND l.day >= $9 AND l.day <= $10
            AND b.slots_per_loop <= (SELECT COUNT(*) FROM booked_days d
                WHERE d.board_id = l.board_id AND d.day = l.day))";

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
        format!("{FREE} AND b.lead_days <= CASE {}ELSE {NEVER} END", cases.collect::<String>())
    }
}
