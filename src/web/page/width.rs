//! How wide an element is shown, so that what is drawn for it keeps the size of its letters.

use leptos::html::Div;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{HtmlElement, ResizeObserver};

/// The width of an element in the page's pixels, now and whenever it changes; none until it is shown.
pub(super) fn width(element: NodeRef<Div>) -> Signal<Option<f64>> {
    let width = RwSignal::new(None);
    element.on_load(move |element| {
        let element: HtmlElement = element.unchecked_into();
        let observed = element.clone();
        let resized = Closure::<dyn FnMut()>::new(move || {
            let now = Some(f64::from(observed.client_width())).filter(|width| *width >= 1.0);
            // An element that is taken off the page shrinks for the last time, and its width is gone.
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
