use super::{
    super::{
        api::note_test_use,
        http::ask,
        log::{LogView, export},
    },
    own_file::OwnFile,
    recording::record,
    stage::play,
};
use crate::features::account::use_is_demo;
use leptos::{prelude::*, task::spawn_local};
use protocol::test_websocket::{ScenarioFile, TestUse};
use scenario::{Outcome, Scenario, StepReport};

/// What is played, and how it goes.
#[derive(Clone, Copy)]
struct Theatre {
    files: RwSignal<Vec<ScenarioFile>>,
    text: RwSignal<String>,
    steps: RwSignal<Vec<StepReport>>,
    /// In a sentence: the file's mistake, or what failed.
    trouble: RwSignal<Option<String>>,
    verdicts: RwSignal<Vec<(String, bool)>>,
    is_busy: RwSignal<bool>,
    is_demo: bool,
}

impl Theatre {
    fn new() -> Self {
        Self {
            files: RwSignal::default(),
            text: RwSignal::default(),
            steps: RwSignal::default(),
            trouble: RwSignal::new(None),
            verdicts: RwSignal::default(),
            is_busy: RwSignal::new(false),
            is_demo: use_is_demo(),
        }
    }

    async fn read_files(self) {
        let files = ask::<Vec<ScenarioFile>>("GET", "/api/test/scenarios", None::<&()>).await;
        match files {
            Ok(files) => {
                if let Some(first) = files.first() {
                    self.text.try_set(first.text.clone());
                }
                self.files.try_set(files);
            }
            Err(error) => drop(self.trouble.try_set(Some(error))),
        }
    }

    fn choose(self, name: &str) {
        let found = self.files.with_untracked(|files| {
            files.iter().find(|file| file.name == name).map(|file| file.text.clone())
        });
        if let Some(text) = found {
            self.text.set(text);
            self.steps.set(Vec::new());
            self.trouble.set(None);
        }
    }

    async fn run(self, text: String) {
        self.trouble.set(None);
        let scenario = match Scenario::parse(&text) {
            Ok(scenario) => scenario,
            Err(mistake) => return self.trouble.set(Some(mistake.to_string())),
        };
        let name = scenario.name.clone();
        let result = play(scenario, move |steps| drop(self.steps.try_set(steps.to_vec()))).await;
        let has_passed = result.is_ok();
        self.trouble.try_set(result.err());
        self.verdicts.try_update(|verdicts| verdicts.push((name.clone(), has_passed)));
        if !self.is_demo {
            // The record is the server's.
            drop(note_test_use(TestUse::Ran { scenario: name, has_passed }).await);
        }
    }

    async fn run_one(self) {
        self.begin();
        self.run(self.text.get_untracked()).await;
        self.is_busy.try_set(false);
    }

    async fn run_all(self) {
        self.begin();
        for file in self.files.get_untracked() {
            // Whoever leaves the page stops it.
            if self.is_busy.try_get_untracked() != Some(true) {
                return;
            }
            self.run(file.text).await;
        }
        self.is_busy.try_set(false);
    }

    fn begin(self) {
        self.verdicts.set(Vec::new());
        self.steps.set(Vec::new());
        self.is_busy.set(true);
    }
}

/// Scenarios: those that come with the server, and one's own.
#[component]
pub(super) fn Scenarios(log: LogView) -> impl IntoView {
    let theatre = Theatre::new();
    Effect::new(move || spawn_local(theatre.read_files()));
    view! {
        <section class="scenarios" aria-labelledby="scenarios-title">
            <h3 class="panel__subtitle" id="scenarios-title">
                "Scenarios"
            </h3>
            <Choice theatre />
            <Script theatre />
            <Buttons theatre log />
            <Trouble theatre />
            <Verdicts theatre />
            <Steps theatre />
        </section>
    }
}

