//! A chart in a sentence, for whoever does not see it.

use super::ChartData;

impl ChartData {
    /// `Revenue by week. Booked: €1,240 in all, most in the week of 2 Nov 2026 (€840).`
    pub(super) fn summary(&self) -> String {
        let mut text = format!("{}.", self.title);
        for series in &self.series {
            let sum: i64 = series.values.iter().sum();
            let named = self.series.len() > 1;
            let name = if named { format!(" {}:", series.name) } else { String::new() };
            let most = series.values.iter().zip(&self.points).max_by_key(|(value, _)| **value);
            let said = match most {
                Some((most, point)) if *most > 0 => format!(
                    "{name} {} in all, most at {} ({}).",
                    self.unit.text(sum),
                    point.name,
                    self.unit.text(*most)
                ),
                _ => format!("{name} nothing."),
            };
            text.push_str(&said);
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Look, Point, Series, Unit};
    use super::*;

    #[test]
    fn a_chart_is_told_in_words() {
        let point = |name: &str| Point { name: name.into(), tick: None };
        let series = |name, values| Series { name, look: Look::Solid, values };
        let data = ChartData {
            id: "money".into(),
            title: "Revenue by week".into(),
            points_are: "Week",
            points: vec![point("2 Nov 2026"), point("9 Nov 2026")],
            series: vec![series("Booked", vec![100, 84_000]), series("Refunded", vec![0, 0])],
            unit: Unit::Money("EUR".into()),
        };
        assert_eq!(
            data.summary(),
            "Revenue by week. Booked: €841 in all, most at 9 Nov 2026 (€840). Refunded: nothing."
        );
        assert!(!data.is_empty());
    }
}
