use super::{
    form_fields::{Field, Kind, SECTIONS},
    kept_form::{KeptForm, Typed},
    refused::Over,
};
use crate::{components::ErrorNotice, features::account::use_me};
use js_sys::Reflect;
use leptos::{ev, prelude::*};
use protocol::{ErrorBody, board::BoardDraft};

/// Everything an owner says of a board. A plain form; with scripts it is checked before it is sent, by the rules
/// of the server.
#[component]
pub(super) fn BoardForm(
    /// Where it is posted to.
    action: String,
    /// What the fields hold, and what it is written over.
    typed: Typed,
    /// What is wrong with it.
    errors: Vec<ErrorBody>,
    /// The server has refused it.
    is_refused: bool,
) -> impl IntoView {
    let kept = use_me().map(|me| KeptForm::of(me.user_id, &action));
    let Typed { draft, over } = typed.clone();
    let version = over.version;
    let (over, is_back) = (RwSignal::new(over), RwSignal::new(false));
    bring_back(kept.clone(), (typed.clone(), is_refused), (over, is_back));
    let errors = RwSignal::new(errors);
    let (keeping, sending) = (kept.clone(), kept.clone());
    let keep = move |_| keeping.iter().for_each(|kept| kept.keep(&written(over)));
    let shown = StoredValue::new(typed);
    let put_away = Callback::new(move |()| {
        kept.iter().for_each(KeptForm::forget);
        shown.with_value(|shown| write(shown, over));
        is_back.set(false);
    });
    let submit = move |event: ev::SubmitEvent| {
        let typed = written(over);
        if let Some(kept) = &sending {
            kept.keep(&typed);
        }
        if let Err(wrong) = typed.draft.check() {
            event.prevent_default();
            focus(wrong.first().and_then(|error| error.field.as_deref()).unwrap_or_default());
            errors.set(wrong);
        }
    };
    let sections = SECTIONS.map(move |(heading, fields)| {
        let fields = fields.iter().map(|field| {
            let value = draft.get(field.name).to_owned();
            view! { <BoardField field=*field value errors /> }
        });
        view! {
            <fieldset class="board-form__section">
                <legend>{heading}</legend>
                {fields.collect_view()}
            </fieldset>
        }
    });
    view! {
        <form class="board-form" method="post" action=action on:submit=submit on:input=keep novalidate>
            {move || {
                let is_overtaken = over.with(|over| over.version) != version;
                is_back.get().then(|| view! { <BroughtBack is_overtaken put_away /> })
            }}
            {version.map(|_| view! { <WrittenOver over /> })}
            {sections}
            {move || summary(&errors.get())}
            <Foot is_new=version.is_none() />
        </form>
    }
}

/// What the server compares with when somebody else has saved meanwhile.
#[component]
fn WrittenOver(over: RwSignal<Over>) -> impl IntoView {
    let version = move || over.with(|over| over.version).unwrap_or_default();
    // Text alone can always be written down.
    let seen = move || over.with(|over| serde_json::to_string(&over.seen).unwrap_or_default());
    view! {
        <input r#type="hidden" name="version" value=version />
        <input r#type="hidden" name="seen" value=seen />
    }
}

#[component]
fn Foot(is_new: bool) -> impl IntoView {
    view! {
        <div class="board-form__foot">
            <button class="button button--primary" type="submit">
                {if is_new { "Save as a draft" } else { "Save" }}
            </button>
            <p class="muted">
                {if is_new {
                    "Nobody else sees it before you submit it and an admin lets it in."
                } else {
                    "Whoever looks at the board sees it at once."
                }}
            </p>
        </div>
    }
}

/// What was typed before a reload, or before the session ended, stands in the fields again, over the version it was
/// typed over. Not over what the server has just refused, which is newer and kept instead. Inert on the server.
fn bring_back(
    kept: Option<KeptForm>,
    (shown, is_refused): (Typed, bool),
    (over, is_back): (RwSignal<Over>, RwSignal<bool>),
) {
    Effect::new(move || {
        let Some(kept) = &kept else { return };
        if is_refused {
            kept.keep(&written(over));
        } else if let Some(typed) = kept.read().filter(|typed| typed.draft != shown.draft) {
            write(&typed, over);
            is_back.set(true);
        }
    });
}

