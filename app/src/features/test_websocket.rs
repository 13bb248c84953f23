//! The tester's instrument panel: what the live connection does, and any command by hand.
//!
//! # For browser tests (`data-testid`)
//!
//! | Id | What | Attributes |
//! |---|---|---|
//! | `panel-state` | the line's state | `data-status` |
//! | `panel-connect`, `panel-disconnect`, `panel-cut` | buttons | |
//! | `panel-command`, `panel-payload`, `panel-send` | choose, edit, send | |
//! | `panel-answer` | the last answer, or why nothing was sent | `data-ok` = `true`, `false` |
//! | `panel-conversation` | which conversation the templates name | |
//! | `panel-typing` | typing on and off | `aria-pressed` |
//! | `panel-online-user` | somebody online | `data-id` |
//! | `panel-stream` | a followed stream | `data-name`, `data-seq` |
//! | `panel-room` | a room joined by hand | |
//! | `log-row` | one entry | `data-direction` = `in`, `out`, `ack`, `line`; `data-name` |
//! | `log-json` | its payload, once opened | |
//! | `log-filter`, `log-pause`, `log-clear`, `log-copy` | the log's controls | |

mod api;
mod line_panel;
mod log_panel;
mod people_panel;
mod send_panel;
mod streams_panel;
mod templates;
mod test_websocket_page;
mod typing_toggle;

pub use test_websocket_page::TestWebsocketPage;
