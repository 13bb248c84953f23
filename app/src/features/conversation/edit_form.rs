use super::{
    draft::{left, lines},
    message_menu::in_words,
    talk::{Talk, use_talk},
};
use crate::{connection::Connection, format::counted, hooks::use_connection, time::use_clock};
use leptos::{ev, html, prelude::*, task::spawn_local};
use protocol::conversation::{EditMessage, MessageBody, MessageView, time_to_edit};

/// Changes the text of one's own message in its place.
#[component]
pub(super) fn EditForm(
    /// As it was when the form opened; later changes on other devices are not overwritten.
    message: MessageView,
) -> impl IntoView {
    let editing = Editing::new(use_talk(), use_connection(), message);
    let field = editing.field;
    Effect::new(move || {
        if let Some(field) = field.get() {
            field.set_value(&editing.text.get_untracked());
            drop(field.focus());
        }
    });
    view! {
        <form
            class="edit"
            data-testid="edit-form"
            on:submit=move |event| {
                event.prevent_default();
                editing.save();
            }
        >
            <label class="visually-hidden" for="edit">
                "Change the message"
            </label>
            <textarea
                class="field__input edit__text"
                id="edit"
                dir="auto"
                required
                aria-describedby="edit-remark"
                rows=move || editing.text.with(|text| lines(text))
                data-testid="edit-text"
                node_ref=field
                on:input=move |event| editing.changed(event_target_value(&event))
                on:keydown=move |event| editing.key(&event)
            ></textarea>
            <Remark editing />
            <div class="edit__buttons">
                <button class="button" type="button" on:click=move |_| editing.close()>
                    "Cancel"
                </button>
                <button
                    class="button button--primary"
                    type="submit"
                    disabled=move || editing.is_saving.get()
                    data-testid="edit-save"
                >
                    "Save"
                </button>
            </div>
        </form>
    }
}

/// Why the text was refused, or how many characters and how much time are left.
#[component]
fn Remark(editing: Editing) -> impl IntoView {
    let clock = use_clock();
    let time = move || {
        clock.track();
        let now = editing.talk.store.server_now();
        match editing.message.with_value(|message| time_to_edit(message, now)) {
            Some(left) => in_words(left),
            None => "The time to edit is over.".to_owned(),
        }
    };
    let characters = move || {
        editing.text.with(|text| left(text)).map(|left| match left {
            0.. => format!("{} left · ", counted(left, "character", "characters")),
            _ => format!("{} too many · ", counted(-left, "character", "characters")),
        })
    };
    view! {
        <div class="edit__remark" id="edit-remark">
            {move || {
                editing
                    .refusal
                    .get()
                    .map(|text| {
                        view! {
                            <p class="composer__error" role="alert" data-testid="edit-error">
                                {text}
                            </p>
                        }
                    })
            }}
            <p>{characters} {time}</p>
        </div>
    }
}

#[derive(Clone, Copy)]
struct Editing {
    talk: Talk,
    connection: Connection,
    message: StoredValue<MessageView>,
    field: NodeRef<html::Textarea>,
    text: RwSignal<String>,
    refusal: RwSignal<Option<String>>,
    is_saving: RwSignal<bool>,
}

impl Editing {
    fn new(talk: Talk, connection: Connection, message: MessageView) -> Self {
        Self {
            talk,
            connection,
            field: NodeRef::new(),
            text: RwSignal::new(message.body.clone()),
            message: StoredValue::new(message),
            refusal: RwSignal::new(None),
            is_saving: RwSignal::new(false),
        }
    }

    fn changed(self, text: String) {
        self.refusal.set(None);
        self.text.set(text);
    }

    /// As in the composer; Escape leaves the message as it is.
    fn key(self, event: &ev::KeyboardEvent) {
        let is_composing = event.is_composing() || event.key_code() == 229;
        match event.key().as_str() {
            "Enter" if !event.shift_key() && !is_composing => {
                event.prevent_default();
                self.save();
            }
            "Escape" if !is_composing => {
                event.prevent_default();
                self.close();
            }
            _ => {}
        }
    }

    /// The text stays until the server has it.
    fn save(self) {
        let body = match MessageBody::parse(&self.text.get_untracked()) {
            Ok(body) => body.to_string(),
            Err(error) => return self.refusal.set(Some(error.message)),
        };
        let command = self.message.with_value(|message| EditMessage {
            conversation_id: message.conversation_id,
            message_id: message.id,
            version: message.version,
            body,
        });
        self.is_saving.set(true);
        let answer = self.connection.request(&command);
        spawn_local(async move {
            let answer = answer.await;
            // The form may be gone, with the thread.
            if self.is_saving.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(changed) => {
                    self.talk.store.message_updated(&changed.message);
                    self.close();
                }
                Err(error) => self.refusal.set(Some(error.message)),
            }
        });
    }

    fn close(self) {
        let seq = self.message.with_value(|message| message.seq);
        self.talk.stop_editing(seq);
    }
}
