//! Whom an announcement is for.

use crate::{account::Role, error::ErrorBody};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// Whom an announcement is for: `everybody`, `role:{role}` or `city:{city}` in text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Audience {
    /// All, visitors included.
    Everybody,
    /// Everybody with this role.
    Role(Role),
    /// Who has to do with boards in this city: owns or follows one, or is in a conversation about one.
    City(String),
}

impl fmt::Display for Audience {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Everybody => f.write_str("everybody"),
            Self::Role(role) => write!(f, "role:{role}"),
            Self::City(city) => write!(f, "city:{city}"),
        }
    }
}

impl FromStr for Audience {
    type Err = ErrorBody;

    fn from_str(text: &str) -> Result<Self, ErrorBody> {
        let unknown = || ErrorBody::invalid("audience", "Choose everybody, a role or a city.");
        match text.split_once(':') {
            None if text == "everybody" => Ok(Self::Everybody),
            Some(("role", role)) => role.parse().map(Self::Role).map_err(|_| unknown()),
            Some(("city", city)) if !city.is_empty() && !city.chars().any(char::is_control) => {
                Ok(Self::City(city.to_owned()))
            }
            _ => Err(unknown()),
        }
    }
}

impl TryFrom<String> for Audience {
    type Error = ErrorBody;

    fn try_from(text: String) -> Result<Self, ErrorBody> {
        text.parse()
    }
}

impl From<Audience> for String {
    fn from(audience: Audience) -> Self {
        audience.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_survive_a_round_trip_and_nonsense_is_refused() {
        for text in ["everybody", "role:owner", "city:São Paulo"] {
            assert_eq!(text.parse::<Audience>().unwrap().to_string(), text);
        }
        for text in ["", "nobody", "role:king", "city:", "city:a\nb", "everybody:else"] {
            assert!(text.parse::<Audience>().is_err(), "{text:?}");
        }
    }
}
