//! Who a socket belongs to, as far as that is known by more than its cookie.

use super::{Door, Refused};
use crate::{
    http::session::Identity,
    realtime::publisher::{rights_changed, session_ended},
};
use protocol::{ErrorCode, account::Me, id::UserId};
use serde::Deserialize;
use socketioxide::extract::SocketRef;

/// What CONNECT may carry.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Auth {
    /// Of one of a sandbox's people.
    token: Option<String>,
    /// Whom the client takes itself for. A browser's cookie may be somebody else's by the time a page comes back;
    /// what that page has to say must not be said in their name.
    user_id: Option<UserId>,
}

/// Who comes, and whether that is one of a sandbox's people.
pub(super) struct Comer {
    pub(super) identity: Identity,
    pub(super) is_simulated: bool,
}

impl Comer {
    fn real(identity: Identity) -> Self {
        Self { identity, is_simulated: false }
    }
}

/// Who somebody was when they were let in.
#[derive(Clone)]
pub(super) struct Admitted(pub(super) Me);

impl Door {
    /// Whoever brings a sandbox's token is one of its people, whatever cookie came with the handshake.
    pub(super) async fn who(
        &self,
        identity: Identity,
        auth: Option<Auth>,
    ) -> Result<Comer, Refused> {
        let Some(Auth { token, user_id }) = auth else { return Ok(Comer::real(identity)) };
        if user_id.is_some() && user_id != identity.viewer().me().map(|me| me.user_id) {
            return Err(Refused(ErrorCode::SessionExpired));
        }
        let Some(token) = token else { return Ok(Comer::real(identity)) };
        match self.marketplace.simulated(&token).await {
            Ok(Some(me)) => Ok(Comer { identity: Identity::User(me), is_simulated: true }),
            Ok(None) => Ok(Comer::real(Identity::Expired)),
            Err(error) => {
                tracing::error!(%error, "a token could not be checked");
                Err(Refused(ErrorCode::Unavailable))
            }
        }
    }

    /// An end that was told while the CONNECT was being answered has not found this socket: only from now on
    /// does socketioxide find it.
    pub(super) async fn check_again(&self, socket: &SocketRef) {
        let Some(Admitted(me)) = socket.extensions.get::<Admitted>() else { return };
        let reason = match self.marketplace.renew(&me).await {
            Ok(Some(now)) if now.role == me.role => return,
            Ok(Some(_)) => rights_changed(),
            Ok(None) => session_ended(),
            Err(error) => return tracing::error!(%error, "a session could not be checked again"),
        };
        self.live.send_away(socket.id, reason);
    }
}
