//! One photo among those of a board, and what can be done with it. Over the line where there is one; else the browser
//! posts the forms.

use super::{
    api::act_on_photo,
    gallery::Photo,
    photos_page::{Alt, Shown},
};
use crate::{components::Confirm, hooks::use_connection, routes, shell::focus};
use leptos::{ev, html, prelude::*, task::spawn_local};
use protocol::{
    board::{PhotoAct, PhotoView},
    id::FileId,
};
use wasm_bindgen::JsCast;

/// Something to do with one photo: its name in the form, what the button says, and what is said when it is done.
type Step = (&'static str, &'static str, &'static str);

const COVER: Step = ("cover", "Make it the cover", "It is the cover now.");
const EARLIER: Step = ("earlier", "Earlier", "It comes earlier now.");
const LATER: Step = ("later", "Later", "It comes later now.");
const DESCRIBED: &str = "The words are saved.";
const REMOVED: &str = "The photo is removed.";

/// Where the keyboard is once something was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Next {
    /// Where it was, or at its photo.
    Same,
    /// At the photo that has taken the place.
    Photo(FileId),
    /// None is left.
    Heading,
}

impl Next {
    fn after(photos: &[PhotoView], one: FileId, act: &PhotoAct) -> Self {
        if *act != PhotoAct::Remove {
            return Self::Same;
        }
        let at = photos.iter().position(|photo| photo.file_id == one).unwrap_or_default();
        let left: Vec<_> = photos.iter().filter(|photo| photo.file_id != one).collect();
        let next = left.get(at).or(left.last());
        next.map_or(Self::Heading, |photo| Self::Photo(photo.file_id))
    }
}

/// One photo, where it stands now.
#[derive(Clone, Copy)]
struct Own {
    shown: Shown,
    id: FileId,
    photo: Memo<PhotoView>,
    at: Memo<usize>,
    row: NodeRef<html::Li>,
}

impl Own {
    fn new(shown: Shown, read: PhotoView) -> Self {
        let id = read.file_id;
        let find = move |known: Option<&PhotoView>| {
            shown.detail.with(|detail| {
                let found = detail.photos.iter().find(|photo| photo.file_id == id);
                // A row that is about to go keeps what it showed.
                found.or(known).unwrap_or(&read).clone()
            })
        };
        let at = move || {
            shown.detail.with(|detail| detail.photos.iter().position(|photo| photo.file_id == id))
        };
        Self {
            shown,
            id,
            photo: Memo::new(find),
            at: Memo::new(move |_| at().unwrap_or_default()),
            row: NodeRef::new(),
        }
    }

    fn name(self) -> String {
        format!("photo {}", self.at.get() + 1)
    }

    /// What happens to its forms. Inert while there is no line.
    fn submit(
        self,
        act: impl Fn(&ev::SubmitEvent) -> Option<PhotoAct> + Clone,
        said: &'static str,
    ) -> impl Fn(ev::SubmitEvent) + Clone {
        let connection = use_connection();
        move |event: ev::SubmitEvent| {
            let Some(act) = act(&event).filter(|_| connection.is_up()) else { return };
            event.prevent_default();
            self.act(act, said);
        }
    }

    fn act(self, act: PhotoAct, said: &'static str) {
        let shown = self.shown;
        let next = shown.detail.with_untracked(|it| Next::after(&it.photos, self.id, &act));
        // What is moved in the document loses the focus.
        let pressed = document().active_element();
        spawn_local(async move {
            match act_on_photo(shown.board, self.id, act).await {
                Ok(read) => {
                    shown.refused.try_set(None);
                    shown.detail.try_set(read);
                    shown.said.try_set(said.to_owned());
                    request_animation_frame(move || self.focus(next, pressed));
                }
                Err(error) => {
                    shown.refused.try_set(Some(error.0));
                    request_animation_frame(move || focus_heading(shown));
                }
            }
        });
    }

    fn focus(self, next: Next, pressed: Option<web_sys::Element>) {
        let row = match next {
            Next::Heading => return focus_heading(self.shown),
            Next::Photo(id) => document().get_element_by_id(&row_id(id)),
            Next::Same => {
                // A button that went off takes none.
                let pressed = pressed.filter(|it| it.matches(":disabled") == Ok(false));
                pressed.or_else(|| document().get_element_by_id(&row_id(self.id)))
            }
        };
        if let Some(row) = row {
            focus(&row);
        }
    }
}

fn focus_heading(shown: Shown) {
    if let Some(Some(heading)) = shown.heading.try_get_untracked() {
        focus(&heading);
    }
}

fn row_id(photo: FileId) -> String {
    format!("photo-{photo}")
}

