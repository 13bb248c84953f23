//! What Bulletin does: its use cases and their SQL. Knows nothing of HTTP, sockets or pages.
//!
//! Every use case has one shape: load → decide (a pure function in `protocol`) → save (one transaction:
//! rows and stream event together) → publish → return a view. Publishing cannot fail the caller: events
//! are hints, the database is the truth, and whatever is lost on the way is found again by `sync`.
//!
//! # Add a use case
//! 1. Its input and its view in `protocol/src/<feature>.rs`, with their rules.
//! 2. A method on [`Marketplace`] in `<feature>.rs`; its SQL in `<feature>/sql.rs`.
//! 3. A story in `tests/stories/<feature>.rs`; it runs on SQLite and on Postgres.
//!
//! # Add a table
//! 1. The same file name in `migrations/sqlite` and `migrations/postgres`.
//! 2. One text per query that both engines accept (`$1`, `RETURNING`, `ON CONFLICT`).
//! 3. An index for each column that refers to another table, unless its key begins with it.

mod account;
mod announcement;
mod audit;
mod board;
pub mod clock;
mod conversation;
mod dashboard;
pub mod database;
pub mod demo;
mod dialect;
mod error;
mod files;
mod job;
mod notification;
mod order;
mod picture;
mod presence;
mod price;
mod privacy;
pub mod publish;
mod stream;
mod test_websocket;
mod viewer;

pub use account::{Device, SignedIn};
pub use database::Database;
pub use error::Error;
pub use files::Files;
pub use job::{
    Fetched, FoundPrice, JOB_LEASE, PriceCheck, PriceEnd, PriceReport, PricedBoard, StoredUpload,
    Upload,
};
pub use order::{
    ANSWER_WITHIN, Declined, LEASE, Moment, Observer, Payments, Ports, Screens, Spot, TestPayments,
    TestScreens,
};
pub use picture::{Served, Shape, measure};
pub use presence::Sighting;
pub use stream::Grant;
pub use test_websocket::Asker;
pub use viewer::Viewer;

use clock::Clock;
use publish::Publisher;
use std::sync::Arc;

/// What every use case returns.
pub type Result<T> = std::result::Result<T, Error>;

/// The use cases. Cheap to clone; one per server.
#[derive(Clone)]
pub struct Marketplace {
    inner: Arc<Inner>,
    files: Files,
    has_test_page: bool,
}

struct Inner {
    database: Database,
    clock: Arc<dyn Clock>,
    publisher: Arc<dyn Publisher>,
    is_demo: bool,
}

impl Marketplace {
    /// Joins the use cases with the world around them. `is_demo` relaxes what a demonstration needs
    /// relaxed: the list of online people is open to everybody.
    pub fn new(
        database: Database,
        clock: Arc<dyn Clock>,
        publisher: Arc<dyn Publisher>,
        is_demo: bool,
    ) -> Self {
        let inner = Arc::new(Inner { database, clock, publisher, is_demo });
        Self { inner, files: Files::in_memory(), has_test_page: false }
    }

    /// The same with the place where files are kept. Without one they are gone with the process.
    #[must_use]
    pub fn with_files(mut self, files: Files) -> Self {
        self.files = files;
        self
    }

    /// Whether this installation is a demonstration with public accounts.
    pub fn is_demo(&self) -> bool {
        self.inner.is_demo
    }

    /// Whether the database answers.
    pub async fn is_ready(&self) -> bool {
        self.database().ping().await.is_ok()
    }

    /// Runs work that saves and then tells, to its end also when the caller goes away: a commit whose event
    /// or eviction nobody posts would be found by no one.
    async fn to_the_end<T: Send + 'static>(
        &self,
        work: impl Future<Output = Result<T>> + Send + 'static,
    ) -> Result<T> {
        let task = tokio::spawn(work).await;
        task.map_err(|error| Error::Internal(format!("use case task: {error}")))?
    }

    fn database(&self) -> &Database {
        &self.inner.database
    }

    fn files(&self) -> &Files {
        &self.files
    }

    /// The time use cases go by; not the machine's in a rehearsal.
    pub fn now(&self) -> protocol::Timestamp {
        self.inner.clock.now()
    }

    fn publisher(&self) -> &dyn Publisher {
        self.inner.publisher.as_ref()
    }
}
