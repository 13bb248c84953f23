//! What somebody lets others see of themselves.

use crate::{command::Command, error::ErrorCode};
use serde::{Deserialize, Serialize};

/// What others may see of somebody (`privacy`). The same on all of their devices.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Privacy {
    /// Whether others see that they are typing.
    pub shows_typing: bool,
    /// Whether they appear offline: others then learn nothing of their presence, typing, receiving or reading.
    /// What was received and read meanwhile is not told later either, until something newer is.
    pub is_invisible: bool,
    /// How often it was changed; of two the higher one holds.
    pub version: i64,
}

impl Default for Privacy {
    fn default() -> Self {
        Self { shows_typing: true, is_invisible: false, version: 0 }
    }
}

impl Privacy {
    /// Whether others learn that they are typing.
    pub fn tells_typing(self) -> bool {
        self.shows_typing && !self.is_invisible
    }

    /// After a change, or `None` when that changes nothing.
    pub fn changed(self, change: SetPrivacy) -> Option<Self> {
        let next = Self {
            shows_typing: change.shows_typing.unwrap_or(self.shows_typing),
            is_invisible: change.is_invisible.unwrap_or(self.is_invisible),
            ..self
        };
        (next != self).then_some(Self { version: self.version + 1, ..next })
    }
}

/// Change what others may see of oneself, at once and on all devices. What is absent stays as it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct SetPrivacy {
    /// See [`Privacy::shows_typing`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shows_typing: Option<bool>,
    /// See [`Privacy::is_invisible`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_invisible: Option<bool>,
}

impl Command for SetPrivacy {
    const NAME: &'static str = "setPrivacy";
    type Ok = Privacy;
    const ERRORS: &'static [ErrorCode] = &[ErrorCode::Unauthenticated];
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_named_changes_and_a_repeat_changes_nothing() {
        let quiet = SetPrivacy { shows_typing: Some(false), ..SetPrivacy::default() };
        let next = Privacy::default().changed(quiet).unwrap();
        assert_eq!(next, Privacy { shows_typing: false, is_invisible: false, version: 1 });
        assert_eq!(next.changed(quiet), None);
        assert_eq!(next.changed(SetPrivacy::default()), None);
        let hidden = Privacy { is_invisible: true, ..Privacy::default() };
        assert!(!hidden.tells_typing() && hidden.shows_typing, "the switch keeps its place");
    }
}
