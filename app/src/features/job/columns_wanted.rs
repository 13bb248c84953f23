//! What a file with boards has to say, for whoever has none yet.

use leptos::prelude::*;
use protocol::inventory::{Column, csv_line};

/// Of each column: what it holds, and what stands in the row that is shown.
fn facts(column: Column) -> (&'static str, &'static str) {
    match column {
        Column::ExternalId => ("Your own id of the board", "BE-001"),
        Column::Title => ("One line", "Main station, platform side"),
        Column::City => ("City", "Bern"),
        Column::Address => ("Street and landmark", "Bahnhofplatz 10"),
        Column::Format => ("The trade's format; poster without it", "poster"),
        Column::Width => ("In metres", "9"),
        Column::Height => ("In metres", "3"),
        Column::Facing => ("The direction it can be seen from", "N"),
        Column::Audience => ("People a week", "120000"),
        Column::Price => ("A day, in whole units or with hundredths", "350"),
        Column::Currency => ("Of the price; EUR without it", "EUR"),
        Column::Description => ("A few sentences", "Seen by everybody who comes by train."),
        Column::PixelWidth => ("Of the picture; together with the height", "1920"),
        Column::PixelHeight => ("Of the picture; together with the width", "640"),
        Column::Latitude => ("In degrees; together with the longitude", "46.9489"),
        Column::Longitude => ("In degrees; together with the latitude", "7.4391"),
        Column::TimeZone => ("By its name", "Europe/Zurich"),
        Column::Hours => ("For every day, or seven with commas, Monday first", "06:00-22:00"),
        Column::Slots => ("Creatives shown by turns", "6"),
        Column::LeadDays => ("Days between a booking and its first day", "2"),
        Column::ContentRules => ("What may not be shown", "No tobacco"),
    }
}

/// A file with every column and one row.
fn template() -> String {
    let header = csv_line(Column::ALL.map(Column::as_str));
    header + &csv_line(Column::ALL.map(|column| facts(column).1))
}

/// The same as an address, which needs no server and no script.
fn template_address() -> String {
    let one = |byte: u8| {
        if byte.is_ascii_alphanumeric() {
            char::from(byte).to_string()
        } else {
            format!("%{byte:02X}")
        }
    };
    let text: String = template().bytes().map(one).collect();
    format!("data:text/csv;charset=utf-8,{text}")
}

/// Which columns there are, closed until somebody wants to know.
#[component]
pub(super) fn ColumnsWanted() -> impl IntoView {
    let part = |is_required: bool| {
        Column::ALL.into_iter().filter(move |column| column.is_required() == is_required)
    };
    let name = |column: Column| view! { <code>{column.as_str()}</code> };
    view! {
        <details class="job-columns" data-testid="columns-wanted">
            <summary>"Which columns the file needs"</summary>
            <div class="columns-wanted">
                <p class="columns-wanted__names">"Needed: " {part(true).map(name).collect_view()}</p>
                <p class="muted">
                    "Other names are understood too, as street for address or Breite for width; and what is not, you map by hand."
                </p>
                <dl class="columns-wanted__list">
                    {part(true).chain(part(false)).map(|column| view! { <Wanted column /> }).collect_view()}
                </dl>
                <a
                    class="button"
                    rel="external"
                    href=template_address()
                    download="boards-template.csv"
                    data-testid="template"
                >
                    "Download a template"
                </a>
            </div>
        </details>
    }
}

#[component]
fn Wanted(column: Column) -> impl IntoView {
    let (meaning, example) = facts(column);
    let optional = (!column.is_required()).then_some("optional");
    view! {
        <div class="column-wanted">
            <dt>
                <code>{column.as_str()}</code>
                " "
                <span class="muted">{optional}</span>
            </dt>
            <dd class="muted">{meaning}</dd>
            <dd>{example}</dd>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::super::examination::Examination;
    use super::*;

    #[test]
    fn the_template_is_a_file_that_can_be_imported_as_it_is() {
        let mut examination = Examination::new(None);
        assert!(examination.push(template().as_bytes()));
        let report = examination.finish();
        assert_eq!((report.rows, report.wrong), (1, 0), "{:?}", report.errors);
        assert_eq!(report.header.len(), Column::ALL.len());
        assert!(report.is_importable() && report.ignored().is_empty());
    }

    #[test]
    fn the_template_s_address_holds_all_of_it() {
        let address = template_address();
        assert!(
            address.starts_with("data:text/csv;charset=utf-8,externalId%2Ctitle%2C"),
            "{address}"
        );
        assert!(!address.contains(['#', ' ', '"', '\n']), "{address}");
    }
}
