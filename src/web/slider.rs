//! Numbers that can be dragged and typed.

use super::typed_number::typed_number;
use leptos::html::Input;
use leptos::prelude::*;
use std::ops::RangeInclusive;

/// A slider with its name above and its number beside it.
///
/// `on_number` hears every number in the range, from either. A number out of the range is not passed on; a sentence says
/// which would be.
#[component]
pub(super) fn Slider(
    /// Its name, as shown and as read aloud.
    label: &'static str,
    /// A name for the element, unique on the page.
    id: &'static str,
    /// The number it shows.
    #[prop(into)]
    value: Signal<f64>,
    /// The numbers it takes.
    range: RangeInclusive<f64>,
    /// The distance between two numbers.
    step: f64,
    /// How many digits are shown after the point.
    digits: usize,
    /// Hears the numbers that the reader chooses.
    #[prop(into)]
    on_number: Callback<f64>,
) -> impl IntoView {
    let refused = RwSignal::new(false);
    let (low, high) = (*range.start(), *range.end());
    let shown = move || format!("{:.digits$}", value.get());
    let number = move |text: String| typed_number(&text).filter(|number| range.contains(number));
    let number = StoredValue::new(number);
    let read = move |text: String| number.with_value(|number| number(text));
    let take = move |text: String| {
        if let Some(number) = read(text) {
            refused.set(false);
            on_number.run(number);
        }
    };
    let typed = NodeRef::<Input>::new();
    show_number(typed, value, digits, refused);
    let sentence = format!("Give a number from {low} to {high}.");
    let sentence_id = format!("{id}-range");
    view! {
        <div class="slider">
            <label for=id>{label}</label>
            <input
                type="range" id=id min=low max=high step=step
                prop:value=shown
                on:input=move |event| take(event_target_value(&event))
            />
            <input
                type="number" min=low max=high step=step node_ref=typed
                aria-label=format!("{label}, typed")
                aria-describedby=sentence_id.clone()
                aria-invalid=move || refused.get().to_string()
                on:input=move |event| take(event_target_value(&event))
                on:change=move |event| refused.set(read(event_target_value(&event)).is_none())
            />
            <p class="refusal" id=sentence_id hidden=move || !refused.get()>{sentence}</p>
        </div>
    }
}

/// Keeps a number in a field, but leaves alone what the reader is typing as long as it means the same number. A new
/// number takes back that the last one was refused.
pub(super) fn show_number(field: NodeRef<Input>, value: Signal<f64>, digits: usize, refused: RwSignal<bool>) {
    Effect::new(move || {
        let value = value.get();
        refused.set(false);
        if let Some(field) = field.get()
            && typed_number(&field.value()) != Some(value)
        {
            field.set_value(&format!("{value:.digits$}"));
        }
    });
}
