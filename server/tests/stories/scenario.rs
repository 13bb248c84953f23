//! The scenarios that come with the server, played against it by our own client: the same files that run on
//! the test page.

use crate::{app::TestApp, app::User};
use futures::{StreamExt, channel::mpsc, stream};
use protocol::test_websocket::{OpenSandbox, Sandbox};
use reqwest::{RequestBuilder, StatusCode, header};
use scenario::{
    Cast, Faults, Input, LineAct, LineState, Order, Runner, Scenario, Transports, Verdict,
};
use serde_json::Value;
use socketio_client::{Client, ClientEvent, Config, State, connect};
use std::{collections::HashMap, time::Duration};
use tokio::time::{Instant, timeout_at};
use uuid::Uuid;

/// Sandboxes one person may have open.
const AT_ONCE: usize = 4;

#[tokio::test]
async fn every_scenario_holds() {
    play_all(scenario::SHIPPED.iter().map(|(name, text)| (*name, parsed(text))).collect()).await;
}

/// Those that do not say how their sockets connect, where no WebSocket passes. Beside the other pass, because the two
/// mostly wait.
#[tokio::test]
async fn every_scenario_holds_over_long_polling() {
    let all = scenario::SHIPPED.iter().map(|(name, text)| (*name, parsed(text)));
    let left_open = all.filter(|(_, scenario)| scenario.transports == Transports::Auto);
    let polling = |scenario| Scenario { transports: Transports::Polling, ..scenario };
    let polled: Vec<_> = left_open.map(|(name, scenario)| (name, polling(scenario))).collect();
    assert!(polled.len() > scenario::SHIPPED.len() / 2, "most do not say how they connect");
    play_all(polled).await;
}

fn parsed(text: &str) -> Scenario {
    Scenario::parse(text).unwrap_or_else(|mistake| panic!("{mistake}"))
}

async fn play_all(scenarios: Vec<(&str, Scenario)>) {
    let app = TestApp::start_with(&["--presence-leave-ms", "300"]).await;
    let tessa = app.sign_in("tester").await;
    let runs = scenarios.into_iter().map(|(name, scenario)| {
        let (app, tessa) = (&app, &tessa);
        async move { play(app, tessa, scenario).await.map_err(|why| format!("{name}: {why}")) }
    });
    let failures = stream::iter(runs).buffer_unordered(AT_ONCE);
    let failures: Vec<_> = failures.filter_map(async |run| run.err()).collect().await;
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// The one scenario that is not the same over long-polling: the request that would fetch the goodbye is refused.
#[tokio::test]
async fn over_long_polling_a_revoked_session_ends_without_a_word() {
    let app = TestApp::start().await;
    let tessa = app.sign_in("tester").await;
    let text = r#"{"name": "revoked", "transports": "polling", "sockets": ["bo"], "steps": [
        {"act": {"act": "endSession", "userId": "$bo"}},
        {"as": "bo", "waitFor": "disconnected"}, {"as": "bo", "waitFor": "refused"}]}"#;
    assert_eq!(play(&app, &tessa, parsed(text)).await, Ok(()));
}

/// A runner that finds no fault with anything would let everything pass.
#[tokio::test]
async fn a_scenario_that_does_not_hold_says_where() {
    let app = TestApp::start().await;
    let tessa = app.sign_in("tester").await;
    let text = r#"{"name": "wrong", "sockets": ["ada", "bo"], "steps": [
        {"as": "ada", "do": "sendMessage",
         "with": {"conversationId": "$conversation", "clientId": "$newId", "body": "Hello"}},
        {"as": "bo", "expectNone": "newMessage"}]}"#;
    let failure = play(&app, &tessa, parsed(text)).await.expect_err("does not hold");
    assert!(
        failure.starts_with("step 2 (line 4), bo hears no newMessage: there was one"),
        "{failure}"
    );
}

/// Plays one in a sandbox of its own, which is gone afterwards.
async fn play(app: &TestApp, tester: &User, scenario: Scenario) -> Result<(), String> {
    let people = scenario.people();
    let sandbox = open(app, tester, people).await;
    let stage = Stage::new(app, tester, &sandbox);
    let failure = stage.play(scenario).await;
    let gone = app.http.delete(format!("{}/api/test/sandboxes/{}", app.url, sandbox.id));
    let gone = as_user(gone, tester).send().await.expect("answers");
    assert_eq!(gone.status(), StatusCode::NO_CONTENT);
    failure.map_or(Ok(()), Err)
}

pub async fn open(app: &TestApp, tester: &User, people: usize) -> Sandbox {
    open_at(&app.http, &app.url, tester, people).await
}

/// The same at a server of another kind.
pub async fn open_at(http: &reqwest::Client, url: &str, tester: &User, people: usize) -> Sandbox {
    let post = http.post(format!("{url}/api/test/sandboxes"));
    let answer = as_user(post, tester).json(&OpenSandbox { people }).send().await.expect("answers");
    assert_eq!(answer.status(), StatusCode::CREATED);
    answer.json().await.expect("is a sandbox")
}

