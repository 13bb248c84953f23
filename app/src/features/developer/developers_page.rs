use super::{Group, Request, api::read_outline, example::Example};
use crate::{
    components::{ErrorNotice, Skeleton, SkeletonShape},
    routes,
};
use leptos::prelude::*;
use leptos_meta::Title;

const SIGN_IN: &str = include_str!("../../../../docs/examples/sign-in.sh");
const IMPORT: &str = include_str!("../../../../docs/examples/import.sh");
const EVENTS: &str = include_str!("../../../../docs/examples/events.sh");
const EVENT_SOURCE: &str = include_str!("../../../../docs/examples/events.js");
const SOCKET: &str = include_str!("../../../../docs/examples/socket.js");
const POLL: &str = include_str!("../../../../docs/examples/poll.sh");

/// `/developers`: what programs find here. For everybody.
#[component]
pub fn DevelopersPage() -> impl IntoView {
    view! {
        <Title text="For developers" />
        <div class="developers">
            <h1>"For developers"</h1>
            <p class="developers__lead">
                "Whatever the pages do, programs can do: over HTTP, and live over Socket.IO. Both are described by files that
                are made from the server's own types."
            </p>
            <ul class="developers__files">
                <li>
                    <a class="button" rel="external" href=routes::OPENAPI>
                        "openapi.json"
                    </a>
                    <span class="muted">"The requests, as OpenAPI 3.1"</span>
                </li>
                <li>
                    <a class="button" rel="external" href=routes::ASYNCAPI>
                        "asyncapi.json"
                    </a>
                    <span class="muted">"Events and commands of the live layer, as AsyncAPI 3.0"</span>
                </li>
            </ul>
            <Begin />
            <Watch />
            <Errors />
            <Requests />
        </div>
    }
}

#[component]
fn Begin() -> impl IntoView {
    view! {
        <section class="developers__part" aria-labelledby="begin">
            <h2 id="begin">"Sign in, and begin"</h2>
            <p>
                "A session's cookie says who asks. Programs keep it; a page of this site has it already. In the examples " <code>"BULLETIN"</code>
                " is the address of this server."
            </p>
            <Example id="sign-in" title="Sign in with curl" source=SIGN_IN />
            <Example id="import" title="Try an import with curl" source=IMPORT />
        </section>
    }
}

#[component]
fn Watch() -> impl IntoView {
    view! {
        <section class="developers__part" aria-labelledby="watch">
            <h2 id="watch">"Watch a job"</h2>
            <p>
                "Three ways to the same: " <code>"PENDING"</code> ", " <code>"PROCESSING"</code> ", then " <code>"COMPLETED"</code>
                ", " <code>"FAILED"</code> " or " <code>"CANCELLED"</code>
                ". Of two words the one with the higher " <code>"version"</code> " holds, by whichever way it came."
            </p>
            <h3>"Server-sent events"</h3>
            <p>
                "At most four a second, each with the job's version as its id. An " <code>"EventSource"</code>
                " comes back by itself and says what it knows; after the job's end it gets 204, and stays away."
            </p>
            <Example id="event-source" title="EventSource, in a page" source=EVENT_SOURCE />
            <Example id="events" title="The same with curl" source=EVENTS />
            <h3>"Socket.IO"</h3>
            <p>"Join the room of the job. Whoever has started it hears of it without joining."</p>
            <Example id="socket" title="socket.io-client" source=SOCKET />
            <h3>"Asking"</h3>
            <p>"For programs that only look now and then. What has not changed costs a line."</p>
            <Example id="poll" title="Ask with a tag, with curl" source=POLL />
        </section>
    }
}

#[component]
fn Errors() -> impl IntoView {
    let shape = r#"{"code": "rate_limited", "message": "In a sentence, for people.", "retry": "after", "retryAfterMs": 5000}"#;
    view! {
        <section class="developers__part" aria-labelledby="errors">
            <h2 id="errors">"When it is refused"</h2>
            <p>
                "Every refusal has the same shape, whichever way it comes. " <code>"code"</code> " is for programs, and closed; "
                <code>"retry"</code> " says whether trying again makes sense: " <code>"never"</code> ", " <code>"after"</code>
                " a pause, after " <code>"login"</code> ", or after a " <code>"reload"</code> ". " <code>"field"</code> " and "
                <code>"limit"</code> " come where there is one."
            </p>
            <Example id="error" title="A refusal" source=shape />
        </section>
    }
}

#[component]
fn Requests() -> impl IntoView {
    let outline = Resource::new_blocking(|| (), |()| read_outline());
    let content = move || {
        Suspend::new(async move {
            match outline.await {
                Ok(groups) => groups
                    .into_iter()
                    .map(|group| view! { <OfGroup group /> })
                    .collect_view()
                    .into_any(),
                Err(error) => {
                    let on_retry = Callback::new(move |()| outline.refetch());
                    view! { <ErrorNotice error=error.0 on_retry /> }.into_any()
                }
            }
        })
    };
    view! {
        <section class="developers__part" aria-labelledby="requests">
            <h2 id="requests">"All requests"</h2>
            <Transition fallback=|| {
                view! { <Skeleton shape=SkeletonShape::Rows count=8 /> }
            }>{content}</Transition>
        </section>
    }
}

#[component]
fn OfGroup(group: Group) -> impl IntoView {
    let row = |request: Request| {
        let Request { method, path, about, who } = request;
        let (data_method, data_path) = (method.clone(), path.clone());
        view! {
            <li class="request" data-testid="request" data-method=data_method data-path=data_path>
                <p class="request__address">
                    <span class="request__method">{method}</span>
                    <code>{path}</code>
                </p>
                <p class="request__about">{about} " " <span class="muted">{format!("For {who}.")}</span></p>
            </li>
        }
    };
    view! {
        <h3>{group.name}</h3>
        <p class="muted">{group.about}</p>
        <ul class="requests">{group.requests.into_iter().map(row).collect_view()}</ul>
    }
}
