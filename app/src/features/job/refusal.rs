use crate::components::{Icon, Symbol, advice};
use leptos::prelude::*;
use protocol::{ErrorBody, ErrorCode};

/// Where it stands, so that the keyboard can be led there.
pub(super) const ID: &str = "import-refused";

/// Why the file was not taken, beside the buttons that were pressed: they are what one tries again with, and the chosen
/// file is still there.
#[component]
pub(super) fn Refusal(refused: RwSignal<Option<ErrorBody>>) -> impl IntoView {
    let notice = move || {
        let error = refused.get()?;
        let title = match error.code {
            // Why is said below: it need not be the server.
            ErrorCode::Unavailable => "The file was not taken",
            code => advice(code).0,
        };
        Some(view! {
            <div class="notice notice--trouble" role="alert" data-testid="import-refused">
                <Icon symbol=Symbol::Alert />
                <div class="notice__text">
                    <p class="notice__title">{title}</p>
                    <p>{error.message}</p>
                </div>
            </div>
        })
    };
    view! {
        <div class="import__refused" id=ID tabindex="-1">
            {notice}
        </div>
    }
}
