//! What was found in a file before it is sent.

use super::{
    examination::Report, import_form::Import, mapping_table::MappingTable,
    problem_table::ProblemTable, words::format_name,
};
use crate::{
    components::{Icon, Symbol},
    format::{count, counted},
};
use leptos::prelude::*;

/// Absent until a file was chosen.
#[component]
pub(super) fn Preview(import: Import) -> impl IntoView {
    let report = import.report;
    let is_there = Memo::new(move |_| report.with(Option::is_some));
    let has_columns = move |report: &Option<Report>| {
        report.as_ref().is_some_and(|report| !report.header.is_empty())
    };
    let has_columns = Memo::new(move |_| report.with(has_columns));
    view! {
        <Show when=move || is_there.get()>
            <section class="preview" aria-labelledby="preview" data-testid="preview">
                <h2 id="preview">"What is in it"</h2>
                <Figures report />
                <Faults report />
                <Show when=move || has_columns.get()>
                    <MappingTable import />
                    <Problems report />
                </Show>
            </section>
        </Show>
    }
}

/// Format, rows, and how many of them are good.
#[component]
fn Figures(report: RwSignal<Option<Report>>) -> impl IntoView {
    let shown = Memo::new(move |_| {
        report.with(|report| {
            let report = report.as_ref()?;
            let counts = report.is_counted().then_some((report.wrong, report.repeated));
            let has_fault = report.fault.is_some();
            (!has_fault).then_some((report.format, report.rows, counts, report.is_done))
        })
    });
    let figures = move || {
        let (format, rows, counts, is_done) = shown.get()?;
        let format = format.map(format_name).map(|name| format!("{name} · ")).unwrap_or_default();
        let counted_as = counts.map(|(wrong, repeated)| sorts(rows, wrong, repeated));
        let wrong = counts.map(|(wrong, _)| wrong);
        Some(view! {
            <p data-testid="preview-rows" data-rows=rows data-wrong=wrong>
                {format} <strong>{counted(rows, "row", "rows")}</strong> {counted_as}
            </p>
            <p class="muted" role="status" data-testid="preview-done" data-done=is_done.to_string()>
                {if is_done { "Read to its end." } else { "Reading …" }}
            </p>
        })
    };
    view! { <div class="preview__figures">{figures}</div> }
}

/// How many rows there are of each sort.
fn sorts(rows: i64, wrong: i64, repeated: i64) -> String {
    let good = count(rows - wrong - repeated);
    let repeats = match repeated {
        0 => String::new(),
        rows => format!(" · {} with the id of an earlier row, which counts", count(rows)),
    };
    format!(" · {good} good · {} wrong{repeats}", count(wrong))
}

/// Why it cannot be imported as it is.
#[component]
fn Faults(report: RwSignal<Option<Report>>) -> impl IntoView {
    let faults = Memo::new(move |_| {
        report.with(|report| match report {
            Some(Report { fault: Some(fault), .. }) => vec![fault.clone()],
            Some(report) if !report.header.is_empty() => report.mapping_faults(),
            _ => Vec::new(),
        })
    });
    let one = |fault: String| {
        view! {
            <li data-testid="preview-fault">
                <Icon symbol=Symbol::Alert />
                <span>{fault}</span>
            </li>
        }
    };
    view! {
        <ul class="creative-form__findings" aria-live="polite">
            {move || faults.get().into_iter().map(one).collect_view()}
        </ul>
    }
}

#[component]
fn Problems(report: RwSignal<Option<Report>>) -> impl IntoView {
    let errors = Memo::new(move |_| {
        report.with(|report| report.as_ref().map(|it| it.errors.clone()).unwrap_or_default())
    });
    move || {
        let errors = errors.get();
        (!errors.is_empty()).then(|| {
            view! {
                <h3>"The first problems"</h3>
                <ProblemTable errors />
            }
        })
    }
}
