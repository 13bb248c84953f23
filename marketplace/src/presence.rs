//! Who is online, as far as the viewer may know.

use crate::{Marketplace, Result, Viewer, account};
use protocol::{
    ErrorBody, ErrorCode,
    account::{Role, UserRef},
};

impl Marketplace {
    /// The people online now, by name. For testers and admins; in a demonstration for everybody.
    pub async fn online_users(&self, viewer: &Viewer) -> Result<Vec<UserRef>> {
        let is_trusted =
            viewer.me().is_some_and(|me| matches!(me.role, Role::Tester | Role::Admin));
        if !is_trusted && !self.is_demo() {
            let text = "Only testers and admins may see who is online.";
            return Err(ErrorBody::new(ErrorCode::Forbidden, text).into());
        }
        let mut users = Vec::new();
        for id in self.publisher().online() {
            users.extend(account::find(self.database(), id).await?);
        }
        users.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(users)
    }
}
