//! The forms of a board's photos.

use super::{Input, ask_to_sign_in, back, malformed, user};
use crate::{
    http::{error::HttpError, session::Identity, upload::Upload},
    state::AppState,
};
use app::routes;
use axum::{
    extract::{Form, Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use protocol::{
    ErrorBody,
    board::{AddPhoto, PhotoAct},
    id::{BoardId, FileId},
    picture::PictureFault,
};
use serde::Deserialize;

/// `POST /boards/{id}/photos`, multipart with `clientId`, `alt` and `file`.
pub(crate) async fn add(
    State(state): State<AppState>,
    identity: Identity,
    Path(id): Path<String>,
    upload: Result<Upload<1>, HttpError>,
) -> Response {
    let Ok(board_id) = id.parse::<BoardId>() else { return StatusCode::NOT_FOUND.into_response() };
    let page = routes::board_photos(board_id);
    let Some(me) = user(identity) else { return ask_to_sign_in(&page) };
    let upload = match upload {
        Ok(upload) => upload,
        Err(HttpError(error)) => return back(&page, &error, &[]),
    };
    // Whatever is wrong with the file, the words are still there.
    let alt = upload.text("alt").to_owned();
    let (client_id, files, _place) = (upload.client_id(), upload.files, upload.place);
    let file = files.into_iter().next().ok_or_else(|| ErrorBody::from(PictureFault::Missing));
    let (client_id, file) = match client_id.and_then(|client_id| Ok((client_id, file?))) {
        Ok(read) => read,
        Err(error) => return back(&page, &error, &[("alt", &alt)]),
    };
    let input = AddPhoto { client_id, board_id, alt: alt.clone() };
    match state.marketplace.add_photo(&me, input, file).await {
        Ok(()) => Redirect::to(&page).into_response(),
        Err(error) => back(&page, &error.into_body(), &[("alt", &alt)]),
    }
}

#[derive(Deserialize)]
pub(crate) struct PhotoForm {
    act: String,
    #[serde(default)]
    alt: String,
}

impl PhotoForm {
    fn act(self) -> Option<PhotoAct> {
        Some(match self.act.as_str() {
            "describe" => PhotoAct::Describe { alt: self.alt },
            "earlier" => PhotoAct::Earlier,
            "later" => PhotoAct::Later,
            "cover" => PhotoAct::Cover,
            "remove" => PhotoAct::Remove,
            _ => return None,
        })
    }
}

/// `POST /boards/{id}/photos/{photo}`.
pub(crate) async fn act(
    State(state): State<AppState>,
    identity: Identity,
    Path((board, photo)): Path<(String, String)>,
    form: Input<PhotoForm>,
) -> Response {
    let ids = board.parse::<BoardId>().ok().zip(photo.parse::<FileId>().ok());
    let Some((board, photo)) = ids else { return StatusCode::NOT_FOUND.into_response() };
    let page = routes::board_photos(board);
    let Some(me) = user(identity) else { return ask_to_sign_in(&page) };
    let form = match form {
        Ok(Form(form)) => form,
        Err(rejection) => return malformed(&page, &rejection),
    };
    let Some(act) = form.act() else { return StatusCode::UNPROCESSABLE_ENTITY.into_response() };
    match state.marketplace.act_on_photo(&me, (board, photo), act).await {
        Ok(()) => Redirect::to(&page).into_response(),
        Err(error) => back(&page, &error.into_body(), &[]),
    }
}
