//! The life of an order: one table of who may do what when. The server, the page and the documents read it.

use crate::error::{ErrorBody, ErrorCode};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// Where an order stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum OrderState {
    /// The days are kept for the buyer for a quarter of an hour.
    Held,
    /// The buyer wants it; the owner decides.
    Submitted,
    /// The owner has accepted; the buyer's creative is awaited.
    Accepted,
    /// The owner looks at the creative.
    CreativeReview,
    /// The creative is approved; the first day is awaited, and the payment if it is not there yet.
    Scheduled,
    /// On the boards.
    Running,
    /// All days are over.
    Completed,
    /// The owner said no.
    Rejected,
    /// Called off.
    Cancelled,
    /// A time limit has passed.
    Expired,
    /// It ended early, and what was paid went back.
    Refunded,
}

/// What makes an order go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum OrderAction {
    /// The buyer asks the owner.
    Submit,
    /// The owner agrees.
    Accept,
    /// The owner does not, and says why.
    Reject,
    /// The buyer hands in a creative.
    SendCreative,
    /// The owner lets the creative onto the boards.
    ApproveCreative,
    /// The owner wants another creative, and says why.
    RejectCreative,
    /// The first day has begun.
    Start,
    /// The last day is over, and what was shown is known.
    Complete,
    /// Somebody calls it off, and says why.
    Cancel,
    /// A time limit has passed; of a scheduled order that of its payment.
    Expire,
    /// What was paid has gone back.
    Refund,
}

/// Who acts on an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Party {
    /// Who booked.
    Buyer,
    /// Whose boards they are.
    Owner,
    /// Who runs the marketplace.
    Admin,
    /// The clock and the pipeline.
    System,
}

/// One line of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Transition {
    /// What is done.
    pub action: OrderAction,
    /// In which states.
    pub from: &'static [OrderState],
    /// What it becomes.
    pub to: OrderState,
    /// By whom.
    pub by: &'static [Party],
    /// Whether a reason must be given.
    pub needs_reason: bool,
}

use OrderAction as A;
use OrderState as S;
use Party::{Admin, Buyer, Owner, System};

const fn line(action: A, from: &'static [S], to: S, by: &'static [Party]) -> Transition {
    let needs_reason = matches!(action, A::Reject | A::RejectCreative | A::Cancel | A::Expire);
    Transition { action, from, to, by, needs_reason }
}

/// Everything that can happen to an order; what is not here is refused.
pub const TRANSITIONS: &[Transition] = &[
    line(A::Submit, &[S::Held], S::Submitted, &[Buyer]),
    line(A::Accept, &[S::Submitted], S::Accepted, &[Owner]),
    line(A::Reject, &[S::Submitted], S::Rejected, &[Owner, Admin]),
    line(A::SendCreative, &[S::Accepted], S::CreativeReview, &[Buyer]),
    line(A::ApproveCreative, &[S::CreativeReview], S::Scheduled, &[Owner, Admin]),
    line(A::RejectCreative, &[S::CreativeReview], S::Accepted, &[Owner, Admin]),
    line(A::Start, &[S::Scheduled], S::Running, &[System]),
    line(A::Complete, &[S::Running], S::Completed, &[System]),
    line(A::Cancel, &[S::Held], S::Cancelled, &[Buyer, Admin]),
    line(A::Cancel, &[S::Submitted], S::Cancelled, &[Buyer, Admin]),
    line(
        A::Cancel,
        &[S::Accepted, S::CreativeReview, S::Scheduled],
        S::Cancelled,
        &[Buyer, Owner, Admin],
    ),
    line(A::Cancel, &[S::Running], S::Cancelled, &[Admin]),
    line(
        A::Expire,
        &[S::Held, S::Submitted, S::Accepted, S::CreativeReview, S::Scheduled],
        S::Expired,
        &[System],
    ),
    line(A::Refund, &[S::Cancelled, S::Expired], S::Refunded, &[System]),
];

impl OrderState {
    /// Every state, in the order of its life.
    pub const ALL: [Self; 11] = [
        Self::Held,
        Self::Submitted,
        Self::Accepted,
        Self::CreativeReview,
        Self::Scheduled,
        Self::Running,
        Self::Completed,
        Self::Rejected,
        Self::Cancelled,
        Self::Expired,
        Self::Refunded,
    ];

