//! Making a line bad on purpose, for tests and experiments: a layer between the driver and its transports.

use std::collections::VecDeque;
use std::time::Duration;

use crate::engine::{LinkId, Signal, Work};
use crate::packet::payload::Frame;

/// How bad a line is; see [`Client::set_faults`](crate::Client::set_faults). The default is good.
///
/// Loss, doubling and garbling are done to what comes from the server, to messages only: without the
/// transport's own packets there would be no line at all.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Faults {
    /// So late everything comes and goes.
    pub delay: Duration,
    /// This part of the messages is lost, from 0 to 1.
    pub loss: f64,
    /// This part of them comes twice.
    pub duplicate: f64,
    /// This part of them is cut in the middle.
    pub garble: f64,
    /// Nothing goes out any more: what is said is lost, what is heard still comes. A line half open.
    pub is_mute: bool,
    /// Nothing passes any more, either way, and nobody notices; all of it passes once this ends. A sleep.
    pub is_frozen: bool,
    /// Between two looks at what has come: a reader that cannot keep up. Over long-polling the server sees
    /// it; over a WebSocket a browser reads on by itself, and only the application is late.
    pub read_every: Duration,
}

/// Between two packets of one HTTP body.
const SEPARATOR: char = '\u{1e}';
/// In front of a message of the engine.
const MESSAGE: char = '4';
const NOOP: &str = "6";

/// What is held back, in order, each way.
pub(crate) struct Faulty {
    faults: Faults,
    jitter: Box<dyn FnMut() -> f64 + Send>,
    incoming: VecDeque<(Duration, LinkId, Signal)>,
    outgoing: VecDeque<(Duration, LinkId, Work)>,
    read_at: Duration,
}

impl Faulty {
    pub(crate) fn new(jitter: Box<dyn FnMut() -> f64 + Send>) -> Self {
        Self {
            faults: Faults::default(),
            jitter,
            incoming: VecDeque::new(),
            outgoing: VecDeque::new(),
            read_at: Duration::ZERO,
        }
    }

    pub(crate) fn set(&mut self, faults: Faults) {
        self.faults = faults;
    }

    /// Something came. It is taken in by [`Faulty::heard`].
    pub(crate) fn hear(&mut self, link: LinkId, signal: Signal, now: Duration) {
        let due = now.saturating_add(self.faults.delay);
        for signal in self.spoil(signal) {
            self.incoming.push_back((due, link, signal));
        }
    }

    /// What is to be taken in now.
    pub(crate) fn heard(&mut self, now: Duration) -> Option<(LinkId, Signal)> {
        let (due, ..) = self.incoming.front()?;
        if self.faults.is_frozen || now < (*due).max(self.read_at) {
            return None;
        }
        self.read_at = now.saturating_add(self.faults.read_every);
        self.incoming.pop_front().map(|(_, link, signal)| (link, signal))
    }

    /// Something is to go out. It goes by [`Faulty::said`].
    pub(crate) fn say(&mut self, link: LinkId, work: Work, now: Duration) {
        if !(self.faults.is_mute && is_message(&work)) {
            let due = now.saturating_add(self.faults.delay);
            self.outgoing.push_back((due, link, work));
        }
    }

    /// What is to go out now.
    pub(crate) fn said(&mut self, now: Duration) -> Option<(LinkId, Work)> {
        let (due, ..) = self.outgoing.front()?;
        if self.faults.is_frozen || now < *due {
            return None;
        }
        self.outgoing.pop_front().map(|(_, link, work)| (link, work))
    }

    /// When something is due; nothing while the line is frozen.
    pub(crate) fn deadline(&self) -> Option<Duration> {
        if self.faults.is_frozen {
            return None;
        }
        let incoming = self.incoming.front().map(|(due, ..)| (*due).max(self.read_at));
        let outgoing = self.outgoing.front().map(|(due, ..)| *due);
        incoming.into_iter().chain(outgoing).min()
    }

    /// Whether nothing is held back.
    pub(crate) fn is_idle(&self) -> bool {
        self.outgoing.is_empty()
    }

    /// A link is no more; what it had to say is not heard.
    pub(crate) fn forget(&mut self, link: LinkId) {
        self.incoming.retain(|(_, known, _)| *known != link);
        self.outgoing.retain(|(_, known, _)| *known != link);
    }

    fn spoil(&mut self, signal: Signal) -> Vec<Signal> {
        match signal {
            Signal::Frame(Frame::Text(text)) => self
                .spoil_packet(text)
                .into_iter()
                .map(|it| Signal::Frame(Frame::Text(it)))
                .collect(),
            Signal::Got(body) => {
                let packets: Vec<String> = body
                    .split(SEPARATOR)
                    .flat_map(|packet| self.spoil_packet(packet.to_owned()))
                    .collect();
                // The request was answered, if only with nothing.
                let is_empty = packets.is_empty();
                let body = packets.join(&SEPARATOR.to_string());
                vec![Signal::Got(if is_empty { NOOP.to_owned() } else { body })]
            }
            other => vec![other],
        }
    }

