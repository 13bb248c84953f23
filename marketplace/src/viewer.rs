//! Who asks.

use crate::error::Error;
use protocol::{ErrorBody, account::Me};

/// The person behind a request, if anybody is signed in.
#[derive(Clone, Debug)]
pub struct Viewer(Option<Me>);

impl Viewer {
    /// Nobody is signed in.
    pub fn visitor() -> Self {
        Self(None)
    }

    /// Somebody is.
    pub fn user(me: Me) -> Self {
        Self(Some(me))
    }

    /// The signed-in person.
    pub fn me(&self) -> Option<&Me> {
        self.0.as_ref()
    }

    /// The signed-in person, or the error that asks to sign in.
    pub fn signed_in(&self) -> Result<&Me, Error> {
        self.me().ok_or_else(|| ErrorBody::unauthenticated().into())
    }
}
