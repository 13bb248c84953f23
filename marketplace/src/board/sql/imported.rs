//! The SQL of boards by their owners' own ids.

use super::{format, status};
use crate::{
    Database, Result,
    board::imported::Known,
    database::{Tx, on_pool, on_tx},
    error::Error,
};
use protocol::{
    Timestamp,
    board::{BoardProfile, BoardTerms, GeoPoint},
    id::{BoardId, UserId},
};
use std::collections::BTreeMap;
use uuid::Uuid;

// The owner's id follows, and the rest.
const SELECT: &str =
    "SELECT id, external_id, status, version, profile_version, title, city, address,
        format, width_cm, height_cm, facing, audience_per_week, price_per_day_cents, currency,
        description, width_px, height_px, latitude_e6, longitude_e6, time_zone, hours,
        slots_per_loop, lead_days, content_rules FROM boards WHERE owner_id = ";
const COUNT: &str = "SELECT COUNT(*) FROM boards WHERE owner_id = $1";
const INSERT: &str =
    "INSERT INTO boards (title, city, address, format, width_cm, height_cm, facing,
        audience_per_week, price_per_day_cents, currency, description, width_px, height_px,
        latitude_e6, longitude_e6, time_zone, hours, slots_per_loop, lead_days, content_rules,
        updated_at, dark_weekdays, id, owner_id, external_id, status, status_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19,
        $20, $21, $22, $23, $24, $25, 'draft', $21)";
const UPDATE: &str = "UPDATE boards SET title = $1, city = $2, address = $3, format = $4,
        width_cm = $5, height_cm = $6, facing = $7, audience_per_week = $8,
        price_per_day_cents = $9, currency = $10, description = $11, width_px = $12,
        height_px = $13, latitude_e6 = $14, longitude_e6 = $15, time_zone = $16, hours = $17,
        slots_per_loop = $18, lead_days = $19, content_rules = $20, updated_at = $21,
        dark_weekdays = $22,
        version = version + 1, profile_version = profile_version + 1,
        calendar_version = calendar_version + 1 WHERE id = $23 AND profile_version = $24";

#[derive(sqlx::FromRow)]
struct KnownRow {
    id: Uuid,
    external_id: Option<String>,
    status: String,
    version: i64,
    profile_version: i64,
    title: String,
    city: String,
    address: String,
    format: String,
    width_cm: i32,
    height_cm: i32,
    facing: String,
    audience_per_week: i64,
    price_per_day_cents: i64,
    currency: String,
    description: String,
    width_px: i32,
    height_px: i32,
    latitude_e6: Option<i32>,
    longitude_e6: Option<i32>,
    time_zone: String,
    hours: String,
    slots_per_loop: i32,
    lead_days: i32,
    content_rules: String,
}

impl KnownRow {
    fn into_known(self) -> Result<(Option<String>, Known)> {
        let hours = self.hours.parse().map_err(|_| Error::corrupt("boards.hours", self.hours))?;
        let place = self.latitude_e6.zip(self.longitude_e6);
        let terms = BoardTerms {
            width_px: self.width_px,
            height_px: self.height_px,
            place: place.map(|(latitude_e6, longitude_e6)| GeoPoint { latitude_e6, longitude_e6 }),
            time_zone: self.time_zone,
            hours,
            slots_per_loop: self.slots_per_loop,
            lead_days: self.lead_days,
            content_rules: self.content_rules,
            blackouts: Vec::new(),
        };
        let profile = BoardProfile {
            title: self.title,
            city: self.city,
            address: self.address,
            format: format(self.format)?,
            width_cm: self.width_cm,
            height_cm: self.height_cm,
            facing: self.facing,
            audience_per_week: self.audience_per_week,
            price_per_day_cents: self.price_per_day_cents,
            currency: self.currency,
            description: self.description,
            terms,
        };
        let known = Known {
            id: BoardId(self.id),
            status: status(self.status)?,
            version: self.version,
            profile_version: self.profile_version,
            profile,
        };
        Ok((self.external_id, known))
    }
}

