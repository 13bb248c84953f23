//! What a visitor has put away, as their browser keeps it: a cookie, since nobody else knows who they are.

use super::AnnouncementView;
use crate::id::AnnouncementId;
use std::fmt;

/// A browser keeps so many; the oldest make room.
const MOST: usize = 20;

/// A list of announcements, each with the revision that was put away: `id.revision_id.revision`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dismissals(Vec<(AnnouncementId, i64)>);

impl Dismissals {
    /// The cookie's name.
    pub const COOKIE: &'static str = "dismissed";
    /// How long a browser keeps it, in seconds.
    pub const MAX_AGE: i64 = 90 * 24 * 3_600;

    /// Reads the cookie; what is not understood is left out.
    pub fn read(cookie: &str) -> Self {
        let entry = |text: &str| {
            let (id, revision) = text.split_once('.')?;
            Some((id.parse().ok()?, revision.parse().ok()?))
        };
        Self(cookie.split('_').take(MOST).filter_map(entry).collect())
    }

    /// Puts a revision away. `false` when it was before.
    pub fn add(&mut self, id: AnnouncementId, revision: i64) -> bool {
        if self.0.contains(&(id, revision)) {
            return false;
        }
        self.0.retain(|(known, _)| *known != id);
        self.0.insert(0, (id, revision));
        self.0.truncate(MOST);
        true
    }

    /// Whether this was put away as it is now.
    pub fn holds(&self, view: &AnnouncementView) -> bool {
        view.is_dismissible && self.0.contains(&(view.id, view.revision))
    }
}

impl fmt::Display for Dismissals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, (id, revision)) in self.0.iter().enumerate() {
            let between = if place == 0 { "" } else { "_" };
            write!(f, "{between}{}.{revision}", id.0.simple())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn the_cookie_survives_a_round_trip_and_nonsense_is_left_out() {
        let mut kept = Dismissals::default();
        for number in 0..25 {
            assert!(kept.add(AnnouncementId(Uuid::from_u128(number)), 1));
        }
        assert!(!kept.add(AnnouncementId(Uuid::from_u128(24)), 1));
        assert!(kept.add(AnnouncementId(Uuid::from_u128(24)), 2), "an edit is something new");
        let text = kept.to_string();
        assert_eq!(Dismissals::read(&text), kept);
        assert_eq!((kept.0.len(), kept.0[0].1), (20, 2));
        assert!(text.len() < 1_000, "{}", text.len());
        assert_eq!(Dismissals::read("x.1_;;_é.é"), Dismissals::default());
    }
}
