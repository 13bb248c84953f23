//! Reading as the page reads: its server functions, over HTTP.

use crate::people::email;
use leptos::server_fn::axum::server_fn_paths;
use marketplace::demo;
use protocol::{
    account::Me,
    conversation::{ConversationSummary, MessagePage, MessageView, Thread, UnreadCount},
    id::ConversationId,
    notification::Bell,
};
use reqwest::{Client, header};
use serde::de::DeserializeOwned;
use serde_json::json;
use std::time::Duration;

/// A signed-in program. What it asks is not answered while there is no server.
#[derive(Clone)]
pub struct Reader {
    http: Client,
    url: String,
    pub email: String,
    pub cookie: String,
    pub me: Me,
}

impl Reader {
    /// Signs in on a new device.
    pub async fn sign_in(port: u16, name: &str) -> Self {
        let http = Client::builder().timeout(Duration::from_secs(10)).build().expect("is built");
        let url = format!("http://127.0.0.1:{port}");
        let input = json!({"email": email(name), "password": demo::PASSWORD});
        let response = http.post(format!("{url}/api/session")).json(&input).send().await;
        let response = response.expect("answers");
        let set = response.headers().get(header::SET_COOKIE).expect("sets a cookie");
        let cookie = set.to_str().unwrap().split(';').next().unwrap().to_owned();
        let (email, me) = (email(name), response.json().await.expect("is a Me"));
        Self { http, url, email, cookie, me }
    }

    pub async fn inbox(&self) -> Option<Vec<ConversationSummary>> {
        self.call("read_inbox", String::new()).await
    }

    pub async fn unread(&self) -> Option<Vec<(ConversationId, UnreadCount)>> {
        self.call("count_unread", String::new()).await
    }

    pub async fn thread(&self, id: ConversationId) -> Option<Thread> {
        self.call("open_thread", format!("id={id}")).await
    }

    pub async fn bell(&self) -> Option<Bell> {
        self.call("read_bell", String::new()).await
    }

    /// Everything that was ever said.
    pub async fn history(&self, id: ConversationId) -> Vec<MessageView> {
        let (mut messages, mut before) = (Vec::new(), i64::MAX);
        loop {
            let input = format!("id={id}&before_seq={before}");
            let page = self.call::<MessagePage>("older_messages", input).await.expect("answers");
            before = page.messages.first().map_or(0, |message| message.seq);
            messages.splice(0..0, page.messages);
            if !page.has_older {
                return messages;
            }
        }
    }

    async fn call<T: DeserializeOwned>(&self, function: &str, form: String) -> Option<T> {
        let request = self
            .http
            .post(format!("{}{}", self.url, path(function)))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::ACCEPT, "application/json")
            .header(header::COOKIE, &self.cookie)
            .body(form);
        let response = request.send().await.ok()?.error_for_status().ok()?;
        response.json().await.ok()
    }
}

/// The address of a server function: its name and a number made by the compiler.
fn path(function: &str) -> &'static str {
    let is_it = |path: &&str| {
        let number = path.strip_prefix("/api/").and_then(|path| path.strip_prefix(function));
        number.is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()))
    };
    server_fn_paths().map(|(path, _)| path).find(is_it).expect("is a server function")
}
