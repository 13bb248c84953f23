//! Handing in what an order shows. What does not fit is said as soon as it is picked; without scripts, by the page that
//! the form comes back to.

use crate::{
    components::{ErrorNotice, Icon, Symbol},
    picture::{Picked, forget, pick, post},
    routes,
    stores::{order::known::Orders, use_stores},
};
use leptos::{ev, html, prelude::*, task::spawn_local};
use leptos_router::hooks::use_query_map;
use protocol::{
    ErrorBody,
    id::{ClientId, OrderId},
    order::{
        CreativeFinding, OrderView, Screen,
        creative::{assign, have_many_shapes},
    },
    picture::{PictureFacts, PictureKind},
};
use uuid::Uuid;

/// What is picked, and what came of sending it.
#[derive(Clone, Copy)]
struct Sending {
    id: OrderId,
    screens: StoredValue<Vec<Screen>>,
    orders: RwSignal<Orders>,
    picked: RwSignal<Vec<Picked>>,
    /// Of these pictures, however often they have to be sent.
    client_id: RwSignal<ClientId>,
    is_under_way: RwSignal<bool>,
    refused: RwSignal<Option<ErrorBody>>,
    form: NodeRef<html::Form>,
}

impl Sending {
    fn change(self, event: &ev::Event) {
        let input = event_target::<web_sys::HtmlInputElement>(event);
        self.refused.set(None);
        self.client_id.set(ClientId(Uuid::now_v7()));
        spawn_local(async move {
            let picked = pick(&input).await;
            self.picked.try_update(|known| {
                forget(known);
                *known = picked;
            });
        });
    }

    /// What is wrong with what is picked; nothing before anything is.
    fn findings(self) -> Vec<CreativeFinding> {
        let picked = self.picked.get();
        if picked.is_empty() {
            return Vec::new();
        }
        let facts: Result<Vec<PictureFacts>, _> =
            picked.into_iter().map(|picked| picked.facts).collect();
        match facts {
            Ok(facts) => self.misfits(&facts),
            Err(fault) => vec![CreativeFinding::Picture(fault)],
        }
    }

    fn misfits(self, facts: &[PictureFacts]) -> Vec<CreativeFinding> {
        self.screens.with_value(|screens| assign(facts, screens)).err().unwrap_or_default()
    }

    /// Those, or of a form that came back those of what was sent.
    fn findings_now(self, before: &[CreativeFinding]) -> Vec<CreativeFinding> {
        if self.picked.with(Vec::is_empty) { before.to_vec() } else { self.findings() }
    }

    fn send(self) {
        let Some(form) = self.form.get_untracked() else { return };
        if self.is_under_way.get_untracked() || !untrack(|| self.findings()).is_empty() {
            return;
        }
        self.is_under_way.set(true);
        self.refused.set(None);
        spawn_local(async move {
            let path = format!("/api/orders/{}/creative", self.id);
            let answer = post::<OrderView>(&form, &path).await;
            self.is_under_way.try_set(false);
            match answer {
                Ok(order) => {
                    self.orders.try_update(|orders| orders.learn(order));
                }
                Err(error) => {
                    self.refused.try_set(Some(error));
                }
            }
        });
    }
}

/// The form. For the buyer of an order that was accepted.
#[component]
pub(super) fn CreativeForm(id: OrderId, screens: StoredValue<Vec<Screen>>) -> impl IntoView {
    let sending = Sending {
        id,
        screens,
        orders: use_stores().orders.orders,
        picked: RwSignal::new(Vec::new()),
        client_id: RwSignal::new(ClientId(Uuid::now_v7())),
        is_under_way: RwSignal::new(false),
        refused: RwSignal::new(None),
        form: NodeRef::new(),
    };
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        sending.send();
    };
    // The notice's own way would load the page anew, without what was picked.
    let on_retry = Callback::new(move |()| sending.send());
    on_cleanup(move || {
        sending.picked.try_with_untracked(|picked| forget(picked));
    });
    let is_plural = screens.with_value(|screens| have_many_shapes(screens));
    // Nothing in the address is no picture that was refused.
    let sizes = sizes_in_address();
    let before = if sizes.is_empty() { Vec::new() } else { sending.misfits(&sizes) };
    let before = StoredValue::new(before);
    let findings = Memo::new(move |_| before.with_value(|before| sending.findings_now(before)));
    view! {
        <form
            class="creative-form"
            method="post"
            enctype="multipart/form-data"
            action=routes::form::send_creative(id)
            data-testid="creative-form"
            node_ref=sending.form
            on:submit=submit
        >
            <Needs screens is_plural />
            <input
                r#type="hidden"
                name="clientId"
                value=move || sending.client_id.get().to_string()
            />
            <Pick sending is_plural />
            <Previews picked=sending.picked />
            <Findings findings />
            {move || sending.refused.get().map(|error| view! { <ErrorNotice error on_retry /> })}
            <button
                class="button button--primary"
                type="submit"
                data-action="send_creative"
                aria-busy=move || sending.is_under_way.get().then_some("true")
                disabled=move || {
                    sending.is_under_way.get() || !sending.picked.with(Vec::is_empty) && !findings.with(Vec::is_empty)
                }
            >
                {move || if sending.is_under_way.get() { "Sending …" } else { "Hand in the creative" }}
            </button>
        </form>
    }
}

