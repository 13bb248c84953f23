//! Plain HTML forms: what the page can do before, or without, its scripts. Each answers with a redirect;
//! a refused input goes back to its page with the error and the short fields that were typed, secrets excepted.

pub(crate) mod announcement;
pub(crate) mod board;
pub(crate) mod board_profile;
pub(crate) mod job;
pub(crate) mod member;
pub(crate) mod notification;
pub(crate) mod order;
pub(crate) mod photo;
pub(crate) mod pipeline;
pub(crate) mod plan;
pub(crate) mod price;

use super::session::{self, From, Identity};
use crate::state::AppState;
use app::routes;
use axum::{
    extract::{Form, Path, State, rejection::FormRejection},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use marketplace::SignedIn;
use protocol::{
    ErrorBody,
    account::{ChangePassword, Me, SignIn, SignUp},
    conversation::SendMessage,
    id::{BoardId, ClientId, ConversationId, SessionId},
    privacy::SetPrivacy,
};
use serde::Deserialize;

type Input<T> = Result<Form<T>, FormRejection>;

/// Where to go after signing in. Only a path of this site: never `//host` or `/\host`, and nothing that
/// browsers leave out of an address, as a tab between the two slashes.
fn local(next: Option<&str>) -> &str {
    let is_plain =
        |path: &str| path.bytes().all(|byte| byte > b' ' && byte != 0x7f && byte != b'\\');
    match next {
        Some(path) if path.starts_with('/') && !path.starts_with("//") && is_plain(path) => path,
        _ => routes::BROWSE,
    }
}

/// Back to the form, with the error and the fields that are no secrets.
fn back(page: &str, error: &ErrorBody, fields: &[(&str, &str)]) -> Response {
    let code = serde_json::to_value(error.code).unwrap_or_default();
    let mut query = vec![("error", code.as_str().unwrap_or_default())];
    query.extend(error.field.as_deref().map(|field| ("field", field)));
    query.extend(fields.iter().filter(|(_, value)| !value.is_empty()));
    match serde_urlencoded::to_string(query) {
        Ok(query) => Redirect::to(&format!("{page}?{query}")).into_response(),
        Err(_) => Redirect::to(page).into_response(),
    }
}

fn malformed(page: &str, rejection: &FormRejection) -> Response {
    back(page, &ErrorBody::invalid("form", rejection.body_text()), &[])
}

fn with_cookie(state: &AppState, signed_in: SignedIn, next: &str) -> Response {
    let mut response = Redirect::to(next).into_response();
    let cookie = session::cookie(&state.config, signed_in.token);
    session::set(response.headers_mut(), &cookie);
    response
}

/// A visitor goes to sign in, and comes back afterwards.
fn ask_to_sign_in(next: &str) -> Response {
    match serde_urlencoded::to_string([("next", next)]) {
        Ok(query) => Redirect::to(&format!("{}?{query}", routes::SIGN_IN)).into_response(),
        Err(_) => Redirect::to(routes::SIGN_IN).into_response(),
    }
}

fn user(identity: Identity) -> Option<Me> {
    match identity {
        Identity::User(me) => Some(me),
        Identity::Visitor | Identity::Expired => None,
    }
}

#[derive(Deserialize)]
pub(crate) struct SignInForm {
    #[serde(flatten)]
    input: SignIn,
    next: Option<String>,
}

/// `POST /sign-in`.
pub(crate) async fn sign_in(
    State(state): State<AppState>,
    From(device): From,
    form: Input<SignInForm>,
) -> Response {
    let form = match form {
        Ok(Form(form)) => form,
        Err(rejection) => return malformed(routes::SIGN_IN, &rejection),
    };
    let next = local(form.next.as_deref());
    match state.marketplace.sign_in(&form.input, device).await {
        Ok(signed_in) => with_cookie(&state, signed_in, next),
        Err(error) => {
            let fields = [("email", form.input.email.as_str()), ("next", next)];
            back(routes::SIGN_IN, &error.into_body(), &fields)
        }
    }
}

#[derive(Deserialize)]
pub(crate) struct SignUpForm {
    #[serde(flatten)]
    input: SignUp,
    next: Option<String>,
}

/// `POST /sign-up`.
pub(crate) async fn sign_up(
    State(state): State<AppState>,
    From(device): From,
    form: Input<SignUpForm>,
) -> Response {
    let form = match form {
        Ok(Form(form)) => form,
        Err(rejection) => return malformed(routes::SIGN_UP, &rejection),
    };
    let next = local(form.next.as_deref());
    match state.marketplace.sign_up(&form.input, device).await {
        Ok(signed_in) => with_cookie(&state, signed_in, next),
        Err(error) => {
            let SignUp { name, email, role, .. } = &form.input;
            let fields =
                [("name", name.as_str()), ("email", email), ("role", role), ("next", next)];
            back(routes::SIGN_UP, &error.into_body(), &fields)
        }
    }
}

/// `POST /sign-out`. Also for those whose session has ended already.
pub(crate) async fn sign_out(State(state): State<AppState>, identity: Identity) -> Response {
    if let Some(me) = user(identity)
        && let Err(error) = state.marketplace.sign_out(&me).await
    {
        return back(routes::ACCOUNT, &error.into_body(), &[]);
    }
    let mut response = Redirect::to(routes::BROWSE).into_response();
    session::set(response.headers_mut(), &session::cleared(&state.config));
    response
}

#[derive(Deserialize)]
pub(crate) struct RevokeForm {
    id: SessionId,
}

/// `POST /account/sessions/revoke`.
pub(crate) async fn revoke_session(
    State(state): State<AppState>,
    identity: Identity,
    form: Input<RevokeForm>,
) -> Response {
    let Some(me) = user(identity) else { return ask_to_sign_in(routes::ACCOUNT) };
    let id = match form {
        Ok(Form(form)) => form.id,
        Err(rejection) => return malformed(routes::ACCOUNT, &rejection),
    };
    match state.marketplace.revoke_session(&me, id).await {
        Ok(()) => Redirect::to(routes::ACCOUNT).into_response(),
        Err(error) => back(routes::ACCOUNT, &error.into_body(), &[]),
    }
}

/// `POST /account/password`.
pub(crate) async fn change_password(
    State(state): State<AppState>,
    identity: Identity,
    From(device): From,
    form: Input<ChangePassword>,
) -> Response {
    let Some(me) = user(identity) else { return ask_to_sign_in(routes::ACCOUNT) };
    let input = match form {
        Ok(Form(input)) => input,
        Err(rejection) => return malformed(routes::ACCOUNT, &rejection),
    };
    match state.marketplace.change_password(&me, &input, &device).await {
        Ok(()) => Redirect::to(routes::PASSWORD_CHANGED).into_response(),
        Err(error) => back(routes::ACCOUNT, &error.into_body(), &[]),
    }
}

/// Switches that are off are not sent.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PrivacyForm {
    shows_typing: Option<String>,
    is_invisible: Option<String>,
}

