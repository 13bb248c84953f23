//! The SQL of streams.

use crate::{
    Database, Result,
    database::{Tx, on_pool, on_tx},
    error::Error,
};
use protocol::{
    Room, ServerEvent,
    id::Epoch,
    stream::{Head, Position},
};
use uuid::Uuid;

const INSERT: &str = "INSERT INTO streams (name, epoch, head) VALUES ($1, $2, 0)";
const DELETE: &str = "DELETE FROM streams WHERE name = $1";
const HEAD: &str = "SELECT epoch, head FROM streams WHERE name = $1";
// Writes nothing new; it takes the row's lock on both engines.
const LOCK: &str = "UPDATE streams SET head = head WHERE name = $1";
const RAISE: &str = "UPDATE streams SET head = head + 1 WHERE name = $1 RETURNING epoch, head";
const INSERT_EVENT: &str = "INSERT INTO stream_events (stream, seq, event) VALUES ($1, $2, $3)";
const EVENTS: &str =
    "SELECT event FROM stream_events WHERE stream = $1 AND seq > $2 ORDER BY seq LIMIT $3";

const MENTIONING: &str = "SELECT event FROM stream_events WHERE stream = $1 AND seq >= $2 AND event LIKE $3 ORDER BY seq";
const UPDATE_EVENT: &str = "UPDATE stream_events SET event = $3 WHERE stream = $1 AND seq = $2";

pub(super) async fn insert(tx: &mut Tx, room: Room, epoch: Epoch) -> Result<()> {
    on_tx!(tx, |connection| {
        sqlx::query(INSERT)
            .bind(room.to_string())
            .bind(epoch.0)
            .execute(connection)
            .await
            .map(|_| ())
    })?;
    Ok(())
}

pub(super) async fn delete(tx: &mut Tx, room: Room) -> Result<()> {
    on_tx!(tx, |connection| {
        sqlx::query(DELETE).bind(room.to_string()).execute(connection).await.map(|_| ())
    })?;
    Ok(())
}

pub(crate) async fn head(database: &Database, room: Room) -> Result<Option<Head>> {
    let row: Option<(Uuid, i64)> = on_pool!(database, |pool| {
        sqlx::query_as(HEAD).bind(room.to_string()).fetch_optional(pool).await
    })?;
    Ok(row.map(|(epoch, seq)| Head { epoch: Epoch(epoch), seq }))
}

pub(super) async fn lock(tx: &mut Tx, room: Room) -> Result<()> {
    on_tx!(tx, |connection| {
        sqlx::query(LOCK).bind(room.to_string()).execute(connection).await.map(|_| ())
    })?;
    Ok(())
}

pub(super) async fn raise(tx: &mut Tx, room: Room) -> Result<(Uuid, i64)> {
    Ok(on_tx!(tx, |connection| {
        sqlx::query_as(RAISE).bind(room.to_string()).fetch_one(connection).await
    })?)
}

pub(super) async fn insert_event(
    tx: &mut Tx,
    position: &Position,
    event: &ServerEvent,
) -> Result<()> {
    let text = to_text(event)?;
    on_tx!(tx, |connection| {
        sqlx::query(INSERT_EVENT)
            .bind(position.stream.to_string())
            .bind(position.seq)
            .bind(text)
            .execute(connection)
            .await
            .map(|_| ())
    })?;
    Ok(())
}

/// The events from a number on whose text holds `word`, in order. `word` has no `%` and no `_`.
pub(super) async fn mentioning(
    tx: &mut Tx,
    room: Room,
    from: i64,
    word: &str,
) -> Result<Vec<ServerEvent>> {
    let texts: Vec<String> = on_tx!(tx, |connection| {
        sqlx::query_scalar(MENTIONING)
            .bind(room.to_string())
            .bind(from)
            .bind(format!("%{word}%"))
            .fetch_all(connection)
            .await
    })?;
    texts.into_iter().map(|text| from_text(text).map(|(_, event)| event)).collect()
}

/// Stores an event anew under the number it has.
pub(super) async fn update_event(tx: &mut Tx, event: &ServerEvent) -> Result<()> {
    let Some(position) = event.position() else { return Ok(()) };
    let text = to_text(event)?;
    on_tx!(tx, |connection| {
        sqlx::query(UPDATE_EVENT)
            .bind(position.stream.to_string())
            .bind(position.seq)
            .bind(text)
            .execute(connection)
            .await
            .map(|_| ())
    })?;
    Ok(())
}

fn to_text(event: &ServerEvent) -> Result<String> {
    serde_json::to_string(event).map_err(|error| Error::Internal(format!("event to JSON: {error}")))
}

/// An event with the size of its text.
fn from_text(text: String) -> Result<(usize, ServerEvent)> {
    match serde_json::from_str(&text) {
        Ok(event) => Ok((text.len(), event)),
        Err(_) => Err(Error::corrupt("stream_events.event", text)),
    }
}

/// The events after a number, in order, each with its size in bytes.
pub(super) async fn events(
    database: &Database,
    room: Room,
    after: i64,
    limit: i64,
) -> Result<Vec<(usize, ServerEvent)>> {
    let texts: Vec<String> = on_pool!(database, |pool| {
        sqlx::query_scalar(EVENTS)
            .bind(room.to_string())
            .bind(after)
            .bind(limit)
            .fetch_all(pool)
            .await
    })?;
    texts.into_iter().map(from_text).collect()
}