#[component]
fn BroughtBack(
    /// Something else was stored since it was typed.
    is_overtaken: bool,
    put_away: Callback<()>,
) -> impl IntoView {
    let since =
        "It was not saved yet, and the board was saved since. What differs is shown when you save.";

    view! {
        <div class="notice" role="status" data-testid="brought-back">
            <div class="notice__text">
                <p class="notice__title">"What you typed is back"</p>
                <p>{if is_overtaken { since } else { "It was not saved yet." }}</p>
            </div>
            <button class="button" type="button" on:click=move |_| put_away.run(())>
                "Start over"
            </button>
        </div>
    }
}

fn summary(errors: &[ErrorBody]) -> Option<impl IntoView + use<>> {
    let error = match errors {
        [] => return None,
        [one] => one.clone(),
        many => {
            let text = format!("{} fields need a correction. Each says which.", many.len());
            ErrorBody { message: text, ..many[0].clone() }
        }
    };
    Some(view! { <ErrorNotice error /> })
}

#[component]
fn BoardField(field: Field, value: String, errors: RwSignal<Vec<ErrorBody>>) -> impl IntoView {
    let Field { name, label, hint, kind } = field;
    let wrong = Memo::new(move |_| {
        errors.with(|errors| {
            let error = errors.iter().find(|error| error.field.as_deref() == Some(name));
            error.map(|error| error.message.clone())
        })
    });
    let note = format!("{name}-note");
    let has_note = move || (!hint.is_empty() || wrong.with(Option::is_some)).then(|| note.clone());
    let invalid = move || wrong.with(Option::is_some).then_some("true");
    let input = match kind {
        Kind::Line(most) => view! {
            <input
                class="field__input"
                id=name
                name=name
                value=value
                maxlength=most
                autocomplete="off"
                aria-describedby=has_note.clone()
                aria-invalid=invalid
            />
        }
        .into_any(),
        Kind::Number => view! {
            <input
                class="field__input"
                id=name
                name=name
                value=value
                inputmode="decimal"
                autocomplete="off"
                aria-describedby=has_note.clone()
                aria-invalid=invalid
            />
        }
        .into_any(),
        Kind::Text(most) => view! {
            <textarea
                class="field__input"
                id=name
                name=name
                rows="4"
                maxlength=most
                aria-describedby=has_note.clone()
                aria-invalid=invalid
            >
                {value}
            </textarea>
        }
        .into_any(),
        Kind::Choice(choices) => view! { <Choice name choices=choices() value /> }.into_any(),
    };
    view! {
        <div class="field" class:field--wrong=move || wrong.with(Option::is_some) data-field=name>
            <label class="field__label" for=name>
                {label}
            </label>
            {input}
            {move || {
                has_note()
                    .map(|id| {
                        view! {
                            <p class="field__note" id=id>
                                {wrong.get().unwrap_or_else(|| hint.to_owned())}
                            </p>
                        }
                    })
            }}
        </div>
    }
}

#[component]
fn Choice(
    name: &'static str,
    choices: Vec<(&'static str, &'static str)>,
    value: String,
) -> impl IntoView {
    let option = move |(key, text): (&'static str, &'static str)| {
        let selected = key == value;
        view! { <option value=key selected=selected>{text}</option> }
    };
    view! {
        <span class="select">
            <select id=name name=name>
                {choices.into_iter().map(option).collect_view()}
            </select>
        </span>
    }
}

/// What stands in the fields now, typed before the page came to life or after.
fn written(over: RwSignal<Over>) -> Typed {
    let mut draft = BoardDraft::default();
    for name in BoardDraft::NAMES {
        let field = document().get_element_by_id(name);
        let value = field.and_then(|field| Reflect::get(&field, &"value".into()).ok());
        draft.set(name, value.and_then(|value| value.as_string()).unwrap_or_default());
    }
    Typed { draft, over: over.get_untracked() }
}

/// Puts what was typed into the fields.
fn write(Typed { draft, over: was }: &Typed, over: RwSignal<Over>) {
    over.set(was.clone());
    for name in BoardDraft::NAMES {
        if let Some(field) = document().get_element_by_id(name) {
            // Every field of the form has a value.
            drop(Reflect::set(&field, &"value".into(), &draft.get(name).into()));
        }
    }
}

fn focus(name: &str) {
    use wasm_bindgen::JsCast;
    let field = document().get_element_by_id(name);
    if let Some(field) = field.and_then(|field| field.dyn_into::<web_sys::HtmlElement>().ok()) {
        // What cannot be focused is seen by its colour.
        drop(field.focus());
    }
}
