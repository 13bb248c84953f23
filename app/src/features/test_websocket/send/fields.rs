use super::sender::Sender;
use leptos::prelude::*;
use protocol::{command::CommandName, conversation::ConversationSummary};
use serde_json::Value;

#[component]
pub(super) fn ConversationChoice(sender: Sender) -> impl IntoView {
    let option = move |row: ConversationSummary| {
        let names = row.members.iter().map(|member| member.user.name.as_str());
        let text = names.collect::<Vec<_>>().join(", ");
        view! { <option value=row.id.to_string()>{text}</option> }
    };
    let chosen = move |event| {
        sender.conversation.set(event_target_value(&event).parse().ok());
        sender.fill();
    };
    view! {
        <label class="panel__field">
            <span>"Conversation"</span>
            <span class="select">
                <select data-testid="panel-conversation" on:change=chosen>
                    {move || sender.conversations.get().into_iter().map(option).collect_view()}
                </select>
            </span>
        </label>
    }
}

/// A command of the contract, or any other name.
#[component]
pub(super) fn CommandChoice(sender: Sender) -> impl IntoView {
    let option = |command: &CommandName| view! { <option value=command.as_str()></option> };
    let options = CommandName::ALL.iter().map(option);
    view! {
        <label class="panel__field">
            <span>"Command, or any name"</span>
            <input
                class="field__input"
                list="commands"
                autocomplete="off"
                spellcheck="false"
                data-testid="panel-command"
                prop:value=move || sender.command.get()
                on:change=move |event| sender.command.set(event_target_value(&event))
            />
        </label>
        <datalist id="commands">{options.collect_view()}</datalist>
    }
}

/// A field for each plain value of the payload, by its type. The JSON below says the same.
#[component]
pub(super) fn Fields(sender: Sender) -> impl IntoView {
    // By name and type only: what is being written in is not made anew.
    let fields = Memo::new(move |_| match sender.value() {
        Ok(Value::Object(fields)) => {
            let field = |(name, value): (&String, &Value)| Some((name.clone(), Plain::of(value)?));
            fields.iter().filter_map(field).collect()
        }
        _ => Vec::new(),
    });
    view! {
        <div class="fields" data-testid="panel-fields">
            <For each=move || fields.get() key=Clone::clone let:field>
                <FieldInput sender name=field.0 kind=field.1 />
            </For>
        </div>
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Plain {
    Text,
    Number,
    Flag,
}

impl Plain {
    fn of(value: &Value) -> Option<Self> {
        match value {
            Value::String(_) => Some(Self::Text),
            Value::Number(_) => Some(Self::Number),
            Value::Bool(_) => Some(Self::Flag),
            Value::Null | Value::Array(_) | Value::Object(_) => None,
        }
    }

    /// What was written, as this type; as text where it is not.
    fn read(self, text: String) -> Value {
        match self {
            Self::Number => text.parse::<i64>().map_or(Value::String(text), Value::from),
            Self::Text | Self::Flag => Value::String(text),
        }
    }
}

#[component]
fn FieldInput(sender: Sender, name: String, kind: Plain) -> impl IntoView {
    let (read, label, id) = (name.clone(), name.clone(), format!("field-{name}"));
    let value = Memo::new(move |_| sender.value().ok().and_then(|it| it.get(&read).cloned()));
    let name = StoredValue::new(name);
    let set = move |value: Value| {
        if let Ok(mut payload) = untrack(|| sender.value())
            && let Some(field) = name.with_value(|name| payload.get_mut(name))
        {
            *field = value;
            sender.payload.set(serde_json::to_string_pretty(&payload).unwrap_or_default());
        }
    };
    let text = move || match value.get() {
        Some(Value::String(text)) => text,
        Some(other) => other.to_string(),
        None => String::new(),
    };
    let is_on = move || value.get() == Some(Value::Bool(true));
    let input = match kind {
        Plain::Flag => view! {
            <input
                type="checkbox"
                data-testid=id
                prop:checked=is_on
                on:change=move |event| set(event_target_checked(&event).into())
            />
        }
        .into_any(),
        Plain::Text | Plain::Number => view! {
            <input
                class="field__input"
                type=if kind == Plain::Number { "number" } else { "text" }
                autocomplete="off"
                spellcheck="false"
                data-testid=id
                prop:value=text
                on:input=move |event| set(kind.read(event_target_value(&event)))
            />
        }
        .into_any(),
    };
    view! {
        <label class="fields__field">
            <span>{label}</span>
            {input}
        </label>
    }
}

#[component]
pub(super) fn Payload(sender: Sender) -> impl IntoView {
    view! {
        <label class="panel__field">
            <span>"Payload (JSON)"</span>
            <textarea
                class="field__input panel__payload"
                rows="6"
                spellcheck="false"
                autocomplete="off"
                data-testid="panel-payload"
                prop:value=move || sender.payload.get()
                on:input=move |event| sender.payload.set(event_target_value(&event))
                on:keydown=move |event| sender.key(&event)
            ></textarea>
        </label>
        <p class="panel__note" data-testid="panel-size">
            {move || format!("{} of {} bytes", sender.size(), protocol::limits::PACKET_BYTES)}
        </p>
        <p class="panel__problem" role="status" data-testid="panel-problem">
            {move || sender.problem()}
        </p>
    }
}