#[component]
fn Choice(theatre: Theatre) -> impl IntoView {
    let option = |file: ScenarioFile| {
        view! { <option value=file.name.clone()>{file.name.replace('-', " ")}</option> }
    };
    view! {
        <label class="panel__field">
            <span>"Shipped"</span>
            <span class="select">
                <select
                    data-testid="scenario-choice"
                    on:change=move |event| theatre.choose(&event_target_value(&event))
                >
                    {move || theatre.files.get().into_iter().map(option).collect_view()}
                </select>
            </span>
        </label>
    }
}

#[component]
fn Script(theatre: Theatre) -> impl IntoView {
    view! {
        <details class="fold">
            <summary data-testid="scenario-script">"Script"</summary>
            <label>
                <span class="visually-hidden">"Scenario as JSON"</span>
                <textarea
                    class="field__input panel__payload"
                    rows="14"
                    spellcheck="false"
                    autocomplete="off"
                    data-testid="scenario-text"
                    prop:value=move || theatre.text.get()
                    on:input=move |event| theatre.text.set(event_target_value(&event))
                ></textarea>
            </label>
        </details>
    }
}

#[component]
fn Buttons(theatre: Theatre, log: LogView) -> impl IntoView {
    let is_busy = move || theatre.is_busy.get();
    let save = move |_| export::save("scenario.json", &theatre.text.get_untracked());
    let from_log = move |_| {
        let masks = log.masks.get_untracked();
        let text = log.log.with_untracked(|book| record(book.since(0), masks));
        theatre.text.set(text);
    };
    view! {
        <div class="panel__buttons">
            <button
                class="button button--primary"
                type="button"
                data-testid="scenario-run"
                disabled=is_busy
                on:click=move |_| spawn_local(theatre.run_one())
            >
                {move || if is_busy() { "Playing…" } else { "Play" }}
            </button>
            <button
                class="button"
                type="button"
                data-testid="scenario-run-all"
                disabled=is_busy
                on:click=move |_| spawn_local(theatre.run_all())
            >
                "Play all"
            </button>
            <OwnFile text=theatre.text />
            <button class="button" type="button" data-testid="scenario-record" on:click=from_log>
                "Record from the log"
            </button>
            <button class="button" type="button" on:click=save>
                "Save"
            </button>
        </div>
    }
}

#[component]
fn Trouble(theatre: Theatre) -> impl IntoView {
    view! {
        <p class="panel__problem" role="status" data-testid="scenario-trouble">
            {move || theatre.trouble.get()}
        </p>
    }
}

#[component]
fn Verdicts(theatre: Theatre) -> impl IntoView {
    let row = |(name, has_passed): (String, bool)| {
        let state = if has_passed { "passed" } else { "failed" };
        view! {
            <li
                class=format!("steps__row steps__row--{state}")
                data-testid="scenario-verdict"
                data-state=state
            >
                {if has_passed { "✓ " } else { "✗ " }}
                {name}
            </li>
        }
    };
    view! {
        <ul class="steps">
            {move || theatre.verdicts.get().into_iter().map(row).collect_view()}
        </ul>
    }
}

#[component]
fn Steps(theatre: Theatre) -> impl IntoView {
    let row = |report: StepReport| {
        let (state, mark) = match &report.outcome {
            Outcome::Waiting => ("waiting", "· "),
            Outcome::Running => ("running", "… "),
            Outcome::Passed => ("passed", "✓ "),
            Outcome::Failed(_) => ("failed", "✗ "),
        };
        let took = (state == "passed").then(|| format!(" {} ms", report.took.as_millis()));
        view! {
            <li
                class=format!("steps__row steps__row--{state}")
                data-testid="scenario-step"
                data-state=state
            >
                {mark}
                {report.title}
                <span class="panel__note">{took}</span>
            </li>
        }
    };
    view! {
        <ol class="steps">{move || theatre.steps.get().into_iter().map(row).collect_view()}</ol>
    }
}
