//! Labelled native fields for numbers that can be typed.

use super::offered_numbers::OfferedNumber;
use crate::web::page::choice::element_name;
use crate::web::page::number_input::NumberInput;
use leptos::prelude::*;

/// A number with its name before and its unit after it. It rejects what is out of its range, and a sentence says so.
#[component]
pub(super) fn NumberField(
    /// How it is offered.
    offered: &'static OfferedNumber,
    /// The number.
    value: RwSignal<f64>,
) -> impl IntoView {
    let OfferedNumber { label, unit, numbers, step, .. } = offered;
    let id = element_name(label);
    view! {
        <div class="field">
            <label for=id.clone()>{*label}</label>
            <NumberInput id unit value numbers=*numbers step=*step on_number=move |number| value.set(number)/>
        </div>
    }
}
