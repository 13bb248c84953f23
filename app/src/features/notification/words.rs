//! Notifications as people read them.

use crate::{
    components::{Symbol, status_name},
    features::account::device_name,
    format::counted,
    routes,
};
use protocol::{
    board::BoardStatus,
    notification::{BoardChange, NotificationBody, NotificationKind, NotificationView},
};

/// What happened, in one line.
pub(super) fn headline(view: &NotificationView) -> String {
    match &view.body {
        NotificationBody::Message { author, .. } if view.count == 1 => {
            format!("{} wrote to you", author.name)
        }
        NotificationBody::Message { author, .. } => {
            let messages = counted(view.count, "new message", "new messages");
            format!("{messages}, the latest by {}", author.name)
        }
        NotificationBody::MemberAdded { by, .. } => {
            format!("{} added you to a conversation", by.name)
        }
        NotificationBody::BoardStatus { boards } => match &boards[..] {
            [board] if view.count == 1 => {
                format!("{} is now {}", board.title, status_name(board.status).to_lowercase())
            }
            _ => format!("{} of boards you follow", counted(view.count, "change", "changes")),
        },
        NotificationBody::Order { title, state, .. } => format!("Order for {title}: {state}"),
        NotificationBody::OrderWaiting { title, hours, .. } => {
            format!("Order for {title} expires within {hours} hours unless you decide")
        }
        NotificationBody::OrderTrouble { title, .. } => format!("Order for {title} was set aside"),
        NotificationBody::JobEnded { job, name, status, is_dry_run, failed, .. } => {
            let what = match (job.is_import(), is_dry_run) {
                (true, true) => "Dry run",
                (true, false) => "Import",
                (false, _) => "Export",
            };
            let wrong = match failed {
                0 => String::new(),
                rows => format!(", {} wrong", counted(*rows, "row", "rows")),
            };
            format!("{what} of {name}: {}{wrong}", status.word())
        }
        NotificationBody::BoardReview { board, .. } => review(board),
        NotificationBody::Announcement { title, .. } => format!("Announcement: {title}"),
        NotificationBody::NewSession { user_agent, .. } => {
            format!("New sign-in: {}", device_name(user_agent))
        }
    }
}

/// What an admin has done to one's own board.
fn review(board: &BoardChange) -> String {
    let title = &board.title;
    match board.status {
        BoardStatus::Live => format!("{title} is live"),
        BoardStatus::Draft => format!("{title} was sent back to you"),
        BoardStatus::Retired => format!("{title} was taken off the market"),
        other => format!("{title} was set to {}", status_name(other).to_lowercase()),
    }
}

/// Further lines, when one thing stands for several.
pub(super) fn details(view: &NotificationView) -> Vec<String> {
    match &view.body {
        NotificationBody::BoardStatus { boards } if view.count > 1 => boards
            .iter()
            .map(|board| format!("{}: {}", board.title, status_name(board.status)))
            .collect(),
        NotificationBody::BoardReview { reason, .. }
        | NotificationBody::JobEnded { summary: reason, .. }
        | NotificationBody::OrderTrouble { reason, .. }
            if !reason.is_empty() =>
        {
            vec![reason.clone()]
        }
        _ => Vec::new(),
    }
}

/// Where it leads.
pub(super) fn target(body: &NotificationBody) -> String {
    match body {
        NotificationBody::Message { conversation_id, .. }
        | NotificationBody::MemberAdded { conversation_id, .. } => {
            routes::conversation(*conversation_id)
        }
        // A board that has left the market has no page for those who follow it.
        NotificationBody::BoardStatus { boards } => {
            match boards.iter().find(|board| board.status.is_public()) {
                Some(board) => routes::board(board.board_id),
                None => routes::BROWSE.to_owned(),
            }
        }
        NotificationBody::Order { order_id, .. }
        | NotificationBody::OrderWaiting { order_id, .. }
        | NotificationBody::OrderTrouble { order_id, .. } => routes::order(*order_id),
        NotificationBody::BoardReview { board, .. } => routes::board(board.board_id),
        NotificationBody::JobEnded { job_id, .. } => routes::job(*job_id),
        NotificationBody::Announcement { .. } => routes::NOTIFICATIONS.to_owned(),
        NotificationBody::NewSession { .. } => routes::ACCOUNT.to_owned(),
    }
}

