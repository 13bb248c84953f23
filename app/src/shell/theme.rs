//! The colour scheme: the system's, or the reader's own choice, kept in the browser.
//!
//! The choice is applied before the first paint by the script in `document.rs`.

use crate::components::{Icon, Symbol};
use leptos::prelude::*;

const STORAGE_KEY: &str = "theme";

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Theme {
    #[default]
    System,
    Light,
    Dark,
}

impl Theme {
    fn parse(text: Option<&str>) -> Self {
        match text {
            Some("light") => Self::Light,
            Some("dark") => Self::Dark,
            _ => Self::System,
        }
    }

    /// The value stored and put on the document; the system's scheme is the absence of one.
    fn stored(self) -> Option<&'static str> {
        match self {
            Self::System => None,
            Self::Light => Some("light"),
            Self::Dark => Some("dark"),
        }
    }

    fn next(self) -> Self {
        match self {
            Self::System => Self::Light,
            Self::Light => Self::Dark,
            Self::Dark => Self::System,
        }
    }

    fn face(self) -> (Symbol, &'static str) {
        match self {
            Self::System => (Symbol::System, "Colours: as the system"),
            Self::Light => (Symbol::Sun, "Colours: light"),
            Self::Dark => (Symbol::Moon, "Colours: dark"),
        }
    }
}

/// Goes round the three schemes. Hidden where scripts are off; inert on the server.
#[component]
pub(super) fn ThemeSwitch() -> impl IntoView {
    let theme = RwSignal::new(Theme::System);
    Effect::new(move || theme.set(read()));
    let press = move |_| {
        let next = theme.get_untracked().next();
        theme.set(next);
        write(next);
    };
    let label = move || theme.get().face().1;
    view! {
        <button class="icon-button theme-switch" type="button" title=label on:click=press>
            {move || view! { <Icon symbol=theme.get().face().0 /> }}
            <span class="visually-hidden">{label}</span>
        </button>
    }
}

fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}

fn read() -> Theme {
    let stored = storage().and_then(|storage| storage.get_item(STORAGE_KEY).ok().flatten());
    Theme::parse(stored.as_deref())
}

/// Where storage is blocked or full, the choice holds for this page only.
fn write(theme: Theme) {
    let root = document().document_element();
    let kept = match theme.stored() {
        Some(value) => {
            root.map(|root| root.set_attribute("data-theme", value)).transpose().and_then(|_| {
                storage().map(|storage| storage.set_item(STORAGE_KEY, value)).transpose()
            })
        }
        None => root
            .map(|root| root.remove_attribute("data-theme"))
            .transpose()
            .and_then(|_| storage().map(|storage| storage.remove_item(STORAGE_KEY)).transpose()),
    };
    if kept.is_err() {
        leptos::logging::warn!("The choice of colours could not be kept.");
    }
}

#[cfg(test)]
mod tests {
    use super::Theme;

    #[test]
    fn every_choice_survives_storage_and_three_presses_lead_back() {
        for theme in [Theme::System, Theme::Light, Theme::Dark] {
            assert_eq!(Theme::parse(theme.stored()), theme);
            assert_eq!(theme.next().next().next(), theme);
        }
    }
}
