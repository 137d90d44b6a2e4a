//! Numbers and formulas as a reader sees them.

use leptos::prelude::*;

/// A loss with as many digits as mean something here.
pub(super) fn loss(value: f64) -> String {
    format!("{value:.3}")
}

/// `|variable|` in a formula.
#[component]
pub(super) fn Absolute(variable: &'static str) -> impl IntoView {
    view! {
        <mrow><mo stretchy="false">"|"</mo><mi>{variable}</mi><mo stretchy="false">"|"</mo></mrow>
    }
}
