//! The SQL of boards.

mod browse;
pub(super) mod imported;
mod map;
mod own;
pub(super) mod photo;
mod profile;
mod status;
mod write;

pub(crate) use browse::cities;
pub(super) use browse::{Search, count, list, plan};
pub(super) use map::{marks, plan as map_plan};
pub(super) use own::{count_own, count_waiting, own, waiting};
pub(crate) use profile::{open, terms, versions_of};
pub(crate) use status::{
    change_status, changes, follow, followers, hold, is_followed, listed_status, status_of,
};
pub(crate) use write::{NewBoard, insert, set_blackouts, update};

use crate::{Database, Result, account, database::on_pool, error::Error};
use protocol::{
    board::{BoardFormat, BoardStatus, BoardView},
    id::BoardId,
};
use uuid::Uuid;

/// A board with its owner, as [`BoardRow`] reads it.
macro_rules! select {
    () => {
        "SELECT b.id, b.title, b.city, b.address, b.format, b.width_cm, b.height_cm, b.facing,
                    b.audience_per_week, b.price_per_day_cents, b.currency, b.status, b.status_version,
                    b.status_at, b.description, b.owner_id, u.name AS owner_name, u.role AS owner_role,
                    p.file_id AS cover_id, f.width AS cover_width, f.height AS cover_height,
                    p.alt AS cover_alt
                FROM boards b JOIN users u ON u.id = b.owner_id
                LEFT JOIN photos p ON p.board_id = b.id AND p.position = 0
                LEFT JOIN files f ON f.id = p.file_id"
    };
}
use select;

const FIND: &str = concat!(select!(), " WHERE b.id = $1");
// The ids follow, and the end.
const FIND_ALL: &str = concat!(select!(), " WHERE b.id IN (");

#[derive(sqlx::FromRow)]
struct BoardRow {
    id: Uuid,
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
    status: String,
    status_version: i64,
    status_at: i64,
    description: String,
    owner_id: Uuid,
    owner_name: String,
    owner_role: String,
    cover_id: Option<Uuid>,
    cover_width: Option<i64>,
    cover_height: Option<i64>,
    cover_alt: Option<String>,
}

impl BoardRow {
    fn into_view(self) -> Result<BoardView> {
        let size = self.cover_width.zip(self.cover_height);
        let cover = self.cover_id.zip(size).map(|(id, (width, height))| {
            photo::view((id, width, height, self.cover_alt.unwrap_or_default()))
        });
        Ok(BoardView {
            id: BoardId(self.id),
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
            status: status(self.status)?,
            status_version: self.status_version,
            description: self.description,
            owner: account::user_ref(self.owner_id, self.owner_name, self.owner_role)?,
            cover,
        })
    }
}

fn format(text: String) -> Result<BoardFormat> {
    text.parse().map_err(|_| Error::corrupt("boards.format", text))
}

/// A status as stored.
pub(crate) fn status(text: String) -> Result<BoardStatus> {
    text.parse().map_err(|_| Error::corrupt("boards.status", text))
}

pub(crate) async fn find(database: &Database, id: BoardId) -> Result<Option<BoardView>> {
    let row: Option<BoardRow> =
        on_pool!(database, |pool| { sqlx::query_as(FIND).bind(id.0).fetch_optional(pool).await })?;
    row.map(BoardRow::into_view).transpose()
}

/// Those of these boards that exist.
pub(crate) async fn find_all(database: &Database, ids: &[BoardId]) -> Result<Vec<BoardView>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Vec<BoardRow> = on_pool!(database, |pool| {
        let mut query = sqlx::QueryBuilder::new(FIND_ALL);
        let mut asked = query.separated(", ");
        for id in ids {
            asked.push_bind(id.0);
        }
        query.push(")").build_query_as().fetch_all(pool).await
    })?;
    rows.into_iter().map(BoardRow::into_view).collect()
}
