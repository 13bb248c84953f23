//! What the board shows: an abstract advertisement, as wide and high as the screen.

mod motif;

use super::{Area, random::Random};

/// Colours of an advertisement: ground, two inks, and a light one.
const INKS: [[&str; 4]; 12] = [
    ["#ff5a36", "#ffd23f", "#5b1a8b", "#fff4e0"],
    ["#00b8a0", "#ffe8b8", "#00394a", "#ff9f1c"],
    ["#f72585", "#ffc2d1", "#4a0ca8", "#4cc9f0"],
    ["#ffb703", "#fb6a00", "#02384d", "#fff6df"],
    ["#3f5efb", "#b8f2e6", "#11175e", "#ff4d8d"],
    ["#f4ead5", "#d62828", "#1d3557", "#f4a261"],
    ["#06c795", "#063f52", "#ffd166", "#f4fff8"],
    ["#eef4ef", "#e63946", "#457b9d", "#1d3557"],
    ["#e8352e", "#fbe9d0", "#2b1055", "#ffb4a2"],
    ["#c6ee35", "#16213e", "#7a5cff", "#fbfff0"],
    ["#7b5cff", "#ffd6f5", "#220a63", "#5ef2d6"],
    ["#16b1f3", "#fff3c4", "#06306b", "#ff7a59"],
];

/// A finished advertisement.
pub(super) struct Creative {
    ground: &'static str,
    drawing: String,
}

/// Draws an advertisement for a screen.
pub(super) fn draw(screen: Area, random: &mut Random) -> Creative {
    let inks = random.pick(INKS);
    let canvas = motif::Canvas { width: screen.width, height: screen.height, inks };
    Creative { ground: inks[0], drawing: motif::draw(&canvas, random) }
}

impl Creative {
    /// The colour it throws on its surroundings.
    pub(super) fn colour(&self) -> &'static str {
        self.ground
    }

    /// The light around the board; defines the gradient `g`.
    pub(super) fn glow(&self, screen: Area) -> String {
        let Area { y, width, height, .. } = screen;
        let (x, y, colour) = (screen.centre(), y + height / 2.0, self.ground);
        let (wide, high) = (width / 2.0 + 74.0, height / 2.0 + 74.0);
        format!(
            r#"<radialGradient id="g"><stop offset=".35" stop-color="{colour}" stop-opacity=".6"/><stop offset="1" stop-color="{colour}" stop-opacity="0"/></radialGradient><ellipse cx="{x:.0}" cy="{y:.0}" rx="{wide:.0}" ry="{high:.0}" fill="url(#g)"/>"#
        )
    }

    /// The lit screen itself, with a faint sheen.
    pub(super) fn screen(&self, screen: Area) -> String {
        let Area { x, y, width, height } = screen;
        let (ground, drawing) = (self.ground, &self.drawing);
        format!(
            r##"<svg x="{x:.1}" y="{y:.1}" width="{width:.1}" height="{height:.1}"><path fill="{ground}" d="M0 0h480v300H0z"/>{drawing}<path fill="#fff" opacity=".07" d="M0 0h{:.0}L0 {height:.0}z"/></svg>"##,
            width * 0.7
        )
    }
}
