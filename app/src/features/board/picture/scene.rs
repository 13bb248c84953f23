//! What is behind the board: the sky and the city.

use super::{Area, GROUND, palette::Palette, random::Random};

/// The sky with a low sun or moon, haze, and stars at night.
pub(super) fn sky(palette: &Palette, random: &mut Random) -> String {
    let Palette { zenith, middle, horizon, is_night, .. } = *palette;
    let gradient = format!(
        r#"<linearGradient id="s" x2="0" y2="1"><stop stop-color="{zenith}"/><stop offset=".4" stop-color="{middle}"/><stop offset=".74" stop-color="{horizon}"/></linearGradient><path fill="url(#s)" d="M0 0h480v300H0z"/>"#
    );
    let light = if is_night { stars(random) } else { sun(horizon, random) };
    [gradient, light, haze(horizon, random)].concat()
}

fn sun(colour: &str, random: &mut Random) -> String {
    let (x, y) = (random.between(40.0, 440.0), random.between(150.0, 200.0));
    let radius = random.between(16.0, 30.0);
    format!(
        r##"<g fill="#fff3d6"><circle cx="{x:.0}" cy="{y:.0}" r="{:.0}" opacity=".1"/><circle cx="{x:.0}" cy="{y:.0}" r="{radius:.0}" opacity=".75"/></g><circle cx="{x:.0}" cy="{y:.0}" r="{radius:.0}" fill="{colour}" opacity=".45"/>"##,
        radius * 2.2
    )
}

/// One path of dots, and now and then a moon.
fn stars(random: &mut Random) -> String {
    let dots = (0..16)
        .map(|_| format!("M{:.0} {:.0}h0", random.between(4.0, 476.0), random.between(4.0, 130.0)))
        .collect::<Vec<_>>()
        .concat();
    let moon = if random.chance(0.45) {
        let (x, y) = (random.between(30.0, 450.0), random.between(24.0, 60.0));
        format!(r##"<circle cx="{x:.0}" cy="{y:.0}" r="11" fill="#fdf3dc" opacity=".9"/>"##)
    } else {
        String::new()
    };
    format!(
        r##"<path d="{dots}" stroke="#fff" stroke-width="1.4" stroke-linecap="round" opacity=".55"/>{moon}"##
    )
}

fn haze(colour: &str, random: &mut Random) -> String {
    let bands = (0..4)
        .map(|_| {
            let (x, y) = (random.between(-60.0, 380.0), random.between(50.0, 170.0));
            format!("M{x:.0} {y:.0}h{:.0}", random.between(60.0, 190.0))
        })
        .collect::<Vec<_>>()
        .concat();
    format!(
        r#"<path d="{bands}" stroke="{colour}" stroke-width="7" stroke-linecap="round" opacity=".16"/>"#
    )
}

/// Two rows of houses; the nearer one with light in its windows, lower where the board stands.
pub(super) fn skyline(palette: &Palette, screen: Area, random: &mut Random) -> String {
    let Palette { far, near, window, .. } = *palette;
    let far_row = row(random, (16.0, 40.0), (58.0, 128.0), None).0;
    let (near_row, windows) = row(random, (30.0, 62.0), (34.0, 104.0), Some(screen));
    format!(
        r#"<path fill="{far}" d="M0 {GROUND}{far_row}V{GROUND}z"/><path fill="{near}" d="M0 300V{GROUND}{near_row}V300z"/><path d="{windows}" stroke="{window}" stroke-width="3" stroke-dasharray="3 5 3 12 3 8" opacity=".62"/>"#
    )
}

/// The outline of a row of houses from left to right, and the columns of its lit windows.
fn row(
    random: &mut Random,
    widths: (f64, f64),
    heights: (f64, f64),
    screen: Option<Area>,
) -> (String, String) {
    let (mut outline, mut windows) = (Vec::new(), Vec::new());
    let mut x = 0.0;
    while x < 480.0 {
        let width = random.between(widths.0, widths.1).round();
        let is_behind = screen.is_some_and(|s| x + width > s.x && x < s.x + s.width);
        let height = random.between(heights.0, heights.1) * if is_behind { 0.6 } else { 1.0 };
        let top = (GROUND - height).round();
        outline.push(format!("V{top}{}", roof(width, random)));
        if screen.is_some() {
            windows.push(columns(x, width, top, random));
        }
        x += width;
    }
    (outline.concat(), windows.concat())
}

fn roof(width: f64, random: &mut Random) -> String {
    let half = (width / 2.0).floor();
    let rest = width - half;
    match random.pick([0, 0, 0, 1, 2, 3]) {
        1 => format!("h{half}v-14h1v14h{}", rest - 1.0),
        2 => format!("l{half}-{:.0} {rest} {0:.0}", half * 0.5),
        3 => format!("h4v-6h{}v6h4", width - 8.0),
        _ => format!("h{width}"),
    }
}

/// Windows are dashes of upright lines, so a column costs a dozen bytes.
fn columns(x: f64, width: f64, top: f64, random: &mut Random) -> String {
    let mut lines = Vec::new();
    let mut column = x + 7.0;
    while column < x + width - 5.0 {
        if random.chance(0.62) {
            let start = top + 8.0 + random.pick([0.0, 8.0, 16.0]);
            if start < GROUND - 8.0 {
                lines.push(format!("M{column:.0} {start:.0}V240"));
            }
        }
        column += 9.0;
    }
    lines.concat()
}
