//! An announcement as stored.

use crate::{Result, error::Error};
use protocol::{
    Timestamp,
    announcement::{AnnouncementRecord, AnnouncementView, Audience, Reach, Schedule, Severity},
    id::AnnouncementId,
};
use uuid::Uuid;

#[derive(sqlx::FromRow)]
pub(super) struct Row {
    id: Uuid,
    revision: i64,
    severity: String,
    title: String,
    text: String,
    audience: String,
    is_dismissible: bool,
    starts_at: i64,
    ends_at: Option<i64>,
    recalled_at: Option<i64>,
    pub(super) told_revision: Option<i64>,
    created_by: String,
    #[sqlx(default)]
    delivered: i64,
    #[sqlx(default)]
    seen: i64,
    #[sqlx(default)]
    dismissed: i64,
}

impl Row {
    pub(super) fn into_record(self, now: Timestamp) -> Result<AnnouncementRecord> {
        let schedule = Schedule {
            starts_at: Timestamp(self.starts_at),
            ends_at: self.ends_at.map(Timestamp),
            recalled_at: self.recalled_at.map(Timestamp),
        };
        let (delivered, seen, dismissed) = (self.delivered, self.seen, self.dismissed);
        Ok(AnnouncementRecord {
            view: AnnouncementView {
                id: AnnouncementId(self.id),
                revision: self.revision,
                severity: severity(self.severity)?,
                title: self.title,
                text: self.text,
                is_dismissible: self.is_dismissible,
            },
            audience: audience(self.audience)?,
            schedule,
            phase: schedule.phase(now),
            created_by: self.created_by,
            reach: Reach { connected: 0, delivered, seen, dismissed },
        })
    }
}

fn severity(text: String) -> Result<Severity> {
    text.parse().map_err(|_| Error::corrupt("announcements.severity", text))
}

fn audience(text: String) -> Result<Audience> {
    text.parse().map_err(|_| Error::corrupt("announcements.audience", text))
}
