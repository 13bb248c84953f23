//! Bytes to pixels and back. Knows no database and no files; slow, so never called on a thread that serves requests.

use crate::{Result, error::Error};
use image::{
    DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits, RgbImage, Rgba,
    codecs::jpeg::JpegEncoder, imageops::FilterType, metadata::Orientation,
};
use protocol::picture::{PictureFacts, PictureFault, PictureKind, check_size, shown_widths};
use std::io::Cursor;

/// Most memory a decoder may take, in bytes: the pixels of the largest picture at four bytes each, and as much again
/// for what it needs meanwhile.
const MEMORY: u64 = protocol::limits::PICTURE_PIXELS * 8;
/// Of the pictures that are shown: nobody sees the difference, and they are a tenth of the size.
const QUALITY: u8 = 82;

/// Pixels, upright, on white where nothing is.
pub(super) struct Decoded(RgbImage);

/// What a picture's header says, upright; nothing when it is none.
pub(super) fn measure(bytes: &[u8]) -> Option<PictureFacts> {
    let (kind, mut decoder) = open(bytes).ok()?;
    let (width, height) = decoder.dimensions();
    let lies = matches!(
        decoder.orientation().ok()?,
        Orientation::Rotate90
            | Orientation::Rotate270
            | Orientation::Rotate90FlipH
            | Orientation::Rotate270FlipH
    );
    let (width, height) = if lies { (height, width) } else { (width, height) };
    Some(PictureFacts { kind, width, height, bytes: bytes.len() as u64 })
}

/// What a picture is, and its pixels.
pub(super) fn decode(bytes: &[u8]) -> std::result::Result<(PictureFacts, Decoded), PictureFault> {
    let (kind, mut decoder) = open(bytes)?;
    let orientation = decoder.orientation().map_err(|_| PictureFault::Damaged)?;
    let mut image = DynamicImage::from_decoder(decoder).map_err(|_| PictureFault::Damaged)?;
    image.apply_orientation(orientation);
    let (width, height) = (image.width(), image.height());
    let facts = PictureFacts { kind, width, height, bytes: bytes.len() as u64 };
    Ok((facts, Decoded(opaque(image))))
}

/// Reads no further than the header, which says what the rest would take.
fn open(bytes: &[u8]) -> std::result::Result<(PictureKind, impl ImageDecoder + '_), PictureFault> {
    if bytes.is_empty() {
        return Err(PictureFault::Missing);
    }
    check_size(0, 0, bytes.len() as u64)?;
    let (kind, format) = kind(bytes)?;
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::default();
    limits.max_alloc = Some(MEMORY);
    reader.limits(limits);
    let decoder = reader.into_decoder().map_err(|_| PictureFault::Damaged)?;
    let (width, height) = decoder.dimensions();
    check_size(width, height, bytes.len() as u64)?;
    if width == 0 || height == 0 {
        return Err(PictureFault::Damaged);
    }
    Ok((kind, decoder))
}

fn kind(bytes: &[u8]) -> std::result::Result<(PictureKind, ImageFormat), PictureFault> {
    match image::guess_format(bytes) {
        Ok(ImageFormat::Png) => Ok((PictureKind::Png, ImageFormat::Png)),
        Ok(ImageFormat::Jpeg) => Ok((PictureKind::Jpeg, ImageFormat::Jpeg)),
        Ok(ImageFormat::WebP) => Ok((PictureKind::Webp, ImageFormat::WebP)),
        _ => Err(PictureFault::Kind),
    }
}

/// JPEG knows no transparency.
fn opaque(image: DynamicImage) -> RgbImage {
    if !image.color().has_alpha() {
        return image.into_rgb8();
    }
    let mut pixels = image.into_rgba8();
    for pixel in pixels.pixels_mut() {
        let alpha = u16::from(pixel[3]);
        let over = |part: u8| {
            u8::try_from((u16::from(part) * alpha + 255 * (255 - alpha)) / 255).unwrap_or(u8::MAX)
        };
        *pixel = Rgba([over(pixel[0]), over(pixel[1]), over(pixel[2]), 255]);
    }
    DynamicImage::ImageRgba8(pixels).into_rgb8()
}

/// The picture in every width it is shown in, as JPEG, with nothing in it but pixels.
pub(super) fn shown(Decoded(full): &Decoded) -> Result<Vec<(u32, Vec<u8>)>> {
    let mut sizes = Vec::new();
    // Each from the next larger one, the largest first: a fraction of the work, and no difference to be seen.
    let mut last: Option<RgbImage> = None;
    for width in shown_widths(full.width()).into_iter().rev() {
        let from = last.as_ref().unwrap_or(full);
        let image = scaled(from, width);
        sizes.push((width, encoded(&image)?));
        last = Some(image);
    }
    Ok(sizes)
}

fn scaled(image: &RgbImage, width: u32) -> RgbImage {
    if image.width() == width {
        return image.clone();
    }
    let height = u64::from(image.height()) * u64::from(width) / u64::from(image.width());
    let height = u32::try_from(height).unwrap_or(u32::MAX).max(1);
    // Not the generic function of the same name, which would be compiled here, and unbearable in a development build.
    let whole = DynamicImage::ImageRgb8(image.clone());
    whole.resize_exact(width, height, FilterType::CatmullRom).into_rgb8()
}

fn encoded(image: &RgbImage) -> Result<Vec<u8>> {
    let mut content = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut content, QUALITY);
    image.write_with_encoder(encoder).map_err(|error| Error::Internal(format!("JPEG: {error}")))?;
    Ok(content)
}
