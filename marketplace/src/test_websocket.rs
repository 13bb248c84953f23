//! The test page: who may use it, and the record of its use.

mod act;
mod apart;
mod clear;
mod sandbox;
mod sql;

pub(crate) use apart::{findable_boards, is_simulated, may_change_announcement, may_meet};

pub use sandbox::Asker;

use crate::{Marketplace, Result, Viewer, audit};
use protocol::{ErrorBody, account::Role, test_websocket::TestUse};

impl Marketplace {
    /// The same with the test page open to testers and admins. In a demonstration it is open to everybody
    /// anyway.
    #[must_use]
    pub fn with_test_page(mut self, is_open: bool) -> Self {
        self.has_test_page = is_open;
        self
    }

    /// Whether the test page is there for this viewer.
    pub fn may_test(&self, viewer: &Viewer) -> bool {
        let is_tester =
            || viewer.me().is_some_and(|me| matches!(me.role, Role::Tester | Role::Admin));
        self.is_demo() || (self.has_test_page && is_tester())
    }

    /// Whoever may not use the page is not told that there is one.
    pub(crate) fn check_test_page(&self, viewer: &Viewer) -> Result<()> {
        if self.may_test(viewer) { Ok(()) } else { Err(ErrorBody::not_found("page").into()) }
    }

    /// Opens the page, or says what a missing page says. Outside a demonstration this is on record.
    pub async fn open_test_page(&self, viewer: &Viewer) -> Result<()> {
        self.check_test_page(viewer)?;
        self.note_use(viewer, "test page opened", ("", "")).await
    }

    /// What was done there by hand, as the page says. Outside a demonstration this is on record.
    pub async fn note_test_use(&self, viewer: &Viewer, done: &TestUse) -> Result<()> {
        self.check_test_page(viewer)?;
        match done {
            TestUse::Sent { command, times } => {
                self.note_use(viewer, "command sent by hand", (command, &format!("{times} ×")))
                    .await
            }
            TestUse::Ran { scenario, has_passed } => {
                let detail = if *has_passed { "passed" } else { "failed" };
                self.note_use(viewer, "scenario run", (scenario, detail)).await
            }
        }
    }

    async fn note_use(
        &self,
        viewer: &Viewer,
        action: &'static str,
        (subject, detail): (&str, &str),
    ) -> Result<()> {
        if self.is_demo() {
            return Ok(());
        }
        let (actor, now) = (audit::Actor::from(viewer), self.now());
        let (subject, detail) = (subject.to_owned(), detail.to_owned());
        self.database()
            .transaction(move |tx| {
                Box::pin(async move {
                    audit::note(tx, (&actor, now), action, (&subject, &detail)).await
                })
            })
            .await
    }
}
