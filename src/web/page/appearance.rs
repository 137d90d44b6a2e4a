//! How the reader wants the page to look: light or dark, on screen or paper, with or without motion.

use super::printing::on_page;
use js_sys::Reflect;
use leptos::prelude::*;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::MediaQueryList;

const DARK: &str = "(prefers-color-scheme: dark)";
/// The attribute of the root element while the page is printed. The style sheet uses it, too, because a canvas must be
/// painted in light colours before `@media print` applies.
const PAPER: &str = "data-paper";
const STILL: &str = "(prefers-reduced-motion: reduce)";

/// The appearance that canvases must follow. Everything else follows the style sheet.
#[derive(Debug, Clone, Copy)]
pub(super) struct Appearance {
    dark: RwSignal<bool>,
}

impl Appearance {
    /// Follows the reader's settings from now on.
    pub(super) fn watch() -> Self {
        let appearance = Self { dark: RwSignal::new(is_dark()) };
        let changed = Closure::<dyn FnMut()>::new(move || appearance.dark.set(is_dark()));
        if let Some(list) = media(DARK) {
            list.set_onchange(Some(changed.as_ref().unchecked_ref()));
            // If nothing references the list, it is garbage-collected together with its listener.
            std::mem::forget(list);
        }
        changed.forget();
        for (event, is_on_paper) in [("beforeprint", true), ("afterprint", false)] {
            on_page(event, move || {
                mark_paper(is_on_paper);
                appearance.dark.set(is_dark());
            });
        }
        appearance
    }

    /// The appearance of the page that the caller is on.
    pub(super) fn of_page() -> Self {
        use_context().unwrap_or_else(Self::watch)
    }

    /// The name of the theme: `dark` or `light`. Tracked.
    pub(super) fn name(self) -> &'static str {
        if self.dark.get() { "dark" } else { "light" }
    }

    /// The colour that the style sheet defines as `--name`. Tracked.
    pub(super) fn colour(self, name: &str) -> String {
        self.dark.track();
        let style = document().document_element().and_then(|root| window().get_computed_style(&root).ok()?);
        let value = style.and_then(|style| style.get_property_value(&format!("--{name}")).ok());
        value.map(|value| value.trim().to_owned()).unwrap_or_default()
    }
}

/// Whether the reader prefers reduced motion.
pub(super) fn wants_stillness() -> bool {
    media(STILL).is_some_and(|list| list.matches())
}

/// Whether the reader prefers reduced data use.
pub(super) fn wants_to_save_data() -> bool {
    let get = |object: JsValue, name: &str| Reflect::get(&object, &name.into());
    let connection = get(window().into(), "navigator").and_then(|navigator| get(navigator, "connection"));
    // Not every browser has `navigator.connection`.
    connection.and_then(|connection| get(connection, "saveData")).is_ok_and(|answer| answer.is_truthy())
}

fn is_dark() -> bool {
    let is_on_paper = document().document_element().is_some_and(|root| root.has_attribute(PAPER));
    media(DARK).is_some_and(|list| list.matches()) && !is_on_paper
}

fn mark_paper(is_on_paper: bool) {
    let Some(root) = document().document_element() else { return };
    // Setting an attribute of this name cannot fail.
    let _ = match is_on_paper {
        true => root.set_attribute(PAPER, ""),
        false => root.remove_attribute(PAPER),
    };
}

fn media(query: &str) -> Option<MediaQueryList> {
    window().match_media(query).ok()?
}
