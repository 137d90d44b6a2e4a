//! Canvases at the resolution of the screen.

use leptos::html::Canvas;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, ResizeObserver};

/// The displayed size of a canvas.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Extent {
    /// Its width in CSS pixels.
    pub(super) width: f64,
    /// Its height in CSS pixels.
    pub(super) height: f64,
    /// Screen pixels per CSS pixel.
    pub(super) scale: f64,
}

impl Extent {
    fn of(canvas: &HtmlCanvasElement) -> Option<Self> {
        let rectangle = canvas.get_bounding_client_rect();
        let extent = Self {
            width: rectangle.width(),
            height: rectangle.height(),
            scale: window().device_pixel_ratio().clamp(1.0, 4.0),
        };
        (extent.width >= 1.0 && extent.height >= 1.0).then_some(extent)
    }
}

/// The extent of a canvas that is sized by the style sheet, updated whenever it changes; `None` until it is shown.
pub(super) fn extent(canvas: NodeRef<Canvas>) -> Signal<Option<Extent>> {
    let extent = RwSignal::new(None);
    canvas.on_load(move |canvas| {
        extent.set(Extent::of(&canvas));
        let observed = canvas.clone();
        let resized = Closure::<dyn FnMut()>::new(move || {
            let now = Extent::of(&observed);
            // A canvas that is removed from the page is resized once more, after its signal is disposed.
            if extent.try_get_untracked().is_some_and(|before| before != now) {
                extent.set(now);
            }
        });
        if let Ok(observer) = ResizeObserver::new(resized.as_ref().unchecked_ref()) {
            observer.observe(&canvas);
        }
        // Most figures live as long as the page.
        resized.forget();
    });
    extent.into()
}

/// Gives the canvas as many pixels as the screen has for it. This clears it.
pub(super) fn fit(canvas: &HtmlCanvasElement, extent: Extent) {
    canvas.set_width((extent.width * extent.scale).round() as u32);
    canvas.set_height((extent.height * extent.scale).round() as u32);
}

/// The context of the cleared canvas, in CSS pixels from its upper left corner.
pub(super) fn fresh_context(canvas: &HtmlCanvasElement, extent: Extent) -> Option<CanvasRenderingContext2d> {
    fit(canvas, extent);
    let context: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.dyn_into().ok()?;
    context.scale(extent.scale, extent.scale).ok()?;
    Some(context)
}
