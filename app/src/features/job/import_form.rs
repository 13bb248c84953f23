//! Choosing a file, seeing what is in it, and sending it. Without scripts the form is posted as it is.

use super::{
    examination::{Examination, Report},
    file,
    preview::Preview,
};
use crate::{
    components::ErrorNotice,
    connection::now,
    features::account::use_form_error,
    routes,
    stores::{job::Jobs, use_stores},
};
use leptos::{ev, html, prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use protocol::{
    ErrorBody, ErrorCode,
    inventory::{Column, Mapping},
    job::StartImport,
    limits,
};
use std::time::Duration;

/// So often what was found is shown while a file is read.
const SHOW_EVERY: Duration = Duration::from_millis(250);

/// The chosen file, and what is known of it.
#[derive(Clone, Copy)]
pub(super) struct Import {
    input: NodeRef<html::Input>,
    /// `None` before a file was chosen.
    pub(super) report: RwSignal<Option<Report>>,
    /// Rises with every reading: an earlier one stops.
    turn: StoredValue<u64>,
    is_sending: RwSignal<bool>,
    refused: RwSignal<Option<ErrorBody>>,
    jobs: RwSignal<Jobs>,
}

impl Import {
    fn new() -> Self {
        Self {
            input: NodeRef::new(),
            report: RwSignal::new(None),
            turn: StoredValue::new(0),
            is_sending: RwSignal::new(false),
            refused: RwSignal::new(None),
            jobs: use_stores().jobs,
        }
    }

    /// Another file was chosen.
    fn choose(self) {
        self.report.set(None);
        self.examine(None);
    }

    /// A column is something else; what it was taken for before is that no more.
    pub(super) fn map(self, header: String, column: Option<Column>) {
        let known =
            self.report.with_untracked(|report| report.as_ref().map(|it| it.mapping.clone()));
        let Some(Mapping(mut columns)) = known else { return };
        columns.retain(|name, known| *name != header && Some(*known) != column);
        columns.extend(column.map(|column| (header, column)));
        self.examine(Some(Mapping(columns)));
    }

    fn examine(self, chosen: Option<Mapping>) {
        self.refused.set(None);
        self.turn.update_value(|turn| *turn += 1);
        let turn = self.turn.get_value();
        let Some(input) = self.input.get_untracked() else { return };
        let is_past = move || self.turn.try_get_value() != Some(turn);
        spawn_local(async move {
            let (mut examination, mut shown_at) = (Examination::new(chosen), None);
            let read = file::read(&input, |piece| {
                let goes_on = examination.push(piece) && !is_past();
                let is_time = shown_at.is_none_or(|at| now().since(at) >= SHOW_EVERY);
                if goes_on && is_time {
                    shown_at = Some(now());
                    self.report.try_set(Some(examination.report().clone()));
                }
                goes_on
            });
            let read = read.await;
            if is_past() {
                return;
            }
            self.report.try_set(read.map(|()| examination.finish()));
            if read.is_none() {
                let text = "The file cannot be read. Choose it again.";
                self.refused.try_set(Some(ErrorBody::new(ErrorCode::Invalid, text)));
            }
        });
    }

    /// `None` while there is nothing to send.
    fn input(self, dry_run: bool) -> Option<StartImport> {
        let mapping = self.report.with_untracked(|report| {
            report.as_ref().filter(|it| it.is_importable()).map(|it| it.mapping.clone())
        });
        mapping.map(|mapping| StartImport { name: String::new(), dry_run, mapping: Some(mapping) })
    }

    fn send(self, dry_run: bool, done: impl FnOnce(String) + 'static) {
        let Some((input, import)) = self.input.get_untracked().zip(self.input(dry_run)) else {
            return;
        };
        if self.is_sending.get_untracked() {
            return;
        }
        self.is_sending.set(true);
        self.refused.set(None);
        spawn_local(async move {
            let answer = file::send(&input, &import).await;
            self.is_sending.try_set(false);
            match answer {
                Ok(job) => {
                    let id = job.update.job_id;
                    self.jobs.try_update(|jobs| jobs.update(job.update));
                    done(routes::job(id));
                }
                Err(error) => {
                    self.refused.try_set(Some(error));
                }
            }
        });
    }

    fn cannot_be_sent(self) -> bool {
        // Before a file is chosen the browser says so itself, also without scripts.
        let is_bad =
            self.report.with(|report| report.as_ref().is_some_and(|it| !it.is_importable()));
        is_bad || self.is_sending.get()
    }
}

/// The form.
#[component]
pub(super) fn ImportForm() -> impl IntoView {
    let (import, navigate, posted) = (Import::new(), use_navigate(), use_form_error());
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let pressed = event.submitter().and_then(|button| button.get_attribute("value"));
        let navigate = navigate.clone();
        import.send(pressed.as_deref() == Some("true"), move |path| {
            navigate(&path, NavigateOptions::default());
        });
    };
    let refused = move || import.refused.get().or_else(|| posted.get().map(|error| error.0));
    view! {
        <form
            class="import__form"
            method="post"
            enctype="multipart/form-data"
            action=routes::IMPORT
            data-testid="import-form"
            on:submit=submit
        >
            <FileField import />
            {move || refused().map(|error| view! { <ErrorNotice error /> })}
            <Preview import />
            <div class="import__buttons">
                <button
                    class="button"
                    type="submit"
                    name="dryRun"
                    value="true"
                    data-testid="import-dry-run"
                    disabled=move || import.cannot_be_sent()
                >
                    "Dry run"
                </button>
                <button
                    class="button button--primary"
                    type="submit"
                    name="dryRun"
                    value="false"
                    data-testid="import-start"
                    aria-busy=move || import.is_sending.get().then_some("true")
                    disabled=move || import.cannot_be_sent()
                >
                    {move || if import.is_sending.get() { "Sending …" } else { "Import" }}
                </button>
                <p class="muted">"A dry run looks at every row and changes nothing."</p>
            </div>
        </form>
    }
}

#[component]
fn FileField(import: Import) -> impl IntoView {
    let megabytes = limits::IMPORT_BYTES / 1024 / 1024;
    let note = format!("CSV or JSON Lines in UTF-8, at most {megabytes} MB.");
    view! {
        <label class="field">
            <span class="field__label">"File"</span>
            <input
                class="field__input creative-form__file"
                type="file"
                name="file"
                accept=".csv,.tsv,.txt,.jsonl,.ndjson,text/csv,application/jsonl"
                required=true
                node_ref=import.input
                data-testid="import-pick"
                on:change=move |_| import.choose()
            />
            <span class="field__note">{note}</span>
        </label>
    }
}
