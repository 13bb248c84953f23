//! A board's picture: a city at dusk, drawn from nothing but the board's own data.
//!
//! The same board always gives the same picture. The board stands in it in its true proportions, and
//! people and cars in true scale to it. No text of anybody's gets into the drawing.

mod creative;
mod palette;
mod random;
mod scene;
mod stand;
mod street;

use palette::Palette;
use protocol::board::{BoardFormat, BoardView};
use random::Random;

/// The picture's width in its own units, and in CSS pixels where nothing else is said.
pub const WIDTH: u32 = 480;
/// See [`WIDTH`].
pub const HEIGHT: u32 = 300;

/// Where the street begins, from the top.
const GROUND: f64 = 244.0;

/// A rectangle in the picture.
#[derive(Clone, Copy)]
struct Area {
    x: f64,
    y: f64,
    width: f64,
    height: f64,
}

impl Area {
    fn centre(self) -> f64 {
        self.x + self.width / 2.0
    }

    fn bottom(self) -> f64 {
        self.y + self.height
    }
}

/// Where the board stands: what everything drawn around it goes by.
#[derive(Clone, Copy)]
struct Site {
    format: BoardFormat,
    palette: Palette,
    screen: Area,
    /// Units of the picture in a metre.
    scale: f64,
}

impl Site {
    fn of(board: &BoardView, random: &mut Random) -> Self {
        let palette = Palette::of(&board.city, random);
        let (screen, scale) = place(board, random);
        Self { format: board.format, palette, screen, scale }
    }
}

/// The picture as an SVG document of at most 4 KiB: no scripts, no styles, nothing from outside.
pub fn svg(board: &BoardView) -> String {
    let mut random = Random::of_board(board.id);
    let site = Site::of(board, &mut random);
    let creative = creative::draw(site.screen, &mut random);
    let parts = [
        scene::sky(&site.palette, &mut random),
        scene::skyline(&site.palette, site.screen, &mut random),
        stand::behind(&site, &mut random),
        creative.glow(site.screen),
        stand::frame(site.screen),
        creative.screen(site.screen),
        street::draw(&site, &creative, &mut random),
    ];
    format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">{}</svg>"#,
        parts.concat()
    )
}

/// Fits the board into the part of the picture its format is given, and says how many units a metre has.
fn place(board: &BoardView, random: &mut Random) -> (Area, f64) {
    let (width, height) = (metres(board.width_cm), metres(board.height_cm));
    let (widest, highest, bottom) = match board.format {
        BoardFormat::Bulletin => (330.0, 118.0, 178.0),
        BoardFormat::Poster => (236.0, 150.0, 212.0),
        BoardFormat::Panel => (140.0, 196.0, 251.0),
        BoardFormat::Spectacular => (240.0, 164.0, 208.0),
    };
    let scale = f64::min(widest / width, highest / height);
    let (width, height) = (width * scale, height * scale);
    let centre = 240.0 + random.between(-46.0, 46.0) * (1.0 - width / 400.0);
    (Area { x: centre - width / 2.0, y: bottom - height, width, height }, scale)
}

fn metres(centimetres: i32) -> f64 {
    f64::from(centimetres.max(1)) / 100.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use protocol::{
        account::{Role, UserRef},
        board::BoardStatus,
        id::{BoardId, UserId},
    };
    use std::collections::HashSet;
    use uuid::Uuid;

    fn board(number: u128, format: BoardFormat, size: (i32, i32)) -> BoardView {
        BoardView {
            id: BoardId(Uuid::from_u128(number)),
            title: "<script>".into(),
            city: format!("City & <b>{}</b>", number % 12),
            address: String::new(),
            format,
            width_cm: size.0,
            height_cm: size.1,
            facing: String::new(),
            audience_per_week: 1,
            price_per_day_cents: 1,
            currency: "EUR".into(),
            status: BoardStatus::Live,
            status_version: 1,
            description: String::new(),
            owner: UserRef { id: UserId(Uuid::nil()), name: String::new(), role: Role::Owner },
            cover: None,
        }
    }

    fn boards() -> impl Iterator<Item = BoardView> {
        let sizes = [(1463, 427), (356, 252), (119, 175), (1000, 1000)];
        (0..400).map(move |number| {
            let kind = usize::try_from(number % 4).unwrap();
            board(number, BoardFormat::ALL[kind], sizes[kind])
        })
    }

    #[test]
    fn every_picture_is_different_small_and_repeatable() {
        let pictures: Vec<String> = boards().map(|board| svg(&board)).collect();
        let largest = pictures.iter().map(String::len).max().unwrap();
        assert!(largest <= 4_096, "{largest} bytes");
        assert_eq!(pictures.iter().collect::<HashSet<_>>().len(), pictures.len());
        assert_eq!(pictures, boards().map(|board| svg(&board)).collect::<Vec<_>>());
    }

    #[test]
    fn nothing_of_the_owners_text_is_in_the_picture() {
        let picture = svg(&board(1, BoardFormat::Poster, (400, 300)));
        assert!(!picture.contains("script") && !picture.contains("<b>"));
    }

    #[test]
    fn the_screen_keeps_its_proportions_whatever_they_are() {
        for (width, height) in [(1, 1), (10_000, 1), (1, 10_000), (0, -5), (1463, 427)] {
            let board = board(1, BoardFormat::Panel, (width, height));
            let (screen, _) = place(&board, &mut Random::of_board(board.id));
            let wanted = metres(width) / metres(height);
            assert!((screen.width / screen.height / wanted - 1.0).abs() < 1e-9);
            assert!(screen.width <= 140.1 && screen.height <= 196.1);
            assert!(!svg(&board).contains("NaN"));
        }
    }
}