/// `POST /account/privacy`.
pub(crate) async fn set_privacy(
    State(state): State<AppState>,
    identity: Identity,
    form: Input<PrivacyForm>,
) -> Response {
    let Some(me) = user(identity) else { return ask_to_sign_in(routes::ACCOUNT) };
    let input = match form {
        Ok(Form(PrivacyForm { shows_typing, is_invisible })) => SetPrivacy {
            shows_typing: Some(shows_typing.is_some()),
            is_invisible: Some(is_invisible.is_some()),
        },
        Err(rejection) => return malformed(routes::ACCOUNT, &rejection),
    };
    match state.marketplace.set_privacy(&me, input).await {
        Ok(_) => Redirect::to(routes::ACCOUNT).into_response(),
        Err(error) => back(routes::ACCOUNT, &error.into_body(), &[]),
    }
}

/// `POST /boards/{id}/conversation`.
pub(crate) async fn start_conversation(
    State(state): State<AppState>,
    identity: Identity,
    Path(id): Path<String>,
) -> Response {
    let Ok(id) = id.parse::<BoardId>() else { return StatusCode::NOT_FOUND.into_response() };
    let page = routes::board(id);
    let Some(me) = user(identity) else { return ask_to_sign_in(&page) };
    match state.marketplace.start_conversation(&me, id).await {
        Ok(conversation) => Redirect::to(&routes::conversation(conversation)).into_response(),
        Err(error) => back(&page, &error.into_body(), &[]),
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct MessageForm {
    client_id: ClientId,
    body: String,
}

/// `POST /conversations/{id}/messages`.
pub(crate) async fn send_message(
    State(state): State<AppState>,
    identity: Identity,
    Path(id): Path<String>,
    form: Input<MessageForm>,
) -> Response {
    let Ok(conversation_id) = id.parse::<ConversationId>() else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let page = routes::conversation(conversation_id);
    let Some(me) = user(identity) else { return ask_to_sign_in(&page) };
    let MessageForm { client_id, body } = match form {
        Ok(Form(form)) => form,
        Err(rejection) => return malformed(&page, &rejection),
    };
    match state
        .marketplace
        .send_message(&me, SendMessage { client_id, conversation_id, body, reply_to: None })
        .await
    {
        Ok(_) => Redirect::to(&page).into_response(),
        Err(error) => back(&page, &error.into_body(), &[]),
    }
}

#[cfg(test)]
mod tests {
    use super::local;

    #[test]
    fn signing_in_never_leads_to_another_site() {
        assert_eq!(local(Some("/conversations")), "/conversations");
        for next in [
            "https://evil.example",
            "//evil.example",
            "/\\evil.example",
            "/\t/evil.example",
            "/\n/evil.example",
            "",
            "javascript:1",
        ] {
            assert_eq!(local(Some(next)), "/", "{next}");
        }
        assert_eq!(local(None), "/");
    }
}
