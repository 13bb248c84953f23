//! What a conversation says of orders.

use super::{Draft, append, member::system_line};
use crate::{Result, database::Tx};
use protocol::{
    account::UserRef,
    conversation::{MessageKind, Sent},
    id::ConversationId,
    order::{OrderAction, OrderView, TimelineEntry},
};

/// Stores the line for a step of an order's.
pub(crate) async fn order_line(
    tx: &mut Tx,
    conversation: ConversationId,
    author: UserRef,
    (order, entry): (&OrderView, &TimelineEntry),
) -> Result<Sent> {
    let line = system_line(conversation, author, MessageKind::Order, entry.at);
    let draft = Draft { order_id: Some(order.id), body: words(order, entry), ..line };
    append(tx, draft, None).await
}

/// One sentence: who did what with which order, and why.
fn words(order: &OrderView, entry: &TimelineEntry) -> String {
    let what = match entry.action {
        Some(OrderAction::Submit) => "was submitted",
        Some(OrderAction::Accept) => "was accepted",
        Some(OrderAction::Reject) => "was rejected",
        Some(OrderAction::SendCreative) => "has a creative",
        Some(OrderAction::ApproveCreative) => "is scheduled: the creative was approved",
        Some(OrderAction::RejectCreative) => "needs another creative",
        Some(OrderAction::Start) => "is running",
        Some(OrderAction::Complete) => "is completed",
        Some(OrderAction::Cancel) => "was called off",
        Some(OrderAction::Expire) => "has expired",
        Some(OrderAction::Refund) => "was refunded",
        None => "has changed",
    };
    let by = entry.by.as_ref().map(|by| format!(" by {}", by.name)).unwrap_or_default();
    let by =
        if matches!(entry.action, Some(OrderAction::ApproveCreative)) { String::new() } else { by };
    let why = entry.reason.as_ref().map(|why| format!(": {why}")).unwrap_or_default();
    let dot = if why.ends_with(['.', '!', '?']) { "" } else { "." };
    format!("Order {} {what}{by}{why}{dot}", order.reference())
}
