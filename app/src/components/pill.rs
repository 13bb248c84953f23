use super::{Icon, Symbol};
use leptos::prelude::*;
use protocol::board::BoardStatus;

/// What a state means to the reader; decides the colour, which never stands alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Nothing in particular.
    Neutral,
    /// On air, connected, done.
    Live,
    /// Waiting for something.
    Waiting,
    /// Broken or refused.
    Trouble,
    /// New.
    News,
}

impl Tone {
    /// The end of the class names `pill--…`, `notice--…` and `toast--…`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Neutral => "neutral",
            Self::Live => "live",
            Self::Waiting => "waiting",
            Self::Trouble => "trouble",
            Self::News => "news",
        }
    }
}

/// A state in one word, with its icon.
#[component]
pub fn Pill(
    /// Colour.
    tone: Tone,
    /// Icon.
    symbol: Symbol,
    /// The word.
    #[prop(into)]
    label: String,
) -> impl IntoView {
    view! {
        <span class=format!("pill pill--{}", tone.as_str())>
            <Icon symbol />
            {label}
        </span>
    }
}

/// A board's status.
#[component]
pub fn StatusPill(
    /// Now.
    status: BoardStatus,
) -> impl IntoView {
    let (tone, symbol) = match status {
        BoardStatus::Draft => (Tone::Neutral, Symbol::Edit),
        BoardStatus::InReview => (Tone::News, Symbol::Clock),
        BoardStatus::Live => (Tone::Live, Symbol::Live),
        BoardStatus::Paused => (Tone::Waiting, Symbol::Pause),
        BoardStatus::Maintenance => (Tone::Trouble, Symbol::Wrench),
        BoardStatus::Retired => (Tone::Neutral, Symbol::Close),
    };
    view! { <Pill tone symbol label=status_name(status) /> }
}

/// A status as people read it.
pub fn status_name(status: BoardStatus) -> &'static str {
    match status {
        BoardStatus::Draft => "Draft",
        BoardStatus::InReview => "In review",
        BoardStatus::Live => "Live",
        BoardStatus::Paused => "Paused",
        BoardStatus::Maintenance => "Maintenance",
        BoardStatus::Retired => "Retired",
    }
}
