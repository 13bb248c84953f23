//! Every address of the page, in one place.

pub mod form;

use protocol::{
    DayRange,
    id::{BoardId, ConversationId, JobId, OrderId},
    job::JobQuery,
    order::{OrderGroup, OrderQuery, OrderView, RunState},
    price::PriceCursor,
};

/// The list of boards; also the start page.
pub const BROWSE: &str = "/";
/// Sign in.
pub const SIGN_IN: &str = "/sign-in";
/// Open an account.
pub const SIGN_UP: &str = "/sign-up";
/// The inbox.
pub const CONVERSATIONS: &str = "/conversations";
/// One's own account and its sessions.
pub const ACCOUNT: &str = "/account";
/// The same, after a new password was set.
pub const PASSWORD_CHANGED: &str = "/account?changed=password";
/// What somebody should know who was not looking.
pub const NOTIFICATIONS: &str = "/notifications";
/// Where admins write announcements.
pub const ANNOUNCEMENTS: &str = "/admin/announcements";
/// Where admins read what was done with special rights.
pub const AUDIT: &str = "/admin/audit";
/// What programs find here.
pub const DEVELOPERS: &str = "/developers";
/// The requests, described for programs.
pub const OPENAPI: &str = "/api/openapi.json";
/// The live layer, described for programs.
pub const ASYNCAPI: &str = "/api/asyncapi.json";
/// The tester's instrument panel.
pub const TEST_WEBSOCKET: &str = "/test-websocket";

/// An owner's boards, whatever their status.
pub const MY_BOARDS: &str = "/boards/mine";
/// Where an owner writes a new board. Its form posts to the same address.
pub const NEW_BOARD: &str = "/boards/new";
/// Where admins let boards in.
pub const REVIEW: &str = "/admin/boards";

/// Where its owner edits a board. The form posts to the same address.
pub fn edit_board(id: BoardId) -> String {
    format!("/boards/{id}/edit")
}

/// Where its owner adds photos of a board. The form posts to the same address, multipart: `clientId`, `alt`, `file`.
pub fn board_photos(id: BoardId) -> String {
    format!("/boards/{id}/photos")
}

/// A board's page.
pub fn board(id: BoardId) -> String {
    format!("/boards/{id}")
}

/// A board's picture, an SVG that never changes for the same board.
pub fn board_picture(id: BoardId) -> String {
    format!("/boards/{id}/picture.svg")
}

/// A board's page, with days chosen in its calendar.
pub fn board_on(id: BoardId, days: DayRange) -> String {
    format!("{}?first={}&last={}", board(id), days.first(), days.last())
}

/// What one means to book together.
pub const PLAN: &str = "/plan";

/// The same, where the browser has just been seen to keep no cookies.
pub const PLAN_NOT_KEPT: &str = "/plan?kept=false";

/// The viewer's orders, as buyer and as owner.
pub const ORDERS: &str = "/orders";

/// Those of the viewer's orders that are in a group.
pub fn orders_of(group: OrderGroup) -> String {
    listed(ORDERS, group)
}

/// A list of orders as somebody asked for it; read back by [`order_list`].
fn asked(OrderQuery { before, show, all }: OrderQuery) -> String {
    let show = (show != OrderGroup::All).then(|| format!("show={}", show.as_str()));
    let before = before.map(|before| format!("before={before}"));
    let list = all.then(|| format!("list={PIPELINE_LIST}"));
    let pairs: Vec<_> = [show, before, list].into_iter().flatten().collect();
    if pairs.is_empty() { String::new() } else { format!("?{}", pairs.join("&")) }
}

/// The name of the pipeline's list in an order's address.
pub const PIPELINE_LIST: &str = "pipeline";

/// An order's page that leads back to the list it was opened from.
pub fn order_in(id: OrderId, query: OrderQuery) -> String {
    format!("{}{}", order(id), asked(query))
}

/// The list that answers this question.
pub fn order_list(query: OrderQuery) -> String {
    let list = if query.all { PIPELINE } else { ORDERS };
    format!("{list}{}", asked(OrderQuery { all: false, ..query }))
}

/// A list of orders, with those in a group.
pub fn listed(list: &str, group: OrderGroup) -> String {
    format!("{list}?show={}", group.as_str())
}

/// What there is to see: an owner's boards and earnings, a buyer's campaigns and spending.
pub const DASHBOARD: &str = "/dashboard";
/// The same for an owner who books boards of others.
pub const BUYER_DASHBOARD: &str = "/dashboard?as=buyer";

/// A page of an owner's dashboard.
pub fn dashboard_page(page: u32) -> String {
    format!("{DASHBOARD}?page={page}")
}

