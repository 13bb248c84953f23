//! Stories about the live layer as files, and the runner that plays them.
//!
//! A [`Scenario`] is read from JSON; what is wrong with it is said with its line. A [`Runner`] plays it without
//! I/O, clock or randomness: [`Order`]s come out, [`Input`]s go in. The test page drives it in a browser, and
//! `server/tests` against the real server; both with people of a sandbox, see
//! [`protocol::test_websocket::Sandbox`].
//!
//! # A file
//!
//! ```json
//! {
//!   "name": "A message and its receipt",
//!   "sockets": ["ada", "bo", "bo/2"],
//!   "steps": [
//!     {"as": "ada", "do": "sendMessage",
//!      "with": {"conversationId": "$conversation", "clientId": "$id:first", "body": "Hello"}},
//!     {"as": "bo", "expect": "newMessage", "where": {"message": {"body": "Hello"}}}
//!   ]
//! }
//! ```
//!
//! A socket is called by its person (`ada bo cleo dan eve finn gus hana`); further ones of the same person have
//! a number behind. Each step has one of these:
//!
//! | Key | What it does | With |
//! |---|---|---|
//! | `do` | sends a command and holds when its acknowledgement fits `answer`, which is any `ok` unless said | `with`, `answer`, `times`, `save` |
//! | `expect` | waits for an event that fits, and takes it from those that came | `where`, `times`, `save` |
//! | `expectNone` | no such event came, up to a sign that came later on the same ordered way: the event `until` names, or else one that the runner asks for | `where`, `until` |
//! | `forget` | drops what came so far, up to such a sign | |
//! | `waitFor` | `connected`, `disconnected` or `refused` | |
//! | `line` | `connect`, `leave`, `cut`, `freeze` (nothing passes any more, either way) or `thaw` | |
//! | `fault` | how bad the line is: `{"delayMs", "loss", "duplicate", "garble"}` | |
//! | `act` | something happens to the sandbox, see [`protocol::test_websocket::SandboxAct`] | |
//!
//! `where` and `answer` are patterns: an object fits one with more fields, everything else must be equal;
//! `"$any"` fits all but nothing, `null` fits nothing. In texts stand `$conversation`, `$room`, `$epoch`,
//! `$board`, `$boardRoom`, a person's id (`$ada`) or room (`$adaRoom`), `$n` (which of several times),
//! `$newId`, `$id:label` (a new id, the same for the same label), and what was `save`d. A step has 15 seconds, or
//! `withinMs`.

mod check;
mod file;
mod pattern;
mod runner;
mod shipped;
mod words;

pub use file::{Faults, Kind, LineAct, LineState, Mistake, Scenario, Step, Transports, Until};
pub use runner::{Cast, Input, Order, Outcome, Person, Runner, StepReport, Verdict};
pub use shipped::SHIPPED;

/// What the people of a sandbox are called in files, in their order.
pub const PEOPLE: [&str; 8] = ["ada", "bo", "cleo", "dan", "eve", "finn", "gus", "hana"];

/// Whose a socket is, as a place in [`PEOPLE`].
pub fn person(socket: &str) -> Option<usize> {
    let name = socket.split_once('/').map_or(socket, |(person, _)| person);
    PEOPLE.iter().position(|known| *known == name)
}
