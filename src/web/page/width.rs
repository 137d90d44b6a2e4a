//! The displayed width of an element, so that figures are drawn for it and their text keeps its size.

use leptos::html::Div;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{HtmlElement, ResizeObserver};

/// The width of an element in CSS pixels, updated whenever it changes; `None` until it is shown.
pub(super) fn width(element: NodeRef<Div>) -> Signal<Option<f64>> {
    let width = RwSignal::new(None);
    element.on_load(move |element| {
        let element: HtmlElement = element.unchecked_into();
        let observed = element.clone();
        let resized = Closure::<dyn FnMut()>::new(move || {
            let now = Some(f64::from(observed.client_width())).filter(|width| *width >= 1.0);
            // An element that is removed from the page is resized once more, after its signal is disposed.
            if width.try_get_untracked().is_some_and(|before| before != now) {
                width.set(now);
            }
        });
        if let Ok(observer) = ResizeObserver::new(resized.as_ref().unchecked_ref()) {
            observer.observe(&element);
        }
        // Most figures live as long as the page.
        resized.forget();
    });
    width.into()
}
