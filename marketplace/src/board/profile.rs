//! What an owner says of a board: creating it and editing it.

use super::sql;
use crate::{Marketplace, Result, Viewer, database::Tx, order};
use protocol::{
    Day, ErrorBody, ErrorCode, Room, ServerEvent, Timestamp,
    account::Me,
    board::{
        BoardDraft, BoardProfile, BoardStatus, BoardTerms, BoardUpdated, WEEKDAYS,
        life::{self, Parts},
    },
    id::{BoardId, UserId},
};
use uuid::Uuid;

impl Marketplace {
    /// Stores a new board as a draft. For owners.
    pub async fn create_board(&self, me: &Me, draft: &BoardDraft) -> Result<BoardId> {
        life::check_create(me.role)?;
        let profile = checked(draft)?;
        let (id, owner, now) = (BoardId(Uuid::now_v7()), me.user_id, self.now());
        let new = (id, owner, BoardStatus::Draft);
        self.database()
            .transaction(move |tx| Box::pin(async move { create(tx, new, &profile, now).await }))
            .await?;
        Ok(id)
    }

    /// Stores what a board's owner has written over what it was at this version of its profile; refused as a conflict
    /// when somebody has saved a later one. Publishes `boardUpdated`.
    pub async fn edit_board(
        &self,
        me: &Me,
        (id, version): (BoardId, i64),
        draft: &BoardDraft,
    ) -> Result<BoardUpdated> {
        self.check_board(&Viewer::user(me.clone()), id).await?;
        let profile = checked(draft)?;
        let (by, now, market) = (me.clone(), self.now(), self.clone());
        self.to_the_end(async move {
            let (updated, rooms) = market
                .database()
                .transaction(move |tx| {
                    Box::pin(async move { save(tx, by, (id, version), (profile, now)).await })
                })
                .await?;
            market.publisher().publish(&rooms, ServerEvent::BoardUpdated(updated));
            Ok(updated)
        })
        .await
    }

    /// The versions of a board's last change and of its last edit. For those for whom it is there.
    pub async fn board_version(&self, viewer: &Viewer, board_id: BoardId) -> Result<BoardUpdated> {
        self.check_board(viewer, board_id).await?;
        let found = sql::versions_of(self.database(), board_id).await?;
        let (version, profile_version) = found.ok_or_else(|| ErrorBody::not_found("board"))?;
        Ok(BoardUpdated { board_id, version, profile_version })
    }
}

/// Of several problems the first: programs mend one after the other, and the page has found them all itself.
pub(crate) fn checked(draft: &BoardDraft) -> Result<BoardProfile> {
    draft.check().map_err(|wrong| {
        let nameless = || ErrorBody::invalid("board", "Something is wrong with it.");
        wrong.into_iter().next().unwrap_or_else(nameless).into()
    })
}

/// A board as it is while nobody else can edit it.
pub(crate) struct Open {
    pub(crate) owner: UserId,
    pub(crate) is_of_sandbox: bool,
    pub(crate) status: BoardStatus,
    /// Rises with every change, also of its photos.
    pub(crate) version: i64,
    /// Rises with every edit of its profile.
    pub(crate) profile_version: i64,
}

/// Stores a new board whole.
pub(crate) async fn create(
    tx: &mut Tx,
    (id, owner, status): (BoardId, UserId, BoardStatus),
    profile: &BoardProfile,
    now: Timestamp,
) -> Result<()> {
    let new = sql::NewBoard { id, owner, external_id: None, status };
    sql::insert(tx, new, profile, now).await?;
    sql::set_blackouts(tx, id, &profile.terms.blackouts).await
}

pub(crate) async fn save(
    tx: &mut Tx,
    by: Me,
    (id, version): (BoardId, i64),
    (profile, now): (BoardProfile, Timestamp),
) -> Result<(BoardUpdated, Vec<Room>)> {
    let open = sql::open(tx, id).await?.ok_or_else(|| ErrorBody::not_found("board"))?;
    life::check_edit(open.status, Parts::of(by.user_id, by.role, open.owner))?;
    if open.profile_version != version {
        let text = "Somebody has saved this board since you opened it.";
        let field = Some("version".into());
        return Err(ErrorBody { field, ..ErrorBody::new(ErrorCode::Conflict, text) }.into());
    }
    check_places(tx, id, &profile.terms, now).await?;
    sql::update(tx, (id, version), &profile, now).await?;
    sql::set_blackouts(tx, id, &profile.terms.blackouts).await?;
    order::sql::full_days::note(tx, id, None).await?;
    let updated = BoardUpdated {
        board_id: id,
        version: open.version + 1,
        profile_version: open.profile_version + 1,
    };
    Ok((updated, rooms(&open, id)))
}

/// What is sold is shown: on days to come a loop keeps the places that are taken, and no day of those goes dark.
pub(super) async fn check_places(
    tx: &mut Tx,
    id: BoardId,
    terms: &BoardTerms,
    now: Timestamp,
) -> Result<()> {
    let today = order::today(&terms.time_zone, now)?;
    let sold = order::sql::calendar::most_taken(tx, id, today).await?;
    if i64::from(terms.slots_per_loop) < sold {
        let text = format!("{sold} places are sold on a day to come. Keep at least so many.");
        return Err(refusal("slotsPerLoop", text).into());
    }
    let board = order::sql::calendar::read_now(tx, id).await?;
    let was_dark = board.map(|board| board.dark()).unwrap_or_default();
    let sold = order::sql::calendar::sold_days(tx, id, today).await?;
    let goes_dark = |day: &Day| terms.hours.dark().contains(*day) && !was_dark.contains(*day);
    match sold.into_iter().find(goes_dark) {
        Some(day) => {
            let (field, _) = WEEKDAYS[usize::try_from(day.weekday()).unwrap_or_default()];
            let text = format!(
                "Places are taken on {}. Keep hours for that day of the week.",
                day.in_words()
            );
            Err(refusal(field, text).into())
        }
        None => Ok(()),
    }
}

fn refusal(field: &str, text: String) -> ErrorBody {
    ErrorBody { field: Some(field.into()), ..ErrorBody::new(ErrorCode::Conflict, text) }
}

pub(super) fn rooms(open: &Open, id: BoardId) -> Vec<Room> {
    let mut rooms = vec![Room::User(open.owner)];
    if open.status.is_public() {
        rooms.push(Room::Board(id));
        // A board of a sandbox is in no list.
        rooms.extend((!open.is_of_sandbox).then_some(Room::Boards));
    }
    rooms
}
