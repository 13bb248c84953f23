use super::{api::write_export, words::format_name};
use crate::{components::ErrorNotice, routes, stores::use_stores};
use leptos::{ev, prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use protocol::{
    ErrorBody,
    inventory::FileFormat,
    job::{JobKind, StartExport},
};

/// Has a file written, and leads to where that can be watched.
#[component]
pub(super) fn ExportForm(kind: JobKind, label: &'static str) -> impl IntoView {
    let (jobs, navigate) = (use_stores().jobs, use_navigate());
    let refused = RwSignal::new(None::<ErrorBody>);
    let format = RwSignal::new(FileFormat::Csv);
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        refused.set(None);
        let (navigate, format) = (navigate.clone(), format.get_untracked());
        spawn_local(async move {
            match write_export(StartExport { kind, format }).await {
                Ok(job) => {
                    let id = job.update.job_id;
                    jobs.try_update(|jobs| jobs.update(job.update));
                    navigate(&routes::job(id), NavigateOptions::default());
                }
                Err(error) => {
                    refused.try_set(Some(error.0));
                }
            }
        });
    };
    let choose = move |event: ev::Event| {
        let is_csv = event_target_value(&event) == "csv";
        format.set(if is_csv { FileFormat::Csv } else { FileFormat::JsonLines });
    };
    view! {
        <form
            class="job-export"
            method="post"
            action=routes::form::EXPORT
            data-testid="export"
            on:submit=submit
        >
            <input type="hidden" name="kind" value=kind.as_str() />
            <label class="select">
                <span class="visually-hidden">{label} " as"</span>
                <select name="format" on:change=choose>
                    <option value="csv">{format_name(FileFormat::Csv)}</option>
                    <option value="json_lines">{format_name(FileFormat::JsonLines)}</option>
                </select>
            </label>
            <button class="button" type="submit" data-kind=kind.as_str()>
                {label}
            </button>
            {move || refused.get().map(|error| view! { <ErrorNotice error /> })}
        </form>
    }
}
