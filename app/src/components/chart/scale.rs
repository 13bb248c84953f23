//! The vertical axis: from zero to a round number.

/// From zero to `top`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Scale {
    top: i64,
}

impl Scale {
    /// To the least round number that is not less than the highest value.
    pub(super) fn to(highest: Option<i64>) -> Self {
        let highest = highest.unwrap_or_default().max(1);
        let mut step = 1_i64;
        loop {
            for round in [1, 2, 4, 5, 8] {
                let top = step.saturating_mul(round);
                if top >= highest {
                    return Self { top };
                }
            }
            step = step.saturating_mul(10);
        }
    }

    /// What is written beside the axis, the highest first. Whole numbers only.
    pub(super) fn marks(self) -> Vec<i64> {
        if self.top % 2 == 0 { vec![self.top, self.top / 2, 0] } else { vec![self.top, 0] }
    }

    /// How high a value reaches, of a height of so much. What is not nothing is seen.
    pub(super) fn height(self, value: i64, of: i64) -> i64 {
        let height = value.clamp(0, self.top).saturating_mul(of) / self.top;
        if value > 0 { height.max(2) } else { 0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_axis_ends_with_a_round_number() {
        let top = |highest| Scale::to(Some(highest)).marks()[0];
        assert_eq!([0, 1, 2, 3, 6, 9, 11, 41, 99].map(top), [1, 1, 2, 4, 8, 10, 20, 50, 100]);
        assert_eq!(top(133_250), 200_000);
        assert_eq!(top(i64::MAX), i64::MAX, "it ends at all");
        assert_eq!(Scale::to(None).marks(), [1, 0]);
    }

    #[test]
    fn a_little_is_more_than_nothing() {
        let scale = Scale::to(Some(100_000));
        assert_eq!([0, 1, 50_000, 100_000].map(|value| scale.height(value, 150)), [0, 2, 75, 150]);
    }
}
