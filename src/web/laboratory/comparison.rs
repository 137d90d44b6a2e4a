//! The straight line between two networks, beside the same line on the wedges.

use super::model::Model;
use super::settings::{TOY_DIMENSION, TOY_WEDGE_DIMENSION, Task};
use crate::figure::{Axis, Chart, Role, Series};
use crate::web::plot::Plot;
use crate::web::shown::shown;
use leptos::prelude::*;
use serde_json::Value;

/// Both figures, from when the interpolation is asked for.
#[component]
pub(super) fn Comparison(model: Model) -> impl IntoView {
    let has_any = move || {
        let is_asked_for = model.task.get() == Task::Interpolation;
        is_asked_for && (model.result.with(Option::is_some) || model.toy.result.with(Option::is_some))
    };
    let network = Memo::new(move |_| loss_chart(model.result.get().as_ref(), "loss (nats)"));
    let toy = Memo::new(move |_| loss_chart(model.toy.result.get().as_ref(), "loss (distance to a wedge)"));
    let description = |what: &str, chart: &Chart| {
        let losses = chart.series.iter().flat_map(|series| &series.points).map(|point| point.1);
        match losses.reduce(f64::max) {
            Some(highest) => {
                format!(
                    "Chart of the loss on the straight line between two {what}. It climbs to {highest:.3}."
                )
            }
            None => {
                format!("Chart of the loss on the straight line between two {what}. It is still computed.")
            }
        }
    };
    view! {
        {shown(has_any, move || view! {
            <figure>
                <div class="side-by-side">
                    <div>
                        <h3>"Between two networks"</h3>
                        <Plot
                            chart=network
                            description=Signal::derive(move || network.with(|chart| description("networks", chart)))
                        />
                    </div>
                    <div>
                        <h3>"Between two points on wedges"</h3>
                        <Plot
                            chart=toy
                            description=Signal::derive(move || toy.with(|chart| description("optima of the toy", chart)))
                        />
                        <p class="refusal">{move || model.toy.failure.get()}</p>
                    </div>
                </div>
                <figcaption>
                    <p>{move || verdict(model.result.get().as_ref())}</p>
                    <p>
                        "The left figure is from two networks trained from different seeds, the right one from two optima
                        among 16 wedges of "{TOY_WEDGE_DIMENSION}" dimensions in a space of "{TOY_DIMENSION}
                        ". There the reason is known: the optima are on different wedges, and the straight line leaves
                        both."
                    </p>
                </figcaption>
            </figure>
        })}
    }
}

/// What to notice, as far as it was measured.
fn verdict(network: Option<&Value>) -> &'static str {
    let measured = network.filter(|result| result["diverged"].is_null());
    match measured.map(|result| {
        result["claims"].as_array().is_some_and(|claims| claims.iter().all(|claim| claim["holds"] == true))
    }) {
        None if network.is_some() => "A training diverged, so there is no line between two networks.",
        None => "The same code runs on both. The networks take longer.",
        Some(true) => "The same code, the same shape: low at both ends, a hill between them.",
        Some(false) => {
            "The same code, but not the same shape: between these networks there is no hill. \
             Train them for more epochs, so that both ends are low, and look again."
        }
    }
}

/// The loss along the line; an empty chart until it is measured.
fn loss_chart(result: Option<&Value>, loss_label: &str) -> Chart {
    let measured = result.filter(|result| result["diverged"].is_null());
    let list = |name: &str| -> Vec<f64> {
        let list = measured.and_then(|result| result["numbers"][name].as_array());
        list.into_iter().flatten().map(|number| number.as_f64().unwrap_or(f64::NAN)).collect()
    };
    let points: Vec<(f64, f64)> = list("position").into_iter().zip(list("loss")).collect();
    let series = Series { label: "straight".to_owned(), role: Role::Straight, points };
    Chart {
        name: "loss".to_owned(),
        x: Axis::ranging("position along the line", 0.0, 1.0),
        y: Axis::fitted(loss_label),
        series: if series.points.is_empty() { Vec::new() } else { vec![series] },
        ..Chart::default()
    }
}
