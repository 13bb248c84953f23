//! Whether the line is alive, when there is reason to doubt it.
//!
//! After a sleep or a change of network a line can look alive that is dead; the heartbeat alone would take most
//! of a minute to show it. So something is said that must be answered. Only its answer counts: what else comes
//! may have lain in a buffer since before.

use std::time::Duration;

use super::{Phase, Session};
use crate::config::LivenessProbe;
use crate::engine::LATE;
use crate::message::Body;
use crate::packet::socket::{Kind, Packet};

/// A question on its way.
#[derive(Debug)]
pub(super) struct Liveness {
    pub(super) until: Duration,
    asked: Asked,
}

#[derive(Debug)]
enum Asked {
    Ack(u64),
    Namespace,
}

impl Session {
    pub(super) fn probe(&mut self, limit: Duration, now: Duration) {
        match self.phase {
            Phase::Waiting { .. } => self.retry(now),
            Phase::Connected { .. } if self.liveness.is_none() => {
                self.engine.nudge(now);
                let asked = self.ask(now);
                self.liveness = Some(Liveness { until: now.saturating_add(limit), asked });
            }
            _ => {}
        }
    }

    /// Whether the time for an answer is over. A device that sleeps on gets a moment to read what has come.
    pub(super) fn is_lifeless(&mut self, now: Duration) -> bool {
        match &mut self.liveness {
            Some(liveness) if now.saturating_sub(liveness.until) > LATE => {
                liveness.until = now.saturating_add(LATE);
                false
            }
            Some(liveness) => now >= liveness.until,
            None => false,
        }
    }

    fn ask(&mut self, now: Duration) -> Asked {
        match &self.probe {
            LivenessProbe::Event { name, payload } => {
                let json = serde_json::json!([name, payload]).to_string();
                let ack = self.requests.new_ack();
                self.send_event(Some(ack), Body { json, attachments: Vec::new() }, now);
                Asked::Ack(ack)
            }
            LivenessProbe::Namespace(namespace) => {
                let packet = Packet { namespace, kind: Kind::Connect(None) }.encode();
                self.send_message(&packet, now);
                Asked::Namespace
            }
        }
    }

    /// An acknowledgement that no request waits for.
    pub(super) fn stray_answer(&mut self, ack: u64) {
        if matches!(&self.liveness, Some(Liveness { asked: Asked::Ack(asked), .. }) if *asked == ack)
        {
            self.liveness = None;
        }
    }

    /// A packet of another namespace. Whatever the server says of the one that was asked for is an answer; should
    /// it exist, it is left again.
    pub(super) fn foreign(&mut self, packet: &Packet<'_>, now: Duration) {
        let LivenessProbe::Namespace(namespace) = &self.probe else { return };
        if packet.namespace != namespace {
            return;
        }
        if matches!(packet.kind, Kind::Connect(_)) {
            let leave = Packet { namespace, kind: Kind::Disconnect }.encode();
            self.send_message(&leave, now);
        }
        if matches!(self.liveness, Some(Liveness { asked: Asked::Namespace, .. })) {
            self.liveness = None;
        }
    }
}