#[component]
fn Pick(sending: Sending, is_plural: bool) -> impl IntoView {
    view! {
        <label class="field">
            <span class="field__label">{if is_plural { "Your pictures" } else { "Your picture" }}</span>
            <input
                class="field__input creative-form__file"
                r#type="file"
                name="file"
                accept=PictureKind::ACCEPT
                multiple=is_plural
                required=true
                aria-describedby="creative-findings"
                data-testid="creative-pick"
                on:change=move |event| sending.change(&event)
            />
            <span class="field__note">"PNG, JPEG or WebP, at most 10 MB."</span>
        </label>
    }
}

/// The sizes of what was refused, as the server writes them into the address it sends a form back to.
fn sizes_in_address() -> Vec<PictureFacts> {
    let sizes = use_query_map().with_untracked(|query| query.get("sizes")).unwrap_or_default();
    let facts = |size: &str| {
        let (width, height) = size.split_once('x')?;
        let (width, height) = (width.parse().ok()?, height.parse().ok()?);
        Some(PictureFacts { kind: PictureKind::Png, width, height, bytes: 0 })
    };
    sizes.split(',').filter_map(facts).collect()
}

/// What the screens need.
#[component]
fn Needs(screens: StoredValue<Vec<Screen>>, is_plural: bool) -> impl IntoView {
    let rows = screens.get_value().into_iter().map(|screen| {
        view! {
            <li>
                <strong>{format!("{} × {}", screen.width, screen.height)}</strong>
                " pixels or more in these proportions, for "
                {screen.title}
            </li>
        }
    });
    view! {
        <div class="creative-form__needs">
            <h3>"What it must fit"</h3>
            <ul>{rows.collect_view()}</ul>
            {is_plural
                .then(|| {
                    view! {
                        <p class="muted">
                            "The screens have different shapes: hand in a picture for each shape, all at once."
                        </p>
                    }
                })}
        </div>
    }
}

#[component]
fn Previews(picked: RwSignal<Vec<Picked>>) -> impl IntoView {
    let one = |picked: Picked| {
        let text = match picked.facts {
            Ok(facts) => {
                format!("{} · {} × {} · {}", picked.name, facts.width, facts.height, facts.kind)
            }
            Err(_) => picked.name,
        };
        let is_picture = picked.facts.is_ok();
        view! {
            <li class="creative-form__preview">
                {is_picture.then(|| view! { <img src=picked.preview alt="" width="240" height="135" /> })}
                <span>{text}</span>
            </li>
        }
    };
    move || {
        let picked = picked.get();
        (!picked.is_empty()).then(|| {
            view! { <ul class="creative-form__previews">{picked.into_iter().map(one).collect_view()}</ul> }
        })
    }
}

#[component]
fn Findings(findings: Memo<Vec<CreativeFinding>>) -> impl IntoView {
    let one = |finding: CreativeFinding| {
        view! {
            <li data-testid="creative-finding">
                <Icon symbol=Symbol::Alert />
                <span>{finding.to_string()}</span>
            </li>
        }
    };
    view! {
        <ul class="creative-form__findings" id="creative-findings" aria-live="polite">
            {move || findings.get().into_iter().map(one).collect_view()}
        </ul>
    }
}
