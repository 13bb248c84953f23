//! A demonstration: accounts with a public password, 200 boards and a few conversations.

mod boards;
mod orders;
mod talk;

use crate::{Marketplace, Result, account};
use protocol::{
    account::{NewAccount, Role},
    id::UserId,
};

/// The password of every demo account.
pub const PASSWORD: &str = "demo-password";

/// A demo account.
#[derive(Clone, Copy, Debug)]
pub struct Account {
    /// Mail address.
    pub email: &'static str,
    /// Display name.
    pub name: &'static str,
    /// Role.
    pub role: Role,
}

/// Every demo account. The first two own the boards.
pub const ACCOUNTS: [Account; 6] = [
    account("owner@example.com", "Marta Lindqvist", Role::Owner),
    account("owner2@example.com", "Jonas Achterberg", Role::Owner),
    account("advertiser@example.com", "Ana Ruiz", Role::Advertiser),
    account("advertiser2@example.com", "Dmitri Volkonsky", Role::Advertiser),
    account("tester@example.com", "Tessa Okafor", Role::Tester),
    account("admin@example.com", "Adrian Moreau", Role::Admin),
];

const fn account(email: &'static str, name: &'static str, role: Role) -> Account {
    Account { email, name, role }
}

impl Marketplace {
    /// Fills an empty database with the demonstration. Does nothing when it is there already; goes on where
    /// an earlier start was interrupted.
    pub async fn seed_demo(&self) -> Result<()> {
        let mut known = Vec::new();
        for account in &ACCOUNTS {
            known.extend(account::find_by_email(self.database(), account.email).await?);
        }
        if known.len() == ACCOUNTS.len() {
            let users: Vec<UserId> = known.into_iter().map(|user| user.id).collect();
            return talk::finish(self, &users).await;
        }
        let hash = account::hash_password(PASSWORD).await?;
        let now = self.now();
        let users = self
            .database()
            .transaction(move |tx| {
                Box::pin(async move {
                    let mut users: Vec<UserId> = Vec::new();
                    for account in ACCOUNTS {
                        users.push(account::insert_account(tx, &account.into(), &hash, now).await?);
                    }
                    boards::insert(tx, [users[0], users[1]], now).await?;
                    Ok(users)
                })
            })
            .await?;
        talk::seed(self, &users).await
    }
}

impl Marketplace {
    /// Adds orders to the demonstration, as far on their way as people bring them. Does nothing when its first buyer
    /// has some.
    pub async fn seed_demo_orders(&self) -> Result<()> {
        let mut people = Vec::new();
        for account in &ACCOUNTS[..4] {
            let found = account::find_by_email(self.database(), account.email).await?;
            let missing = || crate::Error::Internal("there is no demonstration to fill".into());
            people.push(talk::me(found.ok_or_else(missing)?.id, account));
        }
        orders::seed(self, [&people[2], &people[3]], &people[..2]).await
    }

    /// Adds boards to the demonstration until `count` are on the market. For whoever measures.
    pub async fn fill_demo(&self, count: usize) -> Result<()> {
        let mut owners = Vec::new();
        for account in &ACCOUNTS[..2] {
            let found = account::find_by_email(self.database(), account.email).await?;
            let missing = || crate::Error::Internal("there is no demonstration to fill".into());
            owners.push(found.ok_or_else(missing)?.id);
        }
        let now = self.now();
        let owners = [owners[0], owners[1]];
        self.database()
            .transaction(move |tx| Box::pin(boards::insert_more(tx, owners, (count, now))))
            .await
    }
}

impl From<Account> for NewAccount {
    fn from(account: Account) -> Self {
        Self {
            name: account.name.into(),
            email: account.email.into(),
            password: PASSWORD.into(),
            role: account.role,
        }
    }
}
