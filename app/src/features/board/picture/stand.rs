//! What holds the board.

use super::{Area, GROUND, Site, palette::Palette, random::Random};
use protocol::board::BoardFormat;

/// Posts, a wall or a foot, drawn before the board.
pub(super) fn behind(site: &Site, random: &mut Random) -> String {
    let Site { format, palette, screen, .. } = *site;
    match format {
        BoardFormat::Bulletin => posts(screen, random.pick([1.0, 2.0, 3.0]), 9.0),
        BoardFormat::Poster => posts(screen, 2.0, 6.0),
        BoardFormat::Panel => foot(screen),
        BoardFormat::Spectacular => wall(&palette, screen, random),
    }
}

fn posts(screen: Area, count: f64, width: f64) -> String {
    let width = if count < 2.0 { width * 1.8 } else { width };
    let step = screen.width / (count + 1.0);
    let mut bars = Vec::new();
    let mut x = screen.x + step;
    while x < screen.x + screen.width - 1.0 {
        bars.push(format!("M{:.0} {:.0}h{width:.0}V256h-{width:.0}z", x - width / 2.0, screen.y));
        x += step;
    }
    let (x, y, bars) = (screen.x, screen.bottom() + 3.0, bars.concat());
    // The catwalk below the screen.
    format!(
        r##"<path fill="#0d0f18" d="{bars}M{:.0} {y:.0}h{:.0}v4h-{1:.0}z"/>"##,
        x - 6.0,
        screen.width + 12.0
    )
}

fn foot(screen: Area) -> String {
    let width = screen.width * 0.7;
    let x = screen.centre() - width / 2.0;
    format!(
        r##"<path fill="#0d0f18" d="M{x:.0} {:.0}h{width:.0}v18h-{width:.0}z"/>"##,
        screen.bottom() - 4.0
    )
}

/// The house the screen hangs on, higher than the screen, with a cornice and lit rooms beside it.
fn wall(palette: &Palette, screen: Area, random: &mut Random) -> String {
    let margin = random.between(26.0, 44.0);
    let (x, y) = (screen.x - margin, screen.y - random.between(14.0, 24.0));
    let width = screen.width + 2.0 * margin;
    let (left, right) =
        (screen.x - margin / 2.0 - 2.0, screen.x + screen.width + margin / 2.0 + 2.0);
    let Palette { street, window, far, .. } = *palette;
    format!(
        r#"<path fill="{street}" d="M{x:.0} {y:.0}h{width:.0}V260H{x:.0}z"/><path fill="{far}" d="M{:.0} {y:.0}h{:.0}v4h-{1:.0}z"/><path d="M{left:.0} {:.0}V{GROUND}M{right:.0} {:.0}V{GROUND}" stroke="{window}" stroke-width="8" stroke-dasharray="6 9 6 24" opacity=".4"/>"#,
        x - 4.0,
        width + 8.0,
        y + 14.0,
        y + 22.0
    )
}

/// The dark edge that makes the screen shine.
pub(super) fn frame(screen: Area) -> String {
    let Area { x, y, width, height } = screen;
    format!(
        r##"<rect x="{:.1}" y="{:.1}" width="{:.1}" height="{:.1}" rx="3" fill="#090b12"/>"##,
        x - 4.0,
        y - 4.0,
        width + 8.0,
        height + 8.0
    )
}
