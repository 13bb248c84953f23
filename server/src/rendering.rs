//! Whatever renders the same page takes turns.
//!
//! While Leptos renders a page it spawns effects that look into every `<Suspense>` again, on whichever thread is free,
//! and the page's stores are shared between them. Its signals do not wait for each other: one that is read while
//! another thread writes it panics as if it were gone, and the page is never answered. So each request has one
//! [`Turn`], held whenever something of it is polled. Requests do not wait for each other.

use any_spawner::{CustomExecutor, Executor, PinnedFuture, PinnedLocalFuture};
use axum::{body::Body, extract::Request, middleware::Next, response::Response};
use futures::Stream;
use std::{
    cell::RefCell,
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll},
};

thread_local! {
    /// Of the request this thread works for at the moment.
    static CURRENT: RefCell<Option<Turn>> = const { RefCell::new(None) };
}

/// One request's; whoever holds the lock goes on.
#[derive(Clone, Default)]
struct Turn(Arc<Mutex<()>>);

impl Turn {
    /// Runs `work` while nothing else of the same request runs. Must not be nested for one request.
    fn run<T>(&self, work: impl FnOnce() -> T) -> T {
        // Who panicked while holding it has left nothing behind: the lock protects no data of its own.
        let _held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let _entered = Entered(CURRENT.replace(Some(self.clone())));
        work()
    }
}

/// Restores, also after a panic, whom the thread worked for before.
struct Entered(Option<Turn>);

impl Drop for Entered {
    fn drop(&mut self) {
        CURRENT.set(self.0.take());
    }
}

/// A future or a stream that is polled in its request's turn.
struct InTurn<T> {
    turn: Turn,
    inner: Pin<Box<T>>,
}

impl<T> InTurn<T> {
    fn new(turn: Turn, inner: T) -> Self {
        Self { turn, inner: Box::pin(inner) }
    }
}

impl<F: Future> Future for InTurn<F> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        let Self { turn, inner } = &mut *self;
        turn.run(|| inner.as_mut().poll(context))
    }
}

impl<S: Stream> Stream for InTurn<S> {
    type Item = S::Item;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<S::Item>> {
        let Self { turn, inner } = &mut *self;
        turn.run(|| inner.as_mut().poll_next(context))
    }
}

/// Where Leptos spawns: on Tokio, in the turn of the request that spawns.
struct Taking;

impl CustomExecutor for Taking {
    fn spawn(&self, future: PinnedFuture<()>) {
        match CURRENT.with_borrow(Clone::clone) {
            Some(turn) => drop(tokio::spawn(InTurn::new(turn, future))),
            None => drop(tokio::spawn(future)),
        }
    }

    fn spawn_local(&self, future: PinnedLocalFuture<()>) {
        tokio::task::spawn_local(future);
    }

    fn poll_local(&self) {}
}

/// Makes Leptos spawn in turns. Before anything of it runs; later calls change nothing.
pub(crate) fn install_executor() {
    // Several servers may run in one process, as in the tests; the first has installed it for all.
    let _installed_before = Executor::init_custom_executor(Taking);
}

/// A layer for routes that render pages.
pub(crate) async fn take_turns(request: Request, next: Next) -> Response {
    let turn = Turn::default();
    let (head, body) = InTurn::new(turn.clone(), next.run(request)).await.into_parts();
    // The rest of a page is rendered while it is sent.
    Response::from_parts(head, Body::from_stream(InTurn::new(turn, body.into_data_stream())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use leptos::prelude::*;

    const ROUNDS: u32 = 20_000;

    /// Reads and writes a signal as two `<Suspense>`s of one page do.
    async fn use_store(store: ArcRwSignal<u32>) {
        for _ in 0..ROUNDS {
            store.update(|count| *count += 1);
            assert!(store.get_untracked() > 0);
            tokio::task::yield_now().await;
        }
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
    async fn what_one_request_spawns_never_runs_at_the_same_time() {
        let (turn, store) = (Turn::default(), ArcRwSignal::new(0));
        let both =
            (0..4).map(|_| tokio::spawn(InTurn::new(turn.clone(), use_store(store.clone()))));
        for task in both.collect::<Vec<_>>() {
            task.await.expect("nothing panicked");
        }
        assert_eq!(store.get_untracked(), 4 * ROUNDS);
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
    async fn leptos_spawns_in_the_turn_of_the_request() {
        install_executor();
        let (said, heard) = tokio::sync::oneshot::channel();
        let turn = Turn::default();
        turn.run(|| {
            Executor::spawn(async move {
                let is_in_turn = CURRENT.with_borrow(Option::is_some);
                said.send(is_in_turn).expect("somebody listens");
            });
        });
        assert!(heard.await.expect("it ran"));
        assert!(CURRENT.with_borrow(Option::is_none), "the thread is free again");
    }
}
