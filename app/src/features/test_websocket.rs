//! The test page: an instrument panel of the live connection, any command by hand, and a lab of simulated people.
//!
//! # For browser tests (`data-testid`)
//!
//! | Id | What | Attributes |
//! |---|---|---|
//! | `pane-switch` | opens and closes a pane | `data-name`, `aria-pressed` |
//! | `pane-connection`, `pane-send`, `pane-log`, `pane-state`, `pane-lab` | the panes | |
//! | `panel-state` | the line's state | `data-status` |
//! | `panel-connect`, `panel-disconnect`, `panel-cut`, `panel-offline`, `panel-sleep`, `panel-transports` | what can be done to the line | |
//! | `panel-transport`, `panel-ladder`, `panel-ping`, `ping-graph`, `panel-in`, `panel-changes` | how it is | |
//! | `doctor`, `doctor-check` | examine the surroundings | `data-state` = `ok`, `failed` |
//! | `panel-conversation`, `panel-command`, `field-…`, `panel-payload`, `panel-send` | choose, edit, send | |
//! | `panel-options`, `option-…`, `panel-size`, `panel-problem`, `copy-rust`, `copy-js` | how it is sent | |
//! | `panel-answer` | the last answer | `data-ok` = `true`, `false` |
//! | `panel-typing` | typing on and off | `aria-pressed` |
//! | `log-row` | one entry in view | `data-direction`, `data-kind`, `data-name`, `data-mark`, `data-answer` |
//! | `log-entry`, `log-json`, `log-answer` | the selected entry | |
//! | `log-filter`, `log-direction`, `log-kind`, `log-pause`, `log-follow`, `log-mask`, `log-clear`, `log-copy`, `log-save` | the log's controls | |
//! | `panel-stream`, `panel-room`, `panel-counter`, `panel-outgoing`, `panel-online-user` | what this tab believes | `data-name`, `data-seq`, `data-differs`, `data-id` |
//! | `room-name`, `room-try`, `room-answer` | may I join? | `data-allowed` |
//! | `lab-number`, `lab-open`, `lab-close`, `lab-column`, `lab-text`, `lab-say`, `lab-join`, `lab-typing`, `lab-cut`, `lab-heard`, `lab-faults`, `fault-…` | simulated people | `data-number`, `data-state`, `data-name` |
//! | `scenario-choice`, `scenario-script`, `scenario-text`, `scenario-file`, `scenario-record`, `scenario-run`, `scenario-run-all` | scenarios | |
//! | `scenario-step`, `scenario-verdict`, `scenario-trouble` | how it went | `data-state` |

mod api;
mod connection;
mod http;
mod inputs;
mod lab;
mod log;
mod panes;
mod send;
mod state;
mod test_websocket_page;

pub(crate) use log::export::save as save_file;
pub use test_websocket_page::TestWebsocketPage;
