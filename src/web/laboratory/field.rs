//! Labelled native fields for numbers that can be typed.

use super::settings::NumberSetting;
use crate::web::choice::element_name;
use crate::web::typed_number::typed_number;
use leptos::html::Input;
use leptos::prelude::*;

/// A number with its name before and its unit behind. What is out of its range is not taken, and a sentence says so.
#[component]
pub(super) fn NumberField(
    /// Which it is.
    setting: &'static NumberSetting,
    /// The number.
    value: RwSignal<f64>,
) -> impl IntoView {
    let refused = RwSignal::new(false);
    let NumberSetting { label, unit, numbers, step, .. } = setting;
    let (low, high) = (numbers.low, numbers.high);
    let id = element_name(label);
    let read = move |text: String| typed_number(&text).filter(|&number| numbers.contains(number));
    let field = NodeRef::<Input>::new();
    Effect::new(move || {
        let value = value.get();
        // What the reader is typing stays as it is while it means the same number.
        if let Some(field) = field.get()
            && typed_number(&field.value()) != Some(value)
        {
            field.set_value(&value.to_string());
        }
        refused.set(false);
    });
    let typed = move |event| {
        if let Some(number) = read(event_target_value(&event)) {
            refused.set(false);
            value.set(number);
        }
    };
    let kind = if numbers.is_whole { "a whole number" } else { "a number" };
    let refusal = move || format!("Give {kind} from {low} to {high}. Until then {} counts.", value.get());
    let refusal_id = format!("{id}-refusal");
    view! {
        <div class="field">
            <label for=id.clone()>{*label}</label>
            <span class="value">
                <input
                    type="number" id=id min=low max=high step=*step inputmode="decimal" node_ref=field
                    aria-describedby=refusal_id.clone()
                    aria-invalid=move || refused.get().to_string()
                    on:input=typed
                    on:change=move |event| refused.set(read(event_target_value(&event)).is_none())
                />
                <span class="unit">{*unit}</span>
            </span>
            <p class="refusal" id=refusal_id hidden=move || !refused.get()>{refusal}</p>
        </div>
    }
}
