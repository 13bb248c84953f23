//! The port to whoever moves money, and the provider that is built in for trying things out.

use crate::{
    Database, Result,
    database::{Tx, on_tx},
};
use futures::future::BoxFuture;

/// Moves money. Every request has a key: the same key moves money once, however often it is asked. That is what
/// lets the pipeline ask again when it does not know the answer.
pub trait Payments: Send + Sync + 'static {
    /// Takes so many cents from the buyer.
    fn charge<'a>(
        &'a self,
        key: &'a str,
        cents: i64,
    ) -> BoxFuture<'a, Result<std::result::Result<(), Declined>>>;

    /// Gives back what was taken under this key, and says how many cents; 0 when nothing was. From then on a charge
    /// under this key is declined, also one that is on its way: nobody waits for it any more.
    fn refund<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<i64>>;

    /// Gives the owner so many cents.
    fn pay_out<'a>(&'a self, key: &'a str, cents: i64) -> BoxFuture<'a, Result<()>>;
}

/// The provider says no: trying again will not help before somebody does something about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declined {
    /// Why, for the buyer and those who run the marketplace; the owner is never told.
    pub reason: String,
}

/// The built-in provider. Moves no money, keeps its own book in the table `test_payments`, and declines amounts that
/// end in [`TestPayments::DECLINED_CENTS`].
#[derive(Clone, Debug)]
pub struct TestPayments {
    database: Database,
}

const ASK: &str = "INSERT INTO test_payments (key, amount_cents, asked) VALUES ($1, $2, 1)
    ON CONFLICT (key) DO UPDATE SET asked = test_payments.asked + 1";
const AMOUNT: &str = "SELECT amount_cents FROM test_payments WHERE key = $1";

impl TestPayments {
    /// Amounts whose last two digits are these are declined.
    pub const DECLINED_CENTS: i64 = 13;

    /// With its book in this database.
    pub fn new(database: Database) -> Self {
        Self { database }
    }

    async fn pay(&self, key: String, cents: i64) -> Result<()> {
        self.database
            .transaction(move |tx| Box::pin(async move { ask(tx, &key, cents).await }))
            .await
    }
}

async fn ask(tx: &mut Tx, key: &str, cents: i64) -> Result<()> {
    on_tx!(tx, |connection| {
        sqlx::query(ASK).bind(key).bind(cents).execute(connection).await.map(|_| ())
    })?;
    Ok(())
}

/// What was moved under this key, if it is known at all.
async fn amount(tx: &mut Tx, key: &str) -> Result<Option<i64>> {
    Ok(on_tx!(tx, |connection| {
        sqlx::query_scalar(AMOUNT).bind(key).fetch_optional(connection).await
    })?)
}

fn refund_key(key: &str) -> String {
    format!("{key}:refund")
}

async fn charge(tx: &mut Tx, key: &str, cents: i64) -> Result<std::result::Result<(), Declined>> {
    if amount(tx, &refund_key(key)).await?.is_some() {
        let reason = "It was called off before the payment came.".to_owned();
        return Ok(Err(Declined { reason }));
    }
    ask(tx, key, cents).await.map(Ok)
}

async fn refund(tx: &mut Tx, key: &str) -> Result<i64> {
    let cents = amount(tx, key).await?.unwrap_or(0);
    ask(tx, &refund_key(key), -cents).await?;
    Ok(cents)
}

impl Payments for TestPayments {
    fn charge<'a>(
        &'a self,
        key: &'a str,
        cents: i64,
    ) -> BoxFuture<'a, Result<std::result::Result<(), Declined>>> {
        Box::pin(async move {
            if cents % 100 == Self::DECLINED_CENTS {
                let reason = "The test provider declines amounts that end in 13 cents.".to_owned();
                return Ok(Err(Declined { reason }));
            }
            let key = key.to_owned();
            self.database
                .transaction(move |tx| Box::pin(async move { charge(tx, &key, cents).await }))
                .await
        })
    }

    fn refund<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<i64>> {
        let key = key.to_owned();
        Box::pin(
            self.database.transaction(move |tx| Box::pin(async move { refund(tx, &key).await })),
        )
    }

    fn pay_out<'a>(&'a self, key: &'a str, cents: i64) -> BoxFuture<'a, Result<()>> {
        Box::pin(self.pay(key.to_owned(), -cents))
    }
}
