//! Pictures that people hand in: what is taken, and in which sizes it is shown.

use crate::{
    error::{ErrorBody, ErrorCode},
    limits,
};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// How a picture is encoded. Found out from its content, whatever its name says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum PictureKind {
    /// PNG.
    Png,
    /// JPEG.
    Jpeg,
    /// WebP.
    Webp,
}

impl PictureKind {
    /// Every kind that is taken.
    pub const ALL: [Self; 3] = [Self::Png, Self::Jpeg, Self::Webp];
    /// For the `accept` of a field that picks files.
    pub const ACCEPT: &'static str = "image/png,image/jpeg,image/webp";

    /// The name in the database and on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Jpeg => "jpeg",
            Self::Webp => "webp",
        }
    }

    /// The media type it is served with.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Webp => "image/webp",
        }
    }

    /// What a media type names.
    pub fn of_media_type(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.media_type() == text)
    }
}

impl fmt::Display for PictureKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Png => "PNG",
            Self::Jpeg => "JPEG",
            Self::Webp => "WebP",
        })
    }
}

impl FromStr for PictureKind {
    type Err = ErrorBody;

    fn from_str(text: &str) -> Result<Self, ErrorBody> {
        let found = Self::ALL.into_iter().find(|kind| kind.as_str() == text);
        found.ok_or_else(|| PictureFault::Kind.into())
    }
}

/// What is known of a picture: in the browser from the file that was picked, on the server from its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct PictureFacts {
    /// As it is encoded.
    pub kind: PictureKind,
    /// In pixels, held upright.
    pub width: u32,
    /// In pixels, held upright.
    pub height: u32,
    /// How large the file is.
    pub bytes: u64,
}

/// Why something is not taken as a picture at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PictureFault {
    /// There is nothing.
    Missing,
    /// A file with nothing in it.
    Empty,
    /// Something else, whatever it is called.
    Kind,
    /// More than [`limits::PICTURE_BYTES`].
    Bytes,
    /// More than [`limits::PICTURE_PIXELS`]: a small file can hold more than any memory.
    Pixels(u32, u32),
    /// It ends too early, or contradicts itself.
    Damaged,
}

impl fmt::Display for PictureFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => f.write_str("Choose a file first."),
            Self::Empty => f.write_str("The file is empty. Choose another."),
            Self::Kind => f.write_str("This is not a PNG, JPEG or WebP picture."),
            Self::Bytes => {
                let megabytes = limits::PICTURE_BYTES / 1024 / 1024;
                write!(f, "The file is larger than {megabytes} MB.")
            }
            Self::Pixels(width, height) => {
                let millions = limits::PICTURE_PIXELS / 1_000_000;
                write!(f, "{width} × {height} is more than {millions} million pixels.")
            }
            Self::Damaged => f.write_str("The picture is damaged, or not all of it has arrived."),
        }
    }
}

impl From<PictureFault> for ErrorBody {
    fn from(fault: PictureFault) -> Self {
        let (code, limit) = match fault {
            PictureFault::Missing
            | PictureFault::Empty
            | PictureFault::Kind
            | PictureFault::Damaged => (ErrorCode::Invalid, None),
            PictureFault::Bytes => (ErrorCode::TooLarge, Some(limits::PICTURE_BYTES as u64)),
            PictureFault::Pixels(..) => (ErrorCode::TooLarge, Some(limits::PICTURE_PIXELS)),
        };
        let field = Some("file".to_owned());
        Self { limit, field, ..Self::new(code, fault.to_string()) }
    }
}

/// Whether it may be looked into at all, before its pixels are decoded.
pub fn check_size(width: u32, height: u32, bytes: u64) -> Result<(), PictureFault> {
    if bytes > limits::PICTURE_BYTES as u64 {
        return Err(PictureFault::Bytes);
    }
    if u64::from(width) * u64::from(height) > limits::PICTURE_PIXELS {
        return Err(PictureFault::Pixels(width, height));
    }
    Ok(())
}

/// The widths in which pictures are shown.
const WIDTHS: [u32; 3] = [480, 960, 1920];

/// The widths in which a picture of this width is kept to be shown, the smallest first. None is wider than itself.
pub fn shown_widths(width: u32) -> Vec<u32> {
    let mut widths: Vec<u32> = WIDTHS.iter().map(|shown| width.min(*shown)).collect();
    widths.dedup();
    widths
}

/// Where a picture is served in one of its [`shown_widths`].
pub fn address(file: crate::id::FileId, width: u32) -> String {
    format!("/files/{file}/{width}.jpg")
}

/// Where a picture is served as it was handed in.
pub fn original_address(file: crate::id::FileId) -> String {
    format!("/files/{file}/original")
}

/// The widths of a picture with their addresses, as `srcset` wants them.
pub fn srcset(file: crate::id::FileId, width: u32) -> String {
    let one = |width: u32| format!("{} {width}w", address(file, width));
    shown_widths(width).into_iter().map(one).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_picture_is_blown_up() {
        assert_eq!(shown_widths(4000), [480, 960, 1920]);
        assert_eq!(shown_widths(1200), [480, 960, 1200]);
        assert_eq!(shown_widths(960), [480, 960]);
        assert_eq!(shown_widths(300), [300]);
    }

    #[test]
    fn what_would_fill_the_memory_is_refused_by_its_size_alone() {
        assert_eq!(check_size(30_000, 30_000, 900), Err(PictureFault::Pixels(30_000, 30_000)));
        assert!(check_size(u32::MAX, u32::MAX, 9).is_err());
        let many = limits::PICTURE_BYTES as u64 + 1;
        assert_eq!(check_size(10, 10, many), Err(PictureFault::Bytes));
        assert_eq!(check_size(7680, 4320, many - 1), Ok(()));
        let error = ErrorBody::from(PictureFault::Pixels(30_000, 30_000));
        assert_eq!((error.code, error.limit), (ErrorCode::TooLarge, Some(40_000_000)));
    }
}
