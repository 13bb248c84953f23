//! Choosing a file, seeing what is in it, and sending it. Without scripts the form is posted as it is.

use super::{
    examination::{Examination, Report},
    file,
    preview::Preview,
    refusal::{self, Refusal},
};
use crate::{
    components::ErrorNotice,
    connection::now,
    features::account::use_form_error,
    hooks::use_connection,
    routes,
    shell::focus_id,
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

/// More is not read, let alone sent.
#[expect(clippy::cast_precision_loss, reason = "some hundred million are exact")]
const LARGEST: f64 = limits::IMPORT_BYTES as f64;

/// The chosen file, and what is known of it.
#[derive(Clone, Copy)]
pub(super) struct Import {
    input: NodeRef<html::Input>,
    /// `None` before a file was chosen.
    pub(super) report: RwSignal<Option<Report>>,
    /// Rises with every reading: an earlier one stops.
    turn: StoredValue<u64>,
    /// Whether it is sent, and as a dry run.
    sending: RwSignal<Option<bool>>,
    refused: RwSignal<Option<ErrorBody>>,
    jobs: RwSignal<Jobs>,
}

impl Import {
    fn new() -> Self {
        Self {
            input: NodeRef::new(),
            report: RwSignal::new(None),
            turn: StoredValue::new(0),
            sending: RwSignal::new(None),
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
        if file::size(&input).is_some_and(|bytes| bytes > LARGEST) {
            self.report.set(Some(Report::too_large()));
            return;
        }
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
        if self.sending.get_untracked().is_some() {
            return;
        }
        self.sending.set(Some(dry_run));
        self.refused.set(None);
        spawn_local(async move {
            let answer = file::send(&input, &import).await;
            self.sending.try_set(None);
            match answer {
                Ok(job) => {
                    let id = job.update.job_id;
                    self.jobs.try_update(|jobs| jobs.update(job.update));
                    done(routes::job(id));
                }
                Err(error) => {
                    self.refused.try_set(Some(error));
                    focus_id(refusal::ID);
                }
            }
        });
    }

    fn cannot_be_sent(self) -> bool {
        // Before a file is chosen the browser says so itself, also without scripts.
        let is_bad =
            self.report.with(|report| report.as_ref().is_some_and(|it| !it.is_importable()));
        is_bad || self.sending.with(Option::is_some)
    }

    /// What could not be sent while the line was down can be sent again when it is back. Inert on the server.
    fn forget_when_back(self) {
        let is_connected = use_connection().is_connected();
        Effect::new(move |was_connected: Option<bool>| {
            let is_connected = is_connected.get();
            let code = self.refused.with_untracked(|it| it.as_ref().map(|error| error.code));
            let is_back = is_connected && was_connected == Some(false);
            if is_back && code == Some(ErrorCode::Unavailable) {
                self.refused.set(None);
            }
            is_connected
        });
    }
}

/// The form.
#[component]
pub(super) fn ImportForm() -> impl IntoView {
    let (import, navigate) = (Import::new(), use_navigate());
    import.forget_when_back();
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let pressed = event.submitter().and_then(|button| button.get_attribute("value"));
        let navigate = navigate.clone();
        import.send(pressed.as_deref() == Some("true"), move |path| {
            navigate(&path, NavigateOptions::default());
        });
    };
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
            <Posted import />
            <Preview import />
            <Refusal refused=import.refused />
            <div class="import__buttons">
                <SendButton import dry_run=true label="Dry run" />
                <SendButton import dry_run=false label="Import" />
                <p class="muted">"A dry run looks at every row and changes nothing."</p>
            </div>
        </form>
    }
}

/// What was refused of a form that was posted without scripts, until another file is chosen.
#[component]
fn Posted(import: Import) -> impl IntoView {
    let posted = use_form_error();
    move || {
        let error = posted.get().filter(|_| import.report.with(Option::is_none))?;
        Some(view! { <ErrorNotice error=error.0 /> })
    }
}

#[component]
fn SendButton(import: Import, dry_run: bool, label: &'static str) -> impl IntoView {
    let is_busy = move || import.sending.get() == Some(dry_run);
    let (class, testid) = if dry_run {
        ("button", "import-dry-run")
    } else {
        ("button button--primary", "import-start")
    };
    view! {
        <button
            class=class
            type="submit"
            name="dryRun"
            value=dry_run.to_string()
            data-testid=testid
            aria-busy=move || is_busy().then_some("true")
            disabled=move || import.cannot_be_sent()
        >
            {move || if is_busy() { "Sending …" } else { label }}
        </button>
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
