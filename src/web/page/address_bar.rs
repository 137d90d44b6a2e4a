//! Keeps the page's whole state in the browser's address bar, so that the address alone reproduces the figures.

use crate::settings::Range;
use crate::teaching::address;
use crate::teaching::address::{Value, Values};
use crate::web::page::landing;
use crate::web::page::visibility::is_in_view;
use crate::web::typed_number::typed_number;
use leptos::ev;
use leptos::prelude::*;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;
use wasm_bindgen::JsValue;

/// The version of the names in addresses; it changes when their meaning does.
const VERSION: (&str, u64) = ("v", 1);
/// The name under which an address gives the chapter it leads to.
const PLACE: &str = "at";
/// The element of `index.html` that says which parts of an address are invalid.
const REMARK: &str = "address-remark";
/// The places that an address may lead to.
const PLACES: &[(&str, &str)] = &[
    ("sheets", ""),
    ("distance", ""),
    ("cut", ""),
    ("tunnel", ""),
    ("connector", ""),
    ("well", ""),
    ("averaging", ""),
    ("cifar10", ""),
    ("laboratory", ""),
    ("bench", ""),
];

/// The approximate height of a figure in CSS pixels,
const HEIGHT_OF_FIGURE: f64 = 760.0;
/// ... and the total margin above and below it in a frame.
const MARGINS_OF_FRAME: f64 = 48.0;

/// One setting that an address can hold.
pub(super) struct Entry {
    /// Its chapter.
    pub(super) chapter: &'static str,
    /// Its name in addresses.
    pub(super) name: String,
    /// Its possible values.
    pub(super) values: Values,
    /// Takes the value from an address; `None` if the address does not have it.
    pub(super) take: Rc<dyn Fn(Option<Value>)>,
    /// Its value for an address; `None` if it is the default. Tracked.
    pub(super) written: Rc<dyn Fn() -> Option<String>>,
}

/// The delay between the last change and the update of the address.
const BETWEEN_ADDRESSES: Duration = Duration::from_millis(200);

thread_local! {
    static ENTRIES: RefCell<Vec<Entry>> = const { RefCell::new(Vec::new()) };
    /// The place on the page that the address leads to, if it names one.
    static PLACE_OF_ADDRESS: Cell<Option<&'static str>> = const { Cell::new(None) };
}

/// Applies the address, now and whenever the reader changes it, and from now on updates it when a setting changes.
pub(super) fn keep_in_step(entries: Vec<Entry>) {
    ENTRIES.set(entries);
    landing::watch();
    go_to_address();
    window_event_listener(ev::hashchange, move |_| go_to_address());
    let changes = StoredValue::new(0_u32);
    Effect::new(move || {
        let settings = written(|_| true);
        changes.update_value(|changes| *changes += 1);
        let change = changes.get_value();
        // Browsers limit the address changes per second, and nobody reads the address while a slider moves.
        set_timeout(
            move || {
                if changes.get_value() == change {
                    let wanted = at_place(&settings);
                    if wanted != fragment() {
                        show(&wanted);
                    }
                }
            },
            BETWEEN_ADDRESSES,
        );
    });
}

/// A link to a chapter in its current state.
pub(super) fn link(chapter: &str) -> String {
    let settings = untrack(|| written(|entry| entry.chapter == chapter));
    let settings = if settings.is_empty() { settings } else { format!("&{settings}") };
    format!("{}#{PLACE}={chapter}{settings}", page())
}

/// An HTML snippet that embeds the figure of a chapter, in its current state, in another page.
pub(super) fn snippet(chapter: &str) -> String {
    let settings = untrack(|| written(|entry| entry.chapter == chapter));
    let settings = if settings.is_empty() { settings } else { format!("#{settings}") };
    format!(
        "<iframe src=\"{}?embed={chapter}{}\" title=\"Wedge Lab: {chapter}\" width=\"100%\" height=\"{}\" \
         style=\"border: 0\" loading=\"lazy\"></iframe>",
        page(),
        settings.replace('&', "&amp;"),
        height_in_frame(chapter),
    )
}

