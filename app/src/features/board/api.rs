use crate::error::ApiResult;
use leptos::{prelude::*, server_fn::codec::Json};
use protocol::{
    board::{
        BoardDetail, BoardFilter, BoardPage, BoardStatus, BoardStatusUpdate, OwnBoards, PhotoAct,
        ReviewQueue, map::MapTiles,
    },
    id::{BoardId, FileId},
};

/// One page of the boards that match.
#[server]
pub async fn list_boards(filter: BoardFilter) -> ApiResult<BoardPage> {
    let (marketplace, viewer) = crate::backend::visitor()?;
    crate::backend::answer(marketplace.boards(&viewer, &filter).await)
}

/// What the map is drawn on.
#[server]
pub async fn read_tiles() -> ApiResult<MapTiles> {
    // A server function waits, even where there is nothing to wait for.
    Ok(std::future::ready(crate::backend::tiles()).await)
}

/// How these boards stand now; those that are not there for the viewer are left out.
#[server]
pub async fn read_statuses(boards: Vec<BoardId>) -> ApiResult<Vec<BoardStatusUpdate>> {
    let (marketplace, viewer) = crate::backend::visitor()?;
    crate::backend::answer(marketplace.board_statuses(&viewer, &boards).await)
}

/// A board, and what the viewer has to do with it.
#[server]
pub async fn open_board(id: BoardId) -> ApiResult<BoardDetail> {
    let (marketplace, viewer) = crate::backend::visitor()?;
    crate::backend::answer(marketplace.board(&viewer, id).await)
}

/// Does something with one of a board's photos, and tells how they are then.
#[server(input = Json)]
pub async fn act_on_photo(board: BoardId, photo: FileId, act: PhotoAct) -> ApiResult<BoardDetail> {
    let (marketplace, me) = crate::backend::signed_in()?;
    let done = marketplace.act_on_photo(&me, (board, photo), act).await;
    crate::backend::answer(done)?;
    open_board(board).await
}

/// One page of the viewer's own boards, all or those of one status.
#[server]
pub async fn list_own_boards(status: Option<BoardStatus>, page: u32) -> ApiResult<OwnBoards> {
    let (marketplace, me) = crate::backend::signed_in()?;
    crate::backend::answer(marketplace.own_boards(&me, (status, page)).await)
}

/// The boards that wait for a review. For admins.
#[server]
pub async fn read_review_queue() -> ApiResult<ReviewQueue> {
    let missing = || crate::error::ApiError(protocol::ErrorBody::not_found("page"));
    let (marketplace, viewer) = crate::backend::visitor()?;
    let me = viewer.me().ok_or_else(missing)?;
    crate::backend::answer(marketplace.review_queue(me).await)
}