/// Where admins watch all orders and the work on them.
pub const PIPELINE: &str = "/admin/pipeline";

/// The pipeline's page, with the orders on which the work stands so.
pub fn pipeline_of(run: RunState) -> String {
    format!("{PIPELINE}?run={}", run.as_str())
}

/// An order's page.
pub fn order(id: OrderId) -> String {
    format!("{ORDERS}/{id}")
}

/// Where what was just held is: one order has a page, several have a list.
pub fn held(orders: &[OrderView]) -> String {
    match orders {
        [one] => order(one.id),
        _ => ORDERS.to_owned(),
    }
}

/// One's imports and exports.
pub const JOBS: &str = "/jobs";
/// Where an owner takes boards in from a file. The form posts to the same address, multipart: `file`, `dryRun`.
pub const IMPORT: &str = "/jobs/import";

/// Where owners have their prices compared, and apply what is suggested. The form that begins a check posts to the same
/// address: `which` (`all` or `chosen`), `boardId` for each chosen board, `requestId`.
pub const PRICES: &str = "/jobs/prices";

/// The same, with a further page of one's boards to choose from.
pub fn prices_page(page: u32) -> String {
    format!("{PRICES}?page={page}")
}

/// The same, with the suggestions after some; read back by [`price_cursor`].
pub fn prices_after(PriceCursor { job_id, board_id }: PriceCursor) -> String {
    format!("{PRICES}?after={job_id}.{board_id}#suggestions")
}

/// Where a page of suggestions begins.
pub fn price_cursor(text: &str) -> Option<PriceCursor> {
    let (job, board) = text.split_once('.')?;
    Some(PriceCursor { job_id: job.parse().ok()?, board_id: board.parse().ok()? })
}

/// A job's page, with its suggestions after some.
pub fn job_prices_after(id: JobId, PriceCursor { job_id, board_id }: PriceCursor) -> String {
    format!("{}?after={job_id}.{board_id}#suggestions", job(id))
}

/// Where admins watch all imports and exports. Its forms post to the same address: `job`, `care`, `list`.
pub const ALL_JOBS: &str = "/admin/jobs";

/// What is asked of the list of all jobs, as parts of its address.
pub fn job_query(asked: &JobQuery) -> Vec<(&'static str, String)> {
    let JobQuery { before, state, kind, owner } = asked;
    let pairs = [
        ("state", state.map(|state| state.to_string())),
        ("kind", kind.map(|kind| kind.as_str().to_owned())),
        ("owner", owner.map(|owner| owner.to_string())),
        ("before", before.map(|before| before.to_string())),
    ];
    pairs.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
}

/// The list of all jobs that answers this question.
pub fn all_jobs(asked: &JobQuery) -> String {
    let list = job_list(asked);
    if list.is_empty() { ALL_JOBS.to_owned() } else { format!("{ALL_JOBS}?{list}") }
}

/// The same without the page's address.
pub fn job_list(asked: &JobQuery) -> String {
    let pairs: Vec<_> =
        job_query(asked).into_iter().map(|(name, value)| format!("{name}={value}")).collect();
    pairs.join("&")
}

/// The page of an import or export.
pub fn job(id: JobId) -> String {
    format!("{JOBS}/{id}")
}

/// The same, with the problems of rows after a number.
pub fn job_problems(id: JobId, after: i64) -> String {
    format!("{JOBS}/{id}?after={after}#problems")
}

/// The file an export has written.
pub fn job_result(id: JobId) -> String {
    format!("/api/jobs/{id}/result")
}

/// The rows of an import that are wrong, as a file to mend.
pub fn failed_rows(id: JobId) -> String {
    format!("/api/jobs/{id}/errors.csv")
}

/// A conversation's thread.
pub fn conversation(id: ConversationId) -> String {
    format!("{CONVERSATIONS}/{id}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn an_orders_page_leads_back_to_the_list_it_was_opened_from() {
        let id = OrderId(Uuid::nil());
        let whole = OrderQuery::default();
        assert_eq!((order_in(id, whole), order_list(whole)), (order(id), ORDERS.to_owned()));
        let booked = OrderQuery { show: OrderGroup::Booked, ..whole };
        assert_eq!(order_in(id, booked), format!("/orders/{id}?show=booked"));
        assert_eq!(order_list(booked), "/orders?show=booked");
        let admins = OrderQuery { before: Some(id), all: true, ..booked };
        let asked = format!("?show=booked&before={id}");
        assert_eq!(order_in(id, admins), format!("/orders/{id}{asked}&list=pipeline"));
        assert_eq!(order_list(admins), format!("/admin/pipeline{asked}"));
    }
}
