use super::{Icon, Symbol, ToastQueue, Tone, use_toasts};
use leptos::{prelude::*, task::spawn_local};
use wasm_bindgen_futures::JsFuture;

/// Copies a text, with a word that it did. Shown where there are scripts.
#[component]
pub fn CopyButton(
    /// What is copied.
    text: &'static str,
    /// What the text is, for those who hear it.
    what: &'static str,
) -> impl IntoView {
    let toasts = use_toasts();
    view! {
        <button
            class="icon-button copy-button"
            type="button"
            aria-label=format!("Copy: {what}")
            on:click=move |_| copy(text.to_owned(), toasts)
        >
            <Icon symbol=Symbol::Copy />
        </button>
    }
}

/// Puts a text into the clipboard, and says whether that was allowed.
pub(crate) fn copy(text: String, toasts: ToastQueue) {
    spawn_local(async move {
        let (tone, text) = match write_clipboard(&text).await {
            Some(()) => (Tone::News, "Copied"),
            None => (Tone::Trouble, "The browser does not allow copying here"),
        };
        toasts.show(tone, text);
    });
}

/// `None` where the browser forbids it.
async fn write_clipboard(text: &str) -> Option<()> {
    if !window().is_secure_context() {
        return None;
    }
    let promise = window().navigator().clipboard().write_text(text);
    JsFuture::from(promise).await.ok().map(drop)
}
