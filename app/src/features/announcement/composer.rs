use super::{
    banner::{Paper, face},
    moment_field::MomentField,
};
use crate::{features::account::use_form_error, routes};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use protocol::{
    account::Role,
    announcement::{
        AnnouncementDraft, AnnouncementRecord, AnnouncementView, Severity, text_of_moment,
    },
    id::AnnouncementId,
    limits,
};
use uuid::Uuid;

/// Where an announcement is written or edited: a plain form, with a preview beside it while scripts run.
#[component]
#[expect(clippy::needless_pass_by_value, reason = "a component owns its properties")]
pub(super) fn Composer(
    /// The one to edit, if it is not a new one.
    edited: Option<AnnouncementRecord>,
    /// Those it can be for.
    cities: Vec<String>,
) -> impl IntoView {
    let id = edited.as_ref().map(|record| record.view.id.to_string());
    let written = written(edited.as_ref());
    let title = RwSignal::new(written.title.clone());
    let text = RwSignal::new(written.text.clone());
    let severity = RwSignal::new(written.severity.parse().unwrap_or(Severity::Info));
    let is_edit = id.is_some();
    let heading = if is_edit { "Edit the announcement" } else { "New announcement" };
    view! {
        <form
            class="announcement-form"
            method="post"
            action=routes::form::SAVE_ANNOUNCEMENT
            aria-label=heading
        >
            <h2>{heading}</h2>
            {id.map(|id| view! { <input r#type="hidden" name="id" value=id /> })}
            <Words title text />
            <SeverityChoice severity />
            <AudienceChoice chosen=written.audience cities />
            <Times starts=written.starts_at ends=written.ends_at />
            <label class="announcement-form__check">
                <input
                    r#type="checkbox"
                    name="isDismissible"
                    value="yes"
                    checked=!written.is_dismissible.is_empty()
                />
                "Can be put away"
            </label>
            <Preview title text severity />
            <div class="announcement-form__foot">
                <button class="button button--primary" type="submit">
                    {if is_edit { "Save" } else { "Announce" }}
                </button>
                {is_edit
                    .then(|| {
                        view! {
                            <a class="button" rel="external" href=routes::ANNOUNCEMENTS>
                                "Cancel"
                            </a>
                        }
                    })}
            </div>
        </form>
    }
}

/// What a refused form held, or the one to edit, or nothing yet.
fn written(edited: Option<&AnnouncementRecord>) -> AnnouncementDraft {
    let query = use_query_map().get_untracked();
    let field = |name: &str| query.get(name).unwrap_or_default();
    if query.get_str("error").is_some() {
        return AnnouncementDraft {
            title: field("title"),
            text: field("text"),
            severity: field("severity"),
            audience: field("audience"),
            starts_at: field("startsAt"),
            ends_at: field("endsAt"),
            is_dismissible: field("isDismissible"),
        };
    }
    let Some(AnnouncementRecord { view, audience, schedule, .. }) = edited else {
        return AnnouncementDraft { is_dismissible: "yes".into(), ..AnnouncementDraft::default() };
    };
    AnnouncementDraft {
        title: view.title.clone(),
        text: view.text.clone(),
        severity: view.severity.as_str().into(),
        audience: audience.to_string(),
        starts_at: text_of_moment(schedule.starts_at),
        ends_at: schedule.ends_at.map(text_of_moment).unwrap_or_default(),
        is_dismissible: if view.is_dismissible { "yes".into() } else { String::new() },
    }
}

#[component]
fn Words(title: RwSignal<String>, text: RwSignal<String>) -> impl IntoView {
    let error = use_form_error().get_untracked();
    let is_wrong = move |field: &str| error.as_ref().is_some_and(|e| e.about(field).is_some());
    view! {
        <label class="field" class:field--wrong=is_wrong("title")>
            <span class="field__label">"Title"</span>
            <input
                class="field__input"
                name="title"
                value=title.get_untracked()
                maxlength=limits::ANNOUNCEMENT_TITLE_CHARS
                required
                on:input=move |event| title.set(event_target_value(&event))
            />
        </label>
        <label class="field" class:field--wrong=is_wrong("text")>
            <span class="field__label">"Text (may be empty)"</span>
            <textarea
                class="field__input"
                name="text"
                rows="3"
                maxlength=limits::ANNOUNCEMENT_TEXT_CHARS
                on:input=move |event| text.set(event_target_value(&event))
            >
                {text.get_untracked()}
            </textarea>
        </label>
    }
}

#[component]
fn SeverityChoice(severity: RwSignal<Severity>) -> impl IntoView {
    let chosen = severity.get_untracked();
    let choices = Severity::ALL.map(|choice| {
        view! {
            <label class="segment">
                <input
                    r#type="radio"
                    name="severity"
                    value=choice.as_str()
                    checked=choice == chosen
                    on:change=move |_| severity.set(choice)
                />
                <span>{face(choice).1}</span>
            </label>
        }
    });
    view! {
        <fieldset class="segments announcement-form__severity">
            <legend class="visually-hidden">"Severity"</legend>
            {choices}
        </fieldset>
    }
}

#[component]
fn AudienceChoice(chosen: String, cities: Vec<String>) -> impl IntoView {
    let option = move |value: String, name: String| {
        let selected = value == chosen;
        view! { <option value=value selected=selected>{name}</option> }
    };
    let roles = [Role::Advertiser, Role::Owner, Role::Tester, Role::Admin];
    let roles = roles.map(|role| option(format!("role:{role}"), format!("Every {role}")));
    let cities = cities
        .into_iter()
        .map(|city| option(format!("city:{city}"), format!("People with boards in {city}")))
        .collect_view();
    view! {
        <label class="field">
            <span class="field__label">"For whom"</span>
            <span class="select">
                <select name="audience">
                    <option value="everybody">"Everybody, visitors included"</option>
                    <optgroup label="Role">{roles}</optgroup>
                    <optgroup label="City">{cities}</optgroup>
                </select>
            </span>
            <span class="field__note">
                "A city's people own or follow a board there, or talk about one."
            </span>
        </label>
    }
}

#[component]
fn Times(starts: String, ends: String) -> impl IntoView {
    let error = use_form_error().get_untracked();
    let is_wrong = error.is_some_and(|e| e.about("endsAt").is_some());
    view! {
        <div class="announcement-form__times">
            <MomentField name="startsAt" label="From" when_empty="now" value=starts />
            <MomentField name="endsAt" label="Until" when_empty="recalled" value=ends is_wrong />
        </div>
    }
}

#[component]
fn Preview(
    title: RwSignal<String>,
    text: RwSignal<String>,
    severity: RwSignal<Severity>,
) -> impl IntoView {
    let paper = move || {
        let written = title.get();
        let view = AnnouncementView {
            id: AnnouncementId(Uuid::nil()),
            revision: 0,
            severity: severity.get(),
            title: if written.trim().is_empty() { "Title".to_owned() } else { written },
            text: text.get(),
            is_dismissible: false,
        };
        view! { <Paper view /> }
    };
    view! {
        <div class="announcement-form__preview" data-testid="announcement-preview">
            <p class="muted">"As it will look"</p>
            {paper}
        </div>
    }
}
