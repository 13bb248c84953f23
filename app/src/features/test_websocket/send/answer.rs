use super::sender::Sender;
use leptos::prelude::*;

/// What the server said, and how long it took.
#[component]
pub(super) fn AnswerLine(sender: Sender) -> impl IntoView {
    view! {
        <div class="panel__answer" role="status">
            {move || {
                sender
                    .answer
                    .get()
                    .map(|answer| {
                        let class = if answer.is_ok { "panel__ok" } else { "panel__trouble" };
                        view! {
                            <pre
                                class=class
                                data-testid="panel-answer"
                                data-ok=answer.is_ok.to_string()
                            >
                                {answer.text}
                            </pre>
                        }
                    })
            }}
        </div>
    }
}
