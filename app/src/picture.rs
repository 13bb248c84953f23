//! Pictures that are picked: looked at before they travel, and sent. Only a browser does either.

use protocol::picture::{PictureFacts, PictureFault};

/// A file that was picked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Picked {
    /// Its name, as it is called at home.
    pub(crate) name: String,
    /// Where the browser keeps it to be shown; see [`forget`].
    pub(crate) preview: String,
    /// What it is.
    pub(crate) facts: Result<PictureFacts, PictureFault>,
}

#[cfg(feature = "hydrate")]
pub(crate) use browser::{forget, pick, post};

#[cfg(not(feature = "hydrate"))]
pub(crate) use inert::{forget, pick, post};

#[cfg(feature = "hydrate")]
mod browser {
    use super::Picked;
    use leptos::prelude::window;
    use protocol::{
        ErrorBody, ErrorCode, limits,
        picture::{PictureFacts, PictureFault, PictureKind, check_size},
    };
    use serde::de::DeserializeOwned;
    use wasm_bindgen::JsCast;
    use wasm_bindgen_futures::JsFuture;
    use web_sys::{File, HtmlFormElement, HtmlInputElement, ImageBitmap, Response};

    /// The files a field holds.
    pub(crate) async fn pick(input: &HtmlInputElement) -> Vec<Picked> {
        let Some(files) = input.files() else { return Vec::new() };
        let mut picked = Vec::new();
        for file in (0..files.length()).filter_map(|at| files.get(at)) {
            let preview = web_sys::Url::create_object_url_with_blob(&file).unwrap_or_default();
            picked.push(Picked { name: file.name(), preview, facts: facts(&file).await });
        }
        picked
    }

    /// Lets the browser give up what it keeps for a preview.
    pub(crate) fn forget(picked: &[Picked]) {
        for one in picked {
            drop(web_sys::Url::revoke_object_url(&one.preview));
        }
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a file's size is a whole number"
    )]
    async fn facts(file: &File) -> Result<PictureFacts, PictureFault> {
        let bytes = file.size() as u64;
        if bytes > limits::PICTURE_BYTES as u64 {
            return Err(PictureFault::Bytes);
        }
        if bytes == 0 {
            return Err(PictureFault::Empty);
        }
        let kind = PictureKind::of_media_type(&file.type_()).ok_or(PictureFault::Kind)?;
        let bitmap = window().create_image_bitmap_with_blob(file);
        let bitmap = JsFuture::from(bitmap.map_err(|_| PictureFault::Damaged)?).await;
        let bitmap: ImageBitmap =
            bitmap.ok().and_then(|it| it.dyn_into().ok()).ok_or(PictureFault::Damaged)?;
        let (width, height) = (bitmap.width(), bitmap.height());
        bitmap.close();
        check_size(width, height, bytes)?;
        Ok(PictureFacts { kind, width, height, bytes })
    }

    /// Posts a form as the browser would, and gives the answer.
    pub(crate) async fn post<T: DeserializeOwned>(
        form: &HtmlFormElement,
        path: &str,
    ) -> Result<T, ErrorBody> {
        let text = "No answer came. Trying again adds nothing twice; what you chose and wrote is still here.";
        let lost = || ErrorBody::new(ErrorCode::Unavailable, text);
        let fields = web_sys::FormData::new_with_form(form).map_err(|_| lost())?;
        let init = web_sys::RequestInit::new();
        init.set_method("POST");
        init.set_body(&fields);
        let answer = JsFuture::from(window().fetch_with_str_and_init(path, &init)).await;
        let answer: Response = answer.ok().and_then(|it| it.dyn_into().ok()).ok_or_else(lost)?;
        let is_ok = answer.ok();
        let text = JsFuture::from(answer.text().map_err(|_| lost())?).await.map_err(|_| lost())?;
        let text = text.as_string().unwrap_or_default();
        if is_ok {
            return serde_json::from_str(&text).map_err(|_| lost());
        }
        Err(serde_json::from_str(&text).unwrap_or_else(|_| lost()))
    }
}

#[cfg(not(feature = "hydrate"))]
mod inert {
    use super::Picked;
    use protocol::{ErrorBody, ErrorCode};
    use web_sys::{HtmlFormElement, HtmlInputElement};

    pub(crate) async fn pick(_input: &HtmlInputElement) -> Vec<Picked> {
        Vec::new()
    }

    pub(crate) fn forget(_picked: &[Picked]) {}

    pub(crate) async fn post<T>(_form: &HtmlFormElement, _path: &str) -> Result<T, ErrorBody> {
        Err(ErrorBody::new(ErrorCode::Unavailable, "There is no browser here."))
    }
}
