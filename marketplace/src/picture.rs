//! Pictures that people hand in: looked into, brought into the sizes they are shown in, and served.
//!
//! Storing one has three steps: its row, its files, and the transaction of the use case that takes it into use. What
//! does not come so far has a row that says since when it is unused, and is removed by [`Marketplace::sweep_files`].

mod decode;
pub(crate) mod sql;
mod turn;

use crate::{Marketplace, Result, Viewer, error::Error};
use bytes::Bytes;
use protocol::{
    ErrorBody, Timestamp,
    id::{BoardId, FileId, OrderId},
    picture::{PictureFacts, PictureKind},
};
use std::{sync::LazyLock, time::Duration};
use turn::Turns;
use uuid::Uuid;

/// So many pictures have their pixels in memory at once in this process. Measured at 40 million pixels: most need 270 MB,
/// one with 16 bits a channel 460 MB, and a tall one that is hardly wider than the widest it is shown in 840 MB, since
/// it is resized in floats.
static TURNS: LazyLock<Turns> = LazyLock::new(|| Turns::new(2));

/// A file that nothing refers to is kept so long, though nobody sees it: a request that stored it may still be on its
/// way to use it.
const UNUSED_FOR: Duration = Duration::from_hours(1);
/// So many are looked for at once.
const SWEPT_AT_ONCE: usize = 100;

/// A picture as it was handed in. Its pixels are in no memory yet.
pub(crate) struct Picture {
    pub(crate) facts: PictureFacts,
    original: Bytes,
}

/// A picture in the sizes it is shown in, by their widths: small, and ready to be stored.
pub(crate) struct Rendered {
    facts: PictureFacts,
    original: Bytes,
    sizes: Vec<(u32, Vec<u8>)>,
}

/// Which form of a picture is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// To look at, in one of the widths it is shown in.
    Width(u32),
    /// As it was handed in.
    Original,
}

/// A picture as it is served.
#[derive(Debug)]
pub struct Served {
    /// Its bytes.
    pub content: Bytes,
    /// Its media type.
    pub media_type: &'static str,
    /// Whether anybody may see it, so that anything in between may keep it.
    pub is_public: bool,
}

/// What a picture belongs to.
pub(crate) enum Use {
    Photo(BoardId),
    Creative(OrderId),
}

/// Reads no further than a picture's header: its kind from its content, its size, upright. Enough to decide by.
/// Away from the threads that serve requests.
pub(crate) async fn look(original: Bytes) -> Result<Picture> {
    let task = tokio::task::spawn_blocking(move || {
        decode::facts(&original).map(|facts| Picture { facts, original })
    });
    let picture = task.await.map_err(|error| Error::Internal(format!("decoder: {error}")))?;
    picture.map_err(|fault| ErrorBody::from(fault).into())
}

/// Brings a picture into the sizes it is shown in, as soon as there is memory for its pixels. They are gone when
/// this is done, so nobody ever holds those of two pictures.
pub(crate) async fn render(Picture { facts, original }: Picture) -> Result<Rendered> {
    TURNS
        .take(move || {
            let sizes = decode::shown(&original)?;
            Ok(Rendered { facts, original, sizes })
        })
        .await?
}

/// What a picture's header says, for whoever explains a refusal; nothing when it is no picture. Away from the threads
/// that serve requests.
pub async fn measure(content: Bytes) -> Option<PictureFacts> {
    look(content).await.ok().map(|picture| picture.facts)
}

fn missing() -> Error {
    ErrorBody::not_found("picture").into()
}

fn folder(id: FileId) -> String {
    format!("pictures/{id}")
}

fn key(id: FileId, shape: Shape) -> String {
    match shape {
        Shape::Width(width) => format!("{}/{width}.jpg", folder(id)),
        Shape::Original => format!("{}/original", folder(id)),
    }
}

impl Marketplace {
    /// Stores a picture in the sizes it is shown in, as it came only if asked for: what cameras write beside the
    /// pixels is nobody's business. Unused until [`sql::take_into_use`].
    pub(crate) async fn keep_picture(
        &self,
        picture: Rendered,
        keeps_original: bool,
    ) -> Result<FileId> {
        let id = FileId(Uuid::now_v7());
        let Rendered { facts, original, sizes } = picture;
        sql::insert(self.database(), (id, facts), self.now()).await?;
        for (width, content) in sizes {
            self.files().put(&key(id, Shape::Width(width)), content.into()).await?;
        }
        if keeps_original {
            self.files().put(&key(id, Shape::Original), original).await?;
        }
        Ok(id)
    }

    /// A picture, for those who may see what it belongs to: a board, or an order.
    pub async fn picture(&self, viewer: &Viewer, id: FileId, shape: Shape) -> Result<Served> {
        let (kind, is_public) = self.seen_picture(viewer, id).await?;
        let media_type = match shape {
            Shape::Width(_) => PictureKind::Jpeg.media_type(),
            Shape::Original => kind.media_type(),
        };
        let content = self.files().get(&key(id, shape)).await?.ok_or_else(missing)?;
        Ok(Served { content, media_type, is_public })
    }

    /// Whether anybody may see a picture, for those who may: for whoever has its content already.
    pub async fn sees_picture(&self, viewer: &Viewer, id: FileId) -> Result<bool> {
        self.seen_picture(viewer, id).await.map(|(_, is_public)| is_public)
    }

    /// What it is, and whether anybody may see it.
    async fn seen_picture(&self, viewer: &Viewer, id: FileId) -> Result<(PictureKind, bool)> {
        let found = sql::find(self.database(), id).await?.ok_or_else(missing)?;
        let is_public = match found.used_by {
            Some(Use::Photo(board)) => self.sees_photo(viewer, board).await?,
            Some(Use::Creative(order)) => {
                self.order_party(viewer.me().ok_or_else(missing)?, order)
                    .await
                    .map_err(|_| missing())?;
                false
            }
            None => return Err(missing()),
        };
        Ok((found.kind, is_public))
    }

    /// Whether everybody sees the board, for those for whom it is there.
    async fn sees_photo(&self, viewer: &Viewer, board: BoardId) -> Result<bool> {
        if self.is_board_public(board).await? {
            return Ok(true);
        }
        if self.may_find_board(viewer, board).await? {
            return Ok(false);
        }
        Err(missing())
    }

    /// Removes files that nothing has referred to for a while. By the clock. Says how many. What cannot be removed is
    /// passed over until the next sweep: it keeps nothing else.
    pub async fn sweep_files(&self) -> Result<usize> {
        let before = self.now().minus(UNUSED_FOR);
        let (mut gone, mut kept) = (0, 0);
        loop {
            let unused = sql::unused(self.database(), before, (SWEPT_AT_ONCE, kept)).await?;
            let gone_before = gone;
            for id in &unused {
                match self.remove_picture(*id, before).await {
                    Ok(()) => gone += 1,
                    Err(error) => {
                        kept += 1;
                        tracing::error!(%error, file = %id, "a file could not be removed");
                    }
                }
            }
            // Where none of so many goes, the whole store does not answer.
            if unused.len() < SWEPT_AT_ONCE || gone == gone_before {
                return Ok(gone);
            }
        }
    }

    /// The row last: whatever ends this in between, the next sweep finds it again.
    async fn remove_picture(&self, id: FileId, before: Timestamp) -> Result<()> {
        self.files().remove_all(&folder(id)).await?;
        sql::remove(self.database(), (id, before)).await
    }
}
