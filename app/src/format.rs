//! Numbers as people read them: in English as the server writes them, and in the reader's own manner
//! once the page runs (the functions in [`local`]).

pub mod day;
pub mod local;

use protocol::board::BoardView;

/// A whole number with a comma every three digits: `1,240`.
pub fn count(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut text = String::from(if number < 0 { "−" } else { "" });
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

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

/// An amount with its currency's sign; the cents only when there are any: `€1,240`, `€3.05`.
pub fn money(cents: i64, currency: &str) -> String {
    let (whole, rest) = (count(cents / 100), cents.rem_euclid(100));
    let amount = if rest == 0 { whole } else { format!("{whole}.{rest:02}") };
    match currency {
        "EUR" => format!("€{amount}"),
        "USD" => format!("${amount}"),
        "GBP" => format!("£{amount}"),
        other => format!("{other}\u{a0}{amount}"),
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
    fn numbers_are_grouped() {
        let texts = [0, 999, 1_000, 1_234_567, -12_000].map(count);
        assert_eq!(texts, ["0", "999", "1,000", "1,234,567", "−12,000"]);
        assert_eq!(counted(1, "board", "boards"), "1 board");
    }

    #[test]
    fn large_numbers_are_rounded() {
        let texts = [840, 1_499, 999_499, 999_500, 1_449_999].map(rough);
        assert_eq!(texts, ["840", "1 k", "999 k", "1.0 M", "1.4 M"]);
    }

    #[test]
    fn money_keeps_every_cent() {
        assert_eq!(money(124_000, "EUR"), "€1,240");
        assert_eq!(money(305, "GBP"), "£3.05");
        assert_eq!(money(5_000, "CHF"), "CHF\u{a0}50");
    }

    #[test]
    fn metres_drop_empty_decimals() {
        assert_eq!([1_440, 175, 600].map(metres), ["14.4", "1.75", "6"]);
    }
}
