//! Downloads of files that the page makes.

use js_sys::{Array, Uint8Array};
use leptos::prelude::*;
use std::time::Duration;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

/// By then the browser has copied the file.
const UNTIL_FORGOTTEN: Duration = Duration::from_secs(60);

/// Downloads `content` as `name`, to where the browser saves files.
pub(super) fn save(name: &str, media_type: &str, content: &Uint8Array) {
    // If the browser refuses, it says so itself.
    let _ = try_save(name, media_type, content);
}

fn try_save(name: &str, media_type: &str, content: &Uint8Array) -> Result<(), JsValue> {
    let options = BlobPropertyBag::new();
    options.set_type(media_type);
    let parts = Array::of1(content);
    let address =
        Url::create_object_url_with_blob(&Blob::new_with_u8_array_sequence_and_options(&parts, &options)?)?;
    let link: HtmlAnchorElement = document().create_element("a")?.unchecked_into();
    link.set_href(&address);
    link.set_download(name);
    link.click();
    set_timeout(
        move || {
            // A failure only leaks a little memory.
            let _ = Url::revoke_object_url(&address);
        },
        UNTIL_FORGOTTEN,
    );
    Ok(())
}
