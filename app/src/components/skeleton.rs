use leptos::prelude::*;

/// What a skeleton keeps the place of, in its final size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SkeletonShape {
    /// Lines of text.
    Lines,
    /// Rows with an avatar and two lines, as in an inbox.
    Rows,
    /// Board cards.
    Cards,
}

impl SkeletonShape {
    fn as_str(self) -> &'static str {
        match self {
            Self::Lines => "lines",
            Self::Rows => "rows",
            Self::Cards => "cards",
        }
    }
}

/// Keeps the place of what is still loading. Read aloud as "Loading".
#[component]
pub fn Skeleton(
    /// What comes.
    shape: SkeletonShape,
    /// How many of it.
    count: usize,
) -> impl IntoView {
    let item = format!("skeleton__item skeleton__item--{}", shape.as_str());
    let items = (0..count).map(|_| view! { <span class=item.clone()></span> }).collect_view();
    view! {
        <div class=format!("skeleton skeleton--{}", shape.as_str()) role="status">
            <span class="visually-hidden">"Loading"</span>
            {items}
        </div>
    }
}
