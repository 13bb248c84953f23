use crate::hooks::use_connection;
use leptos::prelude::*;
use protocol::{Room, stream::Cursor};

/// The streams this tab follows: how far it has come, and how far the server was when it last said so.
#[component]
pub(super) fn Streams() -> impl IntoView {
    let connection = use_connection();
    let cursors = Memo::new(move |_| connection.cursors());
    let heads = Memo::new(move |_| connection.stats().with(|stats| stats.heads.clone()));
    let head_of = move |room: Room| {
        heads.with(|heads| heads.iter().find(|entry| entry.name == room).map(|entry| entry.head))
    };
    let row = move |cursor: Cursor| {
        let head = head_of(cursor.name);
        let lag = head.map(|head| (head.seq - cursor.seq).max(0));
        let is_foreign = head.is_some_and(|head| head.epoch != cursor.epoch);
        let name = cursor.name.to_string();
        let text = match (is_foreign, lag) {
            (true, _) => "another epoch".to_owned(),
            (_, Some(0)) => "level".to_owned(),
            (_, Some(lag)) => format!("{lag} behind"),
            (_, None) => "–".to_owned(),
        };
        view! {
            <tr data-testid="panel-stream" data-name=name.clone() data-seq=cursor.seq>
                <th scope="row" class="panel__id">
                    {name.clone()}
                </th>
                <td>{cursor.seq}</td>
                <td>{head.map_or("–".to_owned(), |head| head.seq.to_string())}</td>
                <td class:panel__trouble=is_foreign || lag.is_some_and(|lag| lag > 0)>{text}</td>
                <td class="panel__id" title=cursor.epoch.to_string()>
                    {cursor.epoch.to_string().chars().take(4).collect::<String>()}
                </td>
            </tr>
        }
    };
    let table = move || {
        (!cursors.with(Vec::is_empty)).then(|| {
            view! {
                <div class="panel__scroll" role="region" aria-label="Streams" tabindex="0">
                    <table class="panel__table">
                        <thead>
                            <tr>
                                <th scope="col">"Stream"</th>
                                <th scope="col">"Here"</th>
                                <th scope="col">"Head"</th>
                                <th scope="col">"Lag"</th>
                                <th scope="col">"Epoch"</th>
                            </tr>
                        </thead>
                        <tbody>{cursors.get().into_iter().map(row).collect_view()}</tbody>
                    </table>
                </div>
            }
        })
    };
    view! {
        <h3 class="panel__subtitle">"Streams"</h3>
        {table}
        {move || {
            cursors
                .with(Vec::is_empty)
                .then(|| view! { <p class="panel__note">"None is followed on this page."</p> })
        }}
    }
}
