//! Accounts and sessions: sign up, sign in, sign out, see and end one's sessions.

mod change;
mod password;
mod sql;
pub(crate) mod token;
mod tries;

use crate::{Marketplace, Result, database::Tx, error::Error, notification, stream};
use protocol::{
    ErrorBody, ErrorCode, Room, Timestamp,
    account::{Me, NewAccount, SessionView, SignIn, SignUp, check_email},
    id::{SessionId, UserId},
    limits,
    notification::NotificationBody,
};
use std::time::Duration;
use tries::SIGN_INS;
use uuid::Uuid;

pub(crate) use password::NO_PASSWORD;
pub(crate) use sql::{admins, find, find_by_email, find_now, lock, user_ref};
pub(crate) use tries::additions_by;

/// `last_seen_at` is written at most this often.
const SEEN_EVERY: Duration = Duration::from_mins(1);

/// Where a sign-in comes from.
#[derive(Clone, Debug)]
pub struct Device {
    /// The network address, as far as the server can tell.
    pub address: String,
    /// What the browser or program says of itself.
    pub user_agent: String,
}

/// A new session.
#[derive(Clone)]
pub struct SignedIn {
    /// The secret for the cookie. Stored nowhere; only its hash is.
    pub token: String,
    /// Who.
    pub me: Me,
}

impl Marketplace {
    /// Opens an account and signs it in. For visitors.
    pub async fn sign_up(&self, input: &SignUp, device: Device) -> Result<SignedIn> {
        let account = input.check()?;
        let hash = {
            let _turn = password::turn().await?;
            password::hash(account.password.clone()).await?
        };
        let now = self.now();
        let me = self
            .database()
            .transaction(move |tx| {
                Box::pin(async move {
                    let user_id = insert_account(tx, &account, &hash, now).await?;
                    Ok(Me {
                        user_id,
                        session_id: SessionId(Uuid::nil()),
                        name: account.name,
                        email: account.email,
                        role: account.role,
                    })
                })
            })
            .await?;
        self.open_session(me, device).await
    }

    /// Signs in. For visitors; at most ten failures in 15 minutes per account and per address.
    ///
    /// A wrong password and an unknown account give the same answer after the same work.
    pub async fn sign_in(&self, input: &SignIn, device: Device) -> Result<SignedIn> {
        let email = check_email(&input.email)?;
        let subjects = [format!("account:{email}"), format!("address:{}", device.address)];
        let row = self.prove(&email, &input.password, subjects).await?;
        self.open_session(row.into_me()?, device).await
    }

    /// Checks a password as every sign-in does: at the same cost for unknown accounts, with each failure noted.
    async fn prove(
        &self,
        email: &str,
        password: &str,
        subjects: [String; 2],
    ) -> Result<sql::UserRow> {
        // Only so many at once, from the check to the note: a crowd of guesses must not slip in between.
        let _turn = password::turn().await?;
        self.refuse_when_tried_too_often(&subjects, SIGN_INS).await?;
        let row = sql::by_email(self.database(), email).await?;
        let hash = row.as_ref().map(|row| row.password_hash.clone());
        if !password::verify(password.to_owned(), hash).await? {
            self.note_try(subjects.into()).await?;
            return Err(wrong_credentials());
        }
        row.ok_or_else(wrong_credentials)
    }

    /// Who owns this cookie. `None` when it is unknown, ended or too old.
    pub async fn session(&self, token: &str) -> Result<Option<Me>> {
        let Some(row) = sql::by_token(self.database(), token::hash(token)).await? else {
            return Ok(None);
        };
        let now = self.now();
        let last_seen = Timestamp(row.last_seen_at);
        if now.since(last_seen) > limits::SESSION_LIFETIME {
            return Ok(None);
        }
        let me = row.into_me()?;
        if now.since(last_seen) >= SEEN_EVERY {
            sql::touch_session(self.database(), me.session_id, now).await?;
        }
        Ok(Some(me))
    }

