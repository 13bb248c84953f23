//! Server-sent events. Only a browser listens.

/// What a line of events says of itself and of the job.
#[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "only a browser listens"))]
pub(super) enum Heard {
    /// It stands.
    Open,
    /// JSON.
    Message(String),
    /// It is gone. The browser tries again by itself, unless this is for good.
    Lost {
        /// Whether somebody has to begin anew.
        is_for_good: bool,
    },
}

/// Drop it to hear no more.
pub(super) type Listening = futures_channel::oneshot::Sender<()>;

#[cfg(feature = "hydrate")]
pub(super) use browser::listen;

#[cfg(not(feature = "hydrate"))]
pub(super) fn listen(_path: &str, _on: impl Fn(Heard) + 'static) -> Option<Listening> {
    None
}

#[cfg(feature = "hydrate")]
mod browser {
    use super::{Heard, Listening};
    use leptos::task::spawn_local;
    use std::rc::Rc;
    use wasm_bindgen::{JsCast, closure::Closure};
    use web_sys::{EventSource, MessageEvent};

    /// `None` where a browser cannot.
    pub(in super::super) fn listen(path: &str, on: impl Fn(Heard) + 'static) -> Option<Listening> {
        let (source, on) = (EventSource::new(path).ok()?, Rc::new(on));
        let said = on.clone();
        let open = Closure::<dyn Fn()>::new(move || said(Heard::Open));
        let said = on.clone();
        let message = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            if let Some(text) = event.data().as_string() {
                said(Heard::Message(text));
            }
        });
        let line = source.clone();
        let lost = Closure::<dyn Fn()>::new(move || {
            on(Heard::Lost { is_for_good: line.ready_state() == EventSource::CLOSED });
        });
        source.set_onopen(Some(open.as_ref().unchecked_ref()));
        source.set_onmessage(Some(message.as_ref().unchecked_ref()));
        source.set_onerror(Some(lost.as_ref().unchecked_ref()));
        let (stop, stopped) = futures_channel::oneshot::channel::<()>();
        spawn_local(async move {
            // Nothing is ever sent: it ends when the other half is dropped.
            let _ended = stopped.await;
            source.set_onopen(None);
            source.set_onmessage(None);
            source.set_onerror(None);
            source.close();
            drop((open, message, lost));
        });
        Some(stop)
    }
}
