//! Suggested prices: looking at them, and taking them over. They come by checks of prices, see `job/price_check`.

mod apply;
pub(crate) mod sql;

use crate::{Marketplace, Result};
use protocol::{
    account::Me,
    id::JobId,
    limits,
    price::{PriceCursor, PriceSuggestion, PriceSuggestions},
};

impl Marketplace {
    /// A page of what was suggested for one's boards: of each board the newest, and of these the newest job's first.
    pub async fn price_suggestions(
        &self,
        me: &Me,
        after: Option<PriceCursor>,
    ) -> Result<PriceSuggestions> {
        let found = sql::own(self.database(), me, (after, page_and_one())).await?;
        Ok(page(found))
    }

    /// A page of what a job has suggested, in the order of its boards' ids. For whoever may see the job.
    pub async fn price_suggestions_of(
        &self,
        me: &Me,
        job: JobId,
        after: Option<PriceCursor>,
    ) -> Result<PriceSuggestions> {
        self.job_party(me, job).await?;
        let after = after.map(|cursor| cursor.board_id);
        let found = sql::of_job(self.database(), (me, job), (after, page_and_one())).await?;
        Ok(page(found))
    }
}

fn page_and_one() -> i64 {
    i64::from(limits::PRICE_PAGE) + 1
}

fn page(mut found: Vec<PriceSuggestion>) -> PriceSuggestions {
    let size = limits::PRICE_PAGE as usize;
    let has_more = found.len() > size;
    found.truncate(size);
    let cursor =
        |last: &PriceSuggestion| PriceCursor { job_id: last.job_id, board_id: last.board_id };
    let after = found.last().filter(|_| has_more).map(cursor);
    PriceSuggestions { suggestions: found, after }
}