/// The height of a frame that shows the figure at its current width, with all details closed.
fn height_in_frame(chapter: &str) -> f64 {
    let place = |inner: &str| {
        let element = document().query_selector(&format!("#{chapter} {inner}")).ok().flatten();
        element.map(|element| element.get_bounding_client_rect())
    };
    // The frame does not show the text between title and figure.
    let height = || {
        let (title, figure, last) = (place("> h2")?, place(".live")?, place(".taking-away > summary")?);
        Some(title.height() + last.bottom() - figure.top())
    };
    (height().unwrap_or(HEIGHT_OF_FIGURE) + MARGINS_OF_FRAME).ceil()
}

/// Applies the address. If it only names a place on the page, all settings stay as they are.
fn go_to_address() {
    let shown = fragment();
    if shown.contains('=') {
        return take();
    }
    let place = PLACES.iter().map(|(place, _)| *place).find(|place| *place == shown);
    PLACE_OF_ADDRESS.set(place);
    if let Some(place) = place {
        // The browser has scrolled there, but before the figures above it were mounted.
        landing::land(place);
    }
}

/// The settings with the place that the address leads to, or with the place in view if that one is out of sight.
fn at_place(settings: &str) -> String {
    let Some(place) = PLACE_OF_ADDRESS.get() else { return settings.to_owned() };
    let is_in_sight = document().get_element_by_id(place).is_some_and(|element| is_in_view(&element));
    let here =
        if is_in_sight { None } else { landing::in_the_middle(PLACES.iter().map(|(place, _)| *place)) };
    let place = here.unwrap_or(place);
    PLACE_OF_ADDRESS.set(Some(place));
    match settings.split_once('&') {
        Some((version, settings)) => format!("{version}&{PLACE}={place}&{settings}"),
        None => place.to_owned(),
    }
}

fn take() {
    let shown = fragment();
    let reading = ENTRIES.with_borrow(|entries| {
        let mut known: Vec<(&str, Values)> =
            entries.iter().map(|entry| (entry.name.as_str(), entry.values)).collect();
        known.push((VERSION.0, Values::Numbers(Range::Whole(VERSION.1, VERSION.1))));
        known.push((PLACE, Values::Names(PLACES)));
        address::read(&shown, &known, typed_number)
    });
    let takes: Vec<_> =
        ENTRIES.with_borrow(|entries| entries.iter().map(|entry| entry.take.clone()).collect());
    for (place, take) in takes.iter().enumerate() {
        // Of two values for one name the last counts.
        let given = reading.values.iter().rev().find(|(known, _)| *known == place);
        take(given.map(|(_, value)| *value));
    }
    if let Some(remark) = document().get_element_by_id(REMARK) {
        remark.set_text_content(reading.remark.as_deref());
    }
    let place = reading.values.iter().rev().find_map(|(known, value)| match value {
        Value::Name(place) if *known == takes.len() + 1 => Some(*place),
        _ => None,
    });
    PLACE_OF_ADDRESS.set(place);
    if let Some(place) = place {
        landing::land(place);
    }
}

/// The fragment for all entries of a kind that differ from their defaults. Tracked.
fn written(kind: impl Fn(&Entry) -> bool) -> String {
    let written: Vec<(String, String)> = ENTRIES.with_borrow(|entries| {
        let entries = entries.iter().filter(|entry| kind(entry));
        entries.filter_map(|entry| Some((entry.name.clone(), (entry.written)()?))).collect()
    });
    if written.is_empty() {
        return String::new();
    }
    let version = (VERSION.0, VERSION.1.to_string());
    let values = written.iter().map(|(name, value)| (name.as_str(), value.clone()));
    address::write([version].into_iter().chain(values))
}

/// The address of the page without its state.
fn page() -> String {
    let location = window().location();
    location.origin().unwrap_or_default() + &location.pathname().unwrap_or_default()
}

/// The fragment: what follows the `#`.
fn fragment() -> String {
    let hash = window().location().hash().unwrap_or_default();
    hash.trim_start_matches('#').to_owned()
}

fn show(fragment: &str) {
    let location = window().location();
    let address = match fragment {
        "" => location.pathname().unwrap_or_default() + &location.search().unwrap_or_default(),
        fragment => format!("#{fragment}"),
    };
    // The address of a page opened as a file cannot be changed; the page works without that.
    if let Ok(history) = window().history() {
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&address));
    }
}
