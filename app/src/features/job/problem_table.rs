use crate::format::count;
use leptos::prelude::*;
use protocol::inventory::RowError;

/// What is wrong in rows, and where: a card for each where a table does not fit. The roles stay what they are when the
/// style makes cards of them.
#[component]
pub(super) fn ProblemTable(errors: Vec<RowError>) -> impl IntoView {
    let row = |error: RowError| {
        let column = if error.column.is_empty() { "whole row".to_owned() } else { error.column };
        let value = if error.value.is_empty() { "(empty)".to_owned() } else { error.value };
        let line = i64::try_from(error.line).unwrap_or(i64::MAX);
        view! {
            <tr role="row" class="job-problem" data-testid="problem" data-line=error.line.to_string()>
                <td role="cell" class="job-table__number" data-label="Line ">
                    {count(line)}
                </td>
                <td role="cell" class="job-table__name">
                    <bdi>{column}</bdi>
                </td>
                <td role="cell" class="job-table__value">
                    <bdi>{value}</bdi>
                </td>
                <td role="cell" class="job-table__text" data-testid="problem-reason">
                    {error.reason}
                </td>
            </tr>
        }
    };
    view! {
        <div
            class="job-table__scroll"
            role="region"
            aria-label="Problems"
            tabindex="0"
            data-testid="problems"
        >
            <table class="job-table" role="table">
                <thead role="rowgroup">
                    <tr role="row">
                        <th role="columnheader" scope="col" class="job-table__number">
                            "Line"
                        </th>
                        <th role="columnheader" scope="col">
                            "Column"
                        </th>
                        <th role="columnheader" scope="col">
                            "Value"
                        </th>
                        <th role="columnheader" scope="col">
                            "Reason"
                        </th>
                    </tr>
                </thead>
                <tbody role="rowgroup">{errors.into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
}
