//! Charts, drawn by the server as SVG: no scripts, no library. Each says in words what it shows, has a tooltip on
//! every mark, and its numbers as a table below. Colour never says anything alone: series differ in how they are
//! filled, shares in how high.
//!
//! Across, everything is placed in percent and down in pixels, so that a chart is as wide as its column and its
//! letters keep their size.

mod bars;
mod heat_map;
mod line;
mod scale;
mod summary;
mod twin;

pub use bars::BarChart;
pub use heat_map::{HeatCell, HeatMap, HeatRow};
pub use line::LineChart;

use crate::format;
use scale::Scale;

/// Height of what is drawn in, in pixels.
const PLOT: i64 = 150;
/// The same, with the words below it.
const FULL: i64 = 176;
/// Where those words stand.
const WORDS: i64 = 169;

/// What is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChartData {
    /// Unique in the document; for tests, and for what the drawing refers to.
    pub id: String,
    /// What the chart is about.
    pub title: String,
    /// What the points are: the first heading of the table.
    pub points_are: &'static str,
    /// From left to right.
    pub points: Vec<Point>,
    /// One value for each point, each.
    pub series: Vec<Series>,
    /// How values are written.
    pub unit: Unit,
}

/// A place on the horizontal axis.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Point {
    /// In full.
    pub name: String,
    /// On the axis, where there is room.
    pub tick: Option<String>,
}

/// Values of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Series {
    /// Of what.
    pub name: &'static str,
    /// How it is drawn.
    pub look: Look,
    /// None below zero.
    pub values: Vec<i64>,
}

/// How a series is told from the others, without its colour too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// Filled.
    Solid,
    /// Its edge, and a light ground.
    Outline,
    /// Stripes.
    Hatched,
}

impl Look {
    fn class(self) -> &'static str {
        match self {
            Self::Solid => "chart__mark chart__mark--solid",
            Self::Outline => "chart__mark chart__mark--outline",
            Self::Hatched => "chart__mark chart__mark--hatched",
        }
    }
}

/// How values are written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Things, with the words for one and for many.
    Count(&'static str, &'static str),
    /// Cents of a currency.
    Money(String),
}

impl Unit {
    /// In a sentence.
    pub fn text(&self, value: i64) -> String {
        match self {
            Self::Count(one, many) => format::counted(value, one, many),
            Self::Money(currency) => format::money(value, currency),
        }
    }

    /// In a cell or on an axis.
    fn short(&self, value: i64) -> String {
        match self {
            Self::Count(..) => format::count(value),
            Self::Money(currency) => format::money(value, currency),
        }
    }
}

impl ChartData {
    fn scale(&self) -> Scale {
        Scale::to(self.series.iter().flat_map(|series| series.values.iter().copied()).max())
    }

    /// Whether there is nothing but zeros.
    pub fn is_empty(&self) -> bool {
        self.series.iter().all(|series| series.values.iter().all(|value| *value == 0))
    }
}

/// A number of points, to divide by.
fn number(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

/// A part of the width.
fn percent(part: f64) -> String {
    format!("{:.3}%", part * 100.0)
}
