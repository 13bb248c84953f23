use super::device::Device;
use crate::{
    components::{Icon, Pill, Symbol, TimeText, Tone},
    routes,
};
use leptos::prelude::*;
use protocol::account::SessionView;

/// The viewer's devices, each with a button that signs it out.
#[component]
pub(super) fn SessionList(sessions: Vec<SessionView>) -> impl IntoView {
    let rows = sessions.into_iter().map(|session| view! { <SessionRow session /> }).collect_view();
    view! { <ul class="session-list">{rows}</ul> }
}

#[component]
fn SessionRow(session: SessionView) -> impl IntoView {
    let device = Device::of(&session.user_agent);
    let end = if session.is_current {
        view! { <Pill tone=Tone::Live symbol=Symbol::Check label="This device" /> }.into_any()
    } else {
        view! { <RevokeButton session=session.clone() device=device.name.clone() /> }.into_any()
    };
    view! {
        <li class="session">
            <span class="session__symbol">
                <Icon symbol=device.symbol />
            </span>
            <div class="session__text">
                <p class="session__device" title=session.user_agent.clone()>
                    {device.name}
                </p>
                <p class="session__facts">
                    <span>{session.address}</span>
                    <span>"Signed in " <TimeText at=session.created_at /></span>
                    <span>"Last seen " <TimeText at=session.last_seen_at /></span>
                </p>
            </div>
            {end}
        </li>
    }
}

#[component]
fn RevokeButton(session: SessionView, device: String) -> impl IntoView {
    view! {
        <form method="post" action=routes::form::REVOKE_SESSION>
            <input r#type="hidden" name="id" value=session.id.to_string() />
            <button class="button" type="submit" aria-label=format!("Sign out {device}")>
                "Sign out"
            </button>
        </form>
    }
}
