//! Beginning a step, and looking whether it holds.

use super::{Input, Order, Runner};
use crate::{
    file::{Kind, LineAct, Step, Until},
    pattern,
};
use protocol::{Command, Room, command::JoinRoom, id::BoardId};
use serde_json::{Value, json};
use std::time::Duration;

/// The event by which a marker board answers whoever joins its room.
const SIGN: &str = "billboardStatusUpdate";
/// Before a command that came too early is sent again, unless the server says.
const TOO_EARLY_MS: u64 = 100;

/// What the step is waiting for.
#[derive(Debug)]
pub(super) enum Phase {
    /// All sockets to be greeted.
    Connecting,
    /// This answer; so many are to come with it.
    Asking { id: u64, payload: Value, left: u32, answer: Option<Result<Value, String>> },
    /// The time to ask again.
    Pausing { until: Duration, payload: Value, left: u32 },
    /// So many events.
    Hearing { left: u32 },
    /// The sign after which nothing more of before can come.
    Sign,
    /// An event that is on the way anyway.
    Until,
    /// A change of the line.
    Changing,
    /// The end of an act.
    Acting(Option<Result<(), String>>),
    /// Nothing.
    Done,
}

type Look = Option<Result<(), String>>;

impl Runner {
    pub(super) fn take(&mut self, input: Input, now: Duration) {
        match input {
            Input::Line { socket, state } => {
                if let Some(hearing) = self.sockets.get_mut(&socket) {
                    hearing.change(state);
                }
            }
            Input::Event { socket, name, payload } => {
                if let Some(hearing) = self.sockets.get_mut(&socket) {
                    hearing.hear(name, payload);
                }
            }
            Input::Answer { id: answered, answer: came } => match &mut self.phase {
                Phase::Asking { id, answer, .. } if *id == answered => *answer = Some(came),
                _ => {}
            },
            Input::Acted(came) => {
                if let Phase::Acting(acted) = &mut self.phase {
                    *acted = Some(came);
                }
            }
            Input::Tick => {}
        }
        if let Phase::Pausing { until, payload, left } = &self.phase
            && now >= *until
        {
            let (payload, left) = (payload.clone(), *left);
            self.ask(payload, left);
        }
    }

    pub(super) fn step(&self) -> Option<&Step> {
        self.scenario.steps.get(self.at.checked_sub(1)?)
    }

    pub(super) fn begin(&mut self) {
        let Some(Step { socket, kind, .. }) = self.step().cloned() else { return };
        self.phase = match kind {
            Kind::Do { with, times, .. } => {
                self.names.set("n", json!(1));
                let payload = self.names.fill(&with);
                return self.ask(payload, times);
            }
            Kind::Expect { times, .. } => Phase::Hearing { left: times },
            Kind::ExpectNone { until: Some(_), .. } => Phase::Until,
            Kind::ExpectNone { until: None, .. } | Kind::Forget => {
                self.ask_for_sign(socket);
                Phase::Sign
            }
            Kind::WaitFor(_) => Phase::Changing,
            Kind::Line(act) => {
                self.act_on_line(socket, act);
                Phase::Done
            }
            Kind::Fault(faults) => {
                self.orders.push_back(Order::Fault { socket, faults });
                Phase::Done
            }
            Kind::Act(act) => {
                let act = self.names.fill(&act);
                self.orders.push_back(Order::Act(act));
                Phase::Acting(None)
            }
        };
    }

    fn act_on_line(&mut self, socket: String, act: LineAct) {
        match self.sockets.get_mut(&socket) {
            None => self.open(socket),
            Some(hearing) => {
                // Whoever waits for the line waits for what follows from this.
                hearing.forget_changes();
                self.orders.push_back(Order::Line { socket, act });
            }
        }
    }

    fn ask(&mut self, payload: Value, left: u32) {
        let Some(Step { socket, kind: Kind::Do { command, .. }, .. }) = self.step().cloned() else {
            return;
        };
        let id = self.number();
        self.orders.push_back(Order::Send { socket, id, command, payload: payload.clone() });
        self.phase = Phase::Asking { id, payload, left, answer: None };
    }

    fn ask_for_sign(&mut self, socket: String) {
        let id = self.number();
        let board = serde_json::from_value::<BoardId>(self.marker.clone()).ok();
        let room = board.map(|board| Room::Board(board).to_string()).unwrap_or_default();
        let (command, payload) = (JoinRoom::NAME.to_owned(), json!({ "room": room }));
        self.orders.push_back(Order::Send { socket, id, command, payload });
    }

    fn number(&mut self) -> u64 {
        self.next_id += 1;
        self.next_id
    }

