//! Changing an account: its password, its role. Both reach open sockets at once.

use super::{Device, password, sql};
use crate::{Marketplace, Result, audit, test_websocket};
use protocol::{
    ErrorBody, ErrorCode,
    account::{ChangePassword, Me, Role},
    id::UserId,
};

impl Marketplace {
    /// Sets a new password and ends all other sessions of the account, with their sockets. For the account's
    /// own user, who proves to know the current password; guesses are counted as in signing in.
    pub async fn change_password(
        &self,
        me: &Me,
        input: &ChangePassword,
        device: &Device,
    ) -> Result<()> {
        let new = input.check()?;
        let subjects = [format!("account:{}", me.email), format!("address:{}", device.address)];
        self.prove(&me.email, &input.current, subjects).await.map_err(about_current)?;
        let hash = {
            let _turn = password::turn().await?;
            password::hash(new).await?
        };
        let (user, session, market) = (me.user_id, me.session_id, self.clone());
        self.to_the_end(async move {
            let ended = market
                .database()
                .transaction(move |tx| {
                    Box::pin(async move {
                        sql::set_password(tx, user, &hash).await?;
                        sql::delete_other_sessions(tx, user, session).await
                    })
                })
                .await?;
            for session in ended {
                market.publisher().end_session(session);
            }
            Ok(())
        })
        .await
    }

    /// Gives somebody another role. For admins, and never their own: the last one could lock all out. Open
    /// sockets of that person are closed and come back with the new role.
    pub async fn set_role(&self, me: &Me, user: UserId, role: Role) -> Result<()> {
        if me.role != Role::Admin || me.user_id == user {
            let text = "Only another admin may do this.";
            return Err(ErrorBody::new(ErrorCode::Forbidden, text).into());
        }
        let found = super::find(self.database(), user).await?;
        let before = found.ok_or_else(|| ErrorBody::not_found("person"))?;
        if !test_websocket::may_meet(self.database(), me.user_id, user).await? {
            return Err(ErrorBody::not_found("person").into());
        }
        let (market, actor, now) = (self.clone(), audit::Actor::from(me), self.now());
        self.to_the_end(async move {
            let has_changed = market
                .database()
                .transaction(move |tx| {
                    Box::pin(async move {
                        let has_changed = sql::set_role(tx, user, role).await?;
                        if has_changed {
                            let detail = format!("{} → {role}", before.role);
                            let about = (before.name.as_str(), detail.as_str());
                            audit::note(tx, (&actor, now), "role changed", about).await?;
                        }
                        Ok(has_changed)
                    })
                })
                .await?;
            if has_changed {
                market.publisher().readmit(user);
            }
            Ok(())
        })
        .await
    }
}

/// The same refusal as in signing in, about the field it is here.
fn about_current(error: crate::Error) -> crate::Error {
    match error.into_body() {
        body if body.code == ErrorCode::Forbidden => ErrorBody {
            field: Some("current".into()),
            message: "That is not your current password.".into(),
            ..body
        },
        body => body,
    }
    .into()
}
