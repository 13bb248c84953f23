use super::FormError;
use leptos::prelude::*;

/// What a field is, for the browser.
#[derive(Clone, Copy, Default)]
pub(super) struct FieldKind {
    /// The form field's name.
    pub name: &'static str,
    /// The input's type.
    pub kind: &'static str,
    /// What the browser may fill in.
    pub autocomplete: &'static str,
    /// Shortest and longest value.
    pub length: (usize, usize),
}

/// A labelled input with its rule and, after a refusal, what was wrong with it.
#[component]
pub(super) fn Field(
    /// The words above it.
    label: &'static str,
    /// What it is.
    field: FieldKind,
    /// The rule, said before it is broken; may be empty.
    #[prop(optional)]
    hint: &'static str,
    /// What it held when the form was refused.
    #[prop(optional, into)]
    value: String,
    /// The refusal, of this or another field.
    error: Option<FormError>,
) -> impl IntoView {
    let FieldKind { name, kind, autocomplete, length } = field;
    let error = error.and_then(|error| error.about(name));
    let described_by = format!("{name}-note");
    let note = error.clone().unwrap_or_else(|| hint.to_owned());
    let is_wrong = error.is_some();
    view! {
        <div class="field" class:field--wrong=is_wrong>
            <label class="field__label" for=name>
                {label}
            </label>
            <input
                class="field__input"
                id=name
                name=name
                r#type=kind
                value=value
                autocomplete=autocomplete
                minlength=length.0
                maxlength=length.1
                required
                aria-describedby=(!note.is_empty()).then(|| described_by.clone())
                aria-invalid=is_wrong.then_some("true")
            />
            {(!note.is_empty())
                .then(|| view! { <p class="field__note" id=described_by.clone()>{note}</p> })}
        </div>
    }
}