/// The picture beside it.
pub(super) fn symbol(kind: NotificationKind) -> Symbol {
    match kind {
        NotificationKind::Message => Symbol::Conversation,
        NotificationKind::MemberAdded => Symbol::Account,
        NotificationKind::BoardStatus
        | NotificationKind::BoardReview
        | NotificationKind::Job
        | NotificationKind::Order => Symbol::Board,
        NotificationKind::Announcement => Symbol::Info,
        NotificationKind::NewSession => Symbol::Laptop,
    }
}

/// A kind in the settings: its name, and when one is told.
pub(super) fn setting(kind: NotificationKind) -> (&'static str, &'static str) {
    match kind {
        NotificationKind::Message => {
            ("Messages", "Somebody writes to you, until you have read it.")
        }
        NotificationKind::MemberAdded => ("New conversations", "Somebody adds you to theirs."),
        NotificationKind::Order => ("Orders", "One of yours goes a step further."),
        NotificationKind::BoardStatus => ("Boards you follow", "Their status changes."),
        NotificationKind::Job => ("Imports and exports", "One of yours is over."),
        NotificationKind::BoardReview => {
            ("Your boards", "An admin lets one in, sends it back or takes it off the market.")
        }
        NotificationKind::Announcement => {
            ("Announcements", "The marketplace has something to say.")
        }
        NotificationKind::NewSession => {
            ("New devices", "Somebody signs in to your account on a device it does not know.")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use protocol::{
        Timestamp,
        id::{BoardId, JobId, NotificationId},
        job::{JobKind, JobState},
    };
    use uuid::Uuid;

    #[test]
    fn one_change_names_its_board_and_many_are_counted_and_listed() {
        let change = BoardChange {
            board_id: BoardId(Uuid::nil()),
            title: "Torstraße".into(),
            status: BoardStatus::Paused,
        };
        let body = NotificationBody::BoardStatus { boards: vec![change] };
        let id = NotificationId(Uuid::nil());
        let one = NotificationView { id, seq: 1, body, count: 1, at: Timestamp(0), is_read: false };
        assert_eq!(headline(&one), "Torstraße is now paused");
        assert_eq!(details(&one), Vec::<String>::new());
        let many = NotificationView { count: 40, ..one };
        assert_eq!(headline(&many), "40 changes of boards you follow");
        assert_eq!(details(&many), ["Torstraße: Paused"]);
    }

    #[test]
    fn wrong_rows_and_dry_runs_are_told_of_as_such() {
        let ended = |is_dry_run, failed| {
            let body = NotificationBody::JobEnded {
                job_id: JobId(Uuid::nil()),
                job: JobKind::ImportBoards,
                name: "spring.csv".into(),
                status: JobState::Completed,
                is_dry_run,
                failed,
                summary: String::new(),
            };
            let id = NotificationId(Uuid::nil());
            NotificationView { id, seq: 1, body, count: 1, at: Timestamp(0), is_read: false }
        };
        let texts =
            [(false, 0), (true, 0), (true, 1_200)].map(|(dry, bad)| headline(&ended(dry, bad)));
        assert_eq!(texts[0], "Import of spring.csv: completed");
        assert_eq!(texts[1], "Dry run of spring.csv: completed");
        assert_eq!(texts[2], "Dry run of spring.csv: completed, 1,200 rows wrong");
    }

    #[test]
    fn a_board_that_has_left_the_market_leads_to_those_that_are_on_it() {
        let change = |number, status| BoardChange {
            board_id: BoardId(Uuid::from_u128(number)),
            title: "Torstraße".into(),
            status,
        };
        let (gone, paused) = (change(1, BoardStatus::Retired), change(2, BoardStatus::Paused));
        let both = NotificationBody::BoardStatus { boards: vec![gone.clone(), paused] };
        assert_eq!(target(&both), routes::board(BoardId(Uuid::from_u128(2))));
        let one = NotificationBody::BoardStatus { boards: vec![gone] };
        assert_eq!(target(&one), routes::BROWSE);
    }
}