    /// The name in the database and on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Held => "held",
            Self::Submitted => "submitted",
            Self::Accepted => "accepted",
            Self::CreativeReview => "creative_review",
            Self::Scheduled => "scheduled",
            Self::Running => "running",
            Self::Completed => "completed",
            Self::Rejected => "rejected",
            Self::Cancelled => "cancelled",
            Self::Expired => "expired",
            Self::Refunded => "refunded",
        }
    }

    /// Whether its days are taken for it.
    pub fn keeps_days(self) -> bool {
        !matches!(self, Self::Rejected | Self::Cancelled | Self::Expired | Self::Refunded)
    }

    /// Whether nothing of its own will happen any more. What was paid may still go back.
    pub fn is_over(self) -> bool {
        !self.keeps_days() || self == Self::Completed
    }
}

impl OrderAction {
    /// Every action.
    pub const ALL: [Self; 11] = [
        Self::Submit,
        Self::Accept,
        Self::Reject,
        Self::SendCreative,
        Self::ApproveCreative,
        Self::RejectCreative,
        Self::Start,
        Self::Complete,
        Self::Cancel,
        Self::Expire,
        Self::Refund,
    ];

    /// The name in addresses, in the database and on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Submit => "submit",
            Self::Accept => "accept",
            Self::Reject => "reject",
            Self::SendCreative => "send_creative",
            Self::ApproveCreative => "approve_creative",
            Self::RejectCreative => "reject_creative",
            Self::Start => "start",
            Self::Complete => "complete",
            Self::Cancel => "cancel",
            Self::Expire => "expire",
            Self::Refund => "refund",
        }
    }

    /// Whether it is refused without a reason.
    pub fn needs_reason(self) -> bool {
        TRANSITIONS.iter().any(|line| line.action == self && line.needs_reason)
    }
}

impl Party {
    /// The name in the database and on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Buyer => "buyer",
            Self::Owner => "owner",
            Self::Admin => "admin",
            Self::System => "system",
        }
    }
}

/// Why an action is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The order's state has no such transition.
    State(OrderState, OrderAction),
    /// It has, but not for this party.
    Party(Party, OrderAction),
    /// It asks for a reason.
    Reason(OrderAction),
}

impl From<Refusal> for ErrorBody {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::State(state, action) => {
                let text = format!("An order that is {state} does not {action}.");
                Self { field: Some("action".into()), ..Self::new(ErrorCode::WrongState, text) }
            }
            Refusal::Party(party, action) => {
                let text = format!("The {} of an order may not {action} it now.", party.as_str());
                Self { field: Some("action".into()), ..Self::new(ErrorCode::Forbidden, text) }
            }
            Refusal::Reason(_) => Self::invalid("reason", "Say why, in a few words."),
        }
    }
}

/// What an order becomes. The one place that decides.
pub fn next(state: OrderState, action: OrderAction, party: Party) -> Result<OrderState, Refusal> {
    let mut lines = TRANSITIONS.iter().filter(|it| it.action == action && it.from.contains(&state));
    let Some(line) = lines.next() else { return Err(Refusal::State(state, action)) };
    if !line.by.contains(&party) {
        return Err(Refusal::Party(party, action));
    }
    Ok(line.to)
}

/// What a party may do with an order in this state.
pub fn actions(state: OrderState, party: Party) -> impl Iterator<Item = OrderAction> {
    OrderAction::ALL.into_iter().filter(move |action| next(state, *action, party).is_ok())
}

impl fmt::Display for OrderState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.as_str().replace('_', " "))
    }
}

impl fmt::Display for OrderAction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.as_str().replace('_', " "))
    }
}

impl FromStr for OrderState {
    type Err = ErrorBody;

    fn from_str(text: &str) -> Result<Self, ErrorBody> {
        let found = Self::ALL.into_iter().find(|state| state.as_str() == text);
        found.ok_or_else(|| ErrorBody::invalid("state", "There is no such state of an order."))
    }
}

impl FromStr for OrderAction {
    type Err = ErrorBody;

    fn from_str(text: &str) -> Result<Self, ErrorBody> {
        let found = Self::ALL.into_iter().find(|action| action.as_str() == text);
        found.ok_or_else(|| ErrorBody::invalid("action", "There is no such action on an order."))
    }
}

#[cfg(test)]
mod tests;
