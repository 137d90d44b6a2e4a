//! Labelled native fields: numbers that can be typed, and choices.

use crate::web::typed_number::typed_number;
use leptos::html::Input;
use leptos::prelude::*;
use std::ops::RangeInclusive;

/// Which numbers a field takes.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Numbers {
    /// Whole ones.
    Whole(RangeInclusive<f64>),
    /// Any, in steps of so much where the arrows are used.
    Real(RangeInclusive<f64>, f64),
}

impl Numbers {
    fn range(&self) -> &RangeInclusive<f64> {
        match self {
            Self::Whole(range) | Self::Real(range, _) => range,
        }
    }

    fn read(&self, text: &str) -> Option<f64> {
        let number = typed_number(text)?;
        let fits =
            self.range().contains(&number) && (matches!(self, Self::Real(..)) || number.fract() == 0.0);
        fits.then_some(number)
    }

    fn step(&self) -> f64 {
        match self {
            Self::Whole(_) => 1.0,
            Self::Real(_, step) => *step,
        }
    }

    fn refusal(&self, kept: f64) -> String {
        let kind = if matches!(self, Self::Whole(_)) { "a whole number" } else { "a number" };
        let (low, high) = (self.range().start(), self.range().end());
        format!("Give {kind} from {low} to {high}. Until then {kept} counts.")
    }
}

/// A number with its name before and its unit behind. What is out of its range is not taken, and a sentence says so.
#[component]
pub(super) fn NumberField(
    /// Its name, as shown and as read aloud.
    label: &'static str,
    /// A name for the element, unique on the page.
    id: &'static str,
    /// What is counted; may be empty.
    unit: &'static str,
    /// The number.
    value: RwSignal<f64>,
    /// Which numbers it takes.
    numbers: Numbers,
) -> impl IntoView {
    let refused = RwSignal::new(false);
    let (low, high) = (*numbers.range().start(), *numbers.range().end());
    let step = numbers.step();
    let numbers = StoredValue::new(numbers);
    let read = move |text: String| numbers.with_value(|numbers| numbers.read(&text));
    let field = NodeRef::<Input>::new();
    Effect::new(move || {
        let value = value.get();
        // What the reader is typing stays as it is while it means the same number.
        if let Some(field) = field.get()
            && typed_number(&field.value()) != Some(value)
        {
            field.set_value(&value.to_string());
        }
    });
    let typed = move |event| {
        if let Some(number) = read(event_target_value(&event)) {
            refused.set(false);
            value.set(number);
        }
    };
    let refusal = move || numbers.with_value(|numbers| numbers.refusal(value.get()));
    let refusal_id = format!("{id}-refusal");
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <span class="value">
                <input
                    type="number" id=id min=low max=high step=step inputmode="decimal" node_ref=field
                    aria-describedby=refusal_id.clone()
                    aria-invalid=move || refused.get().to_string()
                    on:input=typed
                    on:change=move |event| refused.set(read(event_target_value(&event)).is_none())
                />
                <span class="unit">{unit}</span>
            </span>
            <p class="refusal" id=refusal_id hidden=move || !refused.get()>{refusal}</p>
        </div>
    }
}

/// One of a few named choices.
#[component]
pub(super) fn Choice(
    /// Its name, as shown and as read aloud.
    label: &'static str,
    /// A name for the element, unique on the page.
    id: &'static str,
    /// The chosen one's value.
    #[prop(into)]
    value: Signal<String>,
    /// Value and name of each.
    #[prop(into)]
    options: Signal<Vec<(String, String)>>,
    /// Hears the value that the reader chooses.
    #[prop(into)]
    on_choice: Callback<String>,
) -> impl IntoView {
    let choices = move || {
        options
            .get()
            .into_iter()
            .map(|(name, shown)| {
                let is_chosen = {
                    let name = name.clone();
                    move || value.get() == name
                };
                view! { <option value=name selected=is_chosen.clone() prop:selected=is_chosen>{shown}</option> }
            })
            .collect_view()
    };
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <select id=id on:change=move |event| on_choice.run(event_target_value(&event))>{choices}</select>
        </div>
    }
}