    fn spoil_packet(&mut self, packet: String) -> Vec<String> {
        let Faults { loss, duplicate, garble, .. } = self.faults;
        // Only events: without CONNECT and its answer, nothing could be tried out.
        let is_event = packet.starts_with(MESSAGE) && packet[1..].starts_with(['2', '5']);
        if !is_event || self.happens(loss) {
            return if is_event { Vec::new() } else { vec![packet] };
        }
        if self.happens(garble) {
            let end = packet.char_indices().nth(packet.chars().count() / 2).map_or(1, |(at, _)| at);
            return vec![packet[..end].to_owned()];
        }
        if self.happens(duplicate) {
            return vec![packet.clone(), packet];
        }
        vec![packet]
    }

    fn happens(&mut self, part: f64) -> bool {
        part > 0.0 && (self.jitter)() < part
    }
}

fn is_message(work: &Work) -> bool {
    match work {
        Work::Frame(_) | Work::Post { .. } => true,
        Work::Get { .. } => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINK: LinkId = LinkId(1);

    fn faulty(faults: Faults) -> Faulty {
        let mut line = Faulty::new(Box::new(|| 0.5));
        line.set(faults);
        line
    }

    fn frame(text: &str) -> Signal {
        Signal::Frame(Frame::Text(text.to_owned()))
    }

    fn all(faulty: &mut Faulty, now: Duration) -> Vec<Signal> {
        std::iter::from_fn(|| faulty.heard(now)).map(|(_, signal)| signal).collect()
    }

    #[test]
    fn a_good_line_changes_nothing() {
        let mut line = faulty(Faults::default());
        line.hear(LINK, frame("42[\"a\"]"), Duration::ZERO);
        line.hear(LINK, Signal::Got("2\u{1e}42[\"b\"]".to_owned()), Duration::ZERO);
        let heard = all(&mut line, Duration::ZERO);
        assert_eq!(heard, [frame("42[\"a\"]"), Signal::Got("2\u{1e}42[\"b\"]".to_owned())]);
        assert_eq!(line.deadline(), None);
    }

    #[test]
    fn events_are_lost_doubled_or_cut_and_the_transports_own_packets_are_not() {
        let heard = |faults: Faults, text: &str| {
            let mut line = faulty(faults);
            line.hear(LINK, frame(text), Duration::ZERO);
            all(&mut line, Duration::ZERO)
        };
        let always = |part: f64| Faults { loss: part, ..Faults::default() };
        assert_eq!(heard(always(1.0), "42[\"a\"]"), []);
        for packet in ["0{}", "2", "40{\"sid\":\"x\"}", "430[{}]"] {
            assert_eq!(heard(always(1.0), packet), [frame(packet)], "{packet}");
        }
        assert_eq!(heard(always(0.4), "42[\"a\"]").len(), 1, "the die says one half");
        let twice = Faults { duplicate: 1.0, ..Faults::default() };
        assert_eq!(heard(twice, "42[\"a\"]").len(), 2);
        let cut = Faults { garble: 1.0, ..Faults::default() };
        assert_eq!(heard(cut, "42[\"ab\"]"), [frame("42[\"")]);
    }

    #[test]
    fn a_polling_request_is_answered_even_if_everything_in_it_is_lost() {
        let mut line = faulty(Faults { loss: 1.0, ..Faults::default() });
        line.hear(LINK, Signal::Got("42[\"a\"]\u{1e}42[\"b\"]".to_owned()), Duration::ZERO);
        assert_eq!(all(&mut line, Duration::ZERO), [Signal::Got("6".to_owned())]);
    }

    #[test]
    fn what_is_late_comes_in_order_and_when_it_is_due() {
        let (delay, step) = (Duration::from_millis(100), Duration::from_millis(40));
        let mut line = faulty(Faults { delay, read_every: step, ..Faults::default() });
        line.hear(LINK, frame("42[\"a\"]"), Duration::ZERO);
        line.hear(LINK, frame("42[\"b\"]"), Duration::ZERO);
        assert_eq!(line.deadline(), Some(delay));
        assert_eq!(all(&mut line, delay), [frame("42[\"a\"]")]);
        assert_eq!(line.deadline(), Some(delay + step), "the reader is slow");
        assert_eq!(all(&mut line, delay + step), [frame("42[\"b\"]")]);
    }

    #[test]
    fn a_frozen_line_keeps_everything_and_a_mute_one_says_nothing() {
        let mut line = faulty(Faults { is_frozen: true, ..Faults::default() });
        line.hear(LINK, frame("42[\"a\"]"), Duration::ZERO);
        line.say(LINK, Work::Frame(Frame::Text("2".to_owned())), Duration::ZERO);
        assert_eq!((line.heard(Duration::MAX), line.said(Duration::MAX)), (None, None));
        assert_eq!(line.deadline(), None);
        line.set(Faults { is_mute: true, ..Faults::default() });
        line.say(LINK, Work::Frame(Frame::Text("3".to_owned())), Duration::ZERO);
        assert!(line.heard(Duration::ZERO).is_some());
        let said: Vec<_> = std::iter::from_fn(|| line.said(Duration::ZERO)).collect();
        assert_eq!(said.len(), 1, "what was said before, and nothing since");
    }
}
