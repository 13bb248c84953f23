//! What may be tried only so often. Counted in the database: the limit outlives restarts and holds for all servers.

use super::sql;
use crate::{Marketplace, Result};
use protocol::{ErrorBody, ErrorCode, id::UserId, limits};

/// How often something may be tried within [`limits::TRIES_WINDOW`], and what it is called.
#[derive(Clone, Copy)]
pub(super) struct Allowed {
    tries: i64,
    what: &'static str,
    field: Option<&'static str>,
}

/// Failed sign-ins.
pub(super) const SIGN_INS: Allowed =
    Allowed { tries: limits::SIGN_IN_TRIES, what: "failed sign-ins", field: None };
const ADDITIONS: Allowed =
    Allowed { tries: limits::ADD_MEMBER_TRIES, what: "people added to conversations", field: None };
const PICTURES: Allowed =
    Allowed { tries: limits::PICTURE_TRIES, what: "pictures", field: Some("file") };

impl Marketplace {
    /// Refuses when any of these has been tried too often.
    pub(super) async fn refuse_when_tried_too_often(
        &self,
        subjects: &[String],
        allowed: Allowed,
    ) -> Result<()> {
        let since = self.now().minus(limits::TRIES_WINDOW);
        for subject in subjects {
            if sql::failures(self.database(), subject, since).await? >= allowed.tries {
                return Err(too_many(allowed).into());
            }
        }
        Ok(())
    }

    /// Counts one try for each of these.
    pub(super) async fn note_try(&self, subjects: Vec<String>) -> Result<()> {
        let now = self.now();
        let expired = now.minus(limits::TRIES_WINDOW);
        self.database()
            .transaction(move |tx| {
                Box::pin(async move { sql::note_failures(tx, &subjects, now, expired).await })
            })
            .await
    }

    /// Counts one addition, done or refused: the answer says whether an address has an account, and each one
    /// rings a bell.
    pub(crate) async fn count_addition(&self, by: UserId) -> Result<()> {
        let subjects = vec![additions_by(by)];
        self.refuse_when_tried_too_often(&subjects, ADDITIONS).await?;
        self.note_try(subjects).await
    }

    /// Counts so many pictures before they are looked into, taken or refused: each costs time and room.
    pub(crate) async fn count_pictures(&self, by: UserId, count: usize) -> Result<()> {
        let subjects = vec![format!("pictures:{by}"); count];
        self.refuse_when_tried_too_often(subjects.get(..1).unwrap_or_default(), PICTURES).await?;
        self.note_try(subjects).await
    }
}

/// What somebody's additions are counted under.
pub(crate) fn additions_by(user: UserId) -> String {
    format!("additions:{user}")
}

fn too_many(Allowed { what, field, .. }: Allowed) -> ErrorBody {
    let minutes = limits::TRIES_WINDOW.as_secs() / 60;
    let text = format!("Too many {what}. Try again in {minutes} minutes.");
    let wait = u64::try_from(limits::TRIES_WINDOW.as_millis()).ok();
    let field = field.map(str::to_owned);
    ErrorBody { retry_after_ms: wait, field, ..ErrorBody::new(ErrorCode::RateLimited, text) }
}
