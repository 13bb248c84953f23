//! What is before the board: the street in its light, and whoever passes.

use super::{Area, GROUND, Site, creative::Creative, random::Random};
use protocol::board::BoardFormat;

/// Two people of 100 units, one walking and one standing, feet at the origin.
const PEOPLE: &str = r#"<path id="p" d="M1-100a7 7 0 1 1-.1 0M-7-84q8-5 15 0 4 9 4 22l6 11-4 2-8-12-1 14q6 20 11 46h-6l-12-36q-6 20-14 37h-6q8-26 12-48l0-18-5 12 1 8-4 0-2-9z"/><path id="q" d="M0-100a7 7 0 1 1-.1 0M-9-84q9-5 18 0 4 12 3 40h-4l-2 44h-5l-1-38-1 38h-5l-2-44h-4q-1-28 3-40z"/>"#;
/// A car of 100 units, its wheels on the origin's line.
const CAR: &str = "M-50-8q0-10 12-12l14-13q3-3 8-3h24q6 0 10 4l12 12q18 2 20 12v5h-9a9 9 0 0 0-18 0h-46a9 9 0 0 0-18 0h-9z";

/// The street, from the kerb to the picture's lower edge.
pub(super) fn draw(site: &Site, creative: &Creative, random: &mut Random) -> String {
    let Site { format, palette, screen, scale } = *site;
    let is_road = format == BoardFormat::Bulletin;
    let kerb = if format == BoardFormat::Panel { GROUND + 12.0 } else { GROUND + 6.0 };
    let ground = format!(r#"<path fill="{}" d="M0 {kerb}h480v60H0z"/>"#, palette.street);
    let traffic = if is_road { traffic(scale, random) } else { people(screen, scale, random) };
    let foot = if format == BoardFormat::Panel { panel_foot(screen) } else { String::new() };
    [ground, light(screen, kerb, creative), foot, traffic].concat()
}

/// The screen's colour on the wet street.
fn light(screen: Area, kerb: f64, creative: &Creative) -> String {
    let (x, y) = (screen.centre(), kerb + 14.0);
    format!(
        r#"<ellipse cx="{x:.0}" cy="{y:.0}" rx="{:.0}" ry="26" fill="url(#g)" opacity=".8"/><path fill="{}" opacity=".13" d="M{:.0} {kerb}h{:.0}l9 60h-{:.0}z"/>"#,
        screen.width * 0.8,
        creative.colour(),
        screen.x + 6.0,
        screen.width - 12.0,
        screen.width + 6.0,
    )
}

/// The plate a panel stands on.
fn panel_foot(screen: Area) -> String {
    let width = screen.width * 0.82;
    format!(
        r##"<path fill="#090b12" d="M{:.0} {:.0}h{width:.0}v12h-{width:.0}z"/>"##,
        screen.centre() - width / 2.0,
        screen.bottom() + 3.0
    )
}

/// Lane marks, trails of light and one car in true scale.
fn traffic(scale: f64, random: &mut Random) -> String {
    let (near, far) = (random.between(270.0, 284.0), random.between(256.0, 263.0));
    let x = random.between(60.0, 420.0);
    let size = 4.5 * scale / 100.0;
    format!(
        r##"<path d="M0 268h480" stroke="#fff" stroke-width="1.5" stroke-dasharray="22 26" opacity=".35"/><path d="M0 {near:.0}h{:.0}" stroke="#ff5a4d" stroke-width="2.5" opacity=".75"/><path d="M{:.0} {far:.0}H480" stroke="#fff2cf" stroke-width="2" opacity=".8"/><path fill="#07080e" transform="translate({x:.0} 294)scale({size:.2})" d="{CAR}"/>"##,
        random.between(120.0, 330.0),
        random.between(150.0, 360.0),
    )
}

/// A few people in true scale. Where they are large, they stay beside the board.
fn people(screen: Area, scale: f64, random: &mut Random) -> String {
    let size = 1.72 * scale / 100.0;
    let is_large = size > 0.9;
    let first = random.between(24.0, 70.0);
    let figures = (0..if is_large { 2 } else { 5 })
        .map(|number| {
            let x = if is_large {
                beside(screen, number == 1, random)
            } else {
                first + f64::from(number) * random.between(70.0, 106.0)
            };
            let (y, size) = (random.between(284.0, 297.0), size * random.between(0.92, 1.06));
            let (turn, pose) = (random.pick(["", "-"]), random.pick(["p", "p", "q"]));
            format!(
                r##"<use href="#{pose}" transform="translate({x:.0} {y:.0})scale({turn}{size:.2} {size:.2})"/>"##
            )
        })
        .collect::<Vec<_>>()
        .concat();
    format!(r##"<defs>{PEOPLE}</defs><g fill="#06070d">{figures}</g>"##)
}

/// A place left or right of the screen, at times beyond the picture's edge.
fn beside(screen: Area, is_right: bool, random: &mut Random) -> f64 {
    let distance = random.between(46.0, 190.0);
    if is_right { screen.x + screen.width + distance } else { screen.x - distance }
}
