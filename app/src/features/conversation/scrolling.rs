//! Where the reader is in a thread. The log is laid out from the bottom (`column-reverse`), so the browser
//! opens it at the end and keeps the place when older messages are put in front.

use crate::shell::focus;
use leptos::{html, prelude::*};
use web_sys::{DomRect, Element, HtmlElement};

/// Closer to the end than this counts as being there, in CSS pixels.
const NEAR_END: i32 = 48;
/// Closer to the beginning than this, older messages are loaded, in CSS pixels.
const NEAR_START: i32 = 600;
/// So much of a message must be visible for it to be in view, in CSS pixels.
const VISIBLE: f64 = 24.0;

/// The element that scrolls.
#[derive(Clone, Copy)]
pub(super) struct Scroller(pub(super) NodeRef<html::Div>);

impl Scroller {
    fn element(self) -> Option<HtmlElement> {
        self.0.try_get_untracked().flatten().map(|div| (*div).clone())
    }

    /// Calls back once the log has a size. While one page replaces another it is built before it is placed.
    pub(super) fn when_laid_out(self, then: impl FnOnce() + 'static) {
        request_animation_frame(move || {
            // `None` when the reader has left meanwhile.
            match self.element().map(|element| element.client_height()) {
                Some(0) => self.when_laid_out(then),
                Some(_) => then(),
                None => {}
            }
        });
    }

    /// Whether the newest message is in view. Also while nothing is laid out yet.
    pub(super) fn is_at_end(self) -> bool {
        // From the bottom up, positions are negative.
        self.element().is_none_or(|element| element.scroll_top() > -NEAR_END)
    }

    /// Whether older messages will soon be needed.
    pub(super) fn is_near_start(self) -> bool {
        self.element().is_some_and(|element| {
            let above = element.scroll_height() - element.client_height() + element.scroll_top();
            above < NEAR_START
        })
    }

    /// Whether newer messages will soon be needed, where there are any.
    pub(super) fn is_near_end(self) -> bool {
        self.element().is_some_and(|element| element.scroll_top() > -NEAR_START)
    }

    /// Where a message stands in the view; to be given to [`Scroller::keep`] after a change.
    pub(super) fn stand(self, seq: i64) -> Option<(i64, f64)> {
        let top = self.find(seq)?.get_bounding_client_rect().top();
        let element = self.element()?;
        // What goes at the end moves everything here, and browsers do not make up for it.
        drop(HtmlElement::style(&element).set_property("overflow-anchor", "none"));
        Some((seq, top))
    }

    /// Puts a message where it stood, if it is still there.
    pub(super) fn keep(self, (seq, top): (i64, f64)) {
        let Some(element) = self.element() else { return };
        if let Some(message) = self.find(seq) {
            let moved = message.get_bounding_client_rect().top() - top;
            #[expect(clippy::cast_possible_truncation, reason = "whole pixels are precise enough")]
            element.set_scroll_top(element.scroll_top() + moved.round() as i32);
        }
        drop(HtmlElement::style(&element).remove_property("overflow-anchor"));
    }

    fn find(self, seq: i64) -> Option<Element> {
        self.element()?.query_selector(&format!("[data-seq='{seq}']")).ok().flatten()
    }

    /// Shows a message in the middle and gives it the focus.
    pub(super) fn to_message(self, seq: i64) {
        let (Some(element), Some(message)) = (self.element(), self.find(seq)) else { return };
        let (view, target) =
            (element.get_bounding_client_rect(), message.get_bounding_client_rect());
        let middle = |rect: &DomRect| rect.top() + rect.height() / 2.0;
        // What is higher than the view begins at its top.
        let distance = (middle(&target) - middle(&view)).min(target.top() - view.top());
        #[expect(clippy::cast_possible_truncation, reason = "whole pixels are precise enough")]
        element.set_scroll_top(element.scroll_top() + distance as i32);
        focus(&message);
    }

    /// Shows the newest message.
    pub(super) fn to_end(self) {
        if let Some(element) = self.element() {
            element.set_scroll_top(0);
        }
    }

    /// Shows the first element that matches at the top of the log, if it is not in view anyway.
    pub(super) fn to(self, selector: &str) {
        let Some(element) = self.element() else { return };
        // A selector of ours is well formed.
        let Ok(Some(target)) = element.query_selector(selector) else { return };
        let above =
            target.get_bounding_client_rect().top() - element.get_bounding_client_rect().top();
        if above < 0.0 {
            #[expect(clippy::cast_possible_truncation, reason = "whole pixels are precise enough")]
            element.set_scroll_top(element.scroll_top() + above as i32);
        }
    }

    /// The number of the newest stored message in view.
    pub(super) fn newest_in_view(self) -> Option<i64> {
        let element = self.element()?;
        let end = element.get_bounding_client_rect().bottom();
        let messages = element.query_selector_all("[data-seq]").ok()?;
        (0..messages.length()).rev().find_map(|place| {
            let message: Element = wasm_bindgen::JsCast::dyn_into(messages.item(place)?).ok()?;
            let is_in_view = message.get_bounding_client_rect().top() + VISIBLE < end;
            is_in_view.then(|| message.get_attribute("data-seq")?.parse().ok()).flatten()
        })
    }
}

/// Whether anybody looks at this tab: it is in front, and has the focus.
pub(super) fn is_looked_at() -> bool {
    let document = document();
    document.visibility_state() == web_sys::VisibilityState::Visible
        && document.has_focus().unwrap_or(false)
}
