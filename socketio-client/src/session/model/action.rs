use proptest::prelude::*;

/// One thing that can happen to a session.
#[derive(Debug, Clone)]
pub enum Action {
    /// Time passes, with every deadline kept.
    Advance(u64),
    /// Time passes unnoticed, as in a tab that was asleep.
    Oversleep(u64),
    /// The server does the next right thing: opens, greets, lets in, pings.
    Progress,
    /// The server sends an event with the next number.
    ServerEvent,
    /// The server answers one of the requests it has seen, by position.
    Answer(usize),
    /// The server answers a request that has ended or never was.
    StrayAnswer(u64),
    /// The server sends the head of a packet with attachments.
    BinaryHead(u8),
    /// The server sends a binary frame.
    BinaryFrame,
    /// The server refuses the namespace.
    Refuse,
    /// The server sends the client away.
    SendAway,
    /// The server sends something, right or wrong.
    Noise(String),
    /// The line breaks.
    LineBreaks(bool),
    Emit,
    /// To be tried so often.
    Request(u32),
    /// Somebody doubts the line.
    Probe,
    /// The server answers such a doubt.
    Alive,
    /// Somebody says whether there is a network.
    Online(bool),
    Connect,
    Disconnect,
    Cut,
    RetryNow,
}

/// Frames that are right somewhere, or nearly.
const ALMOST: &[&str] = &[
    "",
    "0",
    "0{}",
    "1",
    "1x",
    "2",
    "3",
    "4",
    "5",
    "6",
    "9",
    "40",
    "40{}",
    "42",
    "42{}",
    "42[1]",
    "43[]",
    "44",
    "451-",
    "4511-[]",
    "42/other,[\"x\"]",
    "41/other,",
    "€",
    "4€",
];

fn noise() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => prop::sample::select(ALMOST).prop_map(str::to_owned),
        1 => "[0-6]{0,3}[\\[\\]{}\",/a-z0-9-]{0,10}",
        1 => ".{0,8}",
    ]
}

fn action() -> impl Strategy<Value = Action> {
    prop_oneof![
        12 => Just(Action::Progress),
        6 => (0..50_000_u64).prop_map(Action::Advance),
        4 => (0..600_u64).prop_map(Action::Advance),
        2 => (0..200_000_u64).prop_map(Action::Oversleep),
        8 => Just(Action::ServerEvent),
        8 => (1..4_u32).prop_map(Action::Request),
        2 => Just(Action::Probe),
        2 => Just(Action::Alive),
        2 => prop::sample::select(vec![true, true, false]).prop_map(Action::Online),
        5 => (0..4_usize).prop_map(Action::Answer),
        2 => (0..40_u64).prop_map(Action::StrayAnswer),
        4 => Just(Action::Emit),
        1 => (0..4_u8).prop_map(Action::BinaryHead),
        2 => Just(Action::BinaryFrame),
        1 => Just(Action::Refuse),
        1 => Just(Action::SendAway),
        2 => noise().prop_map(Action::Noise),
        2 => any::<bool>().prop_map(Action::LineBreaks),
        3 => Just(Action::Connect),
        1 => Just(Action::Disconnect),
        1 => Just(Action::Cut),
        2 => Just(Action::RetryNow),
    ]
}

pub fn actions(most: usize) -> impl Strategy<Value = Vec<Action>> {
    prop::collection::vec(action(), 0..most)
}
