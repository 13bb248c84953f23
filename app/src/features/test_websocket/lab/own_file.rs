use leptos::{prelude::*, task::spawn_local};

/// A file of one's own; what is wrong with it is said when it is played.
#[component]
pub(super) fn OwnFile(
    /// Where its text goes.
    text: RwSignal<String>,
) -> impl IntoView {
    let read = move |event: leptos::ev::Event| {
        let input = event_target::<web_sys::HtmlInputElement>(&event);
        spawn_local(async move {
            if let Some(read) = text_of_file(&input).await {
                text.try_set(read);
            }
        });
    };
    view! {
        <label class="button file">
            "Open a file"
            <input
                class="visually-hidden"
                type="file"
                accept=".json,application/json"
                data-testid="scenario-file"
                on:change=read
            />
        </label>
    }
}

#[cfg(feature = "hydrate")]
async fn text_of_file(input: &web_sys::HtmlInputElement) -> Option<String> {
    let file = input.files()?.get(0)?;
    wasm_bindgen_futures::JsFuture::from(file.text()).await.ok()?.as_string()
}

#[cfg(not(feature = "hydrate"))]
#[expect(clippy::unused_async, reason = "the browser's, which this stands for, waits")]
async fn text_of_file(_input: &web_sys::HtmlInputElement) -> Option<String> {
    None
}
