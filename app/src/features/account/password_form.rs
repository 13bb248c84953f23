use super::{
    FormError,
    field::{Field, FieldKind},
    form_error::typed,
};
use crate::routes;
use leptos::prelude::*;
use protocol::limits;

const CURRENT: FieldKind = FieldKind {
    name: "current",
    kind: "password",
    autocomplete: "current-password",
    length: (1, limits::PASSWORD_CHARS.1),
};

const NEW: FieldKind = FieldKind {
    name: "password",
    kind: "password",
    autocomplete: "new-password",
    length: limits::PASSWORD_CHARS,
};

/// A new password. Folded away until it is wanted, or was refused.
#[component]
pub(super) fn PasswordForm(
    /// The refusal, of this or another form.
    error: Option<FormError>,
) -> impl IntoView {
    let is_changed = typed("changed").as_deref() == Some("password");
    let is_about = |field| error.as_ref().is_some_and(|error| error.about(field).is_some());
    let is_open = is_about(CURRENT.name) || is_about(NEW.name);
    let done = is_changed.then(|| {
        view! {
            <p class="notice notice--good" role="status" data-testid="password-changed">
                "Your password is changed. All other devices were signed out."
            </p>
        }
    });
    view! {
        <section aria-labelledby="password-title">
            <h2 id="password-title">"Password"</h2>
            {done}
            <details class="password-form" open=is_open>
                <summary>"Change password"</summary>
                <form
                    class="account-form__form"
                    method="post"
                    action=routes::form::CHANGE_PASSWORD
                >
                    <Field label="Current password" field=CURRENT error=error.clone() />
                    <Field
                        label="New password"
                        field=NEW
                        hint="At least 10 characters. All other devices are signed out."
                        error
                    />
                    <button class="button button--primary" type="submit">
                        "Change password"
                    </button>
                </form>
            </details>
        </section>
    }
}
