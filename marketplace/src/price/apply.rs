//! Taking a suggested price over: an edit of the board like any other of its owner's.

use super::sql;
use crate::{
    Marketplace, Result, audit,
    board::{self, profile},
    database::Tx,
};
use protocol::{
    ErrorBody, ErrorCode, Room, ServerEvent, Timestamp,
    account::Me,
    board::{BoardDraft, BoardProfile, BoardUpdated},
    money::money,
    price::{ApplyPrice, PriceSuggestion},
};

/// A board's profile with the suggested price, over the version it was read at.
struct Change {
    wanted: PriceSuggestion,
    version: i64,
    profile: BoardProfile,
}

impl Marketplace {
    /// Makes a suggested price the board's. For its owner, under the rules of an edit: refused with `conflict` while it
    /// is in review or retired, and when the price is another one than was shown. Twice is the same as once. Publishes
    /// `boardUpdated`.
    pub async fn apply_price(&self, me: &Me, input: ApplyPrice) -> Result<PriceSuggestion> {
        let wanted = self.suggestion(me, &input).await?;
        if wanted.applied_at.is_some() {
            return Ok(wanted);
        }
        let change = match self.price_change(wanted, input.expected_cents).await {
            Ok(change) => change,
            Err(error) => {
                // The same click may have come twice, and have changed the price.
                let now = self.suggestion(me, &input).await?;
                return if now.applied_at.is_some() { Ok(now) } else { Err(error) };
            }
        };
        let (by, now, market) = (me.clone(), self.now(), self.clone());
        self.to_the_end(async move {
            let applied = market
                .database()
                .transaction(move |tx| Box::pin(async move { save(tx, by, change, now).await }));
            if let Some((updated, rooms)) = applied.await? {
                market.publisher().publish(&rooms, ServerEvent::BoardUpdated(updated));
            }
            Ok(())
        })
        .await?;
        self.suggestion(me, &input).await
    }

    async fn suggestion(&self, me: &Me, input: &ApplyPrice) -> Result<PriceSuggestion> {
        let found = sql::find(self.database(), me, (input.board_id, input.job_id)).await?;
        found.ok_or_else(|| ErrorBody::not_found("suggested price").into())
    }

    async fn price_change(&self, wanted: PriceSuggestion, expected_cents: i64) -> Result<Change> {
        let gone = || ErrorBody::not_found("board");
        // The version first: whatever is saved while the rest is read makes it too old.
        let terms = board::sql::terms(self.database(), wanted.board_id).await?;
        let (terms, _, version) = terms.ok_or_else(gone)?;
        let board = board::sql::find(self.database(), wanted.board_id).await?.ok_or_else(gone)?;
        if board.price_per_day_cents != expected_cents {
            let now = money(board.price_per_day_cents, &board.currency);
            return Err(conflict(format!("The board's price is {now} by now.")).into());
        }
        if let Some(why) = wanted.why_not {
            return Err(conflict(why).into());
        }
        let mut profile = BoardProfile::of(&board, &terms);
        profile.price_per_day_cents = wanted.suggested_cents;
        let profile = profile::checked(&BoardDraft::of(&profile))?;
        let wanted = PriceSuggestion { current_cents: expected_cents, why_not: None, ..wanted };
        Ok(Change { wanted, version, profile })
    }
}

/// One transaction: the price, and that it was taken over. Nothing when somebody was faster.
async fn save(
    tx: &mut Tx,
    by: Me,
    change: Change,
    now: Timestamp,
) -> Result<Option<(BoardUpdated, Vec<Room>)>> {
    let Change { wanted, version, profile } = change;
    let ids = (wanted.board_id, wanted.job_id);
    if !sql::apply(tx, ids, (wanted.current_cents, now)).await? {
        return Ok(None);
    }
    let [from, to] =
        [wanted.current_cents, wanted.suggested_cents].map(|cents| money(cents, &wanted.currency));
    let what = format!("applied the suggested price: from {from} to {to}");
    let actor = audit::Actor::from(&by);
    let saved = profile::save(tx, by, (wanted.board_id, version), (profile, now)).await?;
    audit::note(tx, (&actor, now), "board", (&wanted.title, &what)).await?;
    Ok(Some(saved))
}

fn conflict(text: String) -> ErrorBody {
    ErrorBody::new(ErrorCode::Conflict, text)
}
