//! What the phases do that needs somebody outside: no transaction is open meanwhile, and each request may be made
//! twice.

use super::{Ports, run::Run, sql::Piece};
use crate::{
    Result,
    order::{Spot, calendar::start_of},
};
use protocol::{
    Timestamp,
    id::{BoardId, FileId},
    order::{OrderView, Phase},
};
use std::collections::{BTreeMap, BTreeSet};

/// So many screens are asked in one step.
const AT_ONCE: usize = 25;

/// Why a step was not made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Problem {
    /// It may work in a moment.
    Temporary(String),
    /// It will not, before somebody does something.
    Lasting(String),
    /// Nor will it before the buyer does something about the payment; why concerns nobody else.
    Declined(String),
}

impl Problem {
    /// Nobody else's fault.
    pub(super) fn ours() -> Self {
        Self::Temporary("Something went wrong on our side.".to_owned())
    }

    /// What everybody may read who sees the order, its owner included.
    pub(super) fn said(&self) -> &str {
        match self {
            Self::Temporary(why) | Self::Lasting(why) => why,
            Self::Declined(_) => "The payment was declined.",
        }
    }

    /// What those read who can do something about it.
    pub(super) fn told(&self) -> &str {
        let (Self::Temporary(why) | Self::Lasting(why) | Self::Declined(why)) = self;
        why
    }
}

/// What came of asking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// Nothing outside was needed.
    Nothing,
    /// The buyer has paid.
    Charged,
    /// The screens have these.
    Sent(Vec<Piece>),
    /// These were shown so often.
    Shown(Vec<(Piece, i64)>),
    /// The next day is not over before this.
    NotYet(Timestamp),
    /// The owner has the money.
    PaidOut,
    /// So many cents were given back; 0 when none had been taken.
    Refunded(i64),
}

/// What a step knows of its order.
pub(super) struct Work<'a> {
    pub(super) order: &'a OrderView,
    pub(super) run: &'a Run,
    /// The time zones of the order's boards, by line.
    pub(super) zones: Vec<String>,
    /// What goes to which board.
    pub(super) creatives: Vec<(BoardId, FileId)>,
    pub(super) now: Timestamp,
}

/// The key under which an order is paid.
pub(super) fn payment_key(order: &OrderView) -> String {
    format!("order:{}", order.id)
}

impl Work<'_> {
    /// Asks whoever the phase needs.
    pub(super) async fn ask(&self, ports: &Ports) -> Result<std::result::Result<Outcome, Problem>> {
        let key = payment_key(self.order);
        Ok(match self.run.phase {
            Phase::Validate | Phase::Reserve => Ok(Outcome::Nothing),
            Phase::Charge => match ports.payments.charge(&key, self.order.total_cents).await? {
                Ok(()) => Ok(Outcome::Charged),
                Err(declined) => Err(Problem::Declined(declined.reason)),
            },
            Phase::Traffic => Ok(self.send(ports).await?),
            Phase::Verify => Ok(self.verify(ports).await?),
            Phase::Payout => {
                let key = format!("{key}:payout");
                ports.payments.pay_out(&key, self.order.total_cents).await?;
                Ok(Outcome::PaidOut)
            }
            Phase::Refund => {
                self.withdraw(ports).await?;
                Ok(Outcome::Refunded(ports.payments.refund(&key).await?))
            }
        })
    }

    /// All boards' days, in the order of the calendar.
    fn pieces(&self) -> Vec<(Piece, Timestamp)> {
        let mut pieces = BTreeMap::new();
        for (line, zone) in self.order.lines.iter().zip(&self.zones) {
            for day in line.booked_days() {
                // A day that does not exist there is over when it would have been.
                let over = start_of(zone, day.plus(1)).unwrap_or(self.now);
                pieces.insert((day, line.board_id), over);
            }
        }
        pieces.into_iter().map(|((day, board), over)| ((board, day), over)).collect()
    }

    fn next(&self) -> Vec<(Piece, Timestamp)> {
        let done = usize::try_from(self.run.done).unwrap_or(usize::MAX);
        self.pieces().into_iter().skip(done).take(AT_ONCE).collect()
    }

    fn spot(&self, (board, day): Piece) -> Spot {
        Spot { order: self.order.id, board, day }
    }

    async fn send(&self, ports: &Ports) -> Result<Outcome> {
        let next: Vec<Piece> = self.next().into_iter().map(|(piece, _)| piece).collect();
        let asked = next.iter().map(|piece| {
            let own = self.creatives.iter().find(|(board, _)| *board == piece.0);
            ports.screens.send(self.spot(*piece), own.map(|(_, file)| *file))
        });
        futures::future::try_join_all(asked).await?;
        Ok(Outcome::Sent(next))
    }

    async fn verify(&self, ports: &Ports) -> Result<Outcome> {
        let next = self.next();
        let over: Vec<Piece> = next
            .iter()
            .take_while(|(_, over)| *over <= self.now)
            .map(|(piece, _)| *piece)
            .collect();
        if let (true, Some((_, over))) = (over.is_empty(), next.first()) {
            return Ok(Outcome::NotYet(*over));
        }
        let asked = over.iter().map(|piece| ports.screens.shown(self.spot(*piece)));
        let shown = futures::future::try_join_all(asked).await?;
        Ok(Outcome::Shown(over.into_iter().zip(shown).collect()))
    }

    /// Off the screens, before anybody else is sold these days.
    async fn withdraw(&self, ports: &Ports) -> Result<()> {
        let boards: BTreeSet<_> = self.order.lines.iter().map(|line| line.board_id).collect();
        let asked = boards.into_iter().map(|board| ports.screens.withdraw(self.order.id, board));
        futures::future::try_join_all(asked).await.map(drop)
    }
}
