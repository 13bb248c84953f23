//! What somebody means to book together.

use super::{calendar, sql};
use crate::{Marketplace, Result, Viewer, board};
use protocol::{
    id::BoardId,
    order::{Plan, PlannedBoard},
};
use std::collections::{BTreeMap, BTreeSet};

impl Marketplace {
    /// The planned boards and their calendars on the planned days, in the order of the plan. For everybody; a board
    /// that is not there for the viewer is named without its data. As many questions for twenty boards as for one.
    pub async fn planned_boards(&self, viewer: &Viewer, plan: &Plan) -> Result<Vec<PlannedBoard>> {
        let named: BTreeSet<BoardId> = plan.wishes().iter().map(|wish| wish.board_id).collect();
        let named: Vec<BoardId> = named.into_iter().collect();
        let there = self.findable_boards(viewer, &named).await?;
        let boards = board::sql::find_all(self.database(), &there).await?;
        let boards: BTreeMap<BoardId, _> = boards.into_iter().map(|it| (it.id, it)).collect();
        let rows = sql::calendar::read_all(self.database(), &there).await?;
        let wishes = plan.wishes().iter().copied();
        let readable: Vec<_> = wishes.filter(|wish| rows.contains_key(&wish.board_id)).collect();
        let mut busy = sql::calendar::busy(self.database(), &readable).await?;
        let mut planned = Vec::with_capacity(plan.wishes().len());
        for wish in plan.wishes().iter().copied() {
            let board = boards.get(&wish.board_id).cloned();
            let Some(row) = rows.get(&wish.board_id).filter(|_| board.is_some()) else {
                planned.push(PlannedBoard { wish, board: None, calendar: None });
                continue;
            };
            let days = busy.entry(wish.board_id).or_default().free(row, wish.days);
            let today = calendar::today(&row.time_zone, self.now())?;
            let calendar = Some(calendar::shown(row, today, wish.days, days));
            planned.push(PlannedBoard { wish, board, calendar });
        }
        Ok(planned)
    }
}
