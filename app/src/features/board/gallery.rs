use super::card::BoardPicture;
use leptos::prelude::*;
use protocol::{
    board::{BoardStatus, PhotoView},
    id::BoardId,
    picture,
};

/// How much of the window's width a photo takes, widest first.
const SIZES: &str = "(min-width: 76rem) 52rem, (min-width: 60rem) 65vw, 100vw";

/// A board's photos side by side, the cover first; the generated picture of one that has none. A strip that scrolls: by
/// finger, wheel and arrow keys, without scripts.
#[component]
pub(super) fn Gallery(
    id: BoardId,
    photos: Vec<PhotoView>,
    status: Signal<BoardStatus>,
) -> impl IntoView {
    if photos.is_empty() {
        return view! { <BoardPicture id cover=None status is_in_view=true /> }.into_any();
    }
    let count = photos.len();
    // What does not scroll is no stop for the keyboard.
    let tabindex = if count > 1 { "0" } else { "-1" };
    let slides = photos.into_iter().enumerate().map(|(at, photo)| {
        view! {
            <li class="gallery__slide">
                <Photo photo is_in_view=at == 0 sizes=SIZES />
                {(count > 1)
                    .then(|| view! { <span class="gallery__place">{format!("{} of {count}", at + 1)}</span> })}
            </li>
        }
    });
    view! {
        <section class="gallery" aria-label="Photos" data-testid="gallery">
            <ul class="gallery__strip" tabindex=tabindex>
                {slides.collect_view()}
            </ul>
        </section>
    }
    .into_any()
}

/// One photo, in the size that is needed. Its place is there before it is.
#[component]
pub(super) fn Photo(photo: PhotoView, is_in_view: bool, sizes: &'static str) -> impl IntoView {
    let smallest = picture::shown_widths(photo.width).first().copied().unwrap_or(photo.width);
    view! {
        <img
            class="gallery__photo"
            src=picture::address(photo.file_id, smallest)
            srcset=picture::srcset(photo.file_id, photo.width)
            sizes=sizes
            alt=photo.alt
            width=photo.width
            height=photo.height
            loading=if is_in_view { "eager" } else { "lazy" }
            decoding="async"
        />
    }
}
