//! A server that keeps the rules, in two flavours, and asserts that the client keeps them.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::json;

use super::World;
use super::network::closed;
use crate::engine::{LinkId, Signal};
use crate::packet::payload::{self, Frame};
use crate::packet::socket::{Kind, Packet};

const BEAT: Duration = Duration::from_secs(25);
const PATIENCE: Duration = Duration::from_secs(20);

/// How servers differ around the move to a WebSocket.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Flavour {
    /// As the official one: long-polling goes on until the move, and survives its failure.
    Patient,
    /// As engineioxide: once a WebSocket is there every GET is answered with nothing, and a failed move is the end.
    Strict,
}

/// One connection.
struct Conn {
    carrier: Option<LinkId>,
    get: Option<LinkId>,
    upgrade: Option<LinkId>,
    is_probed: bool,
    outbox: Vec<Frame>,
    beat_at: Duration,
    pinged_at: Option<Duration>,
    talk: Option<usize>,
}

/// What was said on one connection.
#[derive(Default)]
pub(super) struct Talk {
    pub(super) heard: u64,
    pub(super) told: u64,
}

pub(super) struct Server {
    flavour: Flavour,
    conns: BTreeMap<String, Conn>,
    talks: Vec<Talk>,
    next_sid: u64,
}

impl Server {
    pub(super) fn new(flavour: Flavour) -> Self {
        Self { flavour, conns: BTreeMap::new(), talks: Vec::new(), next_sid: 0 }
    }

    pub(super) fn talk(&self, number: usize) -> &Talk {
        &self.talks[number]
    }

    pub(super) fn next_beat(&self) -> Option<Duration> {
        self.conns.values().map(Conn::due).min()
    }

    fn open(&mut self, carrier: Option<LinkId>, now: Duration) -> (String, Frame) {
        self.next_sid += 1;
        let sid = format!("e{}", self.next_sid);
        let conn = Conn {
            carrier,
            get: None,
            upgrade: None,
            is_probed: false,
            outbox: Vec::new(),
            beat_at: now + BEAT,
            pinged_at: None,
            talk: None,
        };
        self.conns.insert(sid.clone(), conn);
        let upgrades = if carrier.is_none() { vec!["websocket"] } else { vec![] };
        let open = json!({
            "sid": sid, "upgrades": upgrades, "pingInterval": 25_000, "pingTimeout": 20_000,
            "maxPayload": 200,
        });
        (sid, Frame::Text(format!("0{open}")))
    }

    fn sid_of(&self, link: LinkId) -> Option<String> {
        let is_its = |conn: &Conn| [conn.carrier, conn.get, conn.upgrade].contains(&Some(link));
        self.conns.iter().find(|(_, conn)| is_its(conn)).map(|(sid, _)| sid.clone())
    }
}

impl Conn {
    fn due(&self) -> Duration {
        self.pinged_at.map_or(self.beat_at, |at| at + PATIENCE)
    }
}

impl World {
    pub(super) fn server_opened(&mut self, link: LinkId, sid: Option<String>) {
        let Some(sid) = sid else {
            self.down(link, Signal::Opened);
            let (_, open) = self.server.open(Some(link), self.now);
            return self.down(link, Signal::Frame(open));
        };
        let is_strict = self.server.flavour == Flavour::Strict;
        match self.server.conns.get_mut(&sid) {
            Some(conn) if conn.carrier.is_none() && conn.upgrade.is_none() => {
                conn.upgrade = Some(link);
                conn.is_probed = false;
                if is_strict {
                    conn.outbox.push(Frame::Text("6".to_owned()));
                }
                self.down(link, Signal::Opened);
                self.flush(&sid);
            }
            _ => self.down(link, closed("status 400")),
        }
    }

    pub(super) fn server_frame(&mut self, link: LinkId, frame: Frame) {
        let Some(sid) = self.server.sid_of(link) else { return };
        let Some(conn) = self.server.conns.get_mut(&sid) else { return };
        if conn.carrier == Some(link) {
            return self.server_packet(&sid, &frame);
        }
        match frame {
            Frame::Text(text) if text == "2probe" => {
                conn.is_probed = true;
                self.down(link, Signal::Frame(Frame::Text("3probe".to_owned())));
                self.flush(&sid);
            }
            Frame::Text(text) if text == "5" => {
                assert!(conn.get.is_none(), "whoever moves has nothing under way any more");
                (conn.carrier, conn.upgrade) = (Some(link), None);
                self.flush(&sid);
            }
            other => panic!("not said before the move: {other:?}"),
        }
    }

    pub(super) fn server_get(&mut self, link: LinkId, sid: Option<&str>) {
        let Some(sid) = sid else {
            let (_, open) = self.server.open(None, self.now);
            return self.down(link, Signal::Got(payload::encode(&[open])));
        };
        let is_strict = self.server.flavour == Flavour::Strict;
        match self.server.conns.get_mut(sid) {
            Some(conn) if conn.carrier.is_none() => {
                assert!(conn.get.is_none_or(|other| other == link), "a link for each connection");
                if is_strict && conn.upgrade.is_some() {
                    return self.down(link, Signal::Got("6".to_owned()));
                }
                conn.get = Some(link);
                self.flush(sid);
            }
            Some(_) => panic!("a GET after the move"),
            None => self.down(link, closed("status 400")),
        }
    }

