use super::sender::Sender;
use crate::components::{copy, use_toasts};
use leptos::prelude::*;
use serde_json::Value;

/// Takes what is written here into a program.
#[component]
pub(super) fn Snippets(sender: Sender) -> impl IntoView {
    let toasts = use_toasts();
    let take = move |write: fn(&str, &Value) -> String| {
        if let Ok(value) = untrack(|| sender.value()) {
            copy(sender.command.with_untracked(|command| write(command, &value)), toasts);
        }
    };
    view! {
        <button class="button" type="button" data-testid="copy-rust" on:click=move |_| take(rust)>
            "Copy as Rust"
        </button>
        <button class="button" type="button" data-testid="copy-js" on:click=move |_| take(script)>
            "Copy as JS"
        </button>
    }
}

fn rust(command: &str, payload: &Value) -> String {
    format!("let answer = client.request({command:?}, &serde_json::json!({payload})).await?;")
}

fn script(command: &str, payload: &Value) -> String {
    let command = Value::from(command);
    format!("const answer = await socket.timeout(10_000).emitWithAck({command}, {payload});")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_command_can_be_taken_into_a_program() {
        let payload = json!({"room": "boards"});
        assert_eq!(
            rust("joinRoom", &payload),
            "let answer = client.request(\"joinRoom\", &serde_json::json!({\"room\":\"boards\"})).await?;"
        );
        assert_eq!(
            script("joinRoom", &payload),
            "const answer = await socket.timeout(10_000).emitWithAck(\"joinRoom\", {\"room\":\"boards\"});"
        );
    }
}
