//! How the reader wants the page to look: light or dark, on screen or paper, moving or still.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::MediaQueryList;

const DARK: &str = "(prefers-color-scheme: dark)";
const PAPER: &str = "print";
const STILL: &str = "(prefers-reduced-motion: reduce)";

/// What the canvases must follow. Everything else follows the style sheet by itself.
#[derive(Debug, Clone, Copy)]
pub(super) struct Appearance {
    dark: RwSignal<bool>,
}

impl Appearance {
    /// Follows the reader's settings from now on.
    pub(super) fn watch() -> Self {
        let appearance = Self { dark: RwSignal::new(is_dark()) };
        for query in [DARK, PAPER] {
            let changed = Closure::<dyn FnMut()>::new(move || appearance.dark.set(is_dark()));
            if let Some(list) = media(query) {
                list.set_onchange(Some(changed.as_ref().unchecked_ref()));
                // A list that nobody holds is collected, and its listener with it.
                std::mem::forget(list);
            }
            changed.forget();
        }
        appearance
    }

    /// The appearance of the page that the caller is on.
    pub(super) fn of_page() -> Self {
        use_context().unwrap_or_else(Self::watch)
    }

    /// The name of the colours: `dark` or `light`. Tracked.
    pub(super) fn name(self) -> &'static str {
        if self.dark.get() { "dark" } else { "light" }
    }

    /// The colour that the style sheet calls `--name`. Tracked.
    pub(super) fn colour(self, name: &str) -> String {
        self.dark.track();
        let style = document().document_element().and_then(|root| window().get_computed_style(&root).ok()?);
        let value = style.and_then(|style| style.get_property_value(&format!("--{name}")).ok());
        value.map(|value| value.trim().to_owned()).unwrap_or_default()
    }
}

/// Whether the reader asked for as little motion as possible.
pub(super) fn wants_stillness() -> bool {
    media(STILL).is_some_and(|list| list.matches())
}

fn is_dark() -> bool {
    let matches = |query| media(query).is_some_and(|list| list.matches());
    matches(DARK) && !matches(PAPER)
}

fn media(query: &str) -> Option<MediaQueryList> {
    window().match_media(query).ok()?
}
