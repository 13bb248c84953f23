//! The HTML document around the page.

use crate::App;
use leptos::{config::Env, nonce::use_nonce, prelude::*};
use leptos_meta::MetaTags;

/// Applies the chosen colour scheme before the first paint; see `shell/theme.rs`. Storage may be blocked.
const APPLY_THEME: &str = r#"try{let t=localStorage.getItem("theme");if(t==="light"||t==="dark")document.documentElement.dataset.theme=t}catch{}"#;

/// The document the server sends for every page.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    let stylesheet = format!("/{}/{}.css", options.site_pkg_dir, options.output_name);
    let is_developing = matches!(options.env, Env::DEV);
    view! {
        <!DOCTYPE html>
        <html lang="en">
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <meta name="description" content="A live marketplace for digital billboards." />
                <link
                    rel="preload"
                    href="/fonts/archivo.woff2"
                    r#as="font"
                    r#type="font/woff2"
                    crossorigin="anonymous"
                />
                <link rel="stylesheet" href=stylesheet />
                <link rel="icon" href="/favicon.svg" r#type="image/svg+xml" />
                <script nonce=use_nonce()>{APPLY_THEME}</script>
                {is_developing.then(|| view! { <script src="/live-reload.js" nonce=use_nonce()></script> })}
                <AutoReload options=options.clone() />
                <HydrationScripts options />
                <MetaTags />
            </head>
            <body>
                <App />
            </body>
        </html>
    }
}
