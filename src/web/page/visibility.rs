//! When a figure comes into view.

use leptos::html::{Div, ElementType};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{Element, IntersectionObserver, IntersectionObserverEntry, IntersectionObserverInit};

/// The share of a figure that must be in view for it to start.
const SHARE_IN_VIEW: f64 = 0.4;

/// Calls `come` once, when [`SHARE_IN_VIEW`] of the element is first in view.
pub(super) fn when_first_in_view<E>(element: NodeRef<E>, come: impl Fn() + 'static)
where
    E: ElementType,
    E::Output: JsCast + Clone + AsRef<Element> + 'static,
{
    let come = StoredValue::new_local(come);
    element.on_load(move |element| {
        let seen = Closure::<dyn FnMut(js_sys::Array, IntersectionObserver)>::new(
            move |entries: js_sys::Array, observer: IntersectionObserver| {
                let in_view = entries
                    .iter()
                    .any(|entry| entry.unchecked_into::<IntersectionObserverEntry>().is_intersecting());
                if in_view {
                    observer.disconnect();
                    come.with_value(|come| come());
                }
            },
        );
        let options = IntersectionObserverInit::new();
        options.set_threshold(&SHARE_IN_VIEW.into());
        if let Ok(observer) = IntersectionObserver::new_with_options(seen.as_ref().unchecked_ref(), &options)
        {
            observer.observe(element.as_ref());
        }
        // A figure lives as long as the page.
        seen.forget();
    });
}

/// Whether any part of an element is in view.
pub(super) fn is_in_view(element: &Element) -> bool {
    let place = element.get_bounding_client_rect();
    let height = window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or(f64::INFINITY);
    place.bottom() > 0.0 && place.top() < height
}

/// A function that returns whether any part of an element is in view; false while it is not on the page.
pub(super) fn in_view(element: NodeRef<Div>) -> impl Fn() -> bool + 'static {
    move || element.try_get_untracked().flatten().is_some_and(|element| is_in_view(&element))
}
