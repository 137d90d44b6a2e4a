//! A field for a number: it accepts a point or a comma, and says how it read the text or why it rejects it.

use crate::settings::Range;
use crate::teaching::typed;
use crate::web::typed_number::typed_number;
use leptos::ev::KeyboardEvent;
use leptos::html::Input;
use leptos::prelude::*;

/// The note below the field.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Note {
    Nothing,
    /// How the text was read.
    Understood(String),
    /// Why it is rejected.
    Refused(String),
}

/// The field and its note.
///
/// Not a native number field: browsers silently drop characters that are not part of a number in their language, so
/// that `0,01` becomes `001`.
#[component]
pub(super) fn NumberInput(
    /// An id for the element, unique on the page.
    id: String,
    /// Its name for screen readers, if it has no label element.
    #[prop(optional, into)]
    label: Option<String>,
    /// Its unit; empty for a plain number.
    #[prop(optional)]
    unit: &'static str,
    /// The number it shows.
    #[prop(into)]
    value: Signal<f64>,
    /// The numbers it takes.
    numbers: Range,
    /// The step of the arrow keys.
    step: f64,
    /// Receives the numbers that the reader types.
    #[prop(into)]
    on_number: Callback<f64>,
) -> impl IntoView {
    let note = RwSignal::new(Note::Nothing);
    let field = NodeRef::<Input>::new();
    let show = move |field: &web_sys::HtmlInputElement, number: f64| field.set_value(&number.to_string());
    // The value before the reader began to type, and the last value that the field passed on.
    let before = StoredValue::new(value.get_untracked());
    let handed_on = StoredValue::new(None);
    let hand_on = move |number: f64| {
        handed_on.set_value(Some(number));
        on_number.run(number);
    };
    // The field's text is not replaced while its own typing is what changes the number.
    Effect::new(move || {
        let value = value.get();
        if let Some(field) = field.get()
            && handed_on.get_value() != Some(value)
        {
            note.set(Note::Nothing);
            handed_on.set_value(None);
            before.set_value(value);
            show(&field, value);
        }
    });
    let typed = move |event| match read(&event_target_value(&event), &numbers) {
        Ok((number, understood)) => {
            note.set(understood);
            hand_on(number);
        }
        // It may be unfinished. If it ends as an invalid number, its valid beginning must not count.
        Err(_) => {
            note.set(Note::Nothing);
            hand_on(before.get_value());
        }
    };
    let finished = move |event| match read(&event_target_value(&event), &numbers) {
        Ok((number, _)) => before.set_value(number),
        Err(reason) => {
            note.set(Note::Refused(format!("{reason} Until you do, {} is used.", before.get_value())));
        }
    };
    let go = move |event: KeyboardEvent| {
        let direction = match event.key().as_str() {
            "ArrowUp" => 1.0,
            "ArrowDown" => -1.0,
            _ => return,
        };
        event.prevent_default();
        handed_on.set_value(None);
        let next = neighbour(value.get_untracked(), direction, step).clamp(numbers.low(), numbers.high());
        if numbers.contains(next) {
            on_number.run(next);
        }
    };
    let note_id = format!("{id}-note");
    view! {
        <span class="value">
            <input
                type="text" role="spinbutton" autocomplete="off" id=id node_ref=field
                inputmode=if numbers.is_whole() { "numeric" } else { "decimal" }
                aria-label=label
                aria-valuenow=move || value.get().to_string()
                aria-valuemin=numbers.low() aria-valuemax=numbers.high()
                aria-describedby=note_id.clone()
                aria-invalid=move || matches!(note.get(), Note::Refused(_)).to_string()
                on:input=typed on:change=finished on:keydown=go
            />
            <span class="unit">{unit}</span>
        </span>
        <p
            id=note_id role="status" class="refusal"
            class:understood=move || matches!(note.get(), Note::Understood(_))
        >
            {move || match note.get() {
                Note::Nothing => String::new(),
                Note::Understood(sentence) | Note::Refused(sentence) => sentence,
            }}
        </p>
    }
}

/// The number that a text means and its note, or a sentence on why it is rejected.
fn read(text: &str, numbers: &Range) -> Result<(f64, Note), String> {
    let typed = typed::read(text, numbers).map_err(|misreading| format!("{misreading}."))?;
    let number = typed_number(&typed.plain).filter(|&number| numbers.contains(number));
    let number = number.ok_or_else(|| format!("Give {numbers}."))?;
    let note = if typed.to_be_said { Note::Understood(format!("Read as {number}.")) } else { Note::Nothing };
    Ok((number, note))
}

/// The next multiple of the step, up or down.
fn neighbour(number: f64, direction: f64, step: f64) -> f64 {
    let steps = (number / step).round() + direction;
    // Dividing keeps decimal fractions as they are written.
    if step < 1.0 { steps / (1.0 / step).round() } else { steps * step }
}
