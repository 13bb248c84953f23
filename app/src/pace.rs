//! When to do again what many things ask for: at once, and then not before a pause is over.

/// Where it stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Pace {
    /// Nothing has happened.
    #[default]
    Resting,
    /// It is being done, or was just now.
    Busy,
    /// The same, and something has happened since.
    BusyAndStale,
}

impl Pace {
    /// Something has happened. Whether to do it at once.
    pub(crate) fn hinted(&mut self) -> bool {
        let was = *self;
        *self = if was == Self::Resting { Self::Busy } else { Self::BusyAndStale };
        was == Self::Resting
    }

    /// The pause after it is over. Whether to do it again.
    pub(crate) fn paused(&mut self) -> bool {
        let was = *self;
        *self = if was == Self::BusyAndStale { Self::Busy } else { Self::Resting };
        was == Self::BusyAndStale
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_hints_are_one_doing_now_and_one_after_the_pause() {
        let mut pace = Pace::default();
        assert!(pace.hinted());
        assert!(!pace.hinted() && !pace.hinted(), "one is under way");
        assert!(pace.paused(), "something has happened since it began");
        assert!(!pace.paused(), "and nothing after that");
        assert!(pace.hinted());
    }
}
