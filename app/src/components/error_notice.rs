use super::{Icon, Symbol};
use crate::{hooks::use_connection, routes};
use leptos::prelude::*;
use protocol::{ErrorBody, ErrorCode};

/// What to do about an error: the one button of its notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WayOut {
    /// Sign in, then come back.
    SignIn,
    /// The same again.
    Retry,
    /// Somewhere that works.
    Browse,
    /// The notice stands beside what has to be changed.
    Correct,
}

/// What happened in a few words, and what to do about it.
pub fn advice(code: ErrorCode) -> (&'static str, WayOut) {
    match code {
        ErrorCode::Unauthenticated => ("Sign in to go on", WayOut::SignIn),
        ErrorCode::SessionExpired => ("Your session has ended", WayOut::SignIn),
        ErrorCode::Forbidden => ("You may not do this", WayOut::Browse),
        ErrorCode::NotFound => ("This is not here", WayOut::Browse),
        ErrorCode::Invalid => ("Something needs a correction", WayOut::Correct),
        ErrorCode::Conflict => ("It has changed in the meantime", WayOut::Retry),
        ErrorCode::WrongState => ("That is not possible any more", WayOut::Retry),
        ErrorCode::TooLarge => ("That is too much at once", WayOut::Correct),
        ErrorCode::RateLimited => ("Too many tries", WayOut::Correct),
        ErrorCode::Unavailable => ("The server does not answer", WayOut::Retry),
        ErrorCode::SlowConsumer => ("The connection was too slow", WayOut::Retry),
        ErrorCode::ShuttingDown => ("The server is being replaced", WayOut::Retry),
        ErrorCode::RightsChanged => ("What you may do has changed", WayOut::Retry),
    }
}

/// An error in words: what happened, what it means, and one button that leads on.
#[component]
pub fn ErrorNotice(
    /// As the server or a rule gave it.
    error: ErrorBody,
    /// Tries again in place; without it "Try again" loads the page anew.
    #[prop(optional, into)]
    on_retry: Option<Callback<()>>,
) -> impl IntoView {
    // Whatever the code: when a field is named, that is the place to go on.
    let code = if error.field.is_some() { ErrorCode::Invalid } else { error.code };
    let (title, way_out) = advice(code);
    let on_retry = on_retry.filter(|_| way_out == WayOut::Retry);
    on_retry.into_iter().for_each(retry_when_back);
    view! {
        <div class="notice notice--trouble" role="alert">
            <Icon symbol=Symbol::Alert />
            <div class="notice__text">
                <p class="notice__title">{title}</p>
                <p>{error.message}</p>
            </div>
            {button(way_out, on_retry)}
        </div>
    }
}

/// What failed while the line was down is tried again when it is back.
fn retry_when_back(retry: Callback<()>) {
    let is_connected = use_connection().is_connected();
    Effect::new(move |was_connected: Option<bool>| {
        let is_connected = is_connected.get();
        if is_connected && was_connected == Some(false) {
            retry.run(());
        }
        is_connected
    });
}

fn button(way_out: WayOut, on_retry: Option<Callback<()>>) -> Option<AnyView> {
    let retry_here = on_retry.map(|retry| {
        let press = move |_| retry.run(());
        view! {
            <button class="button" type="button" on:click=press>
                "Try again"
            </button>
        }
        .into_any()
    });
    retry_here.or_else(|| link(way_out))
}

fn link(way_out: WayOut) -> Option<AnyView> {
    // `external`: an empty address is this page itself, which the router would not load again.
    let (href, label, rel) = match way_out {
        WayOut::SignIn => (routes::SIGN_IN, "Sign in", ""),
        WayOut::Browse => (routes::BROWSE, "Browse boards", ""),
        WayOut::Retry => ("", "Try again", "external"),
        WayOut::Correct => return None,
    };
    Some(view! { <a class="button" href=href rel=rel>{label}</a> }.into_any())
}

#[cfg(test)]
mod tests {
    use super::*;
    use protocol::Retry;

    #[test]
    fn the_way_out_agrees_with_the_protocols_advice() {
        for code in ErrorCode::ALL {
            let (title, way_out) = advice(code);
            assert!(!title.is_empty());
            assert_eq!(way_out == WayOut::SignIn, code.retry() == Retry::Login, "{code:?}");
        }
    }
}
