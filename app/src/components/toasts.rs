use super::{Icon, Symbol, Tone};
use leptos::prelude::*;
use std::time::Duration;

/// How long a toast stays when nobody closes it.
const SHOWN_FOR: Duration = Duration::from_secs(6);
/// The oldest makes room.
const MOST: usize = 3;

#[derive(Clone, PartialEq)]
struct Toast {
    id: u64,
    tone: Tone,
    text: String,
    href: Option<String>,
}

/// Short remarks that go away by themselves. Never the only place where an error is told.
#[derive(Clone, Copy)]
pub struct ToastQueue {
    toasts: RwSignal<Vec<Toast>>,
    next_id: StoredValue<u64>,
}

impl ToastQueue {
    fn new() -> Self {
        Self { toasts: RwSignal::new(Vec::new()), next_id: StoredValue::new(0) }
    }

    /// Shows a remark. Only for effects and event handlers: on the server nobody would see it.
    pub fn show(self, tone: Tone, text: impl Into<String>) {
        self.push(tone, text.into(), None);
    }

    /// Shows a remark that leads somewhere.
    pub fn show_link(self, tone: Tone, text: String, href: String) {
        self.push(tone, text, Some(href));
    }

    fn push(self, tone: Tone, text: String, href: Option<String>) {
        let id = self.next_id.get_value();
        self.next_id.set_value(id + 1);
        self.toasts.update(|toasts| {
            toasts.push(Toast { id, tone, text, href });
            let surplus = toasts.len().saturating_sub(MOST);
            toasts.drain(..surplus);
        });
        set_timeout(move || self.dismiss(id), SHOWN_FOR);
    }

    fn dismiss(self, id: u64) {
        // The page may be gone when the time is up.
        self.toasts.try_update(|toasts| toasts.retain(|toast| toast.id != id));
    }
}

/// Provides the queue that [`use_toasts`] reads. Called once, at the root.
pub fn provide_toasts() {
    provide_context(ToastQueue::new());
}

/// The page's queue of toasts.
pub fn use_toasts() -> ToastQueue {
    use_context().unwrap_or_else(ToastQueue::new)
}

/// Where toasts appear. Placed once, by the shell.
#[component]
pub fn Toasts() -> impl IntoView {
    let queue = use_toasts();
    view! {
        <div class="toasts" role="status" aria-live="polite">
            <For each=move || queue.toasts.get() key=|toast| toast.id let:toast>
                <div class=format!("toast toast--{}", toast.tone.as_str()) data-testid="toast">
                    {match toast.href {
                        Some(href) => {
                            let press = move |_| queue.dismiss(toast.id);
                            view! { <a class="toast__link" href=href on:click=press>{toast.text}</a> }
                                .into_any()
                        }
                        None => view! { <p>{toast.text}</p> }.into_any(),
                    }}
                    <button
                        class="icon-button"
                        type="button"
                        aria-label="Close"
                        on:click=move |_| queue.dismiss(toast.id)
                    >
                        <Icon symbol=Symbol::Close />
                    </button>
                </div>
            </For>
        </div>
    }
}
