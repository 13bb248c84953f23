//! The SQL of what owners say of their boards.

use super::super::profile::Open;
use crate::{
    Database, Result,
    database::{Tx, on_pool, on_tx},
    error::Error,
};
use protocol::{
    board::{BoardTerms, GeoPoint},
    id::{BoardId, UserId},
};
use uuid::Uuid;

const TERMS: &str = "SELECT width_px, height_px, latitude_e6, longitude_e6, time_zone, hours,
        slots_per_loop, lead_days, content_rules, version, profile_version FROM boards WHERE id = $1";
const VERSIONS: &str = "SELECT version, profile_version FROM boards WHERE id = $1";
// Writes what is there, so that whoever else wants to change it waits until the end.
const OPEN: &str = "UPDATE boards SET version = version WHERE id = $1
    RETURNING owner_id, sandbox_id, status, version, profile_version";
const BLACKOUTS: &str = "SELECT day FROM board_blackouts WHERE board_id = $1 ORDER BY day";
/// What lists do not show of a board.
#[derive(sqlx::FromRow)]
pub(super) struct TermsRow {
    width_px: i32,
    height_px: i32,
    latitude_e6: Option<i32>,
    longitude_e6: Option<i32>,
    time_zone: String,
    hours: String,
    slots_per_loop: i32,
    lead_days: i32,
    content_rules: String,
    pub(super) version: i64,
    pub(super) profile_version: i64,
}

impl TermsRow {
    pub(super) fn into_terms(self, blackouts: Vec<String>) -> Result<BoardTerms> {
        let hours = self.hours.parse().map_err(|_| Error::corrupt("boards.hours", self.hours))?;
        let place = self.latitude_e6.zip(self.longitude_e6);
        let day = |day: String| day.parse().map_err(|_| Error::corrupt("board_blackouts.day", day));
        Ok(BoardTerms {
            width_px: self.width_px,
            height_px: self.height_px,
            place: place.map(|(latitude_e6, longitude_e6)| GeoPoint { latitude_e6, longitude_e6 }),
            time_zone: self.time_zone,
            hours,
            slots_per_loop: self.slots_per_loop,
            lead_days: self.lead_days,
            content_rules: self.content_rules,
            blackouts: blackouts.into_iter().map(day).collect::<Result<_>>()?,
        })
    }
}

/// What lists do not show, the version of the last change, and that of the last edit.
pub(crate) async fn terms(
    database: &Database,
    board: BoardId,
) -> Result<Option<(BoardTerms, i64, i64)>> {
    let row: Option<TermsRow> = on_pool!(database, |pool| {
        sqlx::query_as(TERMS).bind(board.0).fetch_optional(pool).await
    })?;
    let Some(row) = row else { return Ok(None) };
    let days: Vec<String> = on_pool!(database, |pool| {
        sqlx::query_scalar(BLACKOUTS).bind(board.0).fetch_all(pool).await
    })?;
    let (version, profile_version) = (row.version, row.profile_version);
    Ok(Some((row.into_terms(days)?, version, profile_version)))
}

/// The version of the last change, and that of the last edit.
pub(crate) async fn versions_of(database: &Database, board: BoardId) -> Result<Option<(i64, i64)>> {
    Ok(on_pool!(database, |pool| {
        sqlx::query_as(VERSIONS).bind(board.0).fetch_optional(pool).await
    })?)
}

/// Holds a board for this transaction.
pub(crate) async fn open(tx: &mut Tx, board: BoardId) -> Result<Option<Open>> {
    let row: Option<(Uuid, Option<Uuid>, String, i64, i64)> = on_tx!(tx, |connection| {
        sqlx::query_as(OPEN).bind(board.0).fetch_optional(connection).await
    })?;
    let Some((owner, sandbox, status, version, profile_version)) = row else { return Ok(None) };
    let (owner, status) = (UserId(owner), super::status(status)?);
    Ok(Some(Open { owner, is_of_sandbox: sandbox.is_some(), status, version, profile_version }))
}
