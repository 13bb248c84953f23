use super::super::random::Random;

/// The screen to fill: its size, and the inks (the ground is painted already).
pub(super) struct Canvas {
    pub width: f64,
    pub height: f64,
    pub inks: [&'static str; 4],
}

impl Canvas {
    fn short(&self) -> f64 {
        self.width.min(self.height)
    }
}

type Motif = fn(&Canvas, &mut Random) -> String;

const MOTIFS: [Motif; 10] =
    [sunrise, stripes, waves, tiles, fruit, peaks, headline, burst, rings, ribbon];

/// One of the motifs, drawn in its own way for each board.
pub(super) fn draw(canvas: &Canvas, random: &mut Random) -> String {
    random.pick(MOTIFS)(canvas, random)
}

fn circle(x: f64, y: f64, radius: f64, fill: &str) -> String {
    format!(r#"<circle cx="{x:.0}" cy="{y:.0}" r="{radius:.1}" fill="{fill}"/>"#)
}

fn path(fill: &str, d: &str) -> String {
    format!(r#"<path fill="{fill}" d="{d}"/>"#)
}

/// Half circles rising from the lower edge.
fn sunrise(canvas: &Canvas, random: &mut Random) -> String {
    let Canvas { width, height, inks } = *canvas;
    let x = width * random.pick([0.3, 0.5, 0.7]);
    let radius = canvas.short() * random.between(0.7, 0.95);
    [
        circle(x, height, radius, inks[1]),
        circle(x, height, radius * 0.72, inks[2]),
        circle(x, height, radius * 0.44, inks[3]),
        circle(width * random.between(0.06, 0.94), height * 0.22, canvas.short() * 0.07, inks[3]),
    ]
    .concat()
}

/// Slanted stripes with a disc before them.
fn stripes(canvas: &Canvas, random: &mut Random) -> String {
    let Canvas { width, height, inks } = *canvas;
    let step = canvas.short() * random.between(0.26, 0.4);
    let mut bars = Vec::new();
    let mut x = -height;
    while x < width {
        bars.push(format!(
            "M{x:.0} {height:.0}l{height:.0}-{height:.0}h{:.0}l-{height:.0} {height:.0}z",
            step * 0.5
        ));
        x += step;
    }
    let x = width * random.pick([0.28, 0.5, 0.72]);
    let radius = canvas.short() * 0.34;
    [
        path(inks[1], &bars.concat()),
        circle(x, height / 2.0, radius, inks[2]),
        circle(x + radius * 0.3, height / 2.0 - radius * 0.3, radius * 0.34, inks[3]),
    ]
    .concat()
}

/// Three layers of hills or water under a disc.
fn waves(canvas: &Canvas, random: &mut Random) -> String {
    let Canvas { width, height, inks } = *canvas;
    let sun = circle(
        width * random.between(0.2, 0.8),
        height * 0.34,
        canvas.short() * random.between(0.16, 0.24),
        inks[3],
    );
    let layers = [(0.46, inks[1]), (0.64, inks[2]), (0.84, inks[3])]
        .into_iter()
        .map(|(level, ink)| {
            let (y, swell) = (height * level, canvas.short() * random.between(0.1, 0.2));
            let quarter = width / 4.0;
            path(
                ink,
                &format!(
                    "M0 {y:.0}q{:.0}-{swell:.0} {quarter:.0} 0t{quarter:.0} 0 {quarter:.0} 0 {quarter:.0} 0V{height:.0}H0z",
                    quarter / 2.0
                ),
            )
        })
        .collect::<Vec<_>>()
        .concat();
    sun + &layers
}

/// Squares with quarter circles, triangles and discs, as on a nursery wall.
fn tiles(canvas: &Canvas, random: &mut Random) -> String {
    let Canvas { width, height, inks } = *canvas;
    let rows = if width > 2.6 * height { 2.0 } else { (2.0 * height / canvas.short()).floor() };
    let side = height / rows;
    let mut text = String::new();
    let (mut x, mut y) = (0.0, 0.0);
    while y < height - 1.0 {
        let ink = random.pick([inks[1], inks[2], inks[3]]);
        let shape = match random.pick([0, 1, 2, 3, 4]) {
            0 => format!("M{x:.0} {y:.0}h{side:.0}a{side:.0} {side:.0} 0 0 1-{side:.0} {side:.0}z"),
            1 => format!(
                "M{x:.0} {:.0}v-{side:.0}a{side:.0} {side:.0} 0 0 1 {side:.0} {side:.0}z",
                y + side
            ),
            2 => format!("M{x:.0} {:.0}l{side:.0}-{side:.0}v{side:.0}z", y + side),
            3 => {
                let half = side / 2.0;
                format!("M{x:.0} {:.0}a{half:.0} {half:.0} 0 0 1 {side:.0} 0z", y + half)
            }
            _ => format!("M{x:.0} {y:.0}h{side:.0}v{side:.0}z"),
        };
        text += &path(ink, &shape);
        x += side;
        if x >= width - 1.0 {
            (x, y) = (0.0, y + side);
        }
    }
    text
}

/// A fruit with a leaf, and its shadow.
fn fruit(canvas: &Canvas, random: &mut Random) -> String {
    let Canvas { width, height, inks } = *canvas;
    let radius = canvas.short() * 0.32;
    let (x, y) = (width * random.pick([0.3, 0.5, 0.7]), height * 0.56);
    let leaf = format!(
        "M{x:.0} {:.0}q{:.0}-{:.0} {:.0}-{:.0} 0 {2:.0}-{3:.0} {4:.0}z",
        y - radius,
        radius * 0.2,
        radius * 0.6,
        radius * 0.9,
        radius * 0.5,
    );
    [
        path(inks[2], &format!("M0 {:.0}h{width:.0}v{height:.0}H0z", height * 0.78)),
        circle(x, y, radius, inks[1]),
        circle(x - radius * 0.32, y - radius * 0.3, radius * 0.22, inks[3]),
        path(inks[2], &leaf),
    ]
    .concat()
}

/// Mountains, one with snow, and a moon.
fn peaks(canvas: &Canvas, random: &mut Random) -> String {
    let Canvas { width, height, inks } = *canvas;
    let peak = |x: f64, top: f64, half: f64, part: f64| {
        let (half, fall) = (half * part, (height - top) * part);
        format!("M{x:.0} {top:.0}l{half:.0} {fall:.0}h-{:.0}z", 2.0 * half)
    };
    let x = width * random.between(0.3, 0.6);
    let (high, low) = (height * random.between(0.18, 0.3), height * random.between(0.42, 0.55));
    let half = canvas.short() * random.between(0.7, 0.95);
    [
        circle(width * random.pick([0.16, 0.84]), height * 0.28, canvas.short() * 0.13, inks[3]),
        path(inks[2], &peak(x, high, half, 1.0)),
        path(inks[3], &peak(x, high, half, 0.26)),
        path(inks[1], &peak(x + half * 0.9, low, half * 0.9, 1.0)),
    ]
    .concat()
}

/// Bars where words would be, and a dot for the brand.
fn headline(canvas: &Canvas, random: &mut Random) -> String {
    let Canvas { width, height, inks } = *canvas;
    let bar = height * 0.16;
    let left = width * 0.08;
    let lines = [0.62, 0.46, 0.28]
        .into_iter()
        .enumerate()
        .map(|(line, part)| {
            let y = height * 0.2 + bar * 1.5 * [0.0, 1.0, 2.0][line];
            let ink = if line == 2 { inks[1] } else { inks[2] };
            let length = width * (part + random.between(-0.08, 0.08));
            format!(
                r#"<rect x="{left:.0}" y="{y:.0}" width="{length:.0}" height="{bar:.0}" rx="{:.0}" fill="{ink}"/>"#,
                bar / 2.0
            )
        })
        .collect::<Vec<_>>()
        .concat();
    let radius = canvas.short() * random.between(0.3, 0.42);
    [
        circle(width * 0.86, height * 0.66, radius, inks[1]),
        circle(width * 0.86 - radius * 0.5, height * 0.66 - radius * 0.5, radius * 0.4, inks[3]),
        lines,
    ]
    .concat()
}

/// Rays from a point on an edge.
fn burst(canvas: &Canvas, random: &mut Random) -> String {
    let Canvas { width, height, inks } = *canvas;
    let (x, y) = (width * random.pick([0.0, 0.5, 1.0]), height);
    let reach = width + height;
    let rays = (0..10)
        .map(|ray| {
            let angle = std::f64::consts::PI * f64::from(ray) / 10.0;
            let (next, far) = (angle + std::f64::consts::PI / 20.0, reach);
            format!(
                "M{x:.0} {y:.0}l{:.0}-{:.0}L{:.0} {:.0}z",
                far * angle.cos(),
                far * angle.sin(),
                x + far * next.cos(),
                y - far * next.sin()
            )
        })
        .collect::<Vec<_>>()
        .concat();
    [
        path(inks[1], &rays),
        circle(x, y, canvas.short() * 0.52, inks[2]),
        circle(x, y, canvas.short() * 0.3, inks[3]),
    ]
    .concat()
}

/// Rings that cross each other.
fn rings(canvas: &Canvas, random: &mut Random) -> String {
    let Canvas { width, height, inks } = *canvas;
    let radius = canvas.short() * random.between(0.3, 0.38);
    let stroke = radius * random.between(0.28, 0.42);
    [0.28, 0.5, 0.72]
        .into_iter()
        .zip([inks[1], inks[2], inks[3]])
        .map(|(part, ink)| {
            let (x, y) = (width * part, height * random.between(0.4, 0.6));
            format!(r#"<circle cx="{x:.0}" cy="{y:.0}" r="{radius:.0}" fill="none" stroke="{ink}" stroke-width="{stroke:.0}"/>"#)
        })
        .collect::<Vec<_>>()
        .concat()
}

/// A ribbon swinging across, with a second one in its shadow.
fn ribbon(canvas: &Canvas, random: &mut Random) -> String {
    let Canvas { width, height, inks } = *canvas;
    let third = width / 3.0;
    let swing = height * random.between(0.7, 1.1);
    let stroke = canvas.short() * random.between(0.16, 0.26);
    let line = |offset: f64, ink: &str| {
        format!(
            r#"<path fill="none" stroke="{ink}" stroke-width="{stroke:.0}" d="M-9 {:.0}q{:.0}-{swing:.0} {third:.0} 0t{third:.0} 0 {third:.0} 0h20"/>"#,
            height / 2.0 + offset,
            third / 2.0,
        )
    };
    [
        line(stroke * 0.9, inks[2]),
        line(0.0, inks[1]),
        circle(width * random.between(0.1, 0.9), height * 0.2, canvas.short() * 0.09, inks[3]),
    ]
    .concat()
}
