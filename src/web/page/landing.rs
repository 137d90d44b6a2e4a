//! Holds the target of a link in view while figures load and the page grows, until the reader scrolls.

use leptos::ev;
use leptos::prelude::*;
use std::cell::RefCell;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, ResizeObserver};

/// A movement of at most this number of pixels does not count as scrolling.
const NEARLY: f64 = 2.0;

/// The element that is held in view.
struct Held {
    element: Element,
    /// Its distance from the top of the window after scrolling; above 0 if the page ends too soon.
    top: f64,
    /// The height of the page at that time.
    page: i32,
}

thread_local! {
    static HELD: RefCell<Option<Held>> = const { RefCell::new(None) };
}

/// Scrolls to the element with this id, and holds it there.
pub(super) fn land(name: &str) {
    if let Some(element) = document().get_element_by_id(name) {
        hold(element);
    }
}

/// Scrolls to the first element that matches once it is on the page, and holds it there.
pub(super) fn land_on_new(selector: &'static str) {
    request_animation_frame(move || {
        if let Ok(Some(element)) = document().query_selector(selector) {
            hold(element);
        }
    });
}

/// Follows the growth of the page and the reader's scrolling from now on.
pub(super) fn watch() {
    let Some(body) = document().body() else { return };
    let grown = Closure::<dyn FnMut()>::new(|| {
        if let Some(held) = HELD.take() {
            hold(held.element);
        }
    });
    if let Ok(observer) = ResizeObserver::new(grown.as_ref().unchecked_ref()) {
        observer.observe(&body);
    }
    // It observes as long as the page lives.
    grown.forget();
    window_event_listener(ev::wheel, |_| let_go());
    window_event_listener(ev::touchmove, |_| let_go());
    window_event_listener(ev::pointerdown, |_| let_go());
    window_event_listener(ev::keydown, |_| let_go());
    window_event_listener(ev::scroll, |_| {
        let was_scrolled = HELD.with_borrow(|held| {
            // If the page has grown, the browser itself may have scrolled.
            held.as_ref().is_some_and(|held| {
                held.page == page_height() && (top(&held.element) - held.top).abs() > NEARLY
            })
        });
        if was_scrolled {
            let_go();
        }
    });
}

fn hold(element: Element) {
    element.scroll_into_view();
    HELD.set(Some(Held { top: top(&element), page: page_height(), element }));
}

fn let_go() {
    HELD.set(None);
}

fn top(element: &Element) -> f64 {
    element.get_bounding_client_rect().top()
}

fn page_height() -> i32 {
    document().document_element().map_or(0, |root| root.scroll_height())
}

/// The first of these elements that is in the middle of the window.
pub(super) fn in_the_middle<'a>(mut names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let height = window().inner_height().unwrap_or(JsValue::UNDEFINED).as_f64()?;
    names.find(|name| {
        document().get_element_by_id(name).is_some_and(|element| {
            let place = element.get_bounding_client_rect();
            place.top() <= height / 2.0 && place.bottom() >= height / 2.0
        })
    })
}
