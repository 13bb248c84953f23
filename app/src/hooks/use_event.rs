use super::use_connection;
use leptos::prelude::*;
use protocol::ServerEvent;

/// Calls back for every event the server pushes, after the stores have taken it in, for as long as the
/// calling component lives. Durable events come in order and once. For what is shown, read a store
/// instead; this is for what happens once, as a sound or a toast.
///
/// Inert on the server: nothing arrives there.
pub fn use_event(callback: impl Fn(&ServerEvent) + Send + Sync + 'static) {
    let connection = use_connection();
    let id = StoredValue::new(None);
    let callback = std::sync::Arc::new(callback);
    Effect::new(move || {
        let callback = callback.clone();
        id.set_value(Some(connection.listen(move |event| callback(event))));
    });
    on_cleanup(move || {
        if let Some(id) = id.try_get_value().flatten() {
            connection.unlisten(id);
        }
    });
}
