use super::talk::Talk;
use crate::{
    components::{Icon, Symbol},
    format::count,
    stores::conversation::thread::ThreadState,
};
use leptos::prelude::*;

/// Whether the reader is at the end, and what came since they left it.
#[derive(Clone, Copy)]
pub(super) struct Place {
    talk: Talk,
    is_away: RwSignal<bool>,
    seen_seq: RwSignal<i64>,
    new_count: Memo<usize>,
    last_seq: Memo<i64>,
}

impl Place {
    pub(super) fn new(talk: Talk) -> Self {
        let Talk { store, id, me, scroller, .. } = talk;
        let last_seq = Memo::new(move |_| {
            store.with_thread(id, ThreadState::last_seq).flatten().unwrap_or_default()
        });
        let (is_away, seen_seq) = (RwSignal::new(false), RwSignal::new(last_seq.get_untracked()));
        // Asked when a message comes, not when the browser tells of the scrolling: that is a frame late.
        Effect::new(move || {
            let last = last_seq.get();
            if scroller.is_at_end() && has_end(talk) {
                seen_seq.set(last);
            }
        });
        let new_count = Memo::new(move |_| {
            let seen = seen_seq.get();
            store.with_thread(id, |thread| thread.count_after(seen, me)).unwrap_or_default()
        });
        Self { talk, is_away, seen_seq, new_count, last_seq }
    }

    pub(super) fn moved(self) {
        let is_away = !(self.talk.scroller.is_at_end() && has_end(self.talk));
        if !is_away {
            self.seen_seq.set(self.last_seq.get_untracked());
        }
        if is_away != self.is_away.get_untracked() {
            self.is_away.set(is_away);
        }
    }
}

/// Whether the end of what is loaded is the end of the thread.
fn has_end(talk: Talk) -> bool {
    talk.store.with_thread_untracked(talk.id, |thread| !thread.has_newer) == Some(true)
}

/// Leads back to the end, and says what waits there.
#[component]
pub(super) fn JumpToLatest(place: Place) -> impl IntoView {
    move || {
        place.is_away.get().then(|| {
            let new = place.new_count;
            let label = move || match new.get() {
                0 => "Latest".to_owned(),
                n => format!("{} new", count(i64::try_from(n).unwrap_or(i64::MAX))),
            };
            view! {
                <button
                    class="button thread__jump"
                    type="button"
                    data-testid="jump-to-latest"
                    data-count=move || new.get()
                    on:click=move |_| place.talk.go_to_latest()
                >
                    <Icon symbol=Symbol::Down />
                    {label}
                </button>
            }
        })
    }
}
