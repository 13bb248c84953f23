use super::{ErrorNotice, Skeleton, SkeletonShape};
use crate::error::ApiResult;
use leptos::prelude::*;
use serde::{Serialize, de::DeserializeOwned};

/// What a page reads: its place while it comes, then what was read, or why there is nothing with a button that reads
/// again. As children: how it is shown, with `let:`. What was read before stays while it is read again.
#[component]
pub fn Loaded<T, F, V>(
    /// Created outside, as every resource.
    resource: Resource<ApiResult<T>>,
    /// What it looks like.
    #[prop(default = SkeletonShape::Rows)]
    shape: SkeletonShape,
    /// How many of it.
    #[prop(default = 6)]
    count: usize,
    children: F,
) -> impl IntoView
where
    T: Clone + Serialize + DeserializeOwned + Send + Sync + 'static,
    F: Fn(T) -> V + Clone + Send + Sync + 'static,
    V: IntoView + 'static,
{
    let content = move || {
        let children = children.clone();
        Suspend::new(async move {
            match resource.await {
                Ok(read) => children(read).into_any(),
                Err(error) => {
                    let on_retry = Callback::new(move |()| resource.refetch());
                    view! { <ErrorNotice error=error.0 on_retry /> }.into_any()
                }
            }
        })
    };
    view! { <Transition fallback=move || view! { <Skeleton shape count /> }>{content}</Transition> }
}
