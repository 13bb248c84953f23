use super::noting::Noting;
use crate::{
    components::{Icon, Symbol},
    routes,
};
use leptos::{ev, html, prelude::*};
use leptos_router::hooks::use_location;
use protocol::announcement::{AnnouncementView, Severity};

/// One announcement above the page. Putting it away is a plain form without scripts.
#[component]
pub(super) fn Banner(
    /// What it says.
    view: AnnouncementView,
) -> impl IntoView {
    let element = NodeRef::new();
    let noting = Noting::here();
    noting.watch(view.clone(), element);
    let dismiss = view.is_dismissible.then(|| view! { <Dismiss view=view.clone() noting /> });
    view! { <Paper view element>{dismiss}</Paper> }
}

/// How an announcement looks, above a page and while it is being written.
#[component]
pub(super) fn Paper(
    view: AnnouncementView,
    #[prop(optional)] element: NodeRef<html::Article>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let (symbol, name) = face(view.severity);
    let AnnouncementView { id, severity, title, text, .. } = view;
    view! {
        <article
            class=format!("banner banner--{}", severity.as_str())
            data-testid="banner"
            data-id=id.to_string()
            data-severity=severity.as_str()
            node_ref=element
        >
            <Icon symbol />
            <div class="banner__words">
                <p class="banner__title">
                    <span class="visually-hidden">{name} ": "</span>
                    {title}
                </p>
                {(!text.is_empty()).then(|| view! { <p class="banner__text">{text}</p> })}
            </div>
            {children.map(|children| children())}
        </article>
    }
}

#[component]
fn Dismiss(view: AnnouncementView, noting: Noting) -> impl IntoView {
    let location = use_location();
    let next = move || {
        let query = location.search.get();
        let mark = if query.is_empty() { "" } else { "?" };
        format!("{}{mark}{query}", location.pathname.get())
    };
    let (action, revision) = (routes::form::dismiss_announcement(view.id), view.revision);
    let submit = move |event: ev::SubmitEvent| {
        if noting.is_up() {
            event.prevent_default();
            noting.put_away(&view);
        }
    };
    view! {
        <form class="banner__dismiss" method="post" action=action on:submit=submit>
            <input r#type="hidden" name="revision" value=revision.to_string() />
            <input r#type="hidden" name="next" value=next />
            <button class="icon-button" type="submit" data-testid="banner-dismiss">
                <Icon symbol=Symbol::Close />
                <span class="visually-hidden">"Put this away"</span>
            </button>
        </form>
    }
}

/// The picture of a severity, and its name for those who do not see its colour.
pub(super) fn face(severity: Severity) -> (Symbol, &'static str) {
    match severity {
        Severity::Info => (Symbol::Info, "Note"),
        Severity::Success => (Symbol::Check, "Good news"),
        Severity::Warning => (Symbol::Alert, "Warning"),
        Severity::Critical => (Symbol::Alert, "Important"),
    }
}
