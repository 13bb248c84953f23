//! `bulletin audit`: whether an installation's books agree.

use crate::StartError;
use marketplace::{Database, Marketplace, clock::SystemClock, publish::Nobody};
use std::{io::Write, sync::Arc};

/// Says what does not agree, a line each; `true` when everything does.
pub async fn run(database_url: &str) -> Result<bool, StartError> {
    let database = Database::open_existing(database_url).await?;
    let market = Marketplace::new(database.clone(), Arc::new(SystemClock), Arc::new(Nobody), false);
    let problems = market.check_books().await?;
    database.close().await;
    let mut out = std::io::stdout().lock();
    for problem in &problems {
        writeln!(out, "{problem}")?;
    }
    if problems.is_empty() {
        writeln!(out, "The books agree.")?;
    }
    Ok(problems.is_empty())
}