pub fn as_user(request: RequestBuilder, user: &User) -> RequestBuilder {
    request.header(header::COOKIE, &user.cookie)
}

/// Where a scenario is played: sockets, and the way to the sandbox.
struct Stage<'a> {
    app: &'a TestApp,
    tester: &'a User,
    sandbox: &'a Sandbox,
    sockets: HashMap<String, Client>,
    inputs: mpsc::UnboundedSender<Input>,
    inbox: mpsc::UnboundedReceiver<Input>,
}

impl<'a> Stage<'a> {
    fn new(app: &'a TestApp, tester: &'a User, sandbox: &'a Sandbox) -> Self {
        let (inputs, inbox) = mpsc::unbounded();
        Self { app, tester, sandbox, sockets: HashMap::new(), inputs, inbox }
    }

    /// Gives what failed, if anything did.
    async fn play(mut self, scenario: Scenario) -> Option<String> {
        let start = Instant::now();
        let cast = Cast::of(self.sandbox, Uuid::now_v7());
        let mut runner = Runner::new(scenario, &cast, Duration::ZERO);
        while runner.verdict() == Verdict::Running {
            while let Some(order) = runner.next_order() {
                self.carry_out(order).await;
            }
            let deadline = start + runner.deadline().unwrap_or_default();
            let input = timeout_at(deadline, self.inbox.next()).await;
            let input = input.ok().flatten().unwrap_or(Input::Tick);
            runner.handle(input, start.elapsed());
        }
        runner.failure()
    }

    async fn carry_out(&mut self, order: Order) {
        match order {
            Order::Open { socket, person, transports } => {
                let token = &self.sandbox.people[person.0].token;
                let mut config = Config::new(&self.app.url);
                config.auth = Some(serde_json::json!({ "token": token }));
                config.transports = match transports {
                    Transports::Auto => socketio_client::Transports::WebSocketFirst,
                    Transports::WebSocket => socketio_client::Transports::WebSocketOnly,
                    Transports::Polling => socketio_client::Transports::PollingOnly,
                };
                let (client, events, driver) = connect(config);
                tokio::spawn(driver.run());
                tokio::spawn(report(socket.clone(), events, self.inputs.clone()));
                self.sockets.insert(socket, client);
            }
            Order::Line { socket, act } => Self::act_on_line(&self.sockets[&socket], act),
            Order::Fault { socket, faults } => self.sockets[&socket].set_faults(bad(faults)),
            Order::Send { socket, id, command, payload } => {
                let answer = self.sockets[&socket].request(&command, &payload);
                let inputs = self.inputs.clone();
                tokio::spawn(async move {
                    let answer = answer.await.map_err(|error| error.to_string());
                    // The scenario may be over.
                    drop(inputs.unbounded_send(Input::Answer { id, answer }));
                });
            }
            Order::Act(act) => {
                let done = self.act(&act).await;
                drop(self.inputs.unbounded_send(Input::Acted(done)));
            }
        }
    }

    fn act_on_line(client: &Client, act: LineAct) {
        match act {
            LineAct::Connect => client.connect_again(),
            LineAct::Leave => client.disconnect(),
            LineAct::Cut => client.cut(),
            LineAct::Freeze => client.set_faults(socketio_client::Faults {
                is_frozen: true,
                ..socketio_client::Faults::default()
            }),
            LineAct::Thaw => client.set_faults(socketio_client::Faults::default()),
        }
    }

    async fn act(&self, act: &Value) -> Result<(), String> {
        let url = format!("{}/api/test/sandboxes/{}/acts", self.app.url, self.sandbox.id);
        let answer = as_user(self.app.http.post(url), self.tester).json(act).send().await;
        let answer = answer.expect("answers");
        if answer.status() == StatusCode::NO_CONTENT {
            return Ok(());
        }
        Err(answer.text().await.expect("has a body"))
    }
}

fn bad(faults: Faults) -> socketio_client::Faults {
    socketio_client::Faults {
        delay: Duration::from_millis(u64::from(faults.delay_ms)),
        loss: faults.loss,
        duplicate: faults.duplicate,
        garble: faults.garble,
        ..socketio_client::Faults::default()
    }
}

async fn report(
    socket: String,
    mut events: socketio_client::Events,
    inputs: mpsc::UnboundedSender<Input>,
) {
    while let Some(event) = events.next().await {
        let socket = socket.clone();
        let state = |state| Input::Line { socket: socket.clone(), state };
        let input = match event {
            ClientEvent::Connected { .. } => state(LineState::Connected),
            ClientEvent::Disconnected { .. } => state(LineState::Disconnected),
            ClientEvent::State(State::Refused) => state(LineState::Refused),
            ClientEvent::Event { name, args, .. } => {
                let payload = args.into_iter().next().unwrap_or(Value::Null);
                Input::Event { socket, name, payload }
            }
            _ => continue,
        };
        // The scenario may be over.
        drop(inputs.unbounded_send(input));
    }
}
