use super::{
    field::{Field, FieldKind},
    form_error::{typed, use_form_error},
    sign_in_page::{EMAIL, other_page},
};
use crate::{components::ErrorNotice, routes};
use leptos::prelude::*;
use leptos_meta::Title;
use protocol::{account::Role, limits};

const NAME: FieldKind =
    FieldKind { name: "name", kind: "text", autocomplete: "name", length: (1, limits::NAME_CHARS) };

const PASSWORD: FieldKind = FieldKind {
    name: "password",
    kind: "password",
    autocomplete: "new-password",
    length: limits::PASSWORD_CHARS,
};

/// `/sign-up`.
#[component]
pub fn SignUpPage() -> impl IntoView {
    let next = typed("next");
    view! {
        <Title text="Open an account" />
        <div class="account-form">
            <h1>"Open an account"</h1>
            <SignUpForm next=next.clone() />
            <p class="account-form__other">
                "Have one already? " <a href=other_page(routes::SIGN_IN, next.as_deref())>"Sign in"</a>
            </p>
        </div>
    }
}

#[component]
fn SignUpForm(next: Option<String>) -> impl IntoView {
    let role = typed("role").and_then(|role| role.parse().ok()).unwrap_or(Role::Advertiser);
    let error = use_form_error().get_untracked();
    view! {
        {error.clone().map(|error| view! { <ErrorNotice error=error.0 /> })}
        <form class="account-form__form" method="post" action=routes::form::SIGN_UP>
            <RoleChoice chosen=role />
            <Field
                label="Your name"
                field=NAME
                hint="As others will see it."
                value=typed("name").unwrap_or_default()
                error=error.clone()
            />
            <Field
                label="Mail address"
                field=EMAIL
                value=typed("email").unwrap_or_default()
                error=error.clone()
            />
            <Field label="Password" field=PASSWORD hint="At least 10 characters." error />
            {next.map(|next| view! { <input r#type="hidden" name="next" value=next /> })}
            <button class="button button--primary button--wide" type="submit">
                "Open account"
            </button>
        </form>
    }
}

#[component]
fn RoleChoice(chosen: Role) -> impl IntoView {
    let choices = Role::SELF_SERVICE.map(|role| {
        view! {
            <label class="choice">
                <input
                    r#type="radio"
                    name="role"
                    value=role.as_str()
                    checked=role == chosen
                    required
                />
                <span class="choice__title">{role_name(role)}</span>
                <span class="choice__text">{role_text(role)}</span>
            </label>
        }
    });
    view! {
        <fieldset class="choices">
            <legend class="field__label">"What brings you here?"</legend>
            {choices}
        </fieldset>
    }
}

/// A role as people read it.
pub(crate) fn role_name(role: Role) -> &'static str {
    match role {
        Role::Advertiser => "Advertiser",
        Role::Owner => "Board owner",
        Role::Tester => "Tester",
        Role::Admin => "Admin",
    }
}

/// What a role is here for.
pub(super) fn role_text(role: Role) -> &'static str {
    match role {
        Role::Advertiser => "I look for boards and write to their owners.",
        Role::Owner => "I offer boards and answer advertisers.",
        Role::Tester => "I examine the live layer.",
        Role::Admin => "I run the marketplace.",
    }
}
