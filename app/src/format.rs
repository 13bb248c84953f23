//! Numbers as people read them: in English as the server writes them, and in the reader's own manner
//! once the page runs (the functions in [`local`]).

pub mod day;
pub mod local;

pub use protocol::money::{count, money};

use protocol::board::BoardView;

/// `1 board`, `2 boards`.
pub fn counted(number: i64, one: &str, many: &str) -> String {
    format!("{} {}", count(number), if number == 1 { one } else { many })
}

/// A large number, rounded so that it can be compared at a glance: `840`, `12 k`, `1.4 M`.
pub fn rough(number: i64) -> String {
    match number {
        ..1_000 => count(number),
        1_000..999_500 => format!("{} k", (number + 500) / 1_000),
        _ => {
            let tenths = (number + 50_000) / 100_000;
            format!("{}.{} M", tenths / 10, tenths % 10)
        }
    }
}

/// Width by height in metres: `14.4 × 4.3 m`.
pub fn size(board: &BoardView) -> String {
    format!("{} × {} m", metres(board.width_cm), metres(board.height_cm))
}

fn metres(centimetres: i32) -> String {
    let text = format!("{}.{:02}", centimetres / 100, centimetres % 100);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_not_many() {
        assert_eq!(counted(1, "board", "boards"), "1 board");
        assert_eq!(counted(1_200, "board", "boards"), "1,200 boards");
    }

    #[test]
    fn large_numbers_are_rounded() {
        let texts = [840, 1_499, 999_499, 999_500, 1_449_999].map(rough);
        assert_eq!(texts, ["840", "1 k", "999 k", "1.0 M", "1.4 M"]);
    }

    #[test]
    fn metres_drop_empty_decimals() {
        assert_eq!([1_440, 175, 600].map(metres), ["14.4", "1.75", "6"]);
    }
}
