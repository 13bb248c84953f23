//! Amounts as people read them, the same in a log line and on a page.

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

/// An amount with its currency's sign; the cents only when there are any: `€1,240`, `€3.05`, `−€0.50`.
pub fn money(cents: i64, currency: &str) -> String {
    let sign = if cents < 0 { "−" } else { "" };
    let (whole, rest) = (cents.unsigned_abs() / 100, cents.unsigned_abs() % 100);
    let whole = count(i64::try_from(whole).unwrap_or(i64::MAX));
    let amount = if rest == 0 { whole } else { format!("{whole}.{rest:02}") };
    match currency {
        "EUR" => format!("{sign}€{amount}"),
        "USD" => format!("{sign}${amount}"),
        "GBP" => format!("{sign}£{amount}"),
        other => format!("{sign}{other}\u{a0}{amount}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped() {
        let texts = [0, 999, 1_000, 1_234_567, -12_000].map(count);
        assert_eq!(texts, ["0", "999", "1,000", "1,234,567", "−12,000"]);
    }

    #[test]
    fn money_keeps_every_cent() {
        assert_eq!(money(124_000, "EUR"), "€1,240");
        assert_eq!(money(33_250, "EUR"), "€332.50");
        assert_eq!(money(305, "GBP"), "£3.05");
        assert_eq!(money(-50, "EUR"), "−€0.50");
        assert_eq!(money(5_000, "CHF"), "CHF\u{a0}50");
    }
}
