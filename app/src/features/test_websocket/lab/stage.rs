//! Plays a scenario in this page: the runner's orders become lines of simulated people.

use super::{
    super::http::ask,
    bench::{close_sandbox, open_sandbox},
};
use crate::connection::{Line, LineEvent, LineFaults, LineState as State, Setup, now};
use futures_channel::mpsc;
use futures_util::StreamExt;
use leptos::{prelude::*, task::spawn_local};
use protocol::{Timestamp, test_websocket::Sandbox};
use scenario::{
    Cast, Input, LineAct, LineState, Order, Runner, Scenario, StepReport, Transports, Verdict,
};
use serde_json::Value;
use std::{collections::HashMap, time::Duration};
use uuid::Uuid;

/// Plays it in a sandbox of its own and tells of every change; in the end, what failed.
pub(super) async fn play(scenario: Scenario, tell: impl Fn(&[StepReport])) -> Result<(), String> {
    let sandbox = open_sandbox(scenario.people()).await?;
    let id = sandbox.id;
    let result = Stage::new(sandbox).play(scenario, tell).await;
    close_sandbox(id).await;
    result
}

struct Stage {
    sandbox: Sandbox,
    lines: HashMap<String, Line>,
    inputs: mpsc::UnboundedSender<Input>,
    inbox: mpsc::UnboundedReceiver<Input>,
    start: Timestamp,
    /// When somebody will look at the time.
    alarm: Option<Duration>,
}

impl Stage {
    fn new(sandbox: Sandbox) -> Self {
        let (inputs, inbox) = mpsc::unbounded();
        Self { sandbox, lines: HashMap::new(), inputs, inbox, start: now(), alarm: None }
    }

    async fn play(
        mut self,
        scenario: Scenario,
        tell: impl Fn(&[StepReport]),
    ) -> Result<(), String> {
        let cast = Cast::of(&self.sandbox, Uuid::now_v7());
        let mut runner = Runner::new(scenario, &cast, Duration::ZERO);
        while runner.verdict() == Verdict::Running {
            while let Some(order) = runner.next_order() {
                self.carry_out(order);
            }
            tell(runner.reports());
            self.set_alarm(runner.deadline().unwrap_or_default());
            let input = self.inbox.next().await.unwrap_or(Input::Tick);
            runner.handle(input, now().since(self.start));
        }
        tell(runner.reports());
        self.lines.values().for_each(Line::disconnect);
        runner.failure().map_or(Ok(()), Err)
    }

    fn set_alarm(&mut self, deadline: Duration) {
        let elapsed = now().since(self.start);
        if self.alarm.is_none_or(|alarm| alarm <= elapsed || deadline < alarm) {
            self.alarm = Some(deadline);
            let inputs = self.inputs.clone();
            // A little late, so that it is due by then.
            let wait = deadline.saturating_sub(elapsed) + Duration::from_millis(5);
            set_timeout(move || drop(inputs.unbounded_send(Input::Tick)), wait);
        }
    }

    fn carry_out(&mut self, order: Order) {
        match order {
            Order::Open { socket, person, transports } => {
                let line = self.open(&socket, person.0, transports);
                self.lines.insert(socket, line);
            }
            Order::Line { socket, act } => self.act_on_line(&socket, act),
            Order::Fault { socket, faults } => {
                self.lines[&socket].set_faults(faults.into());
            }
            Order::Send { socket, id, command, payload } => {
                let answer = self.lines[&socket].request(&command, &payload);
                let inputs = self.inputs.clone();
                spawn_local(async move {
                    let answer = answer.await.map_err(|error| error.to_string());
                    // The scenario may be over.
                    drop(inputs.unbounded_send(Input::Answer { id, answer }));
                });
            }
            Order::Act(act) => {
                let (inputs, id) = (self.inputs.clone(), self.sandbox.id);
                spawn_local(async move {
                    let path = format!("/api/test/sandboxes/{id}/acts");
                    let done = ask::<()>("POST", &path, Some(&act)).await;
                    drop(inputs.unbounded_send(Input::Acted(done)));
                });
            }
        }
    }

    fn open(&self, socket: &str, person: usize, transports: Transports) -> Line {
        let token = self.sandbox.people.get(person).map(|person| person.token.clone());
        let (name, inputs) = (socket.to_owned(), self.inputs.clone());
        Line::open(Setup { transports, token, user_id: None }, move |event| {
            if let Some(input) = input(&name, event) {
                drop(inputs.unbounded_send(input));
            }
        })
    }

    fn act_on_line(&self, socket: &str, act: LineAct) {
        let line = &self.lines[socket];
        match act {
            LineAct::Connect => line.connect_again(),
            LineAct::Leave => line.disconnect(),
            LineAct::Cut => line.cut(),
            LineAct::Freeze => {
                line.set_faults(LineFaults { is_frozen: true, ..LineFaults::default() });
            }
            LineAct::Thaw => line.set_faults(LineFaults::default()),
        }
    }
}

fn input(name: &str, event: LineEvent) -> Option<Input> {
    let socket = name.to_owned();
    Some(match event {
        LineEvent::Connected(..) => Input::Line { socket, state: LineState::Connected },
        LineEvent::State(State::Refused) => Input::Line { socket, state: LineState::Refused },
        LineEvent::Ended(_) | LineEvent::State(State::Closed) => {
            Input::Line { socket, state: LineState::Disconnected }
        }
        LineEvent::Event(name, payload) => {
            let payload: Value = payload;
            Input::Event { socket, name, payload }
        }
        _ => return None,
    })
}
