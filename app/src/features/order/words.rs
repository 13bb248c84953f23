//! Orders as people read them.

use crate::components::{Symbol, Tone};
use protocol::order::{OrderAction, OrderState, OrderView, Party, Phase, RunState, TimelineEntry};

/// The first board, and how many more there are.
pub(crate) fn headline(order: &OrderView) -> String {
    let first = order.lines.first().map(|line| line.title.clone()).unwrap_or_default();
    match order.lines.len() {
        0 | 1 => first,
        count => format!("{first} and {} more", count - 1),
    }
}

/// A state, in a word or two.
pub(crate) fn state_name(state: OrderState) -> &'static str {
    match state {
        OrderState::Held => "On hold",
        OrderState::Submitted => "Submitted",
        OrderState::Accepted => "Accepted",
        OrderState::CreativeReview => "Creative in review",
        OrderState::Scheduled => "Scheduled",
        OrderState::Running => "Running",
        OrderState::Completed => "Completed",
        OrderState::Rejected => "Rejected",
        OrderState::Cancelled => "Cancelled",
        OrderState::Expired => "Expired",
        OrderState::Refunded => "Refunded",
    }
}

/// Its colour and picture.
pub(super) fn state_look(state: OrderState) -> (Tone, Symbol) {
    match state {
        OrderState::Held | OrderState::Submitted | OrderState::CreativeReview => {
            (Tone::Waiting, Symbol::Clock)
        }
        OrderState::Accepted => (Tone::News, Symbol::Check),
        OrderState::Scheduled => (Tone::News, Symbol::Checks),
        OrderState::Running => (Tone::Live, Symbol::Live),
        OrderState::Completed => (Tone::Live, Symbol::Checks),
        OrderState::Rejected => (Tone::Trouble, Symbol::Close),
        OrderState::Cancelled | OrderState::Expired | OrderState::Refunded => {
            (Tone::Neutral, Symbol::Close)
        }
    }
}

/// What the order waits for, told to one of its parties.
pub(crate) fn next_step(order: &OrderView, party: Party) -> String {
    let (buyer, owner) = (&order.buyer.name, &order.owner.name);
    let is_buyer = party == Party::Buyer;
    let is_owner = party == Party::Owner;
    match order.state {
        OrderState::Held if is_buyer => {
            "The days are kept for you. Submit the order before the time is up.".to_owned()
        }
        OrderState::Held => format!("{buyer} has not submitted it yet."),
        OrderState::Submitted if is_owner => {
            format!("{buyer} would like to book. Accept the order, or say why not.")
        }
        OrderState::Submitted => format!("{owner} decides whether to accept it."),
        OrderState::Accepted if is_buyer => format!("{owner} has accepted. Hand in your creative."),
        OrderState::Accepted => format!("{buyer} hands in a creative next."),
        OrderState::CreativeReview if is_owner => format!("Look at the creative of {buyer}."),
        OrderState::CreativeReview => format!("{owner} looks at the creative."),
        OrderState::Scheduled => {
            "Everything is ready. It starts by itself on the first day.".to_owned()
        }
        OrderState::Running => {
            "It is on the boards. What was shown is checked every day.".to_owned()
        }
        OrderState::Completed if order.balance_cents > 0 => {
            format!("All days are over. {owner} is paid next.")
        }
        OrderState::Completed => "All days are over. Nothing is left to do.".to_owned(),
        OrderState::Rejected => "It was not accepted, and nothing was charged.".to_owned(),
        OrderState::Cancelled => format!("It was called off. {}", money_back(order)),
        OrderState::Expired => format!("A time limit has passed. {}", money_back(order)),
        OrderState::Refunded => "What was paid has gone back.".to_owned(),
    }
}

fn money_back(order: &OrderView) -> &'static str {
    if order.balance_cents > 0 { "What was paid goes back." } else { "Nothing was charged." }
}

/// What pressing a button does.
pub(super) fn action_label(action: OrderAction) -> &'static str {
    match action {
        OrderAction::Submit => "Submit the order",
        OrderAction::Accept => "Accept",
        OrderAction::Reject => "Reject",
        OrderAction::SendCreative => "Hand in the creative",
        OrderAction::ApproveCreative => "Approve the creative",
        OrderAction::RejectCreative => "Ask for another creative",
        OrderAction::Start => "Start",
        OrderAction::Complete => "Complete",
        OrderAction::Cancel => "Cancel the order",
        OrderAction::Expire => "Let it expire",
        OrderAction::Refund => "Refund",
    }
}

