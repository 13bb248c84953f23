//! Session tokens: 256 random bits in the cookie, only their SHA-256 in the database.

use crate::{Result, error::Error};
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// A fresh token, 64 hexadecimal digits.
pub(crate) fn new() -> Result<String> {
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes).map_err(|error| Error::Internal(format!("randomness: {error}")))?;
    Ok(bytes.iter().fold(String::with_capacity(64), |mut text, byte| {
        // Writing to a `String` cannot fail.
        let _written = write!(text, "{byte:02x}");
        text
    }))
}

/// What is stored. A plain hash is enough: the token cannot be guessed, so it needs no salt.
pub(crate) fn hash(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}
