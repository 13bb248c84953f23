//! What somebody means to book together.

use crate::{Error, Marketplace, Result, Viewer, board};
use protocol::{
    ErrorCode,
    order::{Availability, Plan, PlannedBoard, Wish},
};

impl Marketplace {
    /// The planned boards and their calendars on the planned days, in the order of the plan. For everybody; a board
    /// that is not there for the viewer is named without its data.
    pub async fn planned_boards(&self, viewer: &Viewer, plan: &Plan) -> Result<Vec<PlannedBoard>> {
        let mut planned = Vec::with_capacity(plan.wishes().len());
        for wish in plan.wishes() {
            planned.push(self.planned_board(viewer, *wish).await?);
        }
        Ok(planned)
    }

    async fn planned_board(&self, viewer: &Viewer, wish: Wish) -> Result<PlannedBoard> {
        let first = wish.days.first();
        let calendar = match self.availability(viewer, wish.board_id, Some(first)).await {
            Ok(calendar) => calendar,
            Err(Error::Refused(body)) if body.code == ErrorCode::NotFound => {
                return Ok(PlannedBoard { wish, board: None, calendar: None });
            }
            Err(error) => return Err(error),
        };
        let board = board::sql::find(self.database(), wish.board_id).await?;
        Ok(PlannedBoard { wish, board, calendar: Some(on_the_days(calendar, wish)) })
    }
}

/// A calendar is asked for from its first day on; a plan of twenty boards would carry months nobody looks at.
fn on_the_days(calendar: Availability, wish: Wish) -> Availability {
    let mut days = calendar.days;
    days.retain(|free| wish.days.contains(free.day));
    Availability { range: wish.days, days, ..calendar }
}