pub(in crate::board) async fn known(
    tx: &mut Tx,
    owner: UserId,
    ids: &[&str],
) -> Result<BTreeMap<String, Known>> {
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let rows: Vec<KnownRow> = on_tx!(tx, |connection| {
        let mut query = sqlx::QueryBuilder::new(SELECT);
        query.push_bind(owner.0).push(" AND external_id IN (");
        let mut asked = query.separated(", ");
        for id in ids {
            asked.push_bind((*id).to_owned());
        }
        query.push(")").build_query_as().fetch_all(connection).await
    })?;
    let mut known = BTreeMap::new();
    for row in rows {
        if let (Some(id), board) = row.into_known()? {
            known.insert(id, board);
        }
    }
    Ok(known)
}

/// An owner's boards after an id, in the order of their ids, each with its owner's own id.
pub(in crate::board) async fn page(
    database: &Database,
    owner: UserId,
    (after, limit): (Uuid, i64),
) -> Result<Vec<(Option<String>, Known)>> {
    let rows: Vec<KnownRow> = on_pool!(database, |pool| {
        let mut query = sqlx::QueryBuilder::new(SELECT);
        query.push_bind(owner.0).push(" AND id > ").push_bind(after);
        query.push(" ORDER BY id LIMIT ").push_bind(limit);
        query.build_query_as().fetch_all(pool).await
    })?;
    rows.into_iter().map(KnownRow::into_known).collect()
}

/// How many boards an owner has.
pub(in crate::board) async fn count(database: &Database, owner: UserId) -> Result<i64> {
    Ok(on_pool!(database, |pool| {
        sqlx::query_scalar(COUNT).bind(owner.0).fetch_one(pool).await
    })?)
}

/// What both statements begin with.
macro_rules! bind_profile {
    ($text:ident, $profile:ident, $now:ident) => {
        sqlx::query($text)
            .bind(&$profile.title)
            .bind(&$profile.city)
            .bind(&$profile.address)
            .bind($profile.format.as_str())
            .bind($profile.width_cm)
            .bind($profile.height_cm)
            .bind(&$profile.facing)
            .bind($profile.audience_per_week)
            .bind($profile.price_per_day_cents)
            .bind(&$profile.currency)
            .bind(&$profile.description)
            .bind($profile.terms.width_px)
            .bind($profile.terms.height_px)
            .bind($profile.terms.place.map(|place| place.latitude_e6))
            .bind($profile.terms.place.map(|place| place.longitude_e6))
            .bind(&$profile.terms.time_zone)
            .bind($profile.terms.hours.to_string())
            .bind($profile.terms.slots_per_loop)
            .bind($profile.terms.lead_days)
            .bind(&$profile.terms.content_rules)
            .bind($now.0)
            .bind($profile.terms.hours.dark().bits())
    };
}

/// A new board, as a draft.
pub(in crate::board) async fn insert(
    tx: &mut Tx,
    (board, owner, external_id): (BoardId, UserId, &str),
    profile: &BoardProfile,
    now: Timestamp,
) -> Result<()> {
    on_tx!(tx, |connection| {
        let query = bind_profile!(INSERT, profile, now).bind(board.0).bind(owner.0);
        query.bind(external_id).execute(connection).await.map(|_| ())
    })?;
    Ok(())
}

/// Writes all of it anew but its blackouts, under the next version. An error when somebody has saved it since it was
/// read: the batch is done again.
pub(in crate::board) async fn update(
    tx: &mut Tx,
    (board, profile_version): (BoardId, i64),
    profile: &BoardProfile,
    now: Timestamp,
) -> Result<()> {
    let rows = on_tx!(tx, |connection| {
        let query = bind_profile!(UPDATE, profile, now).bind(board.0).bind(profile_version);
        query.execute(connection).await.map(|done| done.rows_affected())
    })?;
    if rows == 0 {
        return Err(Error::Internal(format!("board {board} was saved meanwhile")));
    }
    Ok(())
}