    /// Whether the step holds now, or cannot hold any more.
    pub(super) fn look(&mut self, now: Duration) -> Look {
        if self.at == 0 {
            return self.look_for_all();
        }
        let Step { socket, kind, .. } = self.step()?.clone();
        match kind {
            Kind::Do { with, answer, save, times, .. } => {
                let came = match &mut self.phase {
                    Phase::Asking { answer, .. } => answer.take()?,
                    _ => return None,
                };
                self.answered((&with, &answer, &save, times), came, now)
            }
            Kind::Expect { event, pattern, save, .. } => {
                self.look_for_event(&socket, (&event, &pattern), &save)
            }
            Kind::ExpectNone { event, pattern, until } => {
                self.look_for_none(&socket, (&event, &pattern), until)
            }
            Kind::Forget => {
                let place = self.sign(&socket)?;
                let hearing = self.sockets.get_mut(&socket)?;
                hearing.take(place);
                hearing.drop_before(place);
                Some(Ok(()))
            }
            Kind::WaitFor(state) => {
                self.sockets.get_mut(&socket)?.has_become(state).then_some(Ok(()))
            }
            Kind::Line(_) | Kind::Fault(_) => Some(Ok(())),
            Kind::Act(_) => match &mut self.phase {
                Phase::Acting(acted) => acted.take(),
                _ => None,
            },
        }
    }

    /// Everybody was greeted; then the line's beginning is forgotten, so that it is not taken for a return.
    fn look_for_all(&mut self) -> Look {
        let nothing = json!({});
        if self.sockets.values().any(|hearing| hearing.find("hello", &nothing).is_none()) {
            return None;
        }
        self.sockets.values_mut().for_each(super::Hearing::forget_changes);
        Some(Ok(()))
    }

    fn answered(
        &mut self,
        (with, pattern, save, times): (&Value, &Value, &[(String, String)], u32),
        came: Result<Value, String>,
        now: Duration,
    ) -> Look {
        let Phase::Asking { payload, left, .. } = &self.phase else { return None };
        let (payload, left) = (payload.clone(), *left);
        let answer = match came {
            Ok(answer) => answer,
            Err(why) => return Some(Err(why)),
        };
        let is_too_early = answer.pointer("/err/code").is_some_and(|code| code == "rate_limited");
        if is_too_early && pattern.get("err").is_none() {
            let pause = answer.pointer("/err/retryAfterMs").and_then(Value::as_u64);
            let pause = Duration::from_millis(pause.unwrap_or(TOO_EARLY_MS));
            self.phase = Phase::Pausing { until: now.saturating_add(pause), payload, left };
            return None;
        }
        let pattern = self.names.fill(pattern);
        if let Err(why) = pattern::fits(&pattern, &answer) {
            return Some(Err(format!("the answer does not fit: {why}")));
        }
        if let Err(why) = self.keep(save, &answer) {
            return Some(Err(why));
        }
        if left <= 1 {
            return Some(Ok(()));
        }
        self.names.set("n", json!(times - left + 2));
        let payload = self.names.fill(with);
        self.ask(payload, left - 1);
        None
    }

    fn keep(&mut self, save: &[(String, String)], value: &Value) -> Result<(), String> {
        for (name, pointer) in save {
            let found = value.pointer(pointer).ok_or_else(|| format!("there is no {pointer}"))?;
            self.names.set(name, found.clone());
        }
        Ok(())
    }

    fn look_for_event(
        &mut self,
        socket: &str,
        (name, pattern): (&str, &Value),
        save: &[(String, String)],
    ) -> Look {
        let pattern = self.names.fill(pattern);
        let hearing = self.sockets.get_mut(socket)?;
        let payload = hearing.take(hearing.find(name, &pattern)?);
        if let Err(why) = self.keep(save, &payload) {
            return Some(Err(why));
        }
        let Phase::Hearing { left } = &mut self.phase else { return None };
        *left -= 1;
        if *left == 0 { Some(Ok(())) } else { self.look_for_event(socket, (name, &pattern), save) }
    }

    fn look_for_none(
        &mut self,
        socket: &str,
        (name, pattern): (&str, &Value),
        until: Option<Until>,
    ) -> Look {
        let pattern = self.names.fill(pattern);
        let (end, is_own_sign) = match until {
            Some(until) => {
                let wanted = self.names.fill(&until.pattern);
                (self.sockets.get(socket)?.find(&until.event, &wanted)?, false)
            }
            None => (self.sign(socket)?, true),
        };
        let hearing = self.sockets.get_mut(socket)?;
        if is_own_sign {
            hearing.take(end);
        }
        match hearing.find(name, &pattern) {
            Some(place) if place < end => {
                Some(Err(format!("there was one: {}", hearing.take(place))))
            }
            _ => Some(Ok(())),
        }
    }

    fn sign(&self, socket: &str) -> Option<usize> {
        self.sockets.get(socket)?.find(SIGN, &json!({ "boardId": self.marker }))
    }
}
