use super::{
    SignInFirst, list_sessions, password_form::PasswordForm, privacy_form::PrivacyForm,
    session_list::SessionList, sign_up_page::role_name, use_form_error, use_me,
};
use crate::{
    components::{Avatar, ErrorNotice, Skeleton, SkeletonShape},
    routes,
};
use leptos::prelude::*;
use leptos_meta::Title;
use protocol::account::Me;

/// `/account`: who one is here, and where one is signed in.
#[component]
pub fn AccountPage() -> impl IntoView {
    let refused = use_form_error();
    let content = match use_me() {
        Some(me) => view! {
            <Profile me />
            <PrivacyForm />
            <PasswordForm error=refused.get_untracked() />
            <Sessions />
        }
        .into_any(),
        None => view! { <SignInFirst text="Here you will find your profile and your devices." /> }
            .into_any(),
    };
    view! {
        <Title text="Account" />
        <div class="account-page">
            <h1>"Account"</h1>
            {move || refused.get().map(|error| view! { <ErrorNotice error=error.0 /> })}
            {content}
        </div>
    }
}

#[component]
fn Profile(me: Me) -> impl IntoView {
    view! {
        <section class="profile" aria-label="Profile">
            <Avatar name=me.name.clone() large=true />
            <div class="profile__text">
                <p class="profile__name">{me.name}</p>
                <p class="muted">{me.email} " · " {role_name(me.role)}</p>
            </div>
            <form method="post" action=routes::form::SIGN_OUT>
                <button class="button" type="submit">
                    "Sign out"
                </button>
            </form>
        </section>
    }
}

#[component]
fn Sessions() -> impl IntoView {
    let sessions = Resource::new_blocking(|| (), |()| list_sessions());
    let content = move || {
        Suspend::new(async move {
            match sessions.await {
                Ok(sessions) => view! { <SessionList sessions /> }.into_any(),
                Err(error) => {
                    let on_retry = Callback::new(move |()| sessions.refetch());
                    view! { <ErrorNotice error=error.0 on_retry /> }.into_any()
                }
            }
        })
    };
    view! {
        <section aria-labelledby="devices">
            <h2 id="devices">"Your devices"</h2>
            <p class="muted">
                "Everywhere you are signed in. Signing a device out ends it there at once."
            </p>
            <Suspense fallback=|| {
                view! { <Skeleton shape=SkeletonShape::Rows count=2 /> }
            }>{content}</Suspense>
        </section>
    }
}
