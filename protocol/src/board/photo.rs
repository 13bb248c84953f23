//! Photos of boards.

use super::{BoardStatus, life::Parts};
use crate::{
    error::{ErrorBody, ErrorCode},
    id::{BoardId, ClientId, FileId},
    limits,
    picture::PictureFacts,
};
use serde::{Deserialize, Serialize};

/// A photo of a board, as everybody sees it who sees the board.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PhotoView {
    /// Served at `/files/{fileId}/…`.
    pub file_id: FileId,
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    /// What is to be seen, for those who do not see it.
    pub alt: String,
}

/// A photo that is added, at the end. Repeating it with the same `client_id` adds nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddPhoto {
    /// Made by whoever adds it.
    pub client_id: ClientId,
    /// To which board.
    pub board_id: BoardId,
    /// See [`check_alt`].
    pub alt: String,
}

/// What is done with one of a board's photos.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case")]
pub enum PhotoAct {
    /// Says what is to be seen.
    Describe {
        /// See [`check_alt`].
        alt: String,
    },
    /// One place towards the beginning; the first one is the cover.
    Earlier,
    /// One place towards the end.
    Later,
    /// To the beginning.
    Cover,
    /// Away with it.
    Remove,
}

/// Whether somebody may change a board's photos now: its owner whenever they may edit it, admins always.
pub fn check_change(status: BoardStatus, parts: Parts) -> Result<(), ErrorBody> {
    if parts.is_admin { Ok(()) } else { super::life::check_edit(status, parts) }
}

/// Whether there is room for one more.
pub fn check_room(count: usize) -> Result<(), ErrorBody> {
    if count < limits::PHOTOS {
        return Ok(());
    }
    let text = format!("A board has at most {} photos. Remove one first.", limits::PHOTOS);
    Err(ErrorBody::too_large("photos", limits::PHOTOS, text))
}

/// Whether a picture is large enough to be shown.
pub fn check_photo(facts: &PictureFacts) -> Result<(), ErrorBody> {
    let (width, height) = limits::PHOTO_PIXELS;
    if facts.width >= width && facts.height >= height {
        return Ok(());
    }
    let text = format!(
        "{} × {} is too small. A photo has at least {width} × {height} pixels.",
        facts.width, facts.height
    );
    Err(ErrorBody { field: Some("photo".into()), ..ErrorBody::new(ErrorCode::Invalid, text) })
}

/// A description as it is stored: on one line, without blanks around. No photo goes without.
pub fn check_alt(alt: &str) -> Result<String, ErrorBody> {
    let alt = alt.split_whitespace().collect::<Vec<_>>().join(" ");
    if alt.is_empty() {
        return Err(ErrorBody::invalid(
            "alt",
            "Say in a few words what is to be seen on the photo.",
        ));
    }
    if alt.chars().count() > limits::PHOTO_ALT_CHARS {
        let text = format!("A description has at most {} characters.", limits::PHOTO_ALT_CHARS);
        return Err(ErrorBody::too_large("alt", limits::PHOTO_ALT_CHARS, text));
    }
    if alt.chars().any(char::is_control) {
        return Err(ErrorBody::invalid("alt", "A description has no control characters."));
    }
    Ok(alt)
}

/// The order of a board's photos after something was done with one of them. `None` when it is not there.
pub fn reordered(photos: &[FileId], one: FileId, act: &PhotoAct) -> Option<Vec<FileId>> {
    let at = photos.iter().position(|photo| *photo == one)?;
    let mut photos = photos.to_vec();
    let last = photos.len() - 1;
    match act {
        PhotoAct::Describe { .. } => {}
        PhotoAct::Earlier => photos.swap(at, at.saturating_sub(1)),
        PhotoAct::Later => photos.swap(at, last.min(at + 1)),
        PhotoAct::Cover => photos[..=at].rotate_right(1),
        PhotoAct::Remove => {
            photos.remove(at);
        }
    }
    Some(photos)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::PictureKind;
    use uuid::Uuid;

    #[test]
    fn photos_are_put_in_order_one_at_a_time() {
        let ids: Vec<FileId> = (0..4).map(|id| FileId(Uuid::from_u128(id))).collect();
        let after = |at: usize, act| -> Vec<u128> {
            let photos = reordered(&ids, ids[at], &act).unwrap();
            photos.into_iter().map(|photo| photo.0.as_u128()).collect()
        };
        assert_eq!(after(2, PhotoAct::Earlier), [0, 2, 1, 3]);
        assert_eq!(after(0, PhotoAct::Earlier), [0, 1, 2, 3]);
        assert_eq!(after(2, PhotoAct::Later), [0, 1, 3, 2]);
        assert_eq!(after(3, PhotoAct::Later), [0, 1, 2, 3]);
        assert_eq!(after(2, PhotoAct::Cover), [2, 0, 1, 3]);
        assert_eq!(after(1, PhotoAct::Remove), [0, 2, 3]);
        assert_eq!(reordered(&ids, FileId(Uuid::from_u128(9)), &PhotoAct::Remove), None);
    }

    #[test]
    fn a_photo_has_a_least_size_a_board_a_most_number_and_a_description_one_line() {
        let photo = |width, height| {
            check_photo(&PictureFacts { kind: PictureKind::Png, width, height, bytes: 1 })
        };
        assert!(photo(640, 360).is_ok());
        assert!(photo(639, 360).unwrap_err().message.starts_with("639 × 360 is too small"));
        assert!(photo(640, 359).is_err());
        assert!(check_room(7).is_ok());
        assert_eq!(check_room(8).unwrap_err().limit, Some(8));
        assert_eq!(check_alt("  The board\nat night ").unwrap(), "The board at night");
        assert_eq!(check_alt(&"x".repeat(201)).unwrap_err().limit, Some(200));
        assert_eq!(check_alt(" \n ").unwrap_err().field.as_deref(), Some("alt"));
    }
}
