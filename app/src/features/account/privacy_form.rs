use super::api::read_privacy;
use crate::{components::ErrorNotice, hooks::use_connection, routes, stores::use_stores};
use leptos::{ev, prelude::*, task::spawn_local};
use protocol::privacy::{Privacy, SetPrivacy};

/// What one lets others see. Each switch acts at once, on all devices; without scripts it is a plain form.
#[component]
pub(super) fn PrivacyForm() -> impl IntoView {
    let known = use_stores().privacy;
    let read = Resource::new_blocking(|| (), |()| read_privacy());
    let content = move || {
        Suspend::new(async move {
            match read.await {
                Ok(privacy) => {
                    let shown = Memo::new(move |_| known.get().unwrap_or(privacy));
                    view! { <Switches shown /> }.into_any()
                }
                Err(error) => view! { <ErrorNotice error=error.0 /> }.into_any(),
            }
        })
    };
    view! {
        <section aria-labelledby="privacy-title">
            <h2 id="privacy-title">"Privacy"</h2>
            <Suspense>{content}</Suspense>
        </section>
    }
}

#[component]
fn Switches(shown: Memo<Privacy>) -> impl IntoView {
    let refusal = RwSignal::new(None::<String>);
    view! {
        <form class="privacy" method="post" action=routes::form::PRIVACY data-testid="privacy">
            <Switch
                name="showsTyping"
                title="Show when I am typing"
                text="The others in a conversation see it while you write to them."
                is_on=Memo::new(move |_| shown.with(|privacy| privacy.shows_typing))
                change=|is_on| SetPrivacy { shows_typing: Some(is_on), is_invisible: None }
                refusal
            />
            <Switch
                name="isInvisible"
                title="Appear offline"
                text="Nobody sees that you are here, when you were here last, that you are typing, or what you \
                have received and read. That you read something meanwhile shows only when you read something \
                newer. What you write is seen as ever."
                is_on=Memo::new(move |_| shown.with(|privacy| privacy.is_invisible))
                change=|is_on| SetPrivacy { shows_typing: None, is_invisible: Some(is_on) }
                refusal
            />
            {move || {
                refusal.get().map(|text| view! { <p class="composer__error" role="alert">{text}</p> })
            }}
            <button class="button button--primary privacy__save" type="submit">
                "Save"
            </button>
        </form>
    }
}

#[component]
fn Switch(
    name: &'static str,
    title: &'static str,
    text: &'static str,
    /// As the server knows it.
    is_on: Memo<bool>,
    /// What switching it asks for.
    change: fn(bool) -> SetPrivacy,
    /// Why the last change was refused.
    refusal: RwSignal<Option<String>>,
) -> impl IntoView {
    let connection = use_connection();
    let known = use_stores().privacy;
    let changed = move |event: ev::Event| {
        let wanted = event_target_checked(&event);
        let answer = connection.request(&change(wanted));
        refusal.set(None);
        spawn_local(async move {
            match answer.await {
                Ok(privacy) => known.set(Some(privacy)),
                Err(error) => {
                    refusal.try_set(Some(error.message));
                    // The switch goes back to what holds.
                    if let Some(field) = event_target_of(&event) {
                        field.set_checked(is_on.try_get_untracked().unwrap_or(!wanted));
                    }
                }
            }
        });
    };
    view! {
        <label class="choice switch">
            <input
                r#type="checkbox"
                role="switch"
                name=name
                checked=is_on.get_untracked()
                prop:checked=move || is_on.get()
                on:change=changed
            />
            <span class="choice__title">{title}</span>
            <span class="choice__text">{text}</span>
        </label>
    }
}

fn event_target_of(event: &ev::Event) -> Option<web_sys::HtmlInputElement> {
    use wasm_bindgen::JsCast;
    event.target()?.dyn_into().ok()
}