/// One photo and what can be done with it.
#[component]
pub(super) fn Row(shown: Shown, photo: PhotoView, may_change: Memo<bool>) -> impl IntoView {
    let own = Own::new(shown, photo);
    let picture = move || {
        let photo = own.photo.get();
        view! { <Photo photo is_in_view=own.at.get_untracked() < 2 sizes="(min-width: 44rem) 18rem, 90vw" /> }
    };
    view! {
        <li
            class="photos__row"
            id=row_id(own.id)
            data-testid="photo"
            data-id=own.id.to_string()
            tabindex="-1"
            node_ref=own.row
        >
            <div class="photos__picture">
                {picture}
                <Show when=move || own.at.get() == 0>
                    <span class="gallery__place">"Cover"</span>
                </Show>
            </div>
            <Show when=move || may_change.get()>
                <Forms own />
            </Show>
        </li>
    }
}

#[component]
fn Forms(own: Own) -> impl IntoView {
    let is_first = move || own.at.get() == 0;
    let is_last = move || own.at.get() + 1 == own.shown.detail.with(|it| it.photos.len());
    view! {
        <div class="photos__forms">
            <Describe own />
            <div class="photos__steps">
                <StepForm own step=COVER act=PhotoAct::Cover is_off=is_first />
                <StepForm own step=EARLIER act=PhotoAct::Earlier is_off=is_first />
                <StepForm own step=LATER act=PhotoAct::Later is_off=is_last />
                <Remove own />
            </div>
        </div>
    }
}

#[component]
fn StepForm(
    own: Own,
    step: Step,
    act: PhotoAct,
    is_off: impl Fn() -> bool + Send + Sync + 'static,
) -> impl IntoView {
    let (name, label, said) = step;
    let submit = own.submit(move |_| Some(act.clone()), said);
    view! {
        <form
            method="post"
            action=routes::form::act_on_photo(own.shown.board, own.id)
            on:submit=submit
        >
            <input type="hidden" name="act" value=name />
            <button
                class="button"
                type="submit"
                disabled=is_off
                aria-label=move || format!("{label}: {}", own.name())
                data-act=name
            >
                {label}
            </button>
        </form>
    }
}

#[component]
fn Describe(own: Own) -> impl IntoView {
    let typed = |event: &ev::SubmitEvent| {
        let form = event.target()?.dyn_into::<web_sys::HtmlFormElement>().ok()?;
        let field = form.query_selector("[name='alt']").ok()??;
        let alt = field.dyn_into::<web_sys::HtmlInputElement>().ok()?.value();
        Some(PhotoAct::Describe { alt })
    };
    let alt = Memo::new(move |_| own.photo.with(|photo| photo.alt.clone()));
    view! {
        <form
            class="photos__describe"
            method="post"
            action=routes::form::act_on_photo(own.shown.board, own.id)
            on:submit=own.submit(typed, DESCRIBED)
        >
            <input type="hidden" name="act" value="describe" />
            <Alt value=alt />
            <button
                class="button"
                type="submit"
                aria-label=move || format!("Save: {}", own.name())
                data-act="describe"
            >
                "Save"
            </button>
        </form>
    }
}

#[component]
fn Remove(own: Own) -> impl IntoView {
    let ask = view! {
        "Remove"
        <span class="visually-hidden">{move || format!(": {}", own.name())}</span>
    };
    view! {
        <Confirm ask=ask.into_any() class="photos__remove" testid="photo-remove">
            <form
                class="confirm__form"
                method="post"
                action=routes::form::act_on_photo(own.shown.board, own.id)
                on:submit=own.submit(|_| Some(PhotoAct::Remove), REMOVED)
            >
                <input type="hidden" name="act" value="remove" />
                <p>"It disappears from the board’s page and from lists, for good."</p>
                <button class="button" type="submit" data-act="remove">
                    "Remove it"
                </button>
            </form>
        </Confirm>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn the_keyboard_goes_on_with_the_photo_that_takes_the_place() {
        let id = |number| FileId(Uuid::from_u128(number));
        let photo =
            |number| PhotoView { file_id: id(number), width: 1, height: 1, alt: String::new() };
        let photos = [photo(1), photo(2), photo(3)];
        let after = |number| Next::after(&photos, id(number), &PhotoAct::Remove);
        assert_eq!(after(1), Next::Photo(id(2)));
        assert_eq!(after(3), Next::Photo(id(2)), "the last one goes: the one before it");
        assert_eq!(Next::after(&photos[..1], id(1), &PhotoAct::Remove), Next::Heading);
        assert_eq!(Next::after(&photos, id(2), &PhotoAct::Later), Next::Same);
    }
}
