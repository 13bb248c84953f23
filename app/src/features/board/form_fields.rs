//! The fields of a board's form, in its order. Their rules are those of [`protocol::board::BoardDraft`].

use protocol::{
    board::{BoardFormat, CURRENCIES, TIME_ZONES},
    limits,
};

/// How a field is filled in.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    /// One line of so many characters.
    Line(usize),
    /// A number; the browser offers the keys for it.
    Number,
    /// Several lines of so many characters.
    Text(usize),
    /// One of these, each with its name.
    Choice(fn() -> Vec<(&'static str, &'static str)>),
}

/// A field: its name in the form, the words above it and below, how it is filled in.
#[derive(Clone, Copy)]
pub(super) struct Field {
    pub(super) name: &'static str,
    pub(super) label: &'static str,
    pub(super) hint: &'static str,
    pub(super) kind: Kind,
}

const fn field(
    name: &'static str,
    (label, hint): (&'static str, &'static str),
    kind: Kind,
) -> Field {
    Field { name, label, hint, kind }
}

const DAY: Kind = Kind::Line(15);
const LINE: Kind = Kind::Line(limits::BOARD_LINE_CHARS);

/// The fields under their headings.
pub(super) const SECTIONS: [(&str, &[Field]); 6] = [
    (
        "The board",
        &[
            field(
                "title",
                ("Title", "As it stands in lists."),
                Kind::Line(limits::BOARD_TITLE_CHARS),
            ),
            field("format", ("Format", ""), Kind::Choice(formats)),
            field(
                "description",
                ("Description (may be empty)", "What makes it worth its price."),
                Kind::Text(limits::BOARD_DESCRIPTION_CHARS),
            ),
        ],
    ),
    (
        "Where it stands",
        &[
            field("city", ("City", ""), LINE),
            field("address", ("Address", "Street and landmark."), LINE),
            field("facing", ("Faces", "Who sees it: northbound traffic, the square."), LINE),
            field(
                "latitude",
                ("Latitude (may be empty)", "In degrees, as 52.520008."),
                Kind::Number,
            ),
            field(
                "longitude",
                ("Longitude (may be empty)", "In degrees, as 13.404954."),
                Kind::Number,
            ),
            field(
                "timeZone",
                ("Time zone", "Its days and hours are counted in this."),
                Kind::Choice(zones),
            ),
        ],
    ),
    (
        "The screen",
        &[
            field("width", ("Width in metres", ""), Kind::Number),
            field("height", ("Height in metres", ""), Kind::Number),
            field("widthPx", ("Width in pixels", ""), Kind::Number),
            field("heightPx", ("Height in pixels", ""), Kind::Number),
        ],
    ),
    (
        "The offer",
        &[
            field("audiencePerWeek", ("People a week", "As you have counted them."), Kind::Number),
            field("pricePerDay", ("Price of a day", "For one place in the loop."), Kind::Number),
            field("currency", ("Currency", ""), Kind::Choice(currencies)),
            field(
                "slotsPerLoop",
                ("Places in the loop", "1 to 12 creatives by turns."),
                Kind::Number,
            ),
            field(
                "leadDays",
                ("Lead time in days", "Whole days between a booking and its first day."),
                Kind::Number,
            ),
        ],
    ),
    (
        "Hours, as 06:00-22:00; empty: dark",
        &[
            field("monday", ("Monday", ""), DAY),
            field("tuesday", ("Tuesday", ""), DAY),
            field("wednesday", ("Wednesday", ""), DAY),
            field("thursday", ("Thursday", ""), DAY),
            field("friday", ("Friday", ""), DAY),
            field("saturday", ("Saturday", ""), DAY),
            field("sunday", ("Sunday", ""), DAY),
        ],
    ),
    (
        "What does not go",
        &[
            field(
                "blackouts",
                (
                    "Days that cannot be booked (may be empty)",
                    "One a line, as 2026-12-24, or several in a row as 2026-12-24..2026-12-26.",
                ),
                Kind::Text(limits::BOARD_BLACKOUTS * 12),
            ),
            field(
                "contentRules",
                ("Content rules (may be empty)", "What may not be shown."),
                Kind::Text(limits::BOARD_RULES_CHARS),
            ),
        ],
    ),
];

/// What a field is called; its name for one that is in no section.
pub(super) fn label(name: &str) -> &str {
    let mut fields = SECTIONS.iter().flat_map(|(_, fields)| fields.iter());
    fields.find(|field| field.name == name).map_or(name, |field| field.label)
}

fn formats() -> Vec<(&'static str, &'static str)> {
    BoardFormat::ALL.map(|format| (format.as_str(), super::facts::format_text(format).0)).to_vec()
}

fn zones() -> Vec<(&'static str, &'static str)> {
    TIME_ZONES.map(|zone| (zone, zone)).to_vec()
}

fn currencies() -> Vec<(&'static str, &'static str)> {
    CURRENCIES.map(|code| (code, code)).to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;
    use protocol::board::BoardDraft;

    #[test]
    fn the_form_has_every_field_of_a_draft_once_and_in_its_order() {
        let names: Vec<_> =
            SECTIONS.iter().flat_map(|(_, fields)| fields.iter().map(|field| field.name)).collect();
        assert_eq!(names, BoardDraft::NAMES);
    }
}
