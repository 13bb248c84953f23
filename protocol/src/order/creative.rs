//! Creatives: what an order shows. One pure check, in the browser when a file is picked and on the server from its
//! content.

use super::{OrderAction, OrderState, TimelineEntry};
use crate::{
    account::UserRef,
    error::{ErrorBody, ErrorCode},
    id::{BoardId, ClientId, FileId, OrderId},
    limits,
    picture::{PictureFacts, PictureFault, check_size},
    timestamp::Timestamp,
};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Hands in what an order shows, as one or several pictures. Repeating it with the same `clientId` changes nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SendCreative {
    /// Made by the buyer.
    pub client_id: ClientId,
    /// Which order.
    pub order_id: OrderId,
}

/// The screen of a board that is booked: what a creative must fit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Screen {
    /// Whose.
    pub board_id: BoardId,
    /// The board's title when it was booked.
    pub title: String,
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
}

/// A picture that was handed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Creative {
    /// Served at `/files/{fileId}/…` to the order's parties and admins.
    pub file_id: FileId,
    /// What it is.
    #[serde(flatten)]
    pub facts: PictureFacts,
    /// The boards that show it.
    pub board_ids: Vec<BoardId>,
}

/// What is wrong with a creative.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CreativeFinding {
    /// It is no picture, or too large for one.
    Picture(PictureFault),
    /// Its proportions are not the screen's.
    Ratio(PictureFacts, Screen),
    /// It has fewer pixels than the screen.
    Pixels(PictureFacts, Screen),
    /// None of the boards needs this one.
    Unused(PictureFacts),
    /// More than [`limits::CREATIVES`].
    Many,
}

impl fmt::Display for CreativeFinding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Picture(fault) => fault.fmt(f),
            Self::Ratio(PictureFacts { width, height, .. }, screen) => write!(
                f,
                "“{}”: {width} × {height} does not fit {} × {}, the proportions differ ({} instead of {}).",
                screen.title,
                screen.width,
                screen.height,
                ratio(*width, *height),
                ratio(screen.width, screen.height)
            ),
            Self::Pixels(PictureFacts { width, height, .. }, screen) => write!(
                f,
                "“{}”: {width} × {height} is too small for {} × {}, it would be blurred.",
                screen.title, screen.width, screen.height
            ),
            Self::Unused(PictureFacts { width, height, .. }) => {
                write!(f, "The picture of {width} × {height} is for none of the boards.")
            }
            Self::Many => write!(f, "At most {} pictures.", limits::CREATIVES),
        }
    }
}

/// A ratio to two places after the point, rounded: no floats, so both sides say the same.
fn ratio(width: u32, height: u32) -> String {
    let height = u64::from(height).max(1);
    let hundredths = (u64::from(width) * 100 + height / 2) / height;
    format!("{}.{:02} : 1", hundredths / 100, hundredths % 100)
}

impl From<CreativeFinding> for ErrorBody {
    fn from(finding: CreativeFinding) -> Self {
        match finding {
            CreativeFinding::Picture(fault) => fault.into(),
            CreativeFinding::Many => {
                Self::too_large("creative", limits::CREATIVES, finding.to_string())
            }
            other => Self::invalid("creative", other.to_string()),
        }
    }
}

/// All findings as one error: the first one's code and field, everybody's text.
pub fn refusal(findings: &[CreativeFinding]) -> ErrorBody {
    let first =
        findings.first().cloned().unwrap_or(CreativeFinding::Picture(PictureFault::Missing));
    let message = findings.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
    let first = ErrorBody::from(first);
    if message.is_empty() { first } else { ErrorBody { message, ..first } }
}

/// The answer to whoever says that there is a creative without showing it.
pub fn needs_file() -> ErrorBody {
    let text = "A creative is a file: post it to /api/orders/{id}/creative, or hand it in on the order's page.";
    ErrorBody { field: Some("creative".into()), ..ErrorBody::new(ErrorCode::Invalid, text) }
}

/// Whether these are the screen's proportions, nearly.
fn is_shaped_like((width, height): (u32, u32), screen: &Screen) -> bool {
    let own = u64::from(width) * u64::from(screen.height);
    let theirs = u64::from(height) * u64::from(screen.width);
    own.abs_diff(theirs) * 1_000 <= theirs * limits::CREATIVE_TOLERANCE
}

