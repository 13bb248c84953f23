//! A chosen file: reading it in pieces, and sending it. Only a browser does either.

#[cfg(feature = "hydrate")]
pub(super) use browser::{read, send, size};

#[cfg(not(feature = "hydrate"))]
pub(super) use inert::{read, send, size};

#[cfg(feature = "hydrate")]
mod browser {
    use js_sys::{Uint8Array, encode_uri_component};
    use leptos::prelude::window;
    use protocol::{
        ErrorBody, ErrorCode,
        job::{JobView, StartImport},
    };
    use wasm_bindgen::{JsCast, JsValue};
    use wasm_bindgen_futures::JsFuture;
    use web_sys::{File, HtmlInputElement, Response};

    /// Small enough that the page answers between two of them.
    const PIECE: f64 = 64.0 * 1024.0;

    fn file_of(input: &HtmlInputElement) -> Option<File> {
        input.files()?.get(0)
    }

    /// How many bytes the chosen file has; known before any of them is read.
    pub(in super::super) fn size(input: &HtmlInputElement) -> Option<f64> {
        Some(file_of(input)?.size())
    }

    /// Gives the file's pieces in order, with the page at work in between, until there are none or none is wanted.
    /// `None` when it cannot be read.
    pub(in super::super) async fn read(
        input: &HtmlInputElement,
        mut on_piece: impl FnMut(&[u8]) -> bool,
    ) -> Option<()> {
        let file = file_of(input)?;
        let (size, mut at) = (file.size(), 0.0);
        while at < size {
            let piece = file.slice_with_f64_and_f64(at, at + PIECE).ok()?;
            let buffer = JsFuture::from(piece.array_buffer()).await.ok()?;
            if !on_piece(&Uint8Array::new(&buffer).to_vec()) {
                break;
            }
            at += PIECE;
        }
        Some(())
    }

    /// Uploads the chosen file. Its name is added.
    pub(in super::super) async fn send(
        input: &HtmlInputElement,
        import: &StartImport,
    ) -> Result<JobView, ErrorBody> {
        let missing = || ErrorBody::invalid("file", "Choose a file first.");
        let file = file_of(input).ok_or_else(missing)?;
        post(&file, &StartImport { name: file.name(), ..import.clone() }).await
    }

    async fn post(file: &File, import: &StartImport) -> Result<JobView, ErrorBody> {
        let init = web_sys::RequestInit::new();
        init.set_method("POST");
        init.set_body(file);
        let answer = JsFuture::from(window().fetch_with_str_and_init(&address(import), &init));
        let answer = answer.await.ok().and_then(|it: JsValue| it.dyn_into::<Response>().ok());
        let Some(answer) = answer else { return Err(why_not(file).await) };
        let (is_ok, status) = (answer.ok(), answer.status());
        let text = JsFuture::from(answer.text().map_err(|_| lost())?).await.map_err(|_| lost())?;
        let text = text.as_string().unwrap_or_default();
        if is_ok {
            return serde_json::from_str(&text).map_err(|_| lost());
        }
        // What is no error of ours comes from something in between.
        let foreign = |_| {
            let text = format!("What stands before it has answered with {status}. Send it again.");
            ErrorBody::new(ErrorCode::Unavailable, text)
        };
        Err(serde_json::from_str(&text).unwrap_or_else(foreign))
    }

    /// The browser does not say why nothing was sent: a file that was changed cannot be read any more.
    async fn why_not(file: &File) -> ErrorBody {
        let start = file.slice_with_f64_and_f64(0.0, 1.0).map(|piece| piece.array_buffer());
        let is_there = match start {
            Ok(start) => JsFuture::from(start).await.is_ok(),
            Err(_) => false,
        };
        if is_there {
            return lost();
        }
        let text = "The file was changed or moved after it was chosen. Choose it again.";
        ErrorBody::new(ErrorCode::Invalid, text)
    }

    fn lost() -> ErrorBody {
        let text =
            "The line broke while the file was sent. Send it again; nothing is imported twice.";
        ErrorBody::new(ErrorCode::Unavailable, text)
    }

    fn address(import: &StartImport) -> String {
        let text = |text: &str| String::from(encode_uri_component(text));
        let (name, dry_run) = (text(&import.name), import.dry_run);
        let mapping = import.mapping.as_ref().and_then(|it| serde_json::to_string(it).ok());
        let mapping = mapping.map(|it| format!("&mapping={}", text(&it))).unwrap_or_default();
        format!("/api/jobs/imports?name={name}&dryRun={dry_run}{mapping}")
    }
}

#[cfg(not(feature = "hydrate"))]
mod inert {
    use protocol::{
        ErrorBody, ErrorCode,
        job::{JobView, StartImport},
    };
    use std::future::{Ready, ready};
    use web_sys::HtmlInputElement;

    pub(in super::super) fn size(_input: &HtmlInputElement) -> Option<f64> {
        None
    }

    pub(in super::super) fn read(
        _input: &HtmlInputElement,
        _on_piece: impl FnMut(&[u8]) -> bool,
    ) -> Ready<Option<()>> {
        ready(None)
    }

    pub(in super::super) fn send(
        _input: &HtmlInputElement,
        _import: &StartImport,
    ) -> Ready<Result<JobView, ErrorBody>> {
        nobody()
    }

    fn nobody() -> Ready<Result<JobView, ErrorBody>> {
        ready(Err(ErrorBody::new(ErrorCode::Unavailable, "There is no browser here.")))
    }
}
