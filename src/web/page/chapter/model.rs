//! The state of a chapter's figure, and its requests to the illustrator.

use crate::teaching::address::Values;
use crate::teaching::chapter::outline::{Control, Default, Outline};
use crate::web::page::illustrator::Place;
use crate::web::page::mathematics::time_left;
use crate::web::page::sentence::sentence;
use leptos::prelude::*;
use serde_json::{Map, Value};
use std::time::Duration;

/// From this width two pictures stand side by side, in CSS pixels,
const SIDE_BY_SIDE: f64 = 800.0;
/// ... with this gap between them.
const GAP: f64 = 40.0;
/// A picture that comes within this time is not announced as being computed.
const SOON: Duration = Duration::from_secs(1);
/// The seed until the reader or an address chooses another.
pub(super) const FIRST_SEED: u32 = 1;

/// The state. A copy is another handle on the same state.
#[derive(Clone, Copy)]
pub(in crate::web::page) struct Model {
    /// The chapter and its controls.
    pub(in crate::web::page) outline: &'static Outline,
    /// A number for each control; for a control with names, the index of the name.
    pub(in crate::web::page) values: StoredValue<Vec<RwSignal<f64>>>,
    /// Seeds whatever is random.
    pub(in crate::web::page) seed: RwSignal<u32>,
    /// The illustrator's last answer.
    pub(super) answer: RwSignal<Value>,
    /// Whether that is the full answer for the current settings.
    pub(super) is_complete: RwSignal<bool>,
    /// The last status text for those who cannot see the figure.
    pub(super) status: RwSignal<String>,
    /// Whether a picture takes long.
    pub(super) is_slow: RwSignal<bool>,
    /// The seconds left until it comes, once they can be estimated.
    seconds_left: RwSignal<Option<f64>>,
    /// Whether the figure is playing: the played control moves automatically.
    pub(super) is_playing: RwSignal<bool>,
    /// During that, the control's number for an address: its value before or after playing, not the current one.
    pub(super) value_at_rest: RwSignal<Option<f64>>,
    /// Where it stops, as a share of the range.
    pub(super) plays_until: StoredValue<f64>,
    /// Whether the figure has come into view; nothing is computed before that.
    pub(super) is_in_view: RwSignal<bool>,
    /// Whether the reader or an address has set something; then the figure does not play automatically.
    pub(in crate::web::page) was_set: StoredValue<bool>,
    /// The illustrator's place for this figure.
    pub(super) place: StoredValue<Option<Place>, LocalStorage>,
    /// The last request.
    request: StoredValue<Map<String, Value>>,
    /// Counts requests and answers, to detect a late answer.
    postings: StoredValue<u32>,
    /// Counts the requests, to recognise the answer to an older one.
    version: StoredValue<u32>,
}

impl Model {
    /// A figure with default settings; nothing is computed yet.
    pub(in crate::web::page) fn new(outline: &'static Outline) -> Self {
        let values = outline.controls.iter().map(|control| RwSignal::new(default(control))).collect();
        Self {
            outline,
            values: StoredValue::new(values),
            seed: RwSignal::new(FIRST_SEED),
            answer: RwSignal::new(Value::Null),
            is_complete: RwSignal::new(false),
            status: RwSignal::new(String::new()),
            is_slow: RwSignal::new(false),
            seconds_left: RwSignal::new(None),
            is_playing: RwSignal::new(false),
            value_at_rest: RwSignal::new(None),
            plays_until: StoredValue::new(1.0),
            is_in_view: RwSignal::new(false),
            was_set: StoredValue::new(false),
            place: StoredValue::new_local(None),
            request: StoredValue::new(Map::new()),
            postings: StoredValue::new(0),
            version: StoredValue::new(0),
        }
    }

    /// The number of a control, by its index in the outline.
    pub(super) fn value(self, place: usize) -> RwSignal<f64> {
        self.values.with_value(|values| values[place])
    }

    /// Sets a control to the reader's choice.
    pub(super) fn choose(self, place: usize, number: f64) {
        self.was_set.set_value(true);
        if self.is_played(place) {
            self.stop_playing();
        } else {
            self.end_playing();
        }
        self.value(place).set(number);
    }

    /// Sets the seed to the reader's choice.
    pub(super) fn choose_seed(self, seed: u32) {
        self.was_set.set_value(true);
        self.seed.set(seed);
    }

