//! Boards as an import brings them: by their owner's own id, new or over what is there.

use super::{profile::check_places, sql};
use crate::{Database, Result, database::Tx, order};
use protocol::{
    ErrorBody, Timestamp,
    account::Role,
    board::{
        BoardDraft, BoardProfile, BoardStatus, BoardUpdated,
        life::{self, Parts},
    },
    id::{BoardId, UserId},
    inventory::BoardRow,
};
use std::collections::BTreeMap;
use uuid::Uuid;

/// A board that is there.
pub(crate) struct Known {
    pub(crate) id: BoardId,
    pub(crate) status: BoardStatus,
    pub(super) version: i64,
    pub(super) profile_version: i64,
    /// Without its blackouts, of which no file says anything.
    pub(crate) profile: BoardProfile,
}

/// What became of a row; of a dry run, what would.
#[derive(Clone, Copy)]
pub(crate) enum Taken {
    Created,
    Unchanged,
    /// To be told to whoever looks at the board, if anybody can.
    Updated(Option<BoardUpdated>),
}

/// Those of an owner's boards that have one of these ids.
pub(crate) async fn known(
    tx: &mut Tx,
    owner: UserId,
    ids: &[&str],
) -> Result<BTreeMap<String, Known>> {
    sql::imported::known(tx, owner, ids).await
}

/// An owner's boards after an id, each with its owner's own id.
pub(crate) async fn page(
    database: &Database,
    owner: UserId,
    at: (Uuid, i64),
) -> Result<Vec<(Option<String>, Known)>> {
    sql::imported::page(database, owner, at).await
}

/// How many boards an owner has.
pub(crate) async fn count(database: &Database, owner: UserId) -> Result<i64> {
    sql::imported::count(database, owner).await
}

/// Stores what a row says, or finds out whether it could be stored. Refused by all rules it breaks.
pub(crate) async fn take(
    tx: &mut Tx,
    row: &BoardRow,
    there: Option<Known>,
    (owner, is_dry_run, now): (UserId, bool, Timestamp),
) -> Result<std::result::Result<Taken, Vec<ErrorBody>>> {
    let Some(known) = there else {
        let profile = match row.over(BoardDraft::fresh()).check() {
            Ok(profile) => profile,
            Err(problems) => return Ok(Err(problems)),
        };
        if !is_dry_run {
            let (id, status) = (BoardId(Uuid::now_v7()), BoardStatus::Draft);
            let external_id = Some(row.external_id.as_str());
            let new = sql::NewBoard { id, owner, external_id, status };
            sql::insert(tx, new, &profile, now).await?;
        }
        return Ok(Ok(Taken::Created));
    };
    let profile = match row.over(BoardDraft::of(&known.profile)).check() {
        Ok(profile) => profile,
        Err(problems) => return Ok(Err(problems)),
    };
    if profile == known.profile {
        return Ok(Ok(Taken::Unchanged));
    }
    if let Err(refused) = check(tx, &known, (&profile, owner), now).await {
        return match refused {
            crate::Error::Refused(problem) => Ok(Err(vec![problem])),
            error => Err(error),
        };
    }
    if is_dry_run {
        return Ok(Ok(Taken::Updated(None)));
    }
    sql::update(tx, (known.id, known.profile_version), &profile, now).await?;
    if profile.terms.slots_per_loop != known.profile.terms.slots_per_loop {
        order::sql::full_days::note(tx, known.id, None).await?;
    }
    let updated = BoardUpdated {
        board_id: known.id,
        version: known.version + 1,
        profile_version: known.profile_version + 1,
    };
    Ok(Ok(Taken::Updated(known.status.is_public().then_some(updated))))
}

/// As for an edit by hand.
async fn check(
    tx: &mut Tx,
    known: &Known,
    (profile, owner): (&BoardProfile, UserId),
    now: Timestamp,
) -> Result<()> {
    life::check_edit(known.status, Parts::of(owner, Role::Owner, owner))?;
    let (terms, before) = (&profile.terms, &known.profile.terms);
    if terms.slots_per_loop < before.slots_per_loop || terms.hours.dark() != before.hours.dark() {
        check_places(tx, known.id, terms, now).await?;
    }
    Ok(())
}
