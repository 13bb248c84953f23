//! The port to whoever moves money, and the provider that is built in for trying things out.

use crate::{Database, Result, database::on_tx};
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

    /// How many cents were taken under this key.
    fn charged<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<i64>>;

    /// Gives back what was taken under this key.
    fn refund<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<()>>;

    /// Gives the owner so many cents.
    fn pay_out<'a>(&'a self, key: &'a str, cents: i64) -> BoxFuture<'a, Result<()>>;
}

/// The provider says no: trying again will not help before somebody does something about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declined {
    /// Why, for the buyer.
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
const CHARGED: &str = "SELECT amount_cents FROM test_payments WHERE key = $1";

impl TestPayments {
    /// Amounts whose last two digits are these are declined.
    pub const DECLINED_CENTS: i64 = 13;

    /// With its book in this database.
    pub fn new(database: Database) -> Self {
        Self { database }
    }

    async fn ask(&self, key: String, cents: i64) -> Result<()> {
        self.database
            .transaction(move |tx| {
                Box::pin(async move {
                    on_tx!(tx, |connection| {
                        sqlx::query(ASK).bind(key).bind(cents).execute(connection).await.map(|_| ())
                    })?;
                    Ok(())
                })
            })
            .await
    }

    async fn amount(&self, key: String) -> Result<i64> {
        self.database
            .transaction(move |tx| {
                Box::pin(async move {
                    let amount: Option<i64> = on_tx!(tx, |connection| {
                        sqlx::query_scalar(CHARGED).bind(key).fetch_optional(connection).await
                    })?;
                    Ok(amount.unwrap_or(0))
                })
            })
            .await
    }
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
            self.ask(key.to_owned(), cents).await.map(Ok)
        })
    }

    fn charged<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<i64>> {
        Box::pin(self.amount(key.to_owned()))
    }

    fn refund<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            let cents = self.amount(key.to_owned()).await?;
            self.ask(format!("{key}:refund"), -cents).await
        })
    }

    fn pay_out<'a>(&'a self, key: &'a str, cents: i64) -> BoxFuture<'a, Result<()>> {
        Box::pin(self.ask(key.to_owned(), -cents))
    }
}
