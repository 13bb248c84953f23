//! Taking the log along: as lines of JSON.

use super::masking::masked;
use crate::connection::log::{Answer, Entry};
#[cfg(feature = "hydrate")]
use leptos::prelude::*;
use serde_json::{Value, json};

/// One JSON object.
pub(crate) fn line(entry: &Entry, masks: bool) -> Value {
    let fit = |value: &Value| if masks { masked(value) } else { value.clone() };
    let mut line = json!({
        "at": entry.at,
        "direction": entry.direction.as_str(),
        "kind": entry.kind.as_str(),
        "name": entry.name,
        "payload": fit(&entry.payload),
    });
    if let Some((stream, seq)) = entry.position {
        line["stream"] = json!(stream);
        line["seq"] = json!(seq);
    }
    if let Some(mark) = entry.mark {
        line["mark"] = json!(mark.as_str());
    }
    match &entry.answer {
        Answer::Came { payload, .. } => line["answer"] = fit(payload),
        Answer::Missing { why, .. } => line["missing"] = json!(why),
        Answer::NotAsked | Answer::Awaited => {}
    }
    if let Some(latency) = entry.latency() {
        line["latencyMs"] = json!(latency.as_millis());
    }
    line
}

/// Lets the browser save a text as a file.
#[cfg(feature = "hydrate")]
pub(crate) fn save(name: &str, text: &str) {
    use wasm_bindgen::JsCast;
    let parts = js_sys::Array::of1(&text.into());
    let blob = web_sys::Blob::new_with_str_sequence(&parts);
    let url = blob.and_then(|blob| web_sys::Url::create_object_url_with_blob(&blob));
    let link = document().create_element("a").ok();
    let link = link.and_then(|link| link.dyn_into::<web_sys::HtmlElement>().ok());
    if let (Ok(url), Some(link)) = (url, link) {
        // An attribute of a new element: it cannot be refused.
        drop(link.set_attribute("href", &url));
        drop(link.set_attribute("download", name));
        link.click();
        drop(web_sys::Url::revoke_object_url(&url));
    }
}

/// Only a browser saves files.
#[cfg(not(feature = "hydrate"))]
pub(crate) fn save(_name: &str, _text: &str) {}
