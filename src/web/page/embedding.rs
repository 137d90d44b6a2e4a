//! One figure alone, for a frame in another page: `?embed=tunnel`.

use js_sys::{Object, Reflect};
use leptos::prelude::{document, window};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::ResizeObserver;

/// Shows only the section of this name, and posts its height to the page around it, now and whenever it changes:
/// `{ kind: "wedgelab-height", chapter, height }`, in pixels.
pub(super) fn show_alone(chapter: &str) {
    let Some(root) = document().document_element() else { return };
    let Some(section) = document().get_element_by_id(chapter) else { return };
    // The style sheet does the rest.
    root.set_class_name("embedded");
    section.set_class_name("alone");
    let Some(body) = document().body() else { return };
    let (chapter, observed) = (chapter.to_owned(), body.clone());
    let resized = Closure::<dyn FnMut()>::new(move || tell_height(&chapter, observed.offset_height()));
    if let Ok(observer) = ResizeObserver::new(resized.as_ref().unchecked_ref()) {
        observer.observe(&body);
    }
    // The figure lives as long as the page.
    resized.forget();
}

fn tell_height(chapter: &str, height: i32) {
    let Ok(Some(parent)) = window().parent() else { return };
    let message = Object::new();
    for (name, value) in
        [("kind", "wedgelab-height".into()), ("chapter", chapter.into()), ("height", height.into())]
    {
        // Setting a property of a fresh object cannot fail.
        let _ = Reflect::set(&message, &name.into(), &value);
    }
    // The page around it may be any page; the height of a figure is not confidential.
    if let Err(error) = parent.post_message(&message, "*") {
        web_sys::console::error_1(&error);
    }
}
