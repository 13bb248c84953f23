//! Passwords: argon2id with the crate's recommended cost, off the async threads.

use crate::{Result, error::Error};
use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use std::sync::LazyLock;
use tokio::sync::{Semaphore, SemaphorePermit};

/// The hash of no password: as costly to verify as any other, and nothing is known that belongs to it. For
/// people who do not sign in.
pub(crate) const NO_PASSWORD: &str = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// Verified when there is no such account, so that both cases cost the same.
static NOBODY: LazyLock<String> =
    LazyLock::new(|| hash_now("nobody has this password").unwrap_or_default());

/// Passwords worked on at once: each takes 19 MiB and a processor.
static TURNS: Semaphore = Semaphore::const_new(4);

/// Waits for a turn to work on a password; it lasts as long as what this returns.
pub(super) async fn turn() -> Result<SemaphorePermit<'static>> {
    TURNS.acquire().await.map_err(|error| Error::Internal(format!("password turns: {error}")))
}

/// The PHC string of a password, with a random salt.
pub(super) async fn hash(password: String) -> Result<String> {
    blocking(move || hash_now(&password)).await?
}

/// Whether the password belongs to the hash; `false`, after the same work, when there is no hash.
pub(super) async fn verify(password: String, hash: Option<String>) -> Result<bool> {
    blocking(move || {
        let is_known = hash.is_some();
        let hash = hash.unwrap_or_else(|| NOBODY.clone());
        let parsed = PasswordHash::new(&hash)
            .map_err(|_| Error::corrupt("users.password_hash", "not a PHC string"))?;
        let matches = Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok();
        Ok(matches && is_known)
    })
    .await?
}

fn hash_now(password: &str) -> Result<String> {
    Argon2::default()
        .hash_password(password.as_bytes())
        .map(|hash| hash.to_string())
        .map_err(|error| Error::Internal(format!("password hash: {error}")))
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|error| Error::Internal(format!("password task: {error}")))
}
