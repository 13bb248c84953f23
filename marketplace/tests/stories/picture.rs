//! Pictures as people might hand them in. The server's stories use this file as well.

use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use std::io::Cursor;

/// A picture of so many pixels: a slope of colours, so that sizes and turns can be told apart.
fn slope(width: u32, height: u32) -> DynamicImage {
    let part = |at: u32, of: u32| u8::try_from(at * 255 / of.max(1)).unwrap_or(255);
    RgbImage::from_fn(width, height, |x, y| Rgb([part(x, width), part(y, height), 128])).into()
}

fn encoded(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut content = Cursor::new(Vec::new());
    image.write_to(&mut content, format).expect("is encoded");
    content.into_inner()
}

pub fn png(width: u32, height: u32) -> Vec<u8> {
    encoded(&slope(width, height), ImageFormat::Png)
}

pub fn jpeg(width: u32, height: u32) -> Vec<u8> {
    encoded(&slope(width, height), ImageFormat::Jpeg)
}

pub fn webp(width: u32, height: u32) -> Vec<u8> {
    encoded(&slope(width, height), ImageFormat::WebP)
}

/// A JPEG as a camera held upright writes it: lying, with the word that it is to be turned to the right.
pub fn turned_jpeg(width: u32, height: u32) -> Vec<u8> {
    // A list of one entry: its tag (orientation), its type (a short number), how many, and which.
    let entry = [0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0];
    let exif = [b"Exif\0\0MM\0\x2a\0\0\0\x08".as_slice(), &entry].concat();
    let length = u16::try_from(exif.len() + 2).expect("is short").to_be_bytes();
    let plain = jpeg(width, height);
    let (start, rest) = plain.split_at(2);
    [start, &[0xff, 0xe1], &length, &exif, rest].concat()
}

/// A PNG that ends after saying how large it is.
pub fn png_header(width: u32, height: u32) -> Vec<u8> {
    let mut header = b"IHDR".to_vec();
    header.extend(width.to_be_bytes());
    header.extend(height.to_be_bytes());
    // Eight bits a channel, with colours.
    header.extend([8, 2, 0, 0, 0]);
    let mut file = b"\x89PNG\r\n\x1a\n\0\0\0\x0d".to_vec();
    file.extend(&header);
    file.extend(checksum(&header).to_be_bytes());
    file.extend(b"\0\0\0\0IDAT");
    file.extend(checksum(b"IDAT").to_be_bytes());
    file
}

/// CRC-32, bit by bit.
fn checksum(bytes: &[u8]) -> u32 {
    let step = |sum: u32| if sum & 1 == 1 { (sum >> 1) ^ 0xedb8_8320 } else { sum >> 1 };
    let byte = |sum: u32, byte: &u8| (0..8).fold(sum ^ u32::from(*byte), |sum, _| step(sum));
    !bytes.iter().fold(u32::MAX, byte)
}