/// Whether no single picture can fit all of these.
pub fn have_many_shapes(screens: &[Screen]) -> bool {
    let mut pairs = screens.iter().zip(screens.iter().skip(1));
    pairs.any(|(one, other)| !is_shaped_like((one.width, one.height), other))
}

/// What is wrong with a picture on this screen.
fn misfit(facts: &PictureFacts, screen: &Screen) -> Option<CreativeFinding> {
    if !is_shaped_like((facts.width, facts.height), screen) {
        return Some(CreativeFinding::Ratio(*facts, screen.clone()));
    }
    let is_small = facts.width < screen.width || facts.height < screen.height;
    is_small.then(|| CreativeFinding::Pixels(*facts, screen.clone()))
}

/// Finds a picture for every screen: for each screen the place of its picture. Otherwise everything that is wrong,
/// board by board, each with the picture that comes closest.
pub fn assign(
    pictures: &[PictureFacts],
    screens: &[Screen],
) -> Result<Vec<usize>, Vec<CreativeFinding>> {
    if pictures.is_empty() {
        return Err(vec![CreativeFinding::Picture(PictureFault::Missing)]);
    }
    let mut findings: Vec<_> = (pictures.len() > limits::CREATIVES)
        .then_some(CreativeFinding::Many)
        .into_iter()
        .chain(pictures.iter().filter_map(|it| {
            check_size(it.width, it.height, it.bytes).err().map(CreativeFinding::Picture)
        }))
        .collect();
    let mut places = Vec::with_capacity(screens.len());
    for screen in screens {
        match place(pictures, screen) {
            Ok(place) => places.push(place),
            Err(finding) => findings.push(finding),
        }
    }
    let unused = |place: &usize| !places.contains(place);
    if findings.is_empty() {
        let unused = (0..pictures.len()).filter(unused);
        findings.extend(unused.map(|place| CreativeFinding::Unused(pictures[place])));
    }
    if findings.is_empty() { Ok(places) } else { Err(findings) }
}

/// The first picture that fits; otherwise what is wrong with the one that nearly does.
fn place(pictures: &[PictureFacts], screen: &Screen) -> Result<usize, CreativeFinding> {
    let mut nearest = None;
    for (place, facts) in pictures.iter().enumerate() {
        match misfit(facts, screen) {
            None => return Ok(place),
            Some(CreativeFinding::Pixels(..))
                if !matches!(nearest, Some(CreativeFinding::Pixels(..))) =>
            {
                nearest = misfit(facts, screen);
            }
            other => nearest = nearest.or(other),
        }
    }
    Err(nearest.unwrap_or(CreativeFinding::Picture(PictureFault::Missing)))
}

/// What became of a creative.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The owner looks at it.
    Waiting,
    /// It goes to the screens.
    Approved,
    /// It does not; why.
    Rejected(Option<String>),
    /// The order ended before anybody said something.
    Dropped,
}

/// A creative with its place in the order's life.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreativeVersion {
    /// From 1.
    pub number: usize,
    /// What was handed in together.
    pub creatives: Vec<Creative>,
    /// By whom.
    pub by: Option<UserRef>,
    /// When.
    pub at: Timestamp,
    /// What became of it.
    pub verdict: Verdict,
}

/// Everything that was handed in, the oldest first. The order's steps hold it all: nothing is stored twice.
pub fn creative_versions(timeline: &[TimelineEntry]) -> Vec<CreativeVersion> {
    let mut versions: Vec<CreativeVersion> = Vec::new();
    for entry in timeline {
        let verdict = match entry.action {
            Some(OrderAction::SendCreative) => {
                versions.push(CreativeVersion {
                    number: versions.len() + 1,
                    creatives: entry.creatives.clone(),
                    by: entry.by.clone(),
                    at: entry.at,
                    verdict: Verdict::Waiting,
                });
                continue;
            }
            Some(OrderAction::ApproveCreative) => Verdict::Approved,
            Some(OrderAction::RejectCreative) => Verdict::Rejected(entry.reason.clone()),
            _ if entry.state == OrderState::CreativeReview => continue,
            _ => Verdict::Dropped,
        };
        let waiting = versions.last_mut().filter(|last| last.verdict == Verdict::Waiting);
        if let Some(last) = waiting {
            last.verdict = verdict;
        }
    }
    versions
}

#[cfg(test)]
mod tests;
