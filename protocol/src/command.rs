//! What a client may ask over the socket.

mod register;

pub use register::CommandName;

use crate::{
    error::{ErrorBody, ErrorCode},
    id::UserId,
    room::{JoinRule, Room},
    stream::Head,
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

/// A request over the socket: the payload names its event and the type of its acknowledgement.
pub trait Command: Serialize + DeserializeOwned + Send + 'static {
    /// The Socket.IO event name.
    const NAME: &'static str;
    /// What `{ok: …}` carries.
    type Ok: Serialize + DeserializeOwned + Send;
    /// The codes it may be refused with, besides [`REFUSALS`]. Whoever may be `unauthenticated` needs a session.
    const ERRORS: &'static [ErrorCode];
}

/// Every command may be refused with these.
pub const REFUSALS: &[ErrorCode] =
    &[ErrorCode::Invalid, ErrorCode::RateLimited, ErrorCode::Unavailable];

/// The acknowledgement of every command: `{"ok": …}` or `{"err": {…}}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Ack<T> {
    /// Done, and stored where the command stores anything.
    Ok(T),
    /// Refused; nothing was changed.
    Err(ErrorBody),
}

impl<T> From<Result<T, ErrorBody>> for Ack<T> {
    fn from(result: Result<T, ErrorBody>) -> Self {
        match result {
            Ok(value) => Self::Ok(value),
            Err(error) => Self::Err(error),
        }
    }
}

impl<T> From<Ack<T>> for Result<T, ErrorBody> {
    fn from(ack: Ack<T>) -> Self {
        match ack {
            Ack::Ok(value) => Ok(value),
            Ack::Err(error) => Err(error),
        }
    }
}

/// An acknowledgement that carries nothing: `{"ok": {}}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Done {}

/// Kept for older clients. Identity comes from the session; this succeeds only when it names that same
/// user, and is refused as `forbidden` otherwise.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Authenticate {
    /// Who the client believes to be.
    pub user_id: UserId,
}

impl Command for Authenticate {
    const NAME: &'static str = "authenticate";
    type Ok = Done;
    const ERRORS: &'static [ErrorCode] = &[ErrorCode::Unauthenticated, ErrorCode::Forbidden];
}

/// Ask to receive a room's events: `conversation:{id}` or a bare conversation id, `user:{own id}`, `order:{id}`,
/// `orders`, `job:{id}`, `jobs`, `board:{id}`, `boards` or `announcements`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct JoinRoom {
    /// The room's name.
    pub room: String,
}

impl Command for JoinRoom {
    const NAME: &'static str = "joinRoom";
    type Ok = Joined;
    const ERRORS: &'static [ErrorCode] = &[ErrorCode::Unauthenticated, ErrorCode::NotFound];
}

/// The answer to [`JoinRoom`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Joined {
    /// The room's full name.
    pub room: Room,
    /// The rule that allowed it.
    pub rule: JoinRule,
    /// Where the room's stream stands; compare with your own cursor and `sync` when behind.
    pub head: Head,
}

/// Stop receiving a room's events.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LeaveRoom {
    /// The room's name, spelled as in [`JoinRoom`].
    pub room: String,
}

impl Command for LeaveRoom {
    const NAME: &'static str = "leaveRoom";
    type Ok = Done;
    const ERRORS: &'static [ErrorCode] = &[];
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorCode;

    #[test]
    fn an_acknowledgement_is_ok_or_err() {
        let ok: Ack<Done> = Ack::Ok(Done {});
        assert_eq!(serde_json::to_string(&ok).unwrap(), r#"{"ok":{}}"#);
        let err: Ack<Done> = Err(ErrorBody::new(ErrorCode::Forbidden, "No.")).into();
        assert_eq!(
            serde_json::to_string(&err).unwrap(),
            r#"{"err":{"code":"forbidden","message":"No.","retry":"never"}}"#
        );
    }
}
