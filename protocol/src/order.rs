//! Orders: boards and days, from a hold to the last proof of play.

pub mod creative;
pub mod ledger;
mod list;
mod log;
mod next_free;
mod phase;
mod pipeline;
mod plan;
mod quote;
mod state;
mod view;

pub use creative::{Creative, CreativeFinding, CreativeVersion, Screen, SendCreative, Verdict};
pub use list::{OrderGroup, OrderQuery};
pub use log::{GetLogs, LogLevel, LogLine, LogPage, OrderLog};
pub use next_free::next_free;
pub use phase::Phase;
pub use pipeline::{GetStatus, OrderProgress, OrderStatus, RunState, Steer, SteerOrder};
pub use plan::{Plan, PlannedBoard, apart};
pub use quote::{Quote, Rate, Wish, check_days, check_wishes, longest_lead, quote, reduction};
pub use state::{OrderAction, OrderState, Party, Refusal, TRANSITIONS, Transition, actions, next};
pub use view::{
    Availability, AvailabilityUpdate, DayFree, OrderDetail, OrderLine, OrderPage, OrderUpdated,
    OrderView, TimelineEntry, reference,
};

use crate::{
    command::Command,
    error::{ErrorBody, ErrorCode},
    id::{ClientId, OrderId},
    limits,
};
use serde::{Deserialize, Serialize};

/// Keep boards and days for a quarter of an hour, one order for each owner. For everybody signed in; nobody books
/// their own boards. Repeating it with the same `clientId`, a UUID of yours, gives the same answer.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct HoldBoards {
    /// Made by the buyer.
    pub client_id: ClientId,
    /// At most [`limits::ORDER_LINES`].
    pub wishes: Vec<Wish>,
    /// What the buyer was shown, in cents. Another price is refused as `conflict`: nobody pays what they have not
    /// seen.
    pub total_cents: i64,
}

impl Command for HoldBoards {
    const NAME: &'static str = "holdBoards";
    type Ok = Vec<OrderView>;
    const ERRORS: &'static [ErrorCode] = &[
        ErrorCode::Unauthenticated,
        ErrorCode::Forbidden,
        ErrorCode::NotFound,
        ErrorCode::Conflict,
        ErrorCode::TooLarge,
    ];
}

/// Keep a hold for another quarter of an hour, once. For its buyer.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ExtendHold {
    /// Which order.
    pub order_id: OrderId,
}

impl Command for ExtendHold {
    const NAME: &'static str = "extendHold";
    type Ok = OrderView;
    const ERRORS: &'static [ErrorCode] = &[
        ErrorCode::Unauthenticated,
        ErrorCode::Forbidden,
        ErrorCode::NotFound,
        ErrorCode::Conflict,
        ErrorCode::WrongState,
    ];
}

/// Do something with an order; [`TRANSITIONS`] says who may do what when. Doing what was done already is refused as
/// `wrong_state`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ActOnOrder {
    /// Which order.
    pub order_id: OrderId,
    /// What to do.
    pub action: OrderAction,
    /// Why; needed for what others will want to understand. At most [`limits::REASON_CHARS`] characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl ActOnOrder {
    /// The reason, trimmed; refused when it is missing where one is needed, or too long.
    pub fn checked_reason(&self) -> Result<Option<String>, ErrorBody> {
        let reason = self.reason.as_deref().map(str::trim).filter(|reason| !reason.is_empty());
        match reason {
            None if self.action.needs_reason() => Err(Refusal::Reason(self.action).into()),
            Some(reason) if reason.chars().count() > limits::REASON_CHARS => {
                let text = format!("At most {} characters.", limits::REASON_CHARS);
                Err(ErrorBody::too_large("reason", limits::REASON_CHARS, text))
            }
            reason => Ok(reason.map(ToOwned::to_owned)),
        }
    }
}

impl Command for ActOnOrder {
    const NAME: &'static str = "actOnOrder";
    type Ok = OrderView;
    const ERRORS: &'static [ErrorCode] = &[
        ErrorCode::Unauthenticated,
        ErrorCode::Forbidden,
        ErrorCode::NotFound,
        ErrorCode::TooLarge,
        ErrorCode::WrongState,
    ];
}

/// Finds what is called so, among all there are.
fn named<T: Copy>(all: &[T], name: fn(T) -> &'static str, text: &str) -> Result<T, ErrorBody> {
    let found = all.iter().copied().find(|one| name(*one) == text);
    found.ok_or_else(|| ErrorBody::invalid("name", format!("There is no {text:?} here.")))
}
