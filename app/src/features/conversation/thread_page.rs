use super::{api::open_thread, thread_view::ThreadView};
use crate::{
    backend::set_status,
    components::{EmptyState, ErrorNotice, Skeleton, SkeletonShape, Symbol},
    error::ApiError,
    features::account::use_me,
    hooks::use_event,
    stores::use_stores,
};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use protocol::{ErrorBody, ErrorCode, ServerEvent, account::UserRef, id::ConversationId};

/// `/conversations/:id`: one conversation.
#[component]
pub fn ThreadPage() -> impl IntoView {
    let params = use_params_map();
    let id =
        Memo::new(move |_| params.with(|map| map.get_str("id")?.parse::<ConversationId>().ok()));
    let store = use_stores().conversations;
    let me = use_me().map(|me| UserRef { id: me.user_id, name: me.name, role: me.role });
    let thread = Resource::new_blocking(
        move || id.get(),
        |id| async move {
            // What is no id names no conversation.
            let missing = || ApiError(ErrorBody::not_found("conversation"));
            open_thread(id.ok_or_else(missing)?).await
        },
    );
    // Added while this page says that there is nothing for the viewer here.
    use_event(move |event| {
        let is_in = matches!(event, ServerEvent::Membership(now)
            if now.is_member && Some(now.conversation_id) == id.get_untracked());
        if is_in && matches!(thread.get_untracked(), Some(Err(_))) {
            thread.refetch();
        }
    });
    let content = move || {
        let me = me.clone();
        Suspend::new(async move {
            match (thread.await, me) {
                (Ok(thread), Some(me)) => {
                    let id = thread.summary.id;
                    let (_, head) = store.load_thread(thread);
                    view! { <ThreadView id head me /> }.into_any()
                }
                (Err(error), _) => {
                    if error.0.code == ErrorCode::NotFound {
                        set_status(ErrorCode::NotFound);
                    }
                    let on_retry = Callback::new(move |()| thread.refetch());
                    view! {
                        <div class="thread thread--missing">
                            <ErrorNotice error=error.0 on_retry />
                        </div>
                    }
                    .into_any()
                }
                (Ok(_), None) => ().into_any(),
            }
        })
    };
    view! {
        <Transition fallback=|| {
            view! {
                <div class="thread">
                    <Skeleton shape=SkeletonShape::Lines count=8 />
                </div>
            }
        }>{content}</Transition>
    }
}

/// What is beside the inbox while no conversation is open.
#[component]
pub fn NoThread() -> impl IntoView {
    view! {
        <div class="thread thread--none">
            <EmptyState
                symbol=Symbol::Conversation
                title="Nothing is open"
                text="Choose a conversation from the list."
            />
        </div>
    }
}
