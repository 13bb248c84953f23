//! What the columns of a file are taken for, and changing that.

use super::import_form::Import;
use leptos::{ev, prelude::*};
use protocol::inventory::Column;

/// A row for each column of the file. One that is changed keeps the focus.
#[component]
pub(super) fn MappingTable(import: Import) -> impl IntoView {
    let report = import.report;
    let header = Memo::new(move |_| {
        report.with(|report| report.as_ref().map(|it| it.header.clone()).unwrap_or_default())
    });
    let ignored = Memo::new(move |_| {
        report.with(|report| report.as_ref().map(super::examination::Report::ignored))
    });
    let ignored = move || {
        let names = ignored.get().unwrap_or_default();
        (!names.is_empty()).then(|| view! { <Names label="Ignored:" names testid="ignored" /> })
    };
    view! {
        <div class="job-table__scroll" role="region" aria-label="Columns" tabindex="0">
            <table class="job-table" role="table">
                <thead role="rowgroup">
                    <tr role="row">
                        <th role="columnheader" scope="col">
                            "Column of the file"
                        </th>
                        <th role="columnheader" scope="col">
                            "Is"
                        </th>
                        <th role="columnheader" scope="col">
                            "Values"
                        </th>
                    </tr>
                </thead>
                <tbody role="rowgroup">
                    <For each=move || header.get() key=Clone::clone let:name>
                        <MappingRow import name />
                    </For>
                </tbody>
            </table>
        </div>
        {ignored}
    }
}

/// Texts of a file in a row, none of which turns the direction of the next.
fn isolated(texts: Vec<String>, between: &'static str) -> impl IntoView {
    let one = |(at, text): (usize, String)| {
        view! { {(at > 0).then_some(between)} <bdi>{text}</bdi> }
    };
    texts.into_iter().enumerate().map(one).collect_view()
}

/// Headers of a file in a line.
#[component]
pub(super) fn Names(
    label: &'static str,
    names: Vec<String>,
    #[prop(optional)] testid: Option<&'static str>,
) -> impl IntoView {
    view! {
        <p class="muted job-names" data-testid=testid>
            {label}
            " "
            {isolated(names, ", ")}
        </p>
    }
}

#[component]
fn MappingRow(import: Import, name: String) -> impl IntoView {
    let name = StoredValue::new(name);
    let chosen = Memo::new(move |_| {
        import
            .report
            .with(|report| name.with_value(|name| report.as_ref()?.mapping.0.get(name).copied()))
    });
    let samples = Memo::new(move |_| {
        import.report.with(|report| {
            let report = report.as_ref()?;
            let at = name.with_value(|name| report.header.iter().position(|it| it == name))?;
            report.samples.get(at).cloned()
        })
    });
    let change = move |event: ev::Event| {
        import.map(name.get_value(), event_target_value(&event).parse().ok());
    };
    let value = move || chosen.get().map_or("", Column::as_str);
    let option = move |column: Column| {
        let needed = if column.is_required() { " (needed)" } else { "" };
        view! {
            <option value=column.as_str() selected=move || chosen.get() == Some(column)>
                {column.as_str()}
                {needed}
            </option>
        }
    };
    view! {
        <tr role="row" data-testid="column" data-header=name.get_value()>
            <th role="rowheader" scope="row">
                <bdi>{name.get_value()}</bdi>
            </th>
            <td role="cell">
                <span class="select">
                    <select
                        aria-label=format!("What {} is", name.get_value())
                        prop:value=value
                        data-testid="column-choice"
                        on:change=change
                    >
                        <option value="" selected=move || chosen.get().is_none()>
                            "ignored"
                        </option>
                        {Column::ALL.map(option)}
                    </select>
                </span>
            </td>
            <td role="cell" class="job-table__value">
                {move || samples.get().map(|samples| isolated(samples, " · "))}
            </td>
        </tr>
    }
}
