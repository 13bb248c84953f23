//! How far members have come.

use crate::timestamp::Timestamp;
use serde::{Deserialize, Serialize};

/// How far a member has come in a conversation. Both numbers only grow, and read implies delivered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Marker {
    /// Everything up to here has reached a device of theirs.
    pub delivered_seq: i64,
    /// Everything up to here was in view.
    pub read_seq: i64,
    /// When `read_seq` was reached.
    pub read_at: Option<Timestamp>,
}

impl Marker {
    /// The marker after reading up to `seq`, or `None` when that changes nothing.
    pub fn read(self, seq: i64, now: Timestamp) -> Option<Self> {
        (seq > self.read_seq).then(|| Self {
            delivered_seq: self.delivered_seq.max(seq),
            read_seq: seq,
            read_at: Some(now),
        })
    }

    /// The marker after receiving up to `seq`, or `None` when that changes nothing.
    pub fn delivered(self, seq: i64) -> Option<Self> {
        (seq > self.delivered_seq).then_some(Self { delivered_seq: seq, ..self })
    }

    /// The further one in each respect. What is told of a member may come in any order.
    #[must_use]
    pub fn furthest(self, other: Self) -> Self {
        let read = if other.read_seq > self.read_seq { other } else { self };
        Self { delivered_seq: self.delivered_seq.max(other.delivered_seq), ..read }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Whatever is reported, in whatever order, a marker only moves forward and read implies delivered.
        #[test]
        fn a_marker_never_goes_back(reports in prop::collection::vec((any::<bool>(), 0_i64..50), 0..60)) {
            let mut marker = Marker::default();
            for (is_read, seq) in reports {
                let next = if is_read { marker.read(seq, Timestamp(1)) } else { marker.delivered(seq) };
                if let Some(next) = next {
                    prop_assert!(next.read_seq >= marker.read_seq);
                    prop_assert!(next.delivered_seq >= marker.delivered_seq);
                    prop_assert!(next != marker);
                    marker = next;
                }
                prop_assert!(marker.delivered_seq >= marker.read_seq);
            }
        }
    }
}
