//! The days on which a board has no free place, noted as they come about: the list of boards that are free asks for
//! these, because counting the places of thousands of boards for a month takes a good part of a second.

use crate::{
    Result,
    database::{Tx, on_tx},
};
use protocol::{DayRange, id::BoardId};

const FORGET: &str = "DELETE FROM full_days WHERE board_id = $1 AND day >= $2 AND day <= $3";
const NOTE: &str = "INSERT INTO full_days (board_id, day)
    SELECT d.board_id, d.day FROM booked_days d JOIN boards b ON b.id = d.board_id
    WHERE d.board_id = $1 AND d.day >= $2 AND d.day <= $3
    GROUP BY d.board_id, d.day, b.slots_per_loop HAVING COUNT(*) >= b.slots_per_loop";
/// Before and after every day, as texts.
const EVER: (&str, &str) = ("0000-01-01", "9999-12-31");

/// Notes which of these days are full, after places were taken or given back; `None` is every day, for a loop that has
/// another length. Whoever calls has the board's row locked.
pub(crate) async fn note(tx: &mut Tx, board: BoardId, days: Option<DayRange>) -> Result<()> {
    let (first, last) = days.map_or_else(
        || (EVER.0.to_owned(), EVER.1.to_owned()),
        |days| (days.first().to_string(), days.last().to_string()),
    );
    for text in [FORGET, NOTE] {
        on_tx!(tx, |connection| {
            sqlx::query(text)
                .bind(board.0)
                .bind(&first)
                .bind(&last)
                .execute(connection)
                .await
                .map(|_| ())
        })?;
    }
    Ok(())
}
