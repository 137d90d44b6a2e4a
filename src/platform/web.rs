//! In a browser a job shares its thread with the messages that pause and cancel it.

use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen_futures::JsFuture;

/// A listener that must live until it is called.
type Listener = Rc<RefCell<Option<Closure<dyn FnMut()>>>>;

/// Yields control until the messages that have arrived are handled.
///
/// A message to itself arrives at once; a timer would be throttled to four milliseconds, and to a second if the page
/// is hidden.
pub(crate) async fn breathe() {
    let Ok(channel) = web_sys::MessageChannel::new() else { return };
    let promise = js_sys::Promise::new(&mut |resolve, _reject| {
        let slot = Listener::default();
        let (kept, port) = (slot.clone(), channel.port1());
        let arrived = Closure::new(move || {
            // A failed resolve cannot be handled; the job would only wait longer.
            let _ = resolve.call0(&wasm_bindgen::JsValue::UNDEFINED);
            port.close();
            kept.borrow_mut().take();
        });
        channel.port1().set_onmessage(Some(arrived.as_ref().unchecked_ref()));
        *slot.borrow_mut() = Some(arrived);
    });
    if channel.port2().post_message(&wasm_bindgen::JsValue::NULL).is_ok() {
        // The promise never rejects.
        let _ = JsFuture::from(promise).await;
    }
}

/// Waits briefly while a job is paused.
pub(crate) async fn wait_briefly() {
    gloo::timers::future::TimeoutFuture::new(20).await;
}

/// The current time as text: `2019-12-08T09:30:00.000Z`.
pub(crate) fn start_time() -> String {
    js_sys::Date::new_0().to_iso_string().into()
}

/// A worker computes on one thread.
pub(crate) fn threads() -> usize {
    1
}

/// A page does not know its host.
pub(crate) fn host() -> Option<String> {
    None
}

/// A page does not know its processor.
pub(crate) fn processor() -> Option<String> {
    None
}
