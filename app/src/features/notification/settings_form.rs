use super::{api::read_settings, words};
use crate::{components::ErrorNotice, routes};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use protocol::notification::NotificationSetting;

/// What one wants to be told of: a plain form.
#[component]
pub(super) fn SettingsForm() -> impl IntoView {
    let settings = Resource::new_blocking(|| (), |()| read_settings());
    let is_saved = use_query_map().with_untracked(|query| query.get_str("saved").is_some());
    let content = move || {
        Suspend::new(async move {
            match settings.await {
                Ok(settings) => view! { <Choices settings /> }.into_any(),
                Err(error) => view! { <ErrorNotice error=error.0 /> }.into_any(),
            }
        })
    };
    view! {
        <form
            class="notification-settings"
            method="post"
            action=routes::form::NOTIFICATION_SETTINGS
        >
            <Suspense>{content}</Suspense>
            <div class="notification-settings__foot">
                <button class="button button--primary" type="submit">
                    "Save"
                </button>
                {is_saved.then(|| view! { <p role="status">"Your choice is kept."</p> })}
            </div>
        </form>
    }
}

#[component]
fn Choices(settings: Vec<NotificationSetting>) -> impl IntoView {
    let choices = settings
        .into_iter()
        .map(|setting| {
            let (name, text) = words::setting(setting.kind);
            view! {
                <label class="choice">
                    <input
                        r#type="checkbox"
                        name="kind"
                        value=setting.kind.as_str()
                        checked=setting.is_wanted
                    />
                    <span class="choice__title">{name}</span>
                    <span class="choice__text">{text}</span>
                </label>
            }
        })
        .collect_view();
    view! {
        <fieldset class="choices">
            <legend class="visually-hidden">"Tell me of"</legend>
            {choices}
        </fieldset>
    }
}
