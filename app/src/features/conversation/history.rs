use super::{
    api::{newer_messages, older_messages},
    talk::Talk,
};
use crate::error::ApiError;
use leptos::{prelude::*, task::spawn_local};
use protocol::conversation::MessagePage;

/// Loading what is before and after the messages that are shown.
#[derive(Clone, Copy)]
pub(super) struct History {
    talk: Talk,
    is_loading: RwSignal<bool>,
    error: RwSignal<Option<ApiError>>,
}

/// Which end of the window grows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Older(i64),
    Newer(i64),
}

impl History {
    pub(super) fn new(talk: Talk) -> Self {
        Self { talk, is_loading: RwSignal::new(false), error: RwSignal::new(None) }
    }

    pub(super) fn load_if_near(self) {
        let has_failed = self.error.with_untracked(Option::is_some);
        if !has_failed && !self.is_loading.get_untracked() {
            self.load();
        }
    }

    /// What the reader will need next, if anything.
    fn wanted(self) -> Option<End> {
        let scroller = self.talk.scroller;
        let window = self.talk.store.with_thread_untracked(self.talk.id, |thread| {
            let older = thread.first_seq().filter(|_| thread.has_older);
            (older, thread.last_seq().filter(|_| thread.has_newer))
        });
        let (older, newer) = window?;
        let older = older.filter(|_| scroller.is_near_start()).map(End::Older);
        older.or_else(|| newer.filter(|_| scroller.is_near_end()).map(End::Newer))
    }

    fn load(self) {
        let Some(end) = self.wanted() else { return };
        self.is_loading.set(true);
        self.error.set(None);
        spawn_local(async move {
            let page = match end {
                End::Older(first) => older_messages(self.talk.id, first).await,
                End::Newer(last) => newer_messages(self.talk.id, last).await,
            };
            // The reader may have left the thread meanwhile; then its signals are gone.
            if self.is_loading.try_set(false).is_some() {
                return;
            }
            match page {
                Ok(page) => self.put(end, page),
                Err(error) => self.error.set(Some(error)),
            }
        });
    }

    /// Only where it still belongs: the reader may have jumped elsewhere meanwhile. What they look at stays
    /// where it is, whatever comes and goes around it.
    fn put(self, end: End, page: MessagePage) {
        let scroller = self.talk.scroller;
        let (End::Older(edge) | End::Newer(edge)) = end;
        let stood = scroller.stand(edge);
        self.talk.store.change_thread(self.talk.id, |thread| match end {
            End::Older(first) if thread.first_seq() == Some(first) => thread.add_older(page),
            End::Newer(last) if thread.last_seq() == Some(last) => thread.add_newer(page),
            End::Older(_) | End::Newer(_) => {}
        });
        request_animation_frame(move || {
            if let Some(stood) = stood {
                scroller.keep(stood);
            }
            self.load_if_still_there();
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
            view! { <p>"Loading messages…"</p> }.into_any()
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
