//! Accounts, roles and sessions.

use crate::{
    error::ErrorBody,
    id::{SessionId, UserId},
    limits,
    timestamp::Timestamp,
};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// What somebody is here for. Decides what they may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Finds and books boards.
    Advertiser,
    /// Offers boards.
    Owner,
    /// Examines the live layer.
    Tester,
    /// Runs the marketplace.
    Admin,
}

impl Role {
    /// The roles one may choose when signing up.
    pub const SELF_SERVICE: [Self; 2] = [Self::Advertiser, Self::Owner];

    /// The name in the database and on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Advertiser => "advertiser",
            Self::Owner => "owner",
            Self::Tester => "tester",
            Self::Admin => "admin",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Role {
    type Err = ErrorBody;

    fn from_str(text: &str) -> Result<Self, ErrorBody> {
        match text {
            "advertiser" => Ok(Self::Advertiser),
            "owner" => Ok(Self::Owner),
            "tester" => Ok(Self::Tester),
            "admin" => Ok(Self::Admin),
            _ => Err(ErrorBody::invalid("role", "Choose advertiser or owner.")),
        }
    }
}

/// A signed-in person, as they see themselves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Me {
    /// Who.
    pub user_id: UserId,
    /// The session this request came with.
    pub session_id: SessionId,
    /// Display name.
    pub name: String,
    /// Mail address, in lower case.
    pub email: String,
    /// Role.
    pub role: Role,
}

/// A person, as others see them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct UserRef {
    /// Who.
    pub id: UserId,
    /// Display name.
    pub name: String,
    /// Role.
    pub role: Role,
}

/// One signed-in device of the user's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SessionView {
    /// Which.
    pub id: SessionId,
    /// What the browser or program said of itself; empty when it said nothing.
    pub user_agent: String,
    /// The network address it signed in from.
    pub address: String,
    /// When it signed in.
    pub created_at: Timestamp,
    /// When it was last used, to the minute.
    pub last_seen_at: Timestamp,
    /// Whether it is the session that asks.
    pub is_current: bool,
}

/// Open an account. [`SignUp::check`] gives the normalised form.
#[derive(Clone, Serialize, Deserialize)]
pub struct SignUp {
    /// Display name.
    pub name: String,
    /// Mail address; what one signs in with.
    pub email: String,
    /// In the clear; never logged.
    pub password: String,
    /// One of [`Role::SELF_SERVICE`].
    pub role: String,
}

/// A checked [`SignUp`].
#[derive(Clone)]
pub struct NewAccount {
    /// Trimmed, 1 to [`limits::NAME_CHARS`] characters.
    pub name: String,
    /// Trimmed, in lower case.
    pub email: String,
    /// 10 to 200 characters.
    pub password: String,
    /// One of [`Role::SELF_SERVICE`].
    pub role: Role,
}

impl SignUp {
    /// Applies every rule; the same in the browser and on the server.
    pub fn check(&self) -> Result<NewAccount, ErrorBody> {
        let role: Role = self.role.parse()?;
        if !Role::SELF_SERVICE.contains(&role) {
            return Err(ErrorBody::invalid("role", "Choose advertiser or owner."));
        }
        Ok(NewAccount {
            name: check_name(&self.name)?,
            email: check_email(&self.email)?,
            password: check_password(&self.password)?,
            role,
        })
    }
}

/// Sign in. `POST /api/session` takes it as JSON, the sign-in page as a form.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SignIn {
    /// Mail address, in any case.
    pub email: String,
    /// In the clear; never logged.
    pub password: String,
}

/// Choose a new password. Ends all other sessions.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ChangePassword {
    /// The one that holds now. In the clear; never logged.
    pub current: String,
    /// The new one. In the clear; never logged.
    pub password: String,
}

impl ChangePassword {
    /// The new password, when it keeps the rules.
    pub fn check(&self) -> Result<String, ErrorBody> {
        check_password(&self.password)
    }
}

fn check_name(name: &str) -> Result<String, ErrorBody> {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() {
        return Err(ErrorBody::invalid("name", "Tell us your name."));
    }
    if name.chars().count() > limits::NAME_CHARS {
        let text = format!("A name has at most {} characters.", limits::NAME_CHARS);
        return Err(ErrorBody::too_large("name", limits::NAME_CHARS, text));
    }
    if name.chars().any(char::is_control) {
        return Err(ErrorBody::invalid("name", "A name has no control characters."));
    }
    Ok(name)
}

/// Normalises a mail address and refuses what cannot be one. Whether it exists is not asked.
pub fn check_email(email: &str) -> Result<String, ErrorBody> {
    let email = email.trim().to_lowercase();
    let is_plausible = email.chars().count() <= limits::EMAIL_CHARS
        && !email.chars().any(|c| c.is_whitespace() || c.is_control())
        && email.split_once('@').is_some_and(|(local, domain)| {
            !local.is_empty()
                && domain.contains('.')
                && !domain.starts_with('.')
                && !domain.ends_with('.')
                && !domain.contains('@')
        });
    if is_plausible {
        Ok(email)
    } else {
        Err(ErrorBody::invalid("email", "That is not a mail address. Example: ana@example.com"))
    }
}

fn check_password(password: &str) -> Result<String, ErrorBody> {
    let (shortest, longest) = limits::PASSWORD_CHARS;
    let length = password.chars().count();
    if length < shortest {
        let text = format!("A password has at least {shortest} characters.");
        return Err(ErrorBody::invalid("password", text));
    }
    if length > longest {
        let text = format!("A password has at most {longest} characters.");
        return Err(ErrorBody::too_large("password", longest, text));
    }
    Ok(password.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorCode;

    fn ana() -> SignUp {
        SignUp {
            name: "  Ana   Ruiz ".into(),
            email: " Ana@Example.com ".into(),
            password: "long enough".into(),
            role: "owner".into(),
        }
    }

    #[test]
    fn a_good_sign_up_is_normalised() {
        let account = ana().check().map_err(|e| e.message).unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(
            (account.name.as_str(), account.email.as_str()),
            ("Ana Ruiz", "ana@example.com")
        );
    }

    #[test]
    fn every_broken_rule_names_its_field() {
        type Break = fn(&mut SignUp);
        let cases: [(&str, Break); 9] = [
            ("name", |s| s.name = " ".into()),
            ("name", |s| s.name = "x".repeat(61)),
            ("name", |s| s.name = "a\u{7}b".into()),
            ("email", |s| s.email = "ana".into()),
            ("email", |s| s.email = "ana@example".into()),
            ("email", |s| s.email = "a b@example.com".into()),
            ("password", |s| s.password = "short".into()),
            ("password", |s| s.password = "x".repeat(201)),
            ("role", |s| s.role = "admin".into()),
        ];
        for (field, break_it) in cases {
            let mut input = ana();
            break_it(&mut input);
            let error = input.check().err().unwrap_or_else(|| panic!("{field} was accepted"));
            assert_eq!(error.field.as_deref(), Some(field));
            assert!(matches!(error.code, ErrorCode::Invalid | ErrorCode::TooLarge));
        }
    }
}
