//! Photos of boards: adding them, describing them, putting them in order.

use super::{
    profile::{Open, rooms},
    sql,
};
use crate::{Marketplace, Result, Viewer, audit, database::Tx, picture};
use bytes::Bytes;
use protocol::{
    ErrorBody, ErrorCode, Room, ServerEvent, Timestamp,
    account::Me,
    board::{
        AddPhoto, BoardUpdated, PhotoAct, PhotoView,
        life::Parts,
        photo::{check_alt, check_change, check_photo, check_room, reordered},
    },
    id::{BoardId, FileId},
};

type Told = (BoardUpdated, Vec<Room>);

impl Marketplace {
    /// Adds a photo at the end. For the board's owner and admins. A repeat with the same `client_id` adds nothing.
    /// `rate_limited` after [`protocol::limits::PICTURE_TRIES`]. Publishes `boardUpdated`; on record.
    pub async fn add_photo(&self, me: &Me, input: AddPhoto, file: Bytes) -> Result<()> {
        let alt = check_alt(&input.alt)?;
        self.check_board(&Viewer::user(me.clone()), input.board_id).await?;
        // All of this is decided again when it is stored; here, so that no file is looked into for nothing.
        let parts = self.parts_of(me, input.board_id).await?;
        check_change(parts.1, parts.0)?;
        let before = sql::photo::before(self.database(), input.board_id, input.client_id).await?;
        check_earnest(before.is_of_sandbox)?;
        if before.is_known {
            return Ok(());
        }
        check_room(before.count)?;
        self.count_pictures(me.user_id, 1).await?;
        let looked = picture::look(file).await?;
        check_photo(&looked.facts)?;
        let file_id = self.keep_picture(picture::render(looked).await?, false).await?;
        let input = AddPhoto { alt, ..input };
        self.change_photos(me, input.board_id, Change::Add(input, file_id)).await
    }

    /// Does something with one of a board's photos. For its owner and admins. Publishes `boardUpdated`; on record.
    pub async fn act_on_photo(
        &self,
        me: &Me,
        (board, photo): (BoardId, FileId),
        act: PhotoAct,
    ) -> Result<()> {
        let act = match act {
            PhotoAct::Describe { alt } => PhotoAct::Describe { alt: check_alt(&alt)? },
            other => other,
        };
        self.check_board(&Viewer::user(me.clone()), board).await?;
        self.change_photos(me, board, Change::Act(photo, act)).await
    }

    /// A board's photos, the cover first. For those for whom it is there.
    pub(super) async fn photos(&self, board: BoardId) -> Result<Vec<PhotoView>> {
        sql::photo::of_board(self.database(), board).await
    }

    async fn parts_of(
        &self,
        me: &Me,
        id: BoardId,
    ) -> Result<(Parts, protocol::board::BoardStatus)> {
        let found = sql::find(self.database(), id).await?;
        let board = found.ok_or_else(|| ErrorBody::not_found("board"))?;
        Ok((Parts::of(me.user_id, me.role, board.owner.id), board.status))
    }

    async fn change_photos(&self, me: &Me, board: BoardId, change: Change) -> Result<()> {
        let (me, now, market) = (me.clone(), self.now(), self.clone());
        self.to_the_end(async move {
            let told = market
                .database()
                .transaction(move |tx| Box::pin(save(tx, (me, now), board, change)))
                .await?;
            if let Some((updated, rooms)) = told {
                market.publisher().publish(&rooms, ServerEvent::BoardUpdated(updated));
            }
            Ok(())
        })
        .await
    }
}

/// What is done.
enum Change {
    Add(AddPhoto, FileId),
    Act(FileId, PhotoAct),
}

/// `None` when it was done already.
async fn save(
    tx: &mut Tx,
    (me, now): (Me, Timestamp),
    id: BoardId,
    change: Change,
) -> Result<Option<Told>> {
    let open = sql::open(tx, id).await?.ok_or_else(|| ErrorBody::not_found("board"))?;
    check_change(open.status, Parts::of(me.user_id, me.role, open.owner))?;
    check_earnest(open.is_of_sandbox)?;
    let photos = sql::photo::order_now(tx, id).await?;
    let done = match change {
        Change::Add(input, file) => {
            if sql::photo::is_known(tx, id, input.client_id).await? {
                return Ok(None);
            }
            check_room(photos.len())?;
            sql::photo::insert(tx, (id, file), (input.client_id, photos.len()), &input.alt).await?;
            "photo added"
        }
        Change::Act(photo, act) => act_on(tx, &photos, (photo, &act), now).await?,
    };
    let actor = audit::Actor::from(&me);
    audit::note(tx, (&actor, now), "board", (&id.to_string(), done)).await?;
    let version = sql::photo::raise_version(tx, id).await?;
    let profile_version = open.profile_version;
    Ok(Some(told(&open, BoardUpdated { board_id: id, version, profile_version })))
}

fn check_earnest(is_of_sandbox: bool) -> Result<()> {
    if !is_of_sandbox {
        return Ok(());
    }
    Err(ErrorBody::new(ErrorCode::Forbidden, "Boards of a sandbox have no photos.").into())
}

async fn act_on(
    tx: &mut Tx,
    photos: &[FileId],
    (photo, act): (FileId, &PhotoAct),
    now: Timestamp,
) -> Result<&'static str> {
    let order = reordered(photos, photo, act).ok_or_else(|| ErrorBody::not_found("photo"))?;
    let done = match act {
        PhotoAct::Describe { alt } => {
            sql::photo::describe(tx, photo, alt).await?;
            "photo described"
        }
        PhotoAct::Remove => {
            sql::photo::remove(tx, photo, now).await?;
            "photo removed"
        }
        PhotoAct::Earlier | PhotoAct::Later | PhotoAct::Cover => "photo moved",
    };
    sql::photo::put_in_order(tx, &order).await?;
    Ok(done)
}

fn told(open: &Open, updated: BoardUpdated) -> Told {
    (updated, rooms(open, updated.board_id))
}
