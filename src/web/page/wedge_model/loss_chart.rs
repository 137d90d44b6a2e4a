//! The loss along both paths, and the marked position on them.

use super::model::Model;
use crate::figure::{Axis, Chart, Role, Series};
use crate::web::page::appearance::Appearance;
use crate::web::page::illustrator::Illustrator;
use crate::web::page::mathematics::loss;
use crate::web::page::plot::request;
use crate::web::page::visibility::in_view;
use crate::web::page::width::width;
use crate::web::typed_number::typed_number;
use leptos::ev::PointerEvent;
use leptos::html::Div;
use leptos::prelude::*;
use serde_json::Value;

const DESCRIPTION: &str = "Chart of the loss against the position on the path from ball A to ball B: the straight path \
    rises in the middle, the zero-loss path stays at 0. The table under Numbers has the values.";

/// The chart, and the slider that marks a position on it.
#[component]
pub(super) fn LossChart(model: Model) -> impl IntoView {
    let frame = NodeRef::<Div>::new();
    let width = width(frame);
    let appearance = Appearance::of_page();
    let top = Memo::new(move |_| model.pair.with(|pair| highest_of_run(model, pair.steps())));
    let svg = RwSignal::new(String::new());
    let plot = RwSignal::new(None::<Plot>);
    let place = Illustrator::of_page().place(in_view(frame), move |answer| {
        if let Some(drawn) = answer["svg"].as_str() {
            svg.set(drawn.to_owned());
            plot.set(Plot::of(&answer["plot"], top.get_untracked()));
        }
    });
    let place = StoredValue::new_local(place);

    Effect::new(move || {
        if let Some(request) = request(&chart(model, top.get()), width.get(), appearance) {
            place.with_value(|place| place.ask(request));
        }
    });

    let point = move |event: PointerEvent| {
        // A finger that moves over the chart without pressing scrolls the page.
        let chooses = event.pointer_type() == "mouse" || event.buttons() != 0;
        if let (true, Some(plot)) = (chooses, plot.get_untracked()) {
            model.mark(plot.position(f64::from(event.offset_x())));
        }
    };
    let reading = move || {
        let (straight, zero_loss) = model.marked_losses();
        let zero_loss =
            zero_loss.map(|value| format!(", zero-loss path {}", loss(value))).unwrap_or_default();
        format!("straight path {}{zero_loss}", loss(straight))
    };
    let position = move || format!("{:.2}", model.position.get());
    view! {
        <div class="beside">
            <div class="chart" on:pointermove=point on:pointerdown=point>
                <div class="drawing" node_ref=frame role="img" aria-label=DESCRIPTION inner_html=svg></div>
                <svg aria-hidden="true">{move || plot.get().map(|plot| view! { <Marks model plot/> })}</svg>
            </div>
            <div class="slider">
                <label for="sheets-position">"Position on the paths"</label>
                <input
                    type="range" id="sheets-position" min="0" max="1" step="0.01"
                    prop:value=position aria-valuetext=move || format!("{}: {}", position(), reading())
                    on:input=move |event| {
                        if let Some(position) = typed_number(&event_target_value(&event)) {
                            model.mark(position);
                        }
                    }
                />
                <span class="number" aria-hidden="true">{position}</span>
            </div>
            <p class="reading" aria-hidden="true">"Loss here: "<span class="number">{reading}</span></p>
        </div>
    }
}

/// The area of the curves, in CSS pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Plot {
    left: f64,
    right: f64,
    upper: f64,
    lower: f64,
    /// The loss at the upper end of the axis.
    top: f64,
}

impl Plot {
    fn of(area: &Value, top: f64) -> Option<Self> {
        let edge = |name: &str| area[name].as_f64();
        Some(Self {
            left: edge("left")?,
            right: edge("right")?,
            upper: edge("top")?,
            lower: edge("bottom")?,
            top,
        })
    }

    /// The position on the paths at an x coordinate of the chart.
    fn position(self, x: f64) -> f64 {
        ((x - self.left) / (self.right - self.left)).clamp(0.0, 1.0)
    }

    /// The x coordinate of a position.
    fn x(self, position: f64) -> f64 {
        self.left + position * (self.right - self.left)
    }

    /// The y coordinate of a loss.
    fn y(self, loss: f64) -> f64 {
        self.lower - loss / self.top * (self.lower - self.upper)
    }
}

/// The marked position: a line, and on each curve a disc like those in the picture.
#[component]
fn Marks(model: Model, plot: Plot) -> impl IntoView {
    let x = move || plot.x(model.position.get());
    let straight = move || plot.y(model.marked_losses().0);
    let zero_loss = move || {
        model.marked_losses().1.map(|loss| {
            view! { <circle class="zero-loss" cx=x cy=plot.y(loss) r="5"></circle> }
        })
    };
    view! {
        <line x1=x x2=x y1=plot.y(plot.top) y2=plot.y(0.0)></line>
        {zero_loss}
        <circle class="straight" cx=x cy=straight r="5"></circle>
    }
}

fn chart(model: Model, top: f64) -> Chart {
    let points = |losses: Vec<f64>| Model::positions().zip(losses).collect();
    let mut series = vec![Series {
        label: "straight".to_owned(),
        role: Role::Straight,
        points: points(model.straight.get()),
    }];
    if let Some(losses) = model.zero_loss.get() {
        series.push(Series { label: "zero loss".to_owned(), role: Role::Tunnel, points: points(losses) });
    }
    Chart {
        name: "loss-along-paths".to_owned(),
        x: Axis::ranging("position on the path, from A to B", 0.0, 1.0),
        y: Axis::ranging("loss", 0.0, top),
        series,
        ..Chart::default()
    }
}

/// The upper end of the axis: the same for the whole run, so that the curve moves and the axis does not.
fn highest_of_run(model: Model, steps: usize) -> f64 {
    let highest =
        [0, steps].into_iter().flat_map(|step| model.straight_losses_after(step)).fold(0.0, f64::max);
    // Leave a little room above, up to a round tick.
    ((1.08 * highest / 0.2).ceil() * 0.2).max(0.2)
}
