use super::{api::older_messages, scrolling::Scroller};
use crate::{error::ApiError, stores::conversation::ConversationStore};
use leptos::{prelude::*, task::spawn_local};
use protocol::id::ConversationId;

/// Loading older messages.
#[derive(Clone, Copy)]
pub(super) struct History {
    store: ConversationStore,
    id: ConversationId,
    scroller: Scroller,
    is_loading: RwSignal<bool>,
    error: RwSignal<Option<ApiError>>,
}

impl History {
    pub(super) fn new(store: ConversationStore, id: ConversationId, scroller: Scroller) -> Self {
        let (is_loading, error) = (RwSignal::new(false), RwSignal::new(None));
        Self { store, id, scroller, is_loading, error }
    }

    pub(super) fn load_if_near(self) {
        let has_failed = self.error.with_untracked(Option::is_some);
        if !has_failed && !self.is_loading.get_untracked() && self.scroller.is_near_start() {
            self.load();
        }
    }

    fn load(self) {
        let from = untrack(|| {
            self.store.with_thread(self.id, |t| t.first_seq().filter(|_| t.has_older)).flatten()
        });
        let Some(from) = from else { return };
        self.is_loading.set(true);
        self.error.set(None);
        spawn_local(async move {
            let page = older_messages(self.id, from).await;
            // The reader may have left the thread meanwhile; then its signals are gone.
            if self.is_loading.try_set(false).is_some() {
                return;
            }
            match page {
                Ok(page) => {
                    self.store.add_older(self.id, page);
                    request_animation_frame(move || self.load_if_still_there());
                }
                Err(error) => self.error.set(Some(error)),
            }
        });
    }

    fn load_if_still_there(self) {
        if self.is_loading.try_get_untracked() == Some(false) {
            self.load_if_near();
        }
    }
}

/// Above the first message: that more is coming, or why not.
#[component]
pub(super) fn Older(history: History) -> impl IntoView {
    let content = move || {
        if let Some(error) = history.error.get() {
            view! {
                <p>{error.0.message}</p>
                <button class="button" type="button" on:click=move |_| history.load()>
                    "Try again"
                </button>
            }
            .into_any()
        } else if history.is_loading.get() {
            view! { <p>"Loading older messages…"</p> }.into_any()
        } else {
            ().into_any()
        }
    };
    view! {
        <div class="thread__older" data-testid="older">
            {content}
        </div>
    }
}
