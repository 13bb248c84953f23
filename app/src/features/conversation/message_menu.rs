use super::talk::use_talk;
use crate::{
    components::{Icon, Symbol},
    time::use_clock,
};
use leptos::{html, prelude::*};
use protocol::{
    conversation::{MessageView, time_to_delete, time_to_edit},
    id::MessageId,
};
use std::time::Duration;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, MouseEvent};

const MENU: &str = "message-menu";
/// The menu's width with a margin, and the least margin.
const WIDTH: f64 = 216.0;
const EDGE: f64 = 8.0;

/// Opens a message's menu.
#[component]
pub(super) fn MenuButton(
    /// Whose.
    id: MessageId,
) -> impl IntoView {
    let talk = use_talk();
    let place = use_context::<MenuPlace>();
    let open = move |event: MouseEvent| {
        talk.menu.set(Some(id));
        let button = event.current_target().and_then(|target| target.dyn_into::<Element>().ok());
        if let (Some(place), Some(button)) = (place, button) {
            // Once it is open: how tall it is depends on what can be done with the message.
            request_animation_frame(move || place.move_beside(&button));
        }
    };
    view! {
        <button
            class="icon-button message__more"
            type="button"
            aria-label="What to do with this message"
            aria-haspopup="true"
            popovertarget=MENU
            popovertargetaction="show"
            data-testid="message-more"
            on:click=open
        >
            <Icon symbol=Symbol::More />
        </button>
    }
}

/// The menu: one for all messages, moved to the button that was pressed.
#[derive(Clone, Copy)]
struct MenuPlace(NodeRef<html::Div>);

impl MenuPlace {
    fn move_beside(self, button: &Element) {
        let Some(menu) = self.0.get_untracked() else { return };
        let tall = f64::from(HtmlElement::offset_height(&menu));
        let rect = button.get_bounding_client_rect();
        let height = window().inner_height().ok().and_then(|height| height.as_f64());
        let is_room_below = height.is_none_or(|height| rect.bottom() + tall + EDGE < height);
        let top = if is_room_below { rect.bottom() } else { (rect.top() - tall).max(0.0) };
        let width = document().document_element().map_or(0, |root| root.client_width());
        let left = rect.left().min(f64::from(width) - WIDTH).max(EDGE);
        // Not by the attribute: the page's own policy forbids styles in it. Fails for no valid value.
        drop(
            HtmlElement::style(&menu).set_property("inset", &format!("{top}px auto auto {left}px")),
        );
    }
}

/// Provides the place of the menu; called by the thread, above its messages.
pub(super) fn provide_menu() {
    provide_context(MenuPlace(NodeRef::new()));
}

/// What can be done with a message: answer it, and for a while change it or take it back.
#[component]
pub(super) fn MessageMenu() -> impl IntoView {
    let talk = use_talk();
    let place = use_context::<MenuPlace>().map_or_else(NodeRef::new, |place| place.0);
    let message = Memo::new(move |_| talk.menu.get().and_then(|id| talk.message(id)));
    view! {
        <div
            class="menu message-menu"
            id=MENU
            popover="auto"
            role="group"
            aria-label="Message"
            node_ref=place
            data-testid="message-menu"
        >
            {move || message.get().map(|message| view! { <Items message /> })}
        </div>
    }
}

#[component]
fn Items(message: MessageView) -> impl IntoView {
    let talk = use_talk();
    let clock = use_clock();
    let is_own = message.author.id == talk.me;
    let message = StoredValue::new(message);
    let id = message.with_value(|message| message.id);
    let quote = message.with_value(MessageView::quote);
    let answer = move || talk.answer(quote.clone());
    let left = move |rule: TimeLeft| {
        clock.track();
        let now = talk.store.server_now();
        is_own.then(|| message.with_value(|message| rule(message, now))).flatten()
    };
    let edit = move || {
        left(time_to_edit).map(|left| {
            let press = move || talk.editing.set(Some(id));
            view! { <Item symbol=Symbol::Edit label="Edit" note=in_words(left) press id="message-edit" /> }
        })
    };
    let delete = move || {
        left(time_to_delete).map(|left| {
            let press = move || talk.deleting.set(Some(id));
            view! { <Item symbol=Symbol::Delete label="Delete" note=in_words(left) press id="message-delete" /> }
        })
    };
    view! {
        <Item symbol=Symbol::Reply label="Answer" note=String::new() press=answer id="message-reply" />
        {edit}
        {delete}
    }
}

type TimeLeft = fn(&MessageView, protocol::Timestamp) -> Option<Duration>;

#[component]
fn Item(
    symbol: Symbol,
    label: &'static str,
    note: String,
    press: impl Fn() + 'static,
    id: &'static str,
) -> impl IntoView {
    view! {
        <button
            class="menu__item"
            type="button"
            popovertarget=MENU
            popovertargetaction="hide"
            data-testid=id
            on:click=move |_| press()
        >
            <Icon symbol />
            {label}
            <span class="message-menu__note">{note}</span>
        </button>
    }
}

/// How long something is still possible.
pub(super) fn in_words(left: Duration) -> String {
    match left.as_secs() / 60 {
        0 => "less than a minute left".to_owned(),
        minutes => format!("{minutes} min left"),
    }
}
