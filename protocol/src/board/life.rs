//! A board's life: which status may follow which, who may bring it about, and when they have to say why.
//!
//! [`TRANSITIONS`] is the whole of it. The server decides by it, the page offers by it, and nothing else
//! knows of it.

use super::BoardStatus::{self, Draft, InReview, Live, Maintenance, Paused, Retired};
use crate::{
    account::Role,
    error::{ErrorBody, ErrorCode},
    id::UserId,
    limits,
};

/// In what capacity somebody acts on a board.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// It is theirs.
    Owner,
    /// They run the marketplace.
    Admin,
}

/// Everything somebody is to a board; nothing for most.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Parts {
    /// It is theirs.
    pub is_owner: bool,
    /// They run the marketplace.
    pub is_admin: bool,
}

impl Parts {
    /// What `user` is to a board of `owner`'s.
    pub fn of(user: UserId, role: Role, owner: UserId) -> Self {
        Self { is_owner: user == owner, is_admin: role == Role::Admin }
    }

    /// Whether the board is none of their business.
    pub fn are_none(self) -> bool {
        self == Self::default()
    }

    fn have(self, part: Part) -> bool {
        match part {
            Part::Owner => self.is_owner,
            Part::Admin => self.is_admin,
        }
    }
}

/// One step of a board's life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Transition {
    /// What the board is.
    pub from: BoardStatus,
    /// What it becomes.
    pub to: BoardStatus,
    /// Who may take the step.
    pub by: Part,
    /// Whether they have to say why.
    pub needs_reason: bool,
}

/// Every step there is.
pub const TRANSITIONS: [Transition; 27] = [
    owner(Draft, InReview),
    owner(Draft, Retired),
    admin(InReview, Live),
    owner(InReview, Draft),
    admin_says_why(InReview, Draft),
    // On offer, the three follow each other freely.
    owner(Live, Paused),
    owner(Live, Maintenance),
    owner(Paused, Live),
    owner(Paused, Maintenance),
    owner(Maintenance, Live),
    owner(Maintenance, Paused),
    admin(Live, Paused),
    admin(Live, Maintenance),
    admin(Paused, Live),
    admin(Paused, Maintenance),
    admin(Maintenance, Live),
    admin(Maintenance, Paused),
    // Taken off the market: for another look, or for good.
    admin_says_why(Live, Draft),
    admin_says_why(Paused, Draft),
    admin_says_why(Maintenance, Draft),
    owner(Live, Retired),
    owner(Paused, Retired),
    owner(Maintenance, Retired),
    admin_says_why(Live, Retired),
    admin_says_why(Paused, Retired),
    admin_says_why(Maintenance, Retired),
    // What comes back is looked at again.
    owner(Retired, Draft),
];

const fn owner(from: BoardStatus, to: BoardStatus) -> Transition {
    Transition { from, to, by: Part::Owner, needs_reason: false }
}

const fn admin(from: BoardStatus, to: BoardStatus) -> Transition {
    Transition { from, to, by: Part::Admin, needs_reason: false }
}

const fn admin_says_why(from: BoardStatus, to: BoardStatus) -> Transition {
    Transition { from, to, by: Part::Admin, needs_reason: true }
}

/// Why a step is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The board is none of their business.
    NotYours,
    /// No board goes from the one to the other.
    NoSuchStep {
        /// What it is.
        from: BoardStatus,
        /// What it was to become.
        to: BoardStatus,
    },
    /// It is for the owner, or for an admin, and they are the other.
    NotYourPart(Part),
    /// They have to say why.
    NoReason,
}

impl From<Refusal> for ErrorBody {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::NotYours => super::not_yours(),
            Refusal::NoSuchStep { from, to } => {
                let text = format!("A board that is {} cannot become {}.", from.word(), to.word());
                Self::new(ErrorCode::Conflict, text)
            }
            Refusal::NotYourPart(Part::Owner) => {
                Self::new(ErrorCode::Forbidden, "Only the board's owner may do this.")
            }
            Refusal::NotYourPart(Part::Admin) => {
                Self::new(ErrorCode::Forbidden, "Only an admin may do this.")
            }
            Refusal::NoReason => Self::invalid("reason", "Say why: the owner has to know."),
        }
    }
}

/// Whether a board goes from one status to another at somebody's word, and by which step. `None` when it is there
/// already.
pub fn decide(
    (from, to): (BoardStatus, BoardStatus),
    parts: Parts,
    reason: &str,
) -> Result<Option<Transition>, Refusal> {
    if parts.are_none() {
        return Err(Refusal::NotYours);
    }
    if from == to {
        return Ok(None);
    }
    let steps = || TRANSITIONS.into_iter().filter(move |step| (step.from, step.to) == (from, to));
    let Some(any) = steps().next() else { return Err(Refusal::NoSuchStep { from, to }) };
    let Some(step) = easiest(steps().filter(|step| parts.have(step.by))) else {
        return Err(Refusal::NotYourPart(any.by));
    };
    if step.needs_reason && reason.is_empty() {
        return Err(Refusal::NoReason);
    }
    Ok(Some(step))
}

/// The steps somebody may take from here, one for each status, in the order of the table.
pub fn choices(from: BoardStatus, parts: Parts) -> Vec<Transition> {
    let mine = |to| {
        let steps = TRANSITIONS.into_iter().filter(move |step| (step.from, step.to) == (from, to));
        easiest(steps.filter(|step| parts.have(step.by)))
    };
    BoardStatus::ALL.into_iter().filter_map(mine).collect()
}

/// Of an owner who is an admin as well no reason is asked that is not asked of owners.
fn easiest(steps: impl Iterator<Item = Transition>) -> Option<Transition> {
    steps.min_by_key(|step| step.needs_reason)
}

/// Who finds a board that is in no list. Whoever talks about it finds it to the end.
pub fn may_find(status: BoardStatus, parts: Parts, talks_about_it: bool) -> bool {
    status.is_public() || !parts.are_none() || (status == Retired && talks_about_it)
}

/// Whether somebody may edit a board now: its owner, unless an admin is looking at it or it is gone.
pub fn check_edit(status: BoardStatus, parts: Parts) -> Result<(), ErrorBody> {
    let conflict = |text: &str| Err(ErrorBody::new(ErrorCode::Conflict, text));
    match status {
        _ if !parts.is_owner => Err(Refusal::NotYourPart(Part::Owner).into()),
        InReview => conflict("It is in review. Take it back to edit it."),
        Retired => conflict("It is retired. Begin anew to edit it."),
        Draft | Live | Paused | Maintenance => Ok(()),
    }
}

/// Whether somebody may offer boards.
pub fn check_create(role: Role) -> Result<(), ErrorBody> {
    match role {
        Role::Owner => Ok(()),
        _ => Err(ErrorBody::new(ErrorCode::Forbidden, "Only board owners offer boards.")),
    }
}

/// A reason as it is stored: on one line, without blanks around; may be empty.
pub fn check_reason(reason: &str) -> Result<String, ErrorBody> {
    let reason = reason.split_whitespace().collect::<Vec<_>>().join(" ");
    let most = limits::BOARD_REASON_CHARS;
    if reason.chars().count() > most {
        let text = format!("A reason has at most {most} characters.");
        return Err(ErrorBody::too_large("reason", most, text));
    }
    if reason.chars().any(char::is_control) {
        return Err(ErrorBody::invalid("reason", "A reason has no control characters."));
    }
    Ok(reason)
}

#[cfg(test)]
mod tests;
