//! The SQL of what owners say of their boards.

use super::super::profile::Open;
use crate::{
    Database, Result,
    database::{Tx, on_pool, on_tx},
    error::Error,
};
use protocol::{
    Timestamp,
    board::{BoardProfile, BoardStatus, BoardTerms, GeoPoint},
    id::{BoardId, UserId},
};
use uuid::Uuid;

const INSERT: &str = "INSERT INTO boards (id, owner_id, title, city, address, format, width_cm,
        height_cm, facing, audience_per_week, price_per_day_cents, currency, status, description,
        status_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)";
const UPDATE: &str = "UPDATE boards SET title = $2, city = $3, address = $4, format = $5,
        width_cm = $6, height_cm = $7, facing = $8, audience_per_week = $9,
        price_per_day_cents = $10, currency = $11, description = $12, version = version + 1,
        profile_version = profile_version + 1,
        calendar_version = calendar_version + 1 WHERE id = $1";
const SET_TERMS: &str = "UPDATE boards SET width_px = $2, height_px = $3, latitude_e6 = $4,
        longitude_e6 = $5, time_zone = $6, hours = $7, slots_per_loop = $8, lead_days = $9,
        content_rules = $10, updated_at = $11, dark_weekdays = $12 WHERE id = $1";
const TERMS: &str = "SELECT width_px, height_px, latitude_e6, longitude_e6, time_zone, hours,
        slots_per_loop, lead_days, content_rules, version, profile_version FROM boards WHERE id = $1";
const VERSIONS: &str = "SELECT version, profile_version FROM boards WHERE id = $1";
// Writes what is there, so that whoever else wants to change it waits until the end.
const OPEN: &str = "UPDATE boards SET version = version WHERE id = $1
    RETURNING owner_id, sandbox_id, status, version, profile_version";
const BLACKOUTS: &str = "SELECT day FROM board_blackouts WHERE board_id = $1 ORDER BY day";
const CLEAR_BLACKOUTS: &str = "DELETE FROM board_blackouts WHERE board_id = $1";
const BLACK_OUT: &str = "INSERT INTO board_blackouts (board_id, day) VALUES ($1, $2)";

#[derive(sqlx::FromRow)]
struct TermsRow {
    width_px: i32,
    height_px: i32,
    latitude_e6: Option<i32>,
    longitude_e6: Option<i32>,
    time_zone: String,
    hours: String,
    slots_per_loop: i32,
    lead_days: i32,
    content_rules: String,
    version: i64,
    profile_version: i64,
}

impl TermsRow {
    fn into_terms(self, blackouts: Vec<String>) -> Result<BoardTerms> {
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

pub(crate) async fn insert(
    tx: &mut Tx,
    (board, owner): (BoardId, UserId),
    profile: &BoardProfile,
    (status, now): (BoardStatus, Timestamp),
) -> Result<()> {
    on_tx!(tx, |connection| {
        sqlx::query(INSERT)
            .bind(board.0)
            .bind(owner.0)
            .bind(&profile.title)
            .bind(&profile.city)
            .bind(&profile.address)
            .bind(profile.format.as_str())
            .bind(profile.width_cm)
            .bind(profile.height_cm)
            .bind(&profile.facing)
            .bind(profile.audience_per_week)
            .bind(profile.price_per_day_cents)
            .bind(&profile.currency)
            .bind(status.as_str())
            .bind(&profile.description)
            .bind(now.0)
            .execute(connection)
            .await
            .map(|_| ())
    })?;
    set_terms(tx, board, &profile.terms, now).await
}

/// Writes all of it anew, under the next version.
pub(crate) async fn update(
    tx: &mut Tx,
    board: BoardId,
    profile: &BoardProfile,
    now: Timestamp,
) -> Result<()> {
    on_tx!(tx, |connection| {
        sqlx::query(UPDATE)
            .bind(board.0)
            .bind(&profile.title)
            .bind(&profile.city)
            .bind(&profile.address)
            .bind(profile.format.as_str())
            .bind(profile.width_cm)
            .bind(profile.height_cm)
            .bind(&profile.facing)
            .bind(profile.audience_per_week)
            .bind(profile.price_per_day_cents)
            .bind(&profile.currency)
            .bind(&profile.description)
            .execute(connection)
            .await
            .map(|_| ())
    })?;
    set_terms(tx, board, &profile.terms, now).await
}

async fn set_terms(tx: &mut Tx, board: BoardId, terms: &BoardTerms, now: Timestamp) -> Result<()> {
    on_tx!(tx, |connection| {
        sqlx::query(SET_TERMS)
            .bind(board.0)
            .bind(terms.width_px)
            .bind(terms.height_px)
            .bind(terms.place.map(|place| place.latitude_e6))
            .bind(terms.place.map(|place| place.longitude_e6))
            .bind(&terms.time_zone)
            .bind(terms.hours.to_string())
            .bind(terms.slots_per_loop)
            .bind(terms.lead_days)
            .bind(&terms.content_rules)
            .bind(now.0)
            .bind(terms.hours.dark().bits())
            .execute(connection)
            .await
            .map(|_| ())
    })?;
    on_tx!(tx, |connection| {
        sqlx::query(CLEAR_BLACKOUTS).bind(board.0).execute(connection).await.map(|_| ())
    })?;
    for day in &terms.blackouts {
        on_tx!(tx, |connection| {
            let query = sqlx::query(BLACK_OUT).bind(board.0).bind(day.to_string());
            query.execute(connection).await.map(|_| ())
        })?;
    }
    Ok(())
}