/// What is asked before something that cannot be taken back.
pub(super) fn reason_question(action: OrderAction) -> &'static str {
    match action {
        OrderAction::Reject => "Why do you reject it? The buyer reads this.",
        OrderAction::RejectCreative => "What should be different? The buyer reads this.",
        _ => "Why do you call it off? The days are given back, and this cannot be undone.",
    }
}

/// A step of the timeline, in a sentence without who did it.
pub(super) fn step(entry: &TimelineEntry) -> &'static str {
    match entry.action {
        None if entry.version == 1 => "held the days",
        None if entry.state == OrderState::Held => "extended the hold",
        None if entry.state == OrderState::Completed => "paid the owner",
        None => "charged the price",
        Some(OrderAction::Submit) => "submitted the order",
        Some(OrderAction::Accept) => "accepted it",
        Some(OrderAction::Reject) => "rejected it",
        Some(OrderAction::SendCreative) => "handed in a creative",
        Some(OrderAction::ApproveCreative) => "approved the creative",
        Some(OrderAction::RejectCreative) => "asked for another creative",
        Some(OrderAction::Start) => "started it: the first day has begun",
        Some(OrderAction::Complete) => "completed it: all days are over",
        Some(OrderAction::Cancel) => "cancelled it",
        Some(OrderAction::Expire) => "let it expire",
        Some(OrderAction::Refund) => "gave back what was paid",
    }
}

/// As what somebody took a step.
pub(super) fn party_name(party: Party) -> &'static str {
    match party {
        Party::Buyer => "buyer",
        Party::Owner => "owner",
        Party::Admin => "admin",
        Party::System => "Bulletin",
    }
}

/// A phase's name.
pub(crate) fn phase_words(phase: Phase) -> &'static str {
    match phase {
        Phase::Validate => "Check",
        Phase::Reserve => "Reserve",
        Phase::Charge => "Charge",
        Phase::Traffic => "Send out",
        Phase::Verify => "Verify",
        Phase::Payout => "Pay out",
        Phase::Refund => "Refund",
    }
}

/// What a phase is counted in, after `0 of 1 ` or `3 of 9 `.
pub(super) fn pieces(phase: Phase, total: i64) -> &'static str {
    let (one, many) = match phase {
        Phase::Validate => ("board checked", "boards checked"),
        Phase::Reserve => ("board reserved", "boards reserved"),
        Phase::Charge => ("payment made", "payments made"),
        Phase::Traffic => ("day handed over", "days handed over"),
        Phase::Verify => ("day verified", "days verified"),
        Phase::Payout => ("payout made", "payouts made"),
        Phase::Refund => ("refund made", "refunds made"),
    };
    if total == 1 { one } else { many }
}

/// How the work stands: word, colour and picture.
pub(crate) fn run_words(run: RunState) -> (&'static str, Tone, Symbol) {
    match run {
        RunState::Queued => ("Next in line", Tone::News, Symbol::Clock),
        RunState::Working => ("Working", Tone::Live, Symbol::Live),
        RunState::Waiting => ("Waiting", Tone::Waiting, Symbol::Clock),
        RunState::Paused => ("Paused", Tone::Waiting, Symbol::Pause),
        RunState::SetAside => ("Set aside", Tone::Trouble, Symbol::Alert),
        RunState::Done => ("Done", Tone::Neutral, Symbol::Checks),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stores::order::fixture::order;

    #[test]
    fn one_piece_is_not_many() {
        assert_eq!(pieces(Phase::Validate, 1), "board checked");
        assert_eq!(pieces(Phase::Verify, 7), "days verified");
    }

    #[test]
    fn an_order_is_called_by_its_first_board_and_how_many_more_there_are() {
        let mut order = order(1);
        assert_eq!(headline(&order), "Station");
        order.lines.push(order.lines[0].clone());
        order.lines.push(order.lines[0].clone());
        assert_eq!(headline(&order), "Station and 2 more");
        order.lines.clear();
        assert_eq!(headline(&order), "");
    }
}
