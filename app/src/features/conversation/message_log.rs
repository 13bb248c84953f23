use super::{
    history::{History, Older},
    mark_read::mark_what_is_read,
    message::Message,
    place::{JumpToLatest, Place},
    reading::Reading,
    rows::{Reader, Row, RowKey, rows},
    talk::use_talk,
};
use crate::{
    stores::conversation::{ConversationStore, thread::ThreadState},
    time::{day, day_label, use_clock},
};
use leptos::prelude::*;
use protocol::{account::UserRef, id::ConversationId};
use std::collections::HashMap;

/// A thread as laid out.
#[derive(Clone, Debug, Default, PartialEq)]
struct Layout {
    /// The newest page of history first; within a page from top to bottom.
    pages: Vec<Vec<RowKey>>,
    rows: HashMap<RowKey, Row>,
}

impl Layout {
    fn new(rows: Vec<Row>) -> Self {
        let mut pages = Vec::<Vec<RowKey>>::new();
        // A separator is in the page of the message below it.
        let mut page = 0;
        for row in rows.iter().rev() {
            if let Row::Message(message) = row {
                page = message.page;
            }
            pages.resize_with(pages.len().max(page + 1), Vec::new);
            pages[page].push(row.key());
        }
        for page in &mut pages {
            page.reverse();
        }
        Self { pages, rows: rows.into_iter().map(|row| (row.key(), row)).collect() }
    }
}

/// What was said, from the oldest loaded message to the newest.
#[component]
pub(super) fn MessageLog(
    /// Which conversation; already in the store.
    id: ConversationId,
    /// The viewer.
    me: UserRef,
    /// Rises with every message the viewer writes.
    written: RwSignal<u32>,
) -> impl IntoView {
    let talk = use_talk();
    let (store, scroller, user) = (talk.store, talk.scroller, me.id);
    // Where it stood on opening: the unread line does not move while one reads.
    let read_seq = untrack(|| store.with_thread(id, |thread| thread.read_seq(user)));
    let read_seq = read_seq.unwrap_or_default();
    let opened_at = untrack(|| store.with_thread(id, ThreadState::last_seq)).flatten();
    let layout = lay_out(store, id, me, (read_seq, opened_at.unwrap_or_default()));
    let history = History::new(talk);
    let place = Place::new(talk);
    mark_what_is_read(store, id, user, Reading::new(read_seq), scroller);
    Effect::new(move || {
        scroller.when_laid_out(move || {
            scroller.to("[data-testid=unread-line]");
            place.moved();
            history.load_if_near();
        });
    });
    Effect::new(move |previous: Option<u32>| {
        let written = written.get();
        if previous.is_some_and(|previous| previous < written) {
            request_animation_frame(move || talk.go_to_latest());
        }
        written
    });
    let moved = move |_| {
        place.moved();
        history.load_if_near();
    };
    view! {
        <div class="thread__view">
            <div
                class="thread__scroll"
                data-testid="messages"
                role="region"
                aria-label="Messages"
                tabindex="0"
                node_ref=scroller.0
                on:scroll=moved
            >
                <div class="thread__log" role="log" aria-relevant="additions">
                    <Older history />
                    <ol class="thread__rows">
                        {page(0, layout)}
                    </ol>
                    <Nothing layout />
                </div>
            </div>
            <JumpToLatest place />
        </div>
    }
}

fn lay_out(
    store: ConversationStore,
    id: ConversationId,
    me: UserRef,
    (read_seq, opened_at): (i64, i64),
) -> Memo<Layout> {
    let clock = use_clock();
    let outbox = store.outbox();
    Memo::new(move |_| {
        let clock = clock.get();
        let reader = Reader { me: &me, read_seq, opened_at, day_of: &|at| day(at, clock) };
        let rows = outbox
            .with(|outbox| store.with_thread(id, |thread| rows(thread, outbox.of(id), &reader)))
            .unwrap_or_default();
        Layout::new(rows)
    })
}

/// A page of history below all older ones. Each has a list of its own: a list that grows at its beginning
/// takes every row out and puts it back, which loses the reader's place and is read aloud again.
fn page(number: usize, layout: Memo<Layout>) -> AnyView {
    let has_older = Memo::new(move |_| layout.with(|layout| layout.pages.len() > number + 1));
    let keys = Memo::new(move |_| {
        layout.with(|layout| layout.pages.get(number).cloned().unwrap_or_default())
    });
    view! {
        {move || has_older.get().then(|| page(number + 1, layout))}
        <For each=move || keys.get() key=|key| *key let:key>
            <LogRow row_key=key layout />
        </For>
    }
    .into_any()
}

#[component]
fn LogRow(row_key: RowKey, layout: Memo<Layout>) -> impl IntoView {
    let clock = use_clock();
    let row = Memo::new(move |_| layout.with(|layout| layout.rows.get(&row_key).cloned()));
    match row.get_untracked() {
        Some(Row::Day(_, at)) => view! {
            <li class="day-line" data-testid="day-line">
                <span>{move || day_label(at, clock.get())}</span>
            </li>
        }
        .into_any(),
        Some(Row::Unread) => view! {
            <li class="unread-line" data-testid="unread-line">
                <span>"Unread"</span>
            </li>
        }
        .into_any(),
        Some(Row::Message(first)) => {
            let message = Memo::new(move |_| match row.get() {
                Some(Row::Message(message)) => message,
                _ => first.clone(),
            });
            view! { <Message message /> }.into_any()
        }
        None => ().into_any(),
    }
}

/// What a new conversation shows.
#[component]
fn Nothing(layout: Memo<Layout>) -> impl IntoView {
    let is_empty = Memo::new(move |_| layout.with(|layout| layout.rows.is_empty()));
    move || {
        is_empty.get().then(|| {
            view! { <p class="thread__nothing">"Nothing was said yet. Write the first message."</p> }
        })
    }
}
