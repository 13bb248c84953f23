//! Rehearsing the worst: a program that ends by itself in the middle of its work.

use marketplace::{Moment, Observer};
use protocol::order::Phase;
use std::{str::FromStr, sync::Arc};

/// Where the program ends, written `charge:answered`: a phase of the pipeline and a moment of its next step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CrashPoint {
    phase: Phase,
    moment: Moment,
}

impl FromStr for CrashPoint {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let named = |name: &str| Moment::ALL.into_iter().find(|moment| moment.as_str() == name);
        let point = text.split_once(':').and_then(|(phase, moment)| {
            Some(Self { phase: phase.parse().ok()?, moment: named(moment)? })
        });
        point.ok_or_else(|| "not a phase and a moment, as in `charge:answered`".to_owned())
    }
}

impl CrashPoint {
    /// Whoever looks on so ends the program there and then: nothing is closed, flushed or said, as if it had been killed.
    pub(crate) fn observer(self) -> Observer {
        Arc::new(move |phase, moment| {
            if (phase, moment) == (self.phase, self.moment) {
                std::process::abort();
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_is_a_phase_and_a_moment() {
        let point = CrashPoint { phase: Phase::Charge, moment: Moment::Answered };
        assert_eq!("charge:answered".parse(), Ok(point));
        for text in ["charge", "charge:", "charge:now", "now:answered", ""] {
            assert!(text.parse::<CrashPoint>().is_err(), "{text}");
        }
    }
}
