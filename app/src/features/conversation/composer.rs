use super::{
    draft::{Draft, left, lines},
    message_body::{author, excerpt},
    talk::{COMPOSER, Talk, use_talk},
};
use crate::{
    components::{Icon, Symbol},
    features::account::use_form_error,
    format::counted,
    hooks::UseTypingReturn,
    routes,
    stores::use_stores,
};
use leptos::{ev, html, prelude::*};
use protocol::{
    ErrorCode,
    conversation::MessageBody,
    id::{ConversationId, UserId},
};
use uuid::Uuid;

/// Where one writes. Without scripts a plain form; with them the message is drawn at once.
#[component]
pub(super) fn Composer(
    /// Where to.
    id: ConversationId,
    /// Who writes.
    me: UserId,
    /// Tells the others.
    typing: UseTypingReturn,
    /// Rises with every message written.
    written: RwSignal<u32>,
) -> impl IntoView {
    let field = NodeRef::<html::Textarea>::new();
    let composing = Composing::new(Draft { owner: me, conversation: id }, field, typing, written);
    composing.take_over();
    // The server makes the id of a message sent without scripts, so that pressing twice sends once.
    let client_id = Uuid::now_v7().to_string();
    view! {
        <form
            class="composer"
            method="post"
            action=routes::form::send_message(id)
            on:submit=move |event| composing.submit(&event)
        >
            <input r#type="hidden" name="clientId" value=client_id />
            <Remark composing />
            <Answering talk=composing.talk />
            <div class="composer__row">
                <label class="visually-hidden" for=COMPOSER>
                    "Message"
                </label>
                <textarea
                    class="field__input composer__text"
                    id=COMPOSER
                    name="body"
                    placeholder="Write a message"
                    dir="auto"
                    required
                    aria-describedby=REMARK
                    aria-invalid=move || {
                        let is_wrong = composing.refusal.with(Option::is_some)
                            || composing.text.with(|text| left(text).is_some_and(|left| left < 0));
                        is_wrong.then_some("true")
                    }
                    rows=move || composing.text.with(|text| lines(text))
                    data-testid="composer"
                    node_ref=field
                    on:input=move |_| composing.changed()
                    on:keydown=move |event| composing.key(&event)
                    on:blur=move |_| typing.stop()
                ></textarea>
                <button
                    class="button button--primary composer__send"
                    type="submit"
                    data-testid="send"
                >
                    <Icon symbol=Symbol::Send />
                    <span class="composer__label">"Send"</span>
                </button>
            </div>
        </form>
    }
}

/// What the next message answers.
#[component]
fn Answering(talk: Talk) -> impl IntoView {
    move || {
        talk.answering.get().map(|quote| {
            view! {
                <div class="composer__answering" data-testid="answering">
                    <div class="quote">
                        <span class="quote__author">"Answer to " {author(&quote, talk.me)}</span>
                        <span class="quote__text" dir="auto">
                            {excerpt(&quote)}
                        </span>
                    </div>
                    <button
                        class="icon-button"
                        type="button"
                        aria-label="Do not answer this message"
                        on:click=move |_| talk.answering.set(None)
                    >
                        <Icon symbol=Symbol::Close />
                    </button>
                </div>
            }
        })
    }
}

/// The id of what is said about the text.
const REMARK: &str = "composer-remark";

/// What the field holds and what is wrong with it.
#[derive(Clone, Copy)]
struct Composing {
    talk: Talk,
    draft: Draft,
    field: NodeRef<html::Textarea>,
    typing: UseTypingReturn,
    written: RwSignal<u32>,
    text: RwSignal<String>,
    refusal: RwSignal<Option<String>>,
    store: crate::stores::conversation::ConversationStore,
}

impl Composing {
    fn new(
        draft: Draft,
        field: NodeRef<html::Textarea>,
        typing: UseTypingReturn,
        written: RwSignal<u32>,
    ) -> Self {
        let refused = use_form_error().get_untracked();
        Self {
            talk: use_talk(),
            draft,
            field,
            typing,
            written,
            text: RwSignal::new(String::new()),
            refusal: RwSignal::new(refused.map(|error| error.0.message)),
            store: use_stores().conversations,
        }
    }

    /// Once the page runs: what was typed before stays, else the draft comes back.
    fn take_over(self) {
        Effect::new(move || {
            let Some(field) = self.field.get() else { return };
            if field.value().is_empty()
                && let Some(draft) = self.draft.read()
            {
                field.set_value(&draft);
            }
            self.text.set(field.value());
        });
    }

    fn changed(self) {
        let Some(field) = self.field.get_untracked() else { return };
        let text = field.value();
        self.draft.keep(&text);
        self.refusal.set(None);
        if text.trim().is_empty() {
            self.typing.stop();
        } else {
            self.typing.keyed();
        }
        self.text.set(text);
    }

    /// Enter sends, Shift+Enter breaks the line. While a character is being composed, and on touch
    /// screens, Enter is the keyboard's own. Escape takes an answer back; an arrow upwards in the empty
    /// field leads to one's last message.
    fn key(self, event: &ev::KeyboardEvent) {
        if event.is_composing() || event.key_code() == 229 {
            return;
        }
        let is_done = match event.key().as_str() {
            "Enter" if !event.shift_key() && !is_touch() => {
                self.send();
                true
            }
            "Escape" => self.talk.answering.try_update(Option::take).flatten().is_some(),
            "ArrowUp" if self.text.with_untracked(String::is_empty) => self.talk.edit_last(),
            _ => false,
        };
        if is_done {
            event.prevent_default();
        }
    }

    fn submit(self, event: &ev::SubmitEvent) {
        event.prevent_default();
        self.send();
    }

    fn send(self) {
        let Some(field) = self.field.get_untracked() else { return };
        match MessageBody::parse(&field.value()) {
            Ok(body) => {
                let answered = self.talk.answering.try_update(Option::take).flatten();
                let reply_to = answered.map(|quote| quote.message_id);
                self.store.write(self.draft.conversation, body.to_string(), reply_to);
                field.set_value("");
                self.changed();
                self.written.update(|written| *written += 1);
                // Focusing what is already focused does nothing; after a press of the button it helps.
                drop(field.focus());
            }
            // An empty field needs no lecture.
            Err(error) if error.code == ErrorCode::Invalid && field.value().trim().is_empty() => {}
            Err(error) => self.refusal.set(Some(error.message)),
        }
    }
}

/// Characters left, or why the text cannot be sent.
#[component]
fn Remark(composing: Composing) -> impl IntoView {
    let left = Memo::new(move |_| composing.text.with(|text| left(text)));
    let countdown = move || {
        left.get().map(|left| {
            let text = match left {
                0.. => format!("{} left", counted(left, "character", "characters")),
                _ => format!("{} too many", counted(-left, "character", "characters")),
            };
            view! {
                <p
                    class="composer__left"
                    class:composer__left--over={left < 0}
                    data-testid="composer-left"
                >
                    {text}
                </p>
            }
        })
    };
    let refusal = move || {
        composing.refusal.get().map(|text| {
            view! {
                <p class="composer__error" role="alert" data-testid="composer-error">
                    <Icon symbol=Symbol::Alert />
                    {text}
                </p>
            }
        })
    };
    view! {
        <div id=REMARK>{refusal} {countdown}</div>
    }
}

fn is_touch() -> bool {
    let query = window().match_media("(hover: none) and (pointer: coarse)");
    query.ok().flatten().is_some_and(|query| query.matches())
}