    pub(super) fn server_post(&mut self, link: LinkId, sid: &str, frames: Vec<Frame>) {
        assert!(frames.len() == 1 || payload::encode(&frames).len() <= 200, "within the limit");
        match self.server.conns.get(sid) {
            Some(conn) => assert!(conn.carrier.is_none(), "a POST after the move"),
            None => return self.down(link, closed("status 400")),
        }
        for frame in frames {
            self.server_packet(sid, &frame);
        }
        self.down(link, Signal::Posted);
    }

    pub(super) fn server_gone(&mut self, link: LinkId) {
        let Some(sid) = self.server.sid_of(link) else { return };
        let is_strict = self.server.flavour == Flavour::Strict;
        let Some(conn) = self.server.conns.get_mut(&sid) else { return };
        if conn.upgrade == Some(link) && !is_strict {
            conn.upgrade = None;
            conn.is_probed = false;
        } else {
            self.end(&sid);
        }
    }

    fn server_packet(&mut self, sid: &str, frame: &Frame) {
        let Some(conn) = self.server.conns.get_mut(sid) else { return };
        let Frame::Text(text) = frame else { panic!("nobody says bytes here") };
        match text.as_str() {
            "1" => self.end(sid),
            "3" => {
                conn.pinged_at = None;
                conn.beat_at = self.now + BEAT;
            }
            message => self.server_message(sid, &message[1..]),
        }
    }

    fn server_message(&mut self, sid: &str, text: &str) {
        let packet = Packet::decode(text).expect("a packet");
        let talk = self.server.conns.get(sid).and_then(|conn| conn.talk);
        if packet.namespace != "/" {
            return self.tell(sid, format!(r#"44{},{{"message":"unknown"}}"#, packet.namespace));
        }
        match packet.kind {
            Kind::Connect(_) => {
                assert!(talk.is_none(), "asked once");
                let number = self.server.talks.len();
                self.server.talks.push(Talk::default());
                if let Some(conn) = self.server.conns.get_mut(sid) {
                    conn.talk = Some(number);
                }
                self.tell(sid, format!(r#"40{{"sid":"{number}"}}"#));
            }
            Kind::Disconnect => {}
            Kind::Event { id: Some(id), args, .. } => {
                self.tell(sid, format!("43{id}[{}]", args[0]));
            }
            Kind::Event { args, .. } => {
                let talk = &mut self.server.talks[talk.expect("nothing is said before joining")];
                assert_eq!(args[0], talk.heard, "heard in order, once, with none left out");
                talk.heard += 1;
            }
            other => panic!("a client never says {other:?}"),
        }
    }

    /// Tells somebody the next number.
    pub(super) fn server_speaks(&mut self) {
        let joined = self
            .server
            .conns
            .iter()
            .filter_map(|(sid, conn)| conn.talk.map(|talk| (sid.clone(), talk)));
        for (sid, talk) in joined.collect::<Vec<_>>() {
            let number = self.server.talks[talk].told;
            self.server.talks[talk].told += 1;
            self.tell(&sid, format!(r#"42["told",{number}]"#));
        }
    }

    fn tell(&mut self, sid: &str, text: String) {
        if let Some(conn) = self.server.conns.get_mut(sid) {
            conn.outbox.push(Frame::Text(text));
        }
        self.flush(sid);
    }

    fn flush(&mut self, sid: &str) {
        let is_strict = self.server.flavour == Flavour::Strict;
        let Some(conn) = self.server.conns.get_mut(sid) else { return };
        if let Some(link) = conn.carrier {
            for frame in std::mem::take(&mut conn.outbox) {
                // A noop that no GET has fetched is of no use here.
                if frame != Frame::Text("6".to_owned()) {
                    self.down(link, Signal::Frame(frame));
                }
            }
            return;
        }
        if conn.is_probed && !is_strict && conn.get.is_some() && conn.outbox.is_empty() {
            conn.outbox.push(Frame::Text("6".to_owned()));
        }
        if !conn.outbox.is_empty()
            && let Some(link) = conn.get.take()
        {
            let frames = std::mem::take(&mut conn.outbox);
            self.down(link, Signal::Got(payload::encode(&frames)));
        }
    }

    pub(super) fn server_beats(&mut self) {
        let due = self.server.conns.iter().find(|(_, conn)| conn.due() <= self.now);
        let Some(sid) = due.map(|(sid, _)| sid.clone()) else { return };
        match self.server.conns.get_mut(&sid) {
            Some(conn) if conn.pinged_at.is_none() => {
                conn.pinged_at = Some(self.now);
                self.tell(&sid, "2".to_owned());
            }
            _ => self.end(&sid),
        }
    }

    pub(super) fn server_restarts(&mut self) {
        for sid in self.server.conns.keys().cloned().collect::<Vec<_>>() {
            self.end(&sid);
        }
    }

    fn end(&mut self, sid: &str) {
        let Some(conn) = self.server.conns.remove(sid) else { return };
        for link in [conn.carrier, conn.upgrade].into_iter().flatten() {
            self.down(link, Signal::Closed(None));
        }
        if let Some(link) = conn.get.filter(|link| self.is_polling(*link)) {
            let body = if self.chance.bool() { "1" } else { "" };
            self.down(link, Signal::Got(body.to_owned()));
        }
    }
}
