//! Where plain HTML forms post to. The server answers each with a redirect; see `server/src/http/form.rs`.

use protocol::id::{AnnouncementId, BoardId, ConversationId, FileId, JobId, OrderId};

/// Fields `email`, `password`, `next`.
pub const SIGN_IN: &str = "/sign-in";
/// Fields `name`, `email`, `password`, `role`, `next`.
pub const SIGN_UP: &str = "/sign-up";
/// No fields.
pub const SIGN_OUT: &str = "/sign-out";
/// Field `id`: the session to end.
pub const REVOKE_SESSION: &str = "/account/sessions/revoke";

/// Fields `showsTyping`, `isInvisible`: present when switched on.
pub const PRIVACY: &str = "/account/privacy";
/// Fields `current`, `password`.
pub const CHANGE_PASSWORD: &str = "/account/password";
/// Field `upTo`: the number up to which notifications are read.
pub const READ_NOTIFICATIONS: &str = "/notifications/read";
/// Fields `kind`, one for each kind that is wanted.
pub const NOTIFICATION_SETTINGS: &str = "/notifications/settings";

/// The fields of [`protocol::announcement::AnnouncementDraft`], and `id` of one that is edited.
pub const SAVE_ANNOUNCEMENT: &str = "/admin/announcements";

/// No fields.
pub fn recall_announcement(id: AnnouncementId) -> String {
    format!("/admin/announcements/{id}/recall")
}

/// Fields `revision`, `next`.
pub fn dismiss_announcement(id: AnnouncementId) -> String {
    format!("/announcements/{id}/dismiss")
}

/// Fields `act`: `describe`, `earlier`, `later`, `cover` or `remove`; `alt`.
pub fn act_on_photo(board: BoardId, photo: FileId) -> String {
    format!("/boards/{board}/photos/{photo}")
}

/// Opens (or finds) the viewer's conversation about a board. No fields.
pub fn message_owner(id: BoardId) -> String {
    format!("/boards/{id}/conversation")
}

/// Fields `status`: what the board becomes; `reason`; `next`. For its owner and admins.
pub fn board_status(id: BoardId) -> String {
    format!("/boards/{id}/status")
}

/// Fields `first`, `last`, `totalCents`, `clientId`: keeps these days for the viewer.
pub fn hold_board(id: BoardId) -> String {
    format!("/boards/{id}/order")
}

/// Fields `first`, `last`: adds these days to the plan that the browser keeps.
pub fn plan_board(id: BoardId) -> String {
    format!("/boards/{id}/plan")
}

/// Where that leads: on to the plan, once it is seen whether the browser keeps it.
pub const PLAN_ADDED: &str = "/plan/added";

/// Fields `boardId`, `first`, `last`.
pub const UNPLAN: &str = "/plan/remove";
/// Fields `totalCents`, `clientId`: keeps everything planned for the viewer.
pub const HOLD_PLAN: &str = "/plan/hold";

/// Fields `action`, `reason`.
pub fn act_on_order(id: OrderId) -> String {
    format!("/orders/{id}/actions")
}

/// Multipart: `clientId`, and one or several `file`.
pub fn send_creative(id: OrderId) -> String {
    format!("/orders/{id}/creative")
}

/// No fields.
pub fn extend_hold(id: OrderId) -> String {
    format!("/orders/{id}/extend")
}

/// Field `steer`: `retry`, `pause` or `resume`.
pub fn steer_order(id: OrderId) -> String {
    format!("/orders/{id}/steer")
}

/// Fields `kind`, `format`: has a file written.
pub const EXPORT: &str = "/jobs/exports";

/// Fields `boardId`, `jobId`, `expectedCents`, and `from`: `job` when the page of the job is shown.
pub const APPLY_PRICE: &str = "/jobs/prices/apply";

/// No fields.
pub fn cancel_job(id: JobId) -> String {
    format!("/jobs/{id}/cancel")
}

/// No fields.
pub fn commit_dry_run(id: JobId) -> String {
    format!("/jobs/{id}/commit")
}

/// No fields.
pub fn retry_job(id: JobId) -> String {
    format!("/jobs/{id}/retry")
}

/// Field `isFollowed`: `true` or `false`.
pub fn follow_board(id: BoardId) -> String {
    format!("/boards/{id}/follow")
}

/// Fields `email`, `history`.
pub fn add_member(id: ConversationId) -> String {
    format!("/conversations/{id}/members")
}

/// Field `userId`.
pub fn remove_member(id: ConversationId) -> String {
    format!("/conversations/{id}/members/remove")
}

/// No fields.
pub fn leave_conversation(id: ConversationId) -> String {
    format!("/conversations/{id}/leave")
}

/// Fields `clientId`, `body`.
pub fn send_message(id: ConversationId) -> String {
    format!("/conversations/{id}/messages")
}
