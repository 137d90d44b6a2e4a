//! Numbers that can be dragged and typed.

use super::number_input::NumberInput;
use crate::settings::Range;
use crate::teaching::chapter::outline::Scale;
use crate::web::typed_number::typed_number;
use js_sys::Math;
use leptos::prelude::*;

/// A slider with its name above and its number next to it.
///
/// `on_number` receives every valid number from either. An invalid number is not passed on; a sentence says which
/// numbers are valid.
#[component]
pub(super) fn Slider(
    /// Its name, as shown and as read aloud.
    label: &'static str,
    /// Its unit; empty for a plain number.
    unit: &'static str,
    /// An id for the element, unique on the page.
    id: String,
    /// The number it shows.
    #[prop(into)]
    value: Signal<f64>,
    /// The numbers it takes.
    numbers: Range,
    /// The distance between two numbers.
    step: f64,
    /// How it is divided.
    scale: Scale,
    /// Receives the numbers that the reader chooses.
    #[prop(into)]
    on_number: Callback<f64>,
) -> impl IntoView {
    let digits = digits(step);
    let division = Division { low: numbers.low(), high: numbers.high(), step, scale };
    let slid = move |text: String| {
        if let Some(place) = typed_number(&text) {
            on_number.run(division.number(place));
        }
    };
    let in_words = move || format!("{:.digits$} {unit}", value.get());
    let (first, last, between) = division.ends();
    view! {
        <div class="slider">
            <label for=id.clone()>{label}</label>
            <input
                type="range" id=id.clone() min=first max=last step=between
                prop:value=move || division.place(value.get()).to_string()
                aria-valuetext=in_words
                on:input=move |event| slid(event_target_value(&event))
            />
            <NumberInput
                id=format!("{id}-typed") label=format!("{label}, typed") unit value numbers step on_number
            />
        </div>
    }
}

/// The number of decimals that numbers need at this step.
pub(super) fn digits(step: f64) -> usize {
    let mut digits = 0;
    let mut unit = 1.0;
    while unit > 1.001 * step && digits < 6 {
        unit /= 10.0;
        digits += 1;
    }
    digits
}

/// The mapping between numbers and places on a slider.
#[derive(Debug, Clone, Copy)]
pub(super) struct Division {
    /// The number at the left end.
    pub(super) low: f64,
    /// The number at the right end.
    pub(super) high: f64,
    /// The distance between two numbers.
    pub(super) step: f64,
    /// How the slider is divided between its ends.
    pub(super) scale: Scale,
}

impl Division {
    /// The places at both ends, and the distance between two places.
    fn ends(self) -> (f64, f64, f64) {
        match self.scale {
            Scale::Linear => (self.low, self.high, self.step),
            Scale::Logarithmic => (0.0, 1.0, 0.001),
        }
    }

    fn place(self, number: f64) -> f64 {
        match self.scale {
            Scale::Linear => number,
            Scale::Logarithmic => Math::log(number / self.low) / Math::log(self.high / self.low),
        }
    }

    fn number(self, place: f64) -> f64 {
        match self.scale {
            Scale::Linear => place,
            Scale::Logarithmic => self.near(self.low * Math::pow(self.high / self.low, place)),
        }
    }

    /// The number at a share of the way from the low to the high end, from 0 to 1.
    pub(super) fn along(self, share: f64) -> f64 {
        match self.scale {
            Scale::Linear => self.near(self.low + share * (self.high - self.low)),
            Scale::Logarithmic => self.number(share),
        }
    }

    /// The share of the way from the low to the high end at which a number is, from 0 to 1.
    pub(super) fn share(self, number: f64) -> f64 {
        match self.scale {
            Scale::Linear => (number - self.low) / (self.high - self.low),
            Scale::Logarithmic => self.place(number),
        }
    }

    /// The nearest number that the slider has; on a logarithmic scale, rounded to three digits.
    fn near(self, number: f64) -> f64 {
        let mut unit = self.step;
        while matches!(self.scale, Scale::Logarithmic) && number >= 1000.0 * unit {
            unit *= 10.0;
        }
        let steps = (number / unit).round();
        // Dividing keeps decimal fractions as they are written.
        let near = if unit < 1.0 { steps / (1.0 / unit).round() } else { steps * unit };
        near.clamp(self.low, self.high)
    }
}
