//! Pictures as PNG, which the browser makes by drawing the SVG document on a canvas.

use super::saving::save;
use js_sys::{Array, Promise, Uint8Array};
use leptos::prelude::{GetUntracked, RwSignal, Set, document};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, HtmlCanvasElement, Url};

/// Pixels of the picture per pixel of the document: sharp on paper and on high-resolution screens.
const SCALE: f64 = 2.0;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = Image)]
    type Picture;
    #[wasm_bindgen(constructor, js_class = "Image")]
    fn new() -> Picture;
    #[wasm_bindgen(method, setter)]
    fn set_src(this: &Picture, address: &str);
    #[wasm_bindgen(method)]
    fn decode(this: &Picture) -> Promise;
    #[wasm_bindgen(method, getter, js_name = naturalWidth)]
    fn width(this: &Picture) -> f64;
    #[wasm_bindgen(method, getter, js_name = naturalHeight)]
    fn height(this: &Picture) -> f64;

    type Canvas;
    #[wasm_bindgen(method, catch, js_name = toBlob)]
    fn to_blob(this: &Canvas, hear: &js_sys::Function, kind: &str) -> Result<(), JsValue>;

    type Context;
    #[wasm_bindgen(method, catch, js_name = drawImage)]
    fn draw(
        this: &Context,
        picture: &Picture,
        x: f64,
        y: f64,
        width: f64,
        height: f64,
    ) -> Result<(), JsValue>;
}

/// Saves an SVG document as `stem.png`, or says that it cannot be drawn.
pub(super) fn save_picture(stem: String, svg: String, said: RwSignal<String>) {
    wasm_bindgen_futures::spawn_local(async move {
        match draw(&svg).await {
            Ok(content) => save(&format!("{stem}.png"), "image/png", &content),
            Err(error) => {
                web_sys::console::error_1(&error);
                // The button may be gone with its figure.
                if said.try_get_untracked().is_some() {
                    said.set("The picture cannot be drawn as PNG. Download the SVG instead.".to_owned());
                }
            }
        }
    });
}

async fn draw(svg: &str) -> Result<Uint8Array, JsValue> {
    let options = BlobPropertyBag::new();
    options.set_type("image/svg+xml");
    let document_blob = Blob::new_with_str_sequence_and_options(&Array::of1(&svg.into()), &options)?;
    let address = Url::create_object_url_with_blob(&document_blob)?;
    let picture = Picture::new();
    picture.set_src(&address);
    let decoded = JsFuture::from(picture.decode()).await;
    Url::revoke_object_url(&address)?;
    decoded?;
    let (width, height) = (SCALE * picture.width(), SCALE * picture.height());
    let canvas: HtmlCanvasElement = document().create_element("canvas")?.unchecked_into();
    canvas.set_width(width as u32);
    canvas.set_height(height as u32);
    let context: Context = canvas.get_context("2d")?.ok_or(JsValue::NULL)?.unchecked_into();
    context.draw(&picture, 0.0, 0.0, width, height)?;
    let canvas: Canvas = canvas.unchecked_into();
    let drawn = Promise::new(&mut |resolve, _| {
        // An SVG document from a blob does not taint the canvas, so this does not fail.
        let _ = canvas.to_blob(&resolve, "image/png");
    });
    let blob: Blob = JsFuture::from(drawn).await?.dyn_into()?;
    Ok(Uint8Array::new(&JsFuture::from(blob.array_buffer()).await?))
}
