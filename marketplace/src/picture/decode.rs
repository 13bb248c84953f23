//! Bytes to pixels and back. Knows no database and no files; slow, so never called on a thread that serves requests.

use crate::{Result, error::Error};
use image::{
    DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits, RgbImage, Rgba,
    codecs::jpeg::JpegEncoder, imageops::FilterType, metadata::Orientation,
};
use protocol::{
    ErrorBody,
    picture::{PictureFacts, PictureFault, PictureKind, check_size, shown_widths},
};
use std::io::Cursor;

/// Most memory a decoder may take, in bytes: the pixels of the largest picture at four bytes each, and as much again
/// for what it needs meanwhile.
const MEMORY: u64 = protocol::limits::PICTURE_PIXELS * 8;
/// Of the pictures that are shown: nobody sees the difference, and they are a tenth of the size.
const QUALITY: u8 = 82;

type Checked<T> = std::result::Result<T, PictureFault>;

/// What a picture's header says, upright.
pub(super) fn facts(bytes: &[u8]) -> Checked<PictureFacts> {
    let (kind, mut decoder) = open(bytes)?;
    let (width, height) = decoder.dimensions();
    let lies = matches!(
        decoder.orientation().map_err(|_| PictureFault::Damaged)?,
        Orientation::Rotate90
            | Orientation::Rotate270
            | Orientation::Rotate90FlipH
            | Orientation::Rotate270FlipH
    );
    let (width, height) = if lies { (height, width) } else { (width, height) };
    Ok(PictureFacts { kind, width, height, bytes: bytes.len() as u64 })
}

/// The pixels, upright, on white where nothing is.
fn pixels(bytes: &[u8]) -> Checked<DynamicImage> {
    let (_, mut decoder) = open(bytes)?;
    let orientation = decoder.orientation().map_err(|_| PictureFault::Damaged)?;
    let image = DynamicImage::from_decoder(decoder).map_err(|_| PictureFault::Damaged)?;
    // Turned when it is as small as it gets: turning takes the same memory once more.
    let mut image = DynamicImage::ImageRgb8(opaque(image));
    image.apply_orientation(orientation);
    Ok(image)
}

/// Reads no further than the header, which says what the rest would take.
fn open(bytes: &[u8]) -> Checked<(PictureKind, impl ImageDecoder + '_)> {
    if bytes.is_empty() {
        return Err(PictureFault::Empty);
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

fn kind(bytes: &[u8]) -> Checked<(PictureKind, ImageFormat)> {
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
pub(super) fn shown(bytes: &[u8]) -> Result<Vec<(u32, Vec<u8>)>> {
    let mut image = pixels(bytes).map_err(ErrorBody::from)?;
    let mut sizes = Vec::new();
    // Each from the next larger one, the largest first: a fraction of the work, and no difference to be seen.
    for width in shown_widths(image.width()).into_iter().rev() {
        image = scaled(image, width);
        sizes.push((width, encoded(&image)?));
    }
    Ok(sizes)
}

fn scaled(image: DynamicImage, width: u32) -> DynamicImage {
    if image.width() == width {
        return image;
    }
    let height = u64::from(image.height()) * u64::from(width) / u64::from(image.width());
    let height = u32::try_from(height).unwrap_or(u32::MAX).max(1);
    // Not the generic function of the same name, which would be compiled here, and unbearable in a development build.
    image.resize_exact(width, height, FilterType::CatmullRom)
}

fn encoded(image: &DynamicImage) -> Result<Vec<u8>> {
    let mut content = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut content, QUALITY);
    image.write_with_encoder(encoder).map_err(|error| Error::Internal(format!("JPEG: {error}")))?;
    Ok(content)
}
