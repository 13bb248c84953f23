use super::{
    demo_accounts::DemoAccounts,
    field::{Field, FieldKind},
    form_error::{typed, use_form_error},
    use_is_demo,
};
use crate::{
    components::{EmptyState, ErrorNotice, Symbol},
    routes,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_location;
use protocol::limits;

pub(super) const EMAIL: FieldKind = FieldKind {
    name: "email",
    kind: "email",
    autocomplete: "username",
    length: (3, limits::EMAIL_CHARS),
};

const PASSWORD: FieldKind = FieldKind {
    name: "password",
    kind: "password",
    autocomplete: "current-password",
    length: (1, limits::PASSWORD_CHARS.1),
};

/// The sign-in page's address, leading back to `next` afterwards.
pub fn sign_in_then(next: &str) -> String {
    format!("{}?next={}", routes::SIGN_IN, urlencoding(next))
}

/// Only what a path of ours may hold stays as it is.
fn urlencoding(text: &str) -> String {
    let encode = |byte: u8| {
        let is_plain = byte.is_ascii_alphanumeric() || b"/-_.".contains(&byte);
        if is_plain { char::from(byte).to_string() } else { format!("%{byte:02X}") }
    };
    text.bytes().map(encode).collect::<Vec<_>>().concat()
}

/// What a page shows to a visitor when it needs an account.
#[component]
pub fn SignInFirst(
    /// What the visitor would see here.
    #[prop(into)]
    text: String,
) -> impl IntoView {
    let path = use_location().pathname;
    view! {
        <EmptyState symbol=Symbol::Account title="Sign in first" text>
            <a class="button button--primary" href=move || sign_in_then(&path.get())>
                "Sign in"
            </a>
        </EmptyState>
    }
}

/// `/sign-in`.
#[component]
pub fn SignInPage() -> impl IntoView {
    let next = typed("next");
    view! {
        <Title text="Sign in" />
        <div class="account-form">
            <h1>"Sign in"</h1>
            <SignInForm next=next.clone() />
            <p class="account-form__other">
                "New here? " <a href=other_page(routes::SIGN_UP, next.as_deref())>"Open an account"</a>
            </p>
            {use_is_demo().then(|| view! { <DemoAccounts next /> })}
        </div>
    }
}

/// The address of the sign-in or sign-up page, keeping where the visitor was going.
pub(super) fn other_page(path: &str, next: Option<&str>) -> String {
    next.map_or_else(|| path.to_owned(), |next| format!("{path}?next={}", urlencoding(next)))
}

#[component]
fn SignInForm(next: Option<String>) -> impl IntoView {
    let error = use_form_error().get_untracked();
    view! {
        {error.clone().map(|error| view! { <ErrorNotice error=error.0 /> })}
        <form class="account-form__form" method="post" action=routes::form::SIGN_IN>
            <Field
                label="Mail address"
                field=EMAIL
                value=typed("email").unwrap_or_default()
                error=error.clone()
            />
            <Field label="Password" field=PASSWORD error />
            {next.map(|next| view! { <input r#type="hidden" name="next" value=next /> })}
            <button class="button button--primary button--wide" type="submit">
                "Sign in"
            </button>
        </form>
    }
}

#[cfg(test)]
mod tests {
    use super::sign_in_then;

    #[test]
    fn the_way_back_survives_in_the_address() {
        assert_eq!(sign_in_then("/boards/7"), "/sign-in?next=/boards/7");
        assert_eq!(
            sign_in_then("/?city=Köln&page=2"),
            "/sign-in?next=/%3Fcity%3DK%C3%B6ln%26page%3D2"
        );
    }
}
