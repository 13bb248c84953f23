//! The task that holds the line: carries out what the machine orders.

use super::{
    CallError, EventNames, ExternalId, ExternalProgress, Settings, Update, book::Act,
    calls::KEY_HEADER, machine::Order, monitor::Shared,
};
use futures::{FutureExt, StreamExt};
use serde_json::json;
use socketio_client::{Client, Config, Events, Transports, connect};
use std::{panic::AssertUnwindSafe, sync::Arc, time::Duration};
use tokio::{
    task::JoinSet,
    time::{Instant, sleep_until},
};

/// Longest packet of the service, in bytes.
const MAX_FRAME: usize = 1024 * 1024;
/// Bytes of the service that are read in a second, in the long run: as many reports as the gate lets pass, of 2 KB each.
const BYTES_PER_SECOND: usize = 1024 * 1024;
/// Events of the service that may wait.
const MAY_WAIT: usize = 256;
/// Until the next look when nothing is due.
const LONG: Duration = Duration::from_hours(1);

/// Told whatever watchers are told, to store it. Must not block.
pub trait Keeper: Send + Sync + 'static {
    /// The newest of a job; at most four a second of each, and the last always.
    fn keep(&self, id: &ExternalId, update: &Update);
}

type Answer = (ExternalId, Result<ExternalProgress, CallError>);

pub(super) struct Driver {
    shared: Arc<Shared>,
    names: EventNames,
    client: Client,
    asks: JoinSet<Answer>,
}

/// How the line is opened.
pub(super) fn config(settings: &Settings) -> Config {
    let mut config = Config::new(settings.origin.as_str());
    config.auth = Some(json!({ "apiKey": settings.key.expose() }));
    config.headers.push((KEY_HEADER.to_owned(), settings.key.expose().to_owned()));
    config.transports = Transports::WebSocketFirst;
    config.connect_timeout = settings.timeout;
    config.max_frame_bytes = MAX_FRAME;
    config.waiting_events = MAY_WAIT;
    config.bytes_per_second = BYTES_PER_SECOND;
    let checked = settings.clone();
    config.allow_address =
        Some(Arc::new(move |address| checked.allowed.allows(checked.host(), address)));
    config
}

/// Runs until it is dropped.
pub(super) async fn run(config: Config, names: EventNames, shared: Arc<Shared>) {
    let (client, events, line) = connect(config);
    let driver = Driver { shared, names, client, asks: JoinSet::new() };
    // Within one task, so that the line ends with it.
    tokio::select! {
        () = line.run() => {}
        () = driver.run(events) => {}
    }
}

impl Driver {
    async fn run(mut self, mut events: Events) {
        loop {
            let deadline = self.carry_out_all();
            tokio::select! {
                event = events.next() => match event {
                    Some(event) => {
                        let now = self.shared.now();
                        self.shared.desk().machine.line(event, now);
                    }
                    None => return,
                },
                Some(Ok((id, answer))) = self.asks.join_next() => self.answered(&id, answer),
                () = self.shared.wake.notified() => {}
                () = sleep_until(deadline) => {
                    let now = self.shared.now();
                    self.shared.desk().machine.tick(now);
                }
            }
        }
    }

    /// Does what is to be done, and says when to look again.
    fn carry_out_all(&mut self) -> Instant {
        loop {
            let order = self.shared.desk().machine.next_order();
            let Some(order) = order else { break };
            self.carry_out(order);
        }
        let deadline = self.shared.desk().machine.deadline();
        self.shared.at(deadline.unwrap_or_else(|| self.shared.now().since + LONG))
    }

    fn carry_out(&mut self, order: Order) {
        match order {
            Order::Cut(pause) => {
                // The wait that follows the cut takes its length from this.
                self.client.hold(pause);
                self.client.cut();
            }
            Order::Hold(pause) => self.client.hold(pause),
            Order::Retry => self.client.connect_again(),
            Order::Job(Act::Join(id)) => {
                tracing::info!(job = %id, "price monitor: joining import job");
                self.say(&self.names.join, &id);
            }
            Order::Job(Act::Leave(id)) => {
                tracing::info!(job = %id, "price monitor: clean-up, leaving import job");
                self.say(&self.names.leave, &id);
            }
            Order::Job(Act::Ask(id)) => self.ask(id),
            Order::Job(Act::Tell(id, update)) => self.tell(&id, update),
            Order::Job(Act::Forget(id)) => self.forget(&id),
        }
    }

    /// Whatever cannot be said now is said when there is a line again.
    fn say(&self, event: &str, id: &ExternalId) {
        if let Err(error) = self.client.emit(event, &json!({ "jobId": id })) {
            tracing::debug!(job = %id, %error, event, "price monitor: not said");
        }
    }

    fn ask(&mut self, id: ExternalId) {
        let shared = self.shared.clone();
        self.asks.spawn(async move {
            let answer = ended(shared.call(|calls, now| calls.status(&id, now))).await;
            (id, answer)
        });
    }

    fn answered(&self, id: &ExternalId, answer: Result<ExternalProgress, CallError>) {
        if let Err(error) = &answer {
            tracing::warn!(job = %id, %error, "price monitor: the job's status is not known");
        }
        let now = self.shared.now();
        self.shared.desk().machine.answered(id, answer.ok(), now);
    }

    fn tell(&self, id: &ExternalId, update: Update) {
        let state = update.progress.as_ref().map(|progress| progress.state);
        let percent = update.progress.as_ref().and_then(|progress| progress.progress);
        if update.is_final() {
            tracing::info!(job = %id, ?state, "price monitor: forwarding the end");
        } else {
            let source = update.source;
            tracing::debug!(job = %id, ?state, percent, ?source, "price monitor: forwarding progress");
        }
        if let Some(keeper) = &self.shared.keeper {
            keeper.keep(id, &update);
        }
        if let Some(channel) = self.shared.desk().channels.get(id) {
            channel.send_replace(update);
        }
    }

    /// Somebody may have come again meanwhile.
    fn forget(&self, id: &ExternalId) {
        let channels = &mut self.shared.desk().channels;
        if channels.get(id).is_some_and(|channel| channel.receiver_count() == 0) {
            channels.remove(id);
            tracing::debug!(job = %id, "price monitor: clean-up, job forgotten");
        }
    }
}

/// Whatever becomes of a question is told, or its job would never be asked for again.
async fn ended<T>(question: impl Future<Output = Result<T, CallError>>) -> Result<T, CallError> {
    let ended = AssertUnwindSafe(question).catch_unwind().await;
    ended.unwrap_or(Err(CallError::Unreadable))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_question_that_panics_is_answered_all_the_same() {
        let lost = |_: &ExternalId| -> Result<u8, CallError> { panic!("a mistake of ours") };
        let id = ExternalId::parse("j1").expect("is a name");
        assert_eq!(ended(async { lost(&id) }).await, Err(CallError::Unreadable));
        assert_eq!(ended(async { Ok(7) }).await, Ok(7));
    }
}
