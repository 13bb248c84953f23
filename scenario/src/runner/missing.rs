//! What a step has waited for in vain.

use super::Runner;
use crate::file::{Kind, LineState, Step};

impl Runner {
    /// What did not come in time.
    pub(super) fn missing(&mut self) -> String {
        let Some(Step { socket, kind, .. }) = self.step().cloned() else {
            return "somebody was not greeted in time".to_owned();
        };
        let Some(hearing) = self.sockets.get(&socket) else {
            return "it took too long".to_owned();
        };
        match kind {
            Kind::Expect { event, pattern, .. } => {
                let pattern = self.names.fill(&pattern);
                match hearing.misfit(&event, &pattern) {
                    Some(why) => format!("no {event} that fits came in time: {why}"),
                    None => format!("no {event} came in time; there was {}", hearing.names()),
                }
            }
            Kind::ExpectNone { .. } | Kind::Forget => {
                format!("the sign did not come in time; there was {}", hearing.names())
            }
            Kind::WaitFor(LineState::Connected) => "it did not connect in time".to_owned(),
            Kind::WaitFor(LineState::Disconnected) => "it did not end in time".to_owned(),
            Kind::WaitFor(LineState::Refused) => "it was not refused in time".to_owned(),
            _ => "there was no answer in time".to_owned(),
        }
    }
}
