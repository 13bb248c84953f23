//! The SQL of boards by their owners' own ids.

use super::{format, profile::TermsRow, status};
use crate::{
    Database, Result,
    board::imported::Known,
    database::{Tx, on_pool, on_tx},
    dialect,
};
use protocol::{
    board::BoardProfile,
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
#[derive(sqlx::FromRow)]
struct KnownRow {
    id: Uuid,
    external_id: Option<String>,
    status: String,
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
    #[sqlx(flatten)]
    terms: TermsRow,
}

impl KnownRow {
    fn into_known(self) -> Result<(Option<String>, Known)> {
        let (version, profile_version) = (self.terms.version, self.terms.profile_version);
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
            terms: self.terms.into_terms(Vec::new())?,
        };
        let known = Known {
            id: BoardId(self.id),
            status: status(self.status)?,
            version,
            profile_version,
            profile,
        };
        Ok((self.external_id, known))
    }
}

/// Nobody else changes them until the end.
pub(in crate::board) async fn known(
    tx: &mut Tx,
    owner: UserId,
    ids: &[&str],
) -> Result<BTreeMap<String, Known>> {
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let hold = dialect::hold_rows(tx);
    let rows: Vec<KnownRow> = on_tx!(tx, |connection| {
        let mut query = sqlx::QueryBuilder::new(SELECT);
        query.push_bind(owner.0).push(" AND (external_id IN (");
        let mut asked = query.separated(", ");
        for id in ids {
            asked.push_bind((*id).to_owned());
        }
        query.push(")");
        // What was never in a file is exported under our own id.
        let own: Vec<Uuid> = ids.iter().filter_map(|id| id.parse().ok()).collect();
        if !own.is_empty() {
            query.push(" OR (external_id IS NULL AND id IN (");
            let mut asked = query.separated(", ");
            for id in own {
                asked.push_bind(id);
            }
            query.push("))");
        }
        // In the order in which whoever books several boards holds them.
        query.push(") ORDER BY id").push(hold).build_query_as().fetch_all(connection).await
    })?;
    let mut known = BTreeMap::new();
    for row in rows {
        let (id, board) = row.into_known()?;
        known.insert(id.unwrap_or_else(|| board.id.to_string()), board);
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
