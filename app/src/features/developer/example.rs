use crate::components::CopyButton;
use leptos::prelude::*;

/// An example to copy.
#[component]
pub(super) fn Example(
    /// Its name in `data-example`.
    id: &'static str,
    /// What it shows.
    title: &'static str,
    /// The text.
    source: &'static str,
) -> impl IntoView {
    let source = source.trim_end();
    view! {
        <figure class="example">
            <figcaption class="example__head">
                <span>{title}</span>
                <CopyButton text=source what=title />
            </figcaption>
            <pre class="example__text" tabindex="0" aria-label=title>
                <code data-testid="example" data-example=id>
                    {source}
                </code>
            </pre>
        </figure>
    }
}
