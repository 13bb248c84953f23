use leptos::prelude::*;
use protocol::inventory::RowError;

/// What is wrong in rows, and where.
#[component]
pub(super) fn ProblemTable(errors: Vec<RowError>) -> impl IntoView {
    let row = |error: RowError| {
        let column = if error.column.is_empty() { "whole row".to_owned() } else { error.column };
        let value = if error.value.is_empty() { "(empty)".to_owned() } else { error.value };
        view! {
            <tr data-testid="problem" data-line=error.line.to_string()>
                <td class="job-table__number">{error.line}</td>
                <td>{column}</td>
                <td class="job-table__value" dir="auto">
                    {value}
                </td>
                <td class="job-table__text">{error.reason}</td>
            </tr>
        }
    };
    view! {
        <div class="job-table__scroll" role="region" aria-label="Problems" tabindex="0" data-testid="problems">
            <table class="job-table">
                <thead>
                    <tr>
                        <th scope="col" class="job-table__number">
                            "Line"
                        </th>
                        <th scope="col">"Column"</th>
                        <th scope="col">"Value"</th>
                        <th scope="col">"Reason"</th>
                    </tr>
                </thead>
                <tbody>{errors.into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
}
