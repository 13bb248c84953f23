use crate::error::ApiResult;
use leptos::prelude::*;
use protocol::{
    board::{BoardDetail, BoardFilter, BoardPage, BoardStatusUpdate},
    id::BoardId,
};

/// One page of the boards that match.
#[server]
pub async fn list_boards(filter: BoardFilter) -> ApiResult<BoardPage> {
    let (marketplace, _) = crate::backend::visitor()?;
    crate::backend::answer(marketplace.boards(&filter).await)
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
