use super::random::Random;

/// The colours of a place at an hour, as in SVG.
#[derive(Clone, Copy)]
pub(super) struct Palette {
    pub zenith: &'static str,
    pub middle: &'static str,
    pub horizon: &'static str,
    pub far: &'static str,
    pub near: &'static str,
    pub street: &'static str,
    pub window: &'static str,
    /// Whether it is dark enough for stars.
    pub is_night: bool,
}

const fn palette(
    sky: [&'static str; 3],
    ground: [&'static str; 3],
    window: &'static str,
) -> Palette {
    let ([zenith, middle, horizon], [far, near, street]) = (sky, ground);
    Palette { zenith, middle, horizon, far, near, street, window, is_night: false }
}

const fn night(sky: [&'static str; 3], ground: [&'static str; 3], window: &'static str) -> Palette {
    Palette { is_night: true, ..palette(sky, ground, window) }
}

/// Sunset, the blue hour and night, for each kind of light a city can have.
const CITIES: [[Palette; 3]; 6] = [
    // Warm and dry.
    [
        palette(["#2a2350", "#8a4468", "#ffb072"], ["#6d3f63", "#33244d", "#1b1733"], "#ffd58a"),
        palette(["#141a3d", "#3d3a70", "#e08a78"], ["#443a6b", "#241f47", "#13122b"], "#ffcf87"),
        night(["#090c1f", "#171a3a", "#4a3560"], ["#262248", "#151430", "#0b0b1c"], "#ffc978"),
    ],
    // Northern and clear.
    [
        palette(["#1c3a5e", "#5f8fae", "#ffdcae"], ["#55789a", "#26415f", "#14263b"], "#ffe3a6"),
        palette(["#0c2142", "#215a86", "#9fd0d8"], ["#2c5c82", "#17375a", "#0c1f38"], "#ffdf9e"),
        night(["#050d1f", "#0d2743", "#2d6478"], ["#173b57", "#0d233c", "#071424"], "#ffd894"),
    ],
    // Rosy haze over a river.
    [
        palette(["#3a3470", "#a5669b", "#ffc2b0"], ["#7e5590", "#3f3163", "#221c40"], "#ffdda0"),
        palette(["#1d1c4b", "#584080", "#ee99a8"], ["#55427f", "#2c2554", "#171534"], "#ffd79a"),
        night(["#0b0a24", "#221a4b", "#6a3f7c"], ["#33285f", "#1c173f", "#0e0c26"], "#ffcf90"),
    ],
    // Copper sky.
    [
        palette(["#41243f", "#a84a45", "#ffbe62"], ["#7d3d45", "#42222f", "#24131f"], "#ffe09a"),
        palette(["#201a3c", "#6a3352", "#f0935c"], ["#5c3250", "#311e3c", "#1a1126"], "#ffd58c"),
        night(["#0e0a1c", "#2b1830", "#70384a"], ["#3a2038", "#1f1427", "#110b18"], "#ffc87c"),
    ],
    // By the sea.
    [
        palette(["#17485c", "#4d9a9c", "#ffe2b0"], ["#3f7f88", "#1d4a58", "#0f2c39"], "#ffe7b0"),
        palette(["#0b2c46", "#1f6a7c", "#a9dcc4"], ["#25667a", "#144256", "#0a2535"], "#ffe0a2"),
        night(["#041420", "#0b3040", "#2f7472"], ["#124350", "#0a2935", "#051720"], "#ffd796"),
    ],
    // Violet evening over glass and steel.
    [
        palette(["#272a6b", "#6d5bb5", "#f4bfe0"], ["#5e51a0", "#2f2d66", "#191a42"], "#ffe0b0"),
        palette(["#12164a", "#3a3f96", "#b48fe0"], ["#393c88", "#1f2258", "#101336"], "#ffdba6"),
        night(["#070920", "#161a4c", "#4c47a0"], ["#23276a", "#131640", "#090b24"], "#ffd39a"),
    ],
];

impl Palette {
    /// A city always has the same light; the hour is the board's.
    pub(super) fn of(city: &str, random: &mut Random) -> Self {
        let hash = city
            .bytes()
            .fold(5_381_u32, |hash, byte| hash.wrapping_mul(33).wrapping_add(u32::from(byte)));
        let light = usize::try_from(hash >> 3).unwrap_or_default() % CITIES.len();
        random.pick(CITIES[light])
    }
}