    /// Requests the pictures for the current settings. Tracked.
    pub(super) fn ask(self, width: Option<f64>, theme: &str) {
        let mut values = Map::new();
        for (control, value) in self.outline.controls.iter().zip(self.values.get_value()) {
            values.insert(control.key.to_owned(), in_request(control, value.get()));
        }
        let seed = self.seed.get();
        let (Some(width), true) = (width, self.is_in_view.get()) else { return };
        self.version.update_value(|version| *version += 1);
        let mut request = Map::new();
        let mut put = |name: &str, value: Value| request.insert(name.to_owned(), value);
        put("what", "chapter".into());
        put("chapter", self.outline.name.into());
        put("seed", seed.into());
        put("values", Value::Object(values));
        put("theme", theme.into());
        put("width", self.width_of_one(width).into());
        put("version", self.version.get_value().into());
        put("detail", "quick".into());
        self.request.set_value(request.clone());
        self.is_complete.set(false);
        self.post(request);
    }

    /// The last request, changed for a file instead of the screen.
    pub(super) fn request_for_file(self) -> Map<String, Value> {
        let mut request = self.request.get_value();
        request.insert("theme".to_owned(), "light".into());
        request.insert("width".to_owned(), 720.into());
        request.insert("detail".to_owned(), "full".into());
        request
    }

    /// The time the figure will take, to follow the word “Computing”; empty if it comes soon. Tracked.
    pub(super) fn time_left(self) -> String {
        match (self.is_slow.get(), self.seconds_left.get()) {
            (true, Some(seconds)) => format!(", {}.", time_left(seconds)),
            (true, None) => ".".to_owned(),
            (false, _) => String::new(),
        }
    }

    fn post(self, request: Map<String, Value>) {
        self.await_answer();
        self.place.with_value(|place| {
            if let Some(place) = place {
                place.ask(request);
            }
        });
    }

    /// Announces that the figure is being computed if it has not come after a second.
    fn await_answer(self) {
        self.postings.update_value(|postings| *postings += 1);
        let posting = self.postings.get_value();
        self.seconds_left.set(None);
        set_timeout(
            move || {
                if self.postings.get_value() == posting {
                    self.is_slow.set(true);
                }
            },
            SOON,
        );
    }

    /// Ends the waiting: the figure has come, or will not come.
    fn stop_awaiting(self) {
        self.postings.update_value(|postings| *postings += 1);
        self.is_slow.set(false);
    }

    fn width_of_one(self, width: f64) -> f64 {
        match self.outline.pictures {
            1 => width,
            _ if width >= SIDE_BY_SIDE => (width - GAP) / 2.0,
            _ => width,
        }
        .floor()
    }

    /// Handles an answer of the illustrator.
    pub(super) fn hear(self, answer: Value) {
        if let Some(seconds) = answer["seconds_left"].as_f64() {
            return self.seconds_left.set(Some(seconds));
        }
        if let Some(error) = answer["error"].as_str() {
            self.stop_playing();
            self.stop_awaiting();
            self.status.set(sentence(error));
            return;
        }
        let is_newest = answer["version"].as_u64() == Some(self.version.get_value().into());
        let is_quick = answer["detail"].as_str() == Some("quick");
        if is_newest {
            self.stop_awaiting();
        }
        if is_newest && is_quick && !self.is_playing.get_untracked() {
            let mut request = self.request.get_value();
            request.insert("detail".to_owned(), "full".into());
            self.post(request);
        }
        if is_newest && !is_quick {
            self.is_complete.set(true);
        }
        // A screen reader could not follow a text that changes all the time.
        if !self.is_playing.get_untracked()
            && let Some(status) = answer["status"].as_str()
        {
            self.status.set(status.to_owned());
        }
        self.answer.set(answer);
        self.go_on_playing();
    }
}

/// The default of a control, as a number.
pub(in crate::web::page) fn default(control: &Control) -> f64 {
    match (control.default, control.values) {
        (Default::Number(number), _) => number,
        (Default::Name(name), Values::Names(names)) => {
            names.iter().position(|(known, _)| *known == name).unwrap_or(0) as f64
        }
        (Default::Name(_), Values::Numbers(_)) => 0.0,
    }
}

/// A control's value as the illustrator reads it.
fn in_request(control: &Control, value: f64) -> Value {
    match control.values {
        Values::Names(names) => names.get(value as usize).map_or(Value::Null, |(name, _)| (*name).into()),
        Values::Numbers(_) => value.into(),
    }
}
