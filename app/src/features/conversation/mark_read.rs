use super::{
    reading::Reading,
    scrolling::{Scroller, is_looked_at},
};
use crate::{
    connection::now,
    hooks::{use_connection, use_interval},
    stores::conversation::ConversationStore,
};
use leptos::{prelude::*, task::spawn_local};
use protocol::{
    Retry,
    conversation::MarkRead,
    id::{ConversationId, UserId},
};
use std::time::Duration;

/// How often to look what is in view.
const LOOK: Duration = Duration::from_millis(250);

/// Looks several times a second what is in view, and tells the server what was there long enough.
pub(super) fn mark_what_is_read(
    store: ConversationStore,
    id: ConversationId,
    me: UserId,
    reading: Reading,
    scroller: Scroller,
) {
    let connection = use_connection();
    let reading = StoredValue::new(reading);
    let tell = move |decide: &dyn Fn(&mut Reading) -> Option<i64>| {
        let before = reading.with_value(Reading::read_seq);
        let Some(up_to_seq) = reading.try_update_value(decide).flatten() else { return };
        let answer = connection.request(&MarkRead { conversation_id: id, up_to_seq });
        spawn_local(async move {
            // What is refused for good would be refused again.
            if answer.await.is_err_and(|error| error.retry != Retry::Never) {
                reading.try_update_value(|reading| reading.not_sent(before));
            }
        });
    };
    let look = move || {
        let newest = is_looked_at().then(|| scroller.newest_in_view()).flatten();
        let newest = newest.and_then(|seq| {
            store.with_thread_untracked(id, |thread| thread.last_of_others(seq, me)).flatten()
        });
        tell(&|reading| reading.look(newest, now()));
    };
    use_interval(LOOK, look);
    // Within an effect, for on the server nobody leaves.
    Effect::new(move || on_cleanup(move || tell(&Reading::leave)));
}
