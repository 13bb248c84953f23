//! The sandbox that is open, and the lines of its people.

use super::{super::http::ask, socket::SimSocket};
use crate::{
    components::{ToastQueue, Tone},
    connection::Setup,
};
use leptos::{prelude::*, task::spawn_local};
use protocol::test_websocket::{OpenSandbox, Sandbox};
use uuid::Uuid;

/// What is on the bench.
#[derive(Clone, Copy)]
pub(super) struct Bench {
    sandbox: RwSignal<Option<Sandbox>>,
    pub(super) sockets: RwSignal<Vec<SimSocket>>,
    pub(super) is_busy: RwSignal<bool>,
    toasts: ToastQueue,
}

impl Bench {
    pub(super) fn new(toasts: ToastQueue) -> Self {
        Self {
            sandbox: RwSignal::new(None),
            sockets: RwSignal::default(),
            is_busy: RwSignal::new(false),
            toasts,
        }
    }

    pub(super) fn is_open(self) -> bool {
        self.sandbox.with(Option::is_some)
    }

    /// Something of the sandbox; nothing when none is open.
    pub(super) fn of<T>(self, read: impl FnOnce(&Sandbox) -> T) -> Option<T> {
        self.sandbox.try_with_untracked(|sandbox| sandbox.as_ref().map(read)).flatten()
    }

    pub(super) async fn open(self, people: usize) {
        self.is_busy.set(true);
        let opened = open_sandbox(people).await;
        self.is_busy.try_set(false);
        match opened {
            Ok(sandbox) => {
                let socket =
                    |(number, person): (usize, &protocol::test_websocket::SimulatedUser)| {
                        let setup = Setup { token: Some(person.token.clone()), ..Setup::default() };
                        SimSocket::open(number, person.user.name.clone(), setup)
                    };
                let sockets: Vec<_> = sandbox.people.iter().enumerate().map(socket).collect();
                self.sockets.try_set(sockets);
                self.sandbox.try_set(Some(sandbox));
            }
            Err(error) => self.toasts.show(Tone::Trouble, error),
        }
    }

    /// Closes the lines and the sandbox.
    pub(super) fn clear(self) {
        let sockets = self.sockets.try_update(std::mem::take).unwrap_or_default();
        sockets.into_iter().for_each(SimSocket::close);
        let sandbox = self.sandbox.try_update(Option::take).flatten();
        if let Some(sandbox) = sandbox {
            spawn_local(close_sandbox(sandbox.id));
        }
    }
}

pub(super) async fn open_sandbox(people: usize) -> Result<Sandbox, String> {
    ask("POST", "/api/test/sandboxes", Some(&OpenSandbox { people })).await
}

/// It ends by itself when this does not get through.
pub(super) async fn close_sandbox(id: Uuid) {
    let path = format!("/api/test/sandboxes/{id}");
    drop(ask::<()>("DELETE", &path, None::<&()>).await);
}
