//! A step in words, as a person reads it.

use crate::file::{Kind, LineAct, LineState, Step};
use serde_json::Value;
use std::fmt;

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let who = &self.socket;
        match &self.kind {
            Kind::Do { command, answer, times, .. } => {
                write!(f, "{who} sends {command}{}", often(*times))?;
                match answer.pointer("/err/code").and_then(Value::as_str) {
                    Some(code) => write!(f, " and is refused: {code}"),
                    None => Ok(()),
                }
            }
            Kind::Expect { event, times, .. } => write!(f, "{who} hears {event}{}", often(*times)),
            Kind::ExpectNone { event, until, .. } => {
                write!(f, "{who} hears no {event}")?;
                until.as_ref().map_or(Ok(()), |until| write!(f, " before {}", until.event))
            }
            Kind::Forget => write!(f, "{who} forgets what came so far"),
            Kind::WaitFor(LineState::Connected) => write!(f, "{who} is connected"),
            Kind::WaitFor(LineState::Disconnected) => write!(f, "{who} is disconnected"),
            Kind::WaitFor(LineState::Refused) => write!(f, "{who} is refused"),
            Kind::Line(act) => write!(f, "{who}’s line: {}", act.as_str()),
            Kind::Fault(faults) if *faults == crate::Faults::default() => {
                write!(f, "{who}’s line is good again")
            }
            Kind::Fault(_) => write!(f, "{who}’s line is bad"),
            Kind::Act(act) => {
                write!(f, "from outside: {}", act.get("act").and_then(Value::as_str).unwrap_or("?"))
            }
        }
    }
}

impl LineAct {
    /// As files spell it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Connect => "connect",
            Self::Leave => "leave",
            Self::Cut => "cut",
            Self::Freeze => "freeze",
            Self::Thaw => "thaw",
        }
    }
}

fn often(times: u32) -> String {
    if times == 1 { String::new() } else { format!(" {times} ×") }
}
