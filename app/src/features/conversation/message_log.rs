use super::{
    api::older_messages,
    message::Message,
    reading::Reading,
    rows::{Reader, Row, RowKey, rows},
    scrolling::{Scroller, is_looked_at},
};
use crate::{
    components::{Icon, Symbol},
    connection::now,
    error::ApiError,
    format::count,
    hooks::use_connection,
    stores::{
        conversation::{ConversationStore, thread::ThreadState},
        use_stores,
    },
    time::{day, day_label, use_clock},
};
use leptos::{html, leptos_dom::helpers::IntervalHandle, prelude::*, task::spawn_local};
use protocol::{
    account::UserRef,
    conversation::MarkRead,
    id::{ConversationId, UserId},
};
use std::{collections::HashMap, time::Duration};

/// How often to look what is in view.
const LOOK: Duration = Duration::from_millis(250);

/// A thread as laid out.
#[derive(Clone, Debug, Default, PartialEq)]
struct Layout {
    order: Vec<RowKey>,
    rows: HashMap<RowKey, Row>,
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
    let store = use_stores().conversations;
    let scroller = Scroller(NodeRef::<html::Div>::new());
    let user = me.id;
    // Where it stood on opening: the unread line does not move while one reads.
    let read_seq = untrack(|| store.with_thread(id, |thread| thread.read_seq(user)));
    let read_seq = read_seq.unwrap_or_default();
    let layout = lay_out(store, id, me, read_seq);
    let history = History::new(store, id, scroller);
    let place = Place::new(store, id, user, scroller);
    mark_what_is_read(store, id, user, Reading::new(read_seq), scroller);
    Effect::new(move || {
        scroller.to("[data-testid=unread-line]");
        place.moved();
        history.load_if_near();
    });
    Effect::new(move |previous: Option<u32>| {
        let written = written.get();
        if previous.is_some_and(|previous| previous < written) {
            request_animation_frame(move || scroller.to_end());
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
                        <For
                            each=move || layout.with(|layout| layout.order.clone())
                            key=|key| *key
                            let:key
                        >
                            <LogRow row_key=key layout />
                        </For>
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
    read_seq: i64,
) -> Memo<Layout> {
    let clock = use_clock();
    let outbox = store.outbox();
    Memo::new(move |_| {
        let clock = clock.get();
        let reader = Reader { me: &me, read_seq, day_of: &|at| day(at, clock) };
        let rows = outbox
            .with(|outbox| store.with_thread(id, |thread| rows(thread, outbox.of(id), &reader)))
            .unwrap_or_default();
        Layout {
            order: rows.iter().map(Row::key).collect(),
            rows: rows.into_iter().map(|row| (row.key(), row)).collect(),
        }
    })
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
    let is_empty = Memo::new(move |_| layout.with(|layout| layout.order.is_empty()));
    move || {
        is_empty.get().then(|| {
            view! { <p class="thread__nothing">"Nothing was said yet. Write the first message."</p> }
        })
    }
}

/// Loading older messages.
#[derive(Clone, Copy)]
struct History {
    store: ConversationStore,
    id: ConversationId,
    scroller: Scroller,
    is_loading: RwSignal<bool>,
    error: RwSignal<Option<ApiError>>,
}

impl History {
    fn new(store: ConversationStore, id: ConversationId, scroller: Scroller) -> Self {
        let (is_loading, error) = (RwSignal::new(false), RwSignal::new(None));
        Self { store, id, scroller, is_loading, error }
    }

    fn load_if_near(self) {
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

#[component]
fn Older(history: History) -> impl IntoView {
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

/// Whether the reader is at the end, and what came since they left it.
#[derive(Clone, Copy)]
struct Place {
    scroller: Scroller,
    is_away: RwSignal<bool>,
    seen_seq: RwSignal<i64>,
    new_count: Memo<usize>,
    store: ConversationStore,
    id: ConversationId,
}

impl Place {
    fn new(store: ConversationStore, id: ConversationId, me: UserId, scroller: Scroller) -> Self {
        let (is_away, seen_seq) = (RwSignal::new(false), RwSignal::new(0));
        let new_count = Memo::new(move |_| {
            let seen = seen_seq.get();
            store.with_thread(id, |thread| thread.count_after(seen, me)).unwrap_or_default()
        });
        Self { scroller, is_away, seen_seq, new_count, store, id }
    }

    fn moved(self) {
        let is_away = !self.scroller.is_at_end();
        let was_away = self.is_away.get_untracked();
        let last = untrack(|| self.store.with_thread(self.id, ThreadState::last_seq));
        if !is_away || !was_away {
            self.seen_seq.set(last.flatten().unwrap_or_default());
        }
        if is_away != was_away {
            self.is_away.set(is_away);
        }
    }
}

#[component]
fn JumpToLatest(place: Place) -> impl IntoView {
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
                    on:click=move |_| place.scroller.to_end()
                >
                    <Icon symbol=Symbol::Down />
                    {label}
                </button>
            }
        })
    }
}

/// Looks several times a second what is in view, and tells the server what was there long enough.
fn mark_what_is_read(
    store: ConversationStore,
    id: ConversationId,
    me: UserId,
    reading: Reading,
    scroller: Scroller,
) {
    let connection = use_connection();
    let reading = StoredValue::new(reading);
    let look = move || {
        let newest = is_looked_at().then(|| scroller.newest_in_view()).flatten();
        let newest = newest.and_then(|seq| {
            untrack(|| store.with_thread(id, |thread| thread.last_of_others(seq, me))).flatten()
        });
        let before = reading.with_value(Reading::read_seq);
        let due = reading.try_update_value(|reading| reading.look(newest, now())).flatten();
        if let Some(up_to_seq) = due {
            let answer = connection.request(&MarkRead { conversation_id: id, up_to_seq });
            spawn_local(async move {
                if answer.await.is_err() {
                    reading.try_update_value(|reading| reading.not_sent(before));
                }
            });
        }
    };
    let timer = StoredValue::new(None::<IntervalHandle>);
    Effect::new(move || timer.set_value(set_interval_with_handle(look, LOOK).ok()));
    on_cleanup(move || {
        if let Some(timer) = timer.try_get_value().flatten() {
            timer.clear();
        }
    });
}