    /// Ends the session that asks and closes its sockets.
    pub async fn sign_out(&self, me: &Me) -> Result<()> {
        self.revoke_session(me, me.session_id).await
    }

    /// The user's own sessions, the most recently used first.
    pub async fn sessions(&self, me: &Me) -> Result<Vec<SessionView>> {
        let oldest = self.now().minus(limits::SESSION_LIFETIME);
        let rows = sql::sessions(self.database(), me.user_id, oldest).await?;
        Ok(rows.into_iter().map(|row| row.into_view(me.session_id)).collect())
    }

    /// Ends one of the user's own sessions and closes its sockets at once.
    ///
    /// A session of somebody else gives the same answer as none.
    pub async fn revoke_session(&self, me: &Me, session: SessionId) -> Result<()> {
        let (user, market) = (me.user_id, self.clone());
        self.to_the_end(async move {
            let found = market
                .database()
                .transaction(move |tx| Box::pin(sql::delete_session(tx, session, user)))
                .await?;
            if !found {
                return Err(ErrorBody::not_found("session").into());
            }
            market.publisher().end_session(session);
            Ok(())
        })
        .await
    }

    /// Whoever was signed in with this session a while ago, as they are now; `None` when it has ended.
    pub async fn renew(&self, me: &Me) -> Result<Option<Me>> {
        let row = sql::by_session(self.database(), me.session_id).await?;
        row.map(sql::SessionRow::into_me).transpose()
    }

    async fn open_session(&self, mut me: Me, device: Device) -> Result<SignedIn> {
        let token = token::new()?;
        let hash = token::hash(&token);
        let now = self.now();
        me.session_id = SessionId(Uuid::now_v7());
        let (session, user) = (me.session_id, me.user_id);
        let notice = self
            .database()
            .transaction(move |tx| {
                Box::pin(async move {
                    let is_strange = sql::is_strange_device(tx, user, &device).await?;
                    sql::insert_session(tx, session, user, hash, &device, now).await?;
                    if !is_strange {
                        return Ok(None);
                    }
                    let user_agent = device.user_agent;
                    let body = NotificationBody::NewSession { session_id: session, user_agent };
                    notification::notify(tx, user, body, now).await
                })
            })
            .await?;
        self.tell(notice);
        Ok(SignedIn { token, me })
    }
}

/// Stores an account; refuses a mail address that has one.
pub(crate) async fn insert_account(
    tx: &mut Tx,
    account: &NewAccount,
    password_hash: &str,
    now: Timestamp,
) -> Result<UserId> {
    let id = UserId(Uuid::now_v7());
    if sql::insert_user(tx, id, account, password_hash, now).await? {
        stream::open(tx, Room::User(id)).await?;
        return Ok(id);
    }
    let text = "There is an account with this mail address already. Sign in instead.";
    let taken =
        ErrorBody { field: Some("email".into()), ..ErrorBody::new(ErrorCode::Conflict, text) };
    Err(taken.into())
}

/// A session without a cookie: nobody knows a token for it.
pub(crate) async fn insert_bare_session(
    tx: &mut Tx,
    user: UserId,
    now: Timestamp,
) -> Result<SessionId> {
    let session = SessionId(Uuid::now_v7());
    let device = Device { address: String::new(), user_agent: "simulated".into() };
    let hash = token::hash(&token::new()?);
    sql::insert_session(tx, session, user, hash, &device, now).await?;
    Ok(session)
}

/// The hash of a password, for accounts that are not made by signing up.
pub(crate) async fn hash_password(password: &str) -> Result<String> {
    password::hash(password.to_owned()).await
}

fn wrong_credentials() -> Error {
    let text = "Mail address or password is wrong.";
    ErrorBody { field: Some("password".into()), ..ErrorBody::new(ErrorCode::Forbidden, text) }
        .into()
}
