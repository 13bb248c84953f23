use super::super::api::online_users;
use crate::{
    features::conversation::api::count_unread, hooks::use_connection, stores::use_unread_total,
};
use leptos::{prelude::*, task::spawn_local};

/// Counts as this tab has them, beside those the server counts anew.
#[component]
pub(super) fn Counters() -> impl IntoView {
    let unread = use_unread_total();
    let online = use_connection().online_count();
    let server = RwSignal::new(None::<(Option<i64>, Option<usize>)>);
    let ask = move |_| {
        spawn_local(async move {
            let unread = count_unread().await.ok();
            let unread = unread.map(|counts| counts.iter().map(|(_, unread)| unread.count).sum());
            let online = online_users().await.ok().map(|users| users.len());
            server.try_set(Some((unread, online)));
        });
    };
    let row = |name: &'static str, here: String, there: String| {
        let differs = there != "–" && here != there;
        view! {
            <tr data-testid="panel-counter" data-differs=differs.to_string()>
                <th scope="row">{name}</th>
                <td>{here}</td>
                <td class:panel__trouble=differs>{there}</td>
            </tr>
        }
    };
    let text = |number: Option<String>| number.unwrap_or_else(|| "–".to_owned());
    view! {
        <h3 class="panel__subtitle">"Counts"</h3>
        <table class="panel__table">
            <thead>
                <tr>
                    <th scope="col">"What"</th>
                    <th scope="col">"Here"</th>
                    <th scope="col">"Server"</th>
                </tr>
            </thead>
            <tbody>
                {move || {
                    let (there, people) = server.get().unwrap_or_default();
                    view! {
                        {row("Unread", unread.get().to_string(), text(there.map(|n| n.to_string())))}
                        {row(
                            "Online",
                            text(online.get().map(|n| n.to_string())),
                            text(people.map(|n| n.to_string())),
                        )}
                    }
                }}
            </tbody>
        </table>
        <div class="panel__buttons">
            <button class="button" type="button" data-testid="panel-compare" on:click=ask>
                "Ask the server"
            </button>
        </div>
    }
}
