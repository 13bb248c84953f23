//! The SQL of the map.

use super::{
    browse::{Search, bind},
    status,
};
use crate::{Database, Result, database::on_pool, dialect, error::Error};
use protocol::{
    board::{
        BoardFormat, BoardStatus, GeoPoint,
        map::{BoardMap, MapArea, MapBoard, MapCluster, MapGrid},
    },
    id::BoardId,
    limits,
};
use sqlx::AssertSqlSafe;
use uuid::Uuid;

/// A cell with boards in it, and one of them.
#[derive(sqlx::FromRow)]
struct MarkRow {
    boards: i64,
    one_city: Option<String>,
    latitude: i64,
    longitude: i64,
    west: i32,
    south: i32,
    east: i32,
    north: i32,
    id: Uuid,
    title: String,
    city: String,
    price_per_day_cents: i64,
    currency: String,
    status: String,
    status_version: i64,
}

impl MarkRow {
    fn place(&self) -> Result<GeoPoint> {
        let narrow = |number: i64| {
            i32::try_from(number)
                .map_err(|_| Error::corrupt("boards.latitude_e6", number.to_string()))
        };
        let (latitude_e6, longitude_e6) = (narrow(self.latitude)?, narrow(self.longitude)?);
        Ok(GeoPoint { latitude_e6, longitude_e6 })
    }

    fn into_cluster(self) -> Result<MapCluster> {
        let Self { west: west_e6, south: south_e6, east: east_e6, north: north_e6, .. } = self;
        Ok(MapCluster {
            count: u32::try_from(self.boards).unwrap_or(u32::MAX),
            place: self.place()?,
            city: self.one_city,
            area: MapArea { west_e6, south_e6, east_e6, north_e6 },
        })
    }

    fn into_board(self) -> Result<MapBoard> {
        Ok(MapBoard {
            id: BoardId(self.id),
            place: self.place()?,
            title: self.title,
            city: self.city,
            price_per_day_cents: self.price_per_day_cents,
            currency: self.currency,
            status: status(self.status)?,
            status_version: self.status_version,
        })
    }
}

/// The cells are numbers divided by whole numbers, which both engines do alike; `$17` tells boards at one place apart.
fn text(database: &Database, search: &Search<'_>) -> String {
    format!(
        "SELECT c.boards, c.one_city, c.latitude, c.longitude, c.west, c.south, c.east, c.north,
            b.id, b.title, b.city, b.price_per_day_cents, b.currency, b.status, b.status_version
        FROM (SELECT COUNT(*) AS boards, {any} AS id,
                CASE WHEN MIN(b.city) = MAX(b.city) THEN MIN(b.city) END AS one_city,
                SUM(b.latitude_e6) / COUNT(*) AS latitude, SUM(b.longitude_e6) / COUNT(*) AS longitude,
                MIN(b.longitude_e6) AS west, MIN(b.latitude_e6) AS south,
                MAX(b.longitude_e6) AS east, MAX(b.latitude_e6) AS north
            FROM boards b WHERE {condition} AND b.longitude_e6 >= $11 AND b.longitude_e6 <= $12
                AND b.latitude_e6 >= $13 AND b.latitude_e6 <= $14
            GROUP BY (b.longitude_e6 + 180000000) / $15, (b.latitude_e6 + 90000000) / $16,
                CASE WHEN $17 THEN b.id END
            LIMIT $18) c
        JOIN boards b ON b.id = c.id ORDER BY b.id",
        any = dialect::any_board(database),
        condition = search.condition(database),
    )
}

/// Binds all of [`text`]'s parameters.
macro_rules! bind_map {
    ($query:expr, $search:expr, $grid:expr) => {
        bind!($query, $search)
            .bind($grid.area.west_e6)
            .bind($grid.area.east_e6)
            .bind($grid.area.south_e6)
            .bind($grid.area.north_e6)
            .bind($grid.width_e6)
            .bind($grid.height_e6)
            .bind($grid.is_finest)
            .bind(i64::from(limits::MAP_MARKS))
    };
}

pub(in crate::board) async fn marks(
    database: &Database,
    search: &Search<'_>,
    grid: MapGrid,
) -> Result<BoardMap> {
    let text = text(database, search);
    let rows: Vec<MarkRow> = on_pool!(database, |pool| {
        bind_map!(sqlx::query_as(AssertSqlSafe(text)), search, grid).fetch_all(pool).await
    })?;
    let (single, several): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| row.boards == 1);
    Ok(BoardMap {
        clusters: several.into_iter().map(MarkRow::into_cluster).collect::<Result<_>>()?,
        boards: single.into_iter().map(MarkRow::into_board).collect::<Result<_>>()?,
    })
}

/// How the database goes about it, line by line.
pub(in crate::board) async fn plan(
    database: &Database,
    search: &Search<'_>,
    grid: MapGrid,
) -> Result<Vec<String>> {
    let text = dialect::explain(database, &text(database, search));
    Ok(match database {
        Database::Sqlite { readers, .. } => {
            let query = bind_map!(sqlx::query_as(AssertSqlSafe(text)), search, grid);
            let rows: Vec<(i64, i64, i64, String)> = query.fetch_all(readers).await?;
            rows.into_iter().map(|row| row.3).collect()
        }
        Database::Postgres(pool) => {
            let query = bind_map!(sqlx::query_scalar(AssertSqlSafe(text)), search, grid);
            query.fetch_all(pool).await?
        }
    })
}
