use leptos::{ev, html, prelude::*};

/// A step before what cannot be taken back: pressed once, it shows what stands in it (a form that does it), and
/// its button becomes *Not now*. Works without scripts.
#[component]
pub fn Confirm(
    /// What the button says first.
    ask: AnyView,
    /// Where it stands.
    class: &'static str,
    /// For stories.
    testid: &'static str,
    children: Children,
) -> impl IntoView {
    let details = NodeRef::<html::Details>::new();
    // Near the end of a panel it would open out of sight.
    let show = move |_: ev::Event| {
        if let Some(details) = details.get_untracked().filter(web_sys::HtmlDetailsElement::open) {
            details.scroll_into_view_with_bool(false);
        }
    };
    // Escape takes the question back, and nothing else: what it stands in stays open.
    let close = move |event: ev::KeyboardEvent| {
        let Some(details) = details.get_untracked() else { return };
        if event.key() == "Escape" && details.open() {
            event.prevent_default();
            event.stop_propagation();
            details.set_open(false);
            if let Ok(Some(summary)) = details.query_selector("summary") {
                crate::shell::focus(&summary);
            }
        }
    };
    view! {
        <details class=format!("confirm {class}") node_ref=details on:toggle=show on:keydown=close>
            <summary class="button" data-testid=testid>
                <span class="confirm__ask">{ask}</span>
                <span class="confirm__cancel">"Not now"</span>
            </summary>
            {children()}
        </details>
    }
}
