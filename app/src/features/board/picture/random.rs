use protocol::id::BoardId;

/// A stream of numbers that follows from a board's id alone (the `SplitMix64` generator).
pub(super) struct Random(u64);

impl Random {
    pub(super) fn of_board(id: BoardId) -> Self {
        let (high, low) = id.0.as_u64_pair();
        Self(high.rotate_left(32) ^ low)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// From `low` up to, but not including, `high`.
    pub(super) fn between(&mut self, low: f64, high: f64) -> f64 {
        let part = u32::try_from(self.next() >> 32).unwrap_or_default();
        low + (high - low) * f64::from(part) / 4_294_967_296.0
    }

    /// One of the list, each as likely.
    pub(super) fn pick<T: Copy, const N: usize>(&mut self, list: [T; N]) -> T {
        list[usize::try_from(self.next() >> 33).unwrap_or_default() % N]
    }

    /// True this often, from 0 to 1.
    pub(super) fn chance(&mut self, often: f64) -> bool {
        self.between(0.0, 1.0) < often
    }
}
