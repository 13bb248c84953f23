//! The two statements that write what is said of a board, whether a form or a file says it.

use crate::{
    Result,
    database::{Tx, on_tx},
    error::Error,
};
use protocol::{
    Day, Timestamp,
    board::{BoardProfile, BoardStatus},
    id::{BoardId, UserId},
};

const INSERT: &str =
    "INSERT INTO boards (title, city, address, format, width_cm, height_cm, facing,
        audience_per_week, price_per_day_cents, currency, description, width_px, height_px,
        latitude_e6, longitude_e6, time_zone, hours, slots_per_loop, lead_days, content_rules,
        updated_at, dark_weekdays, id, owner_id, external_id, status, status_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19,
        $20, $21, $22, $23, $24, $25, $26, $21)";
const UPDATE: &str = "UPDATE boards SET title = $1, city = $2, address = $3, format = $4,
        width_cm = $5, height_cm = $6, facing = $7, audience_per_week = $8,
        price_per_day_cents = $9, currency = $10, description = $11, width_px = $12,
        height_px = $13, latitude_e6 = $14, longitude_e6 = $15, time_zone = $16, hours = $17,
        slots_per_loop = $18, lead_days = $19, content_rules = $20, updated_at = $21,
        dark_weekdays = $22, version = version + 1, profile_version = profile_version + 1,
        calendar_version = calendar_version + 1 WHERE id = $23 AND profile_version = $24";
const CLEAR_BLACKOUTS: &str = "DELETE FROM board_blackouts WHERE board_id = $1";
const BLACK_OUT: &str = "INSERT INTO board_blackouts (board_id, day) VALUES ($1, $2)";

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

/// A board that is not there yet.
pub(crate) struct NewBoard<'a> {
    pub(crate) id: BoardId,
    pub(crate) owner: UserId,
    /// Its owner's own id of it.
    pub(crate) external_id: Option<&'a str>,
    pub(crate) status: BoardStatus,
}

/// A new board, without its blackouts.
pub(crate) async fn insert(
    tx: &mut Tx,
    new: NewBoard<'_>,
    profile: &BoardProfile,
    now: Timestamp,
) -> Result<()> {
    on_tx!(tx, |connection| {
        let query = bind_profile!(INSERT, profile, now).bind(new.id.0).bind(new.owner.0);
        let query = query.bind(new.external_id).bind(new.status.as_str());
        query.execute(connection).await.map(|_| ())
    })?;
    Ok(())
}

/// Writes all of it anew but its blackouts, under the next version. An error when somebody has saved it since it was
/// read.
pub(crate) async fn update(
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

/// The days on which a board is not for sale, in place of those before.
pub(crate) async fn set_blackouts(tx: &mut Tx, board: BoardId, days: &[Day]) -> Result<()> {
    on_tx!(tx, |connection| {
        sqlx::query(CLEAR_BLACKOUTS).bind(board.0).execute(connection).await.map(|_| ())
    })?;
    for day in days {
        on_tx!(tx, |connection| {
            let query = sqlx::query(BLACK_OUT).bind(board.0).bind(day.to_string());
            query.execute(connection).await.map(|_| ())
        })?;
    }
    Ok(())
}
