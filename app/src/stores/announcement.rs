//! What is announced to the viewer now.

use protocol::{
    announcement::{
        AnnouncementDismissed, AnnouncementRevoked, AnnouncementShown, AnnouncementView, Banners,
        Stage,
    },
    id::AnnouncementId,
    stream::{Head, Position},
};
use std::collections::{BTreeMap, BTreeSet};

/// The announcements of this tab.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Announcements {
    head: Option<Head>,
    known: BTreeMap<AnnouncementId, AnnouncementView>,
    /// The highest revision that was put away here or on another device.
    put_away: BTreeMap<AnnouncementId, i64>,
    noted: BTreeSet<(AnnouncementId, i64, Stage)>,
}

impl Announcements {
    /// Takes over a reading, unless events have told later things already.
    pub fn load(&mut self, banners: Banners) {
        let is_older = self
            .head
            .is_some_and(|known| known.epoch == banners.head.epoch && banners.head.seq < known.seq);
        if is_older {
            return;
        }
        self.head = Some(banners.head);
        self.known = banners.announcements.into_iter().map(|view| (view.id, view)).collect();
    }

    /// One is shown from now on, or was edited; or it is not for the viewer.
    pub fn shown(&mut self, event: AnnouncementShown) {
        self.note_head(event.position);
        match event.announcement {
            Some(view) => drop(self.known.insert(view.id, view)),
            None => drop(self.known.remove(&event.id)),
        }
    }

    /// One is over.
    pub fn revoked(&mut self, event: &AnnouncementRevoked) {
        self.note_head(event.position);
        self.known.remove(&event.id);
    }

    /// The viewer has put one away, here or elsewhere.
    pub fn put_away(&mut self, event: AnnouncementDismissed) {
        let revision = self.put_away.entry(event.id).or_insert(event.revision);
        *revision = event.revision.max(*revision);
    }

    /// What to show: the weightiest first, then the newest.
    pub fn list(&self) -> Vec<AnnouncementView> {
        let is_shown = |view: &&AnnouncementView| {
            let away = self.put_away.get(&view.id);
            !view.is_dismissible || away.is_none_or(|revision| *revision < view.revision)
        };
        let mut list: Vec<_> = self.known.values().filter(is_shown).cloned().collect();
        list.sort_by_key(|view| std::cmp::Reverse((view.severity, view.id)));
        list
    }

    /// Whether this tab has yet to tell the server how far this has come; then it counts as told.
    pub fn note(&mut self, view: &AnnouncementView, stage: Stage) -> bool {
        self.noted.insert((view.id, view.revision, stage))
    }

    /// Events come in order and once; those that are replayed come before what is known.
    fn note_head(&mut self, at: Position) {
        self.head = Some(Head { epoch: at.epoch, seq: at.seq });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use protocol::{Room, announcement::Severity, id::Epoch};
    use uuid::Uuid;

    fn view(id: u128, revision: i64, severity: Severity) -> AnnouncementView {
        let id = AnnouncementId(Uuid::from_u128(id));
        let (title, text) = (format!("{id}"), String::new());
        AnnouncementView { id, revision, severity, title, text, is_dismissible: true }
    }

    fn at(seq: i64) -> Position {
        Position { stream: Room::Announcements, epoch: Epoch(Uuid::nil()), seq }
    }

    fn banners(seq: i64, announcements: Vec<AnnouncementView>) -> Banners {
        Banners { head: Head { epoch: Epoch(Uuid::nil()), seq }, announcements }
    }

    #[test]
    fn the_weightiest_comes_first_and_an_edit_returns_after_being_put_away() {
        let mut known = Announcements::default();
        let mild = view(2, 1, Severity::Info);
        known.load(banners(1, vec![mild.clone(), view(1, 1, Severity::Critical)]));
        assert_eq!(known.list()[0].severity, Severity::Critical);
        known.put_away(AnnouncementDismissed { id: mild.id, revision: 1 });
        assert_eq!(known.list().len(), 1);
        let edited = Some(view(2, 2, Severity::Info));
        known.shown(AnnouncementShown { position: at(2), id: mild.id, announcement: edited });
        assert_eq!(known.list().len(), 2);
    }

    #[test]
    fn an_older_reading_does_not_bring_back_what_was_recalled() {
        let mut known = Announcements::default();
        let one = view(1, 1, Severity::Info);
        known.load(banners(1, vec![one.clone()]));
        known.revoked(&AnnouncementRevoked { position: at(2), id: one.id });
        known.load(banners(1, vec![one]));
        assert_eq!(known.list(), []);
    }
}
