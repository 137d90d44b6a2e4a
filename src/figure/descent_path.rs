//! The figures of the two descents: the loss, and how far they went.

use super::curves::{curve, places};
use super::{Axis, Chart, Figure, Role};
use crate::experiment::descent_path::{DescentPathNumbers, PathNumbers};

/// Loss, distance moved and path length against the step.
pub(super) fn figures(numbers: &DescentPathNumbers, loss_label: &str) -> Vec<Figure> {
    let steps = places(&numbers.step);
    let by_step = |name: &str, label: &str, values: fn(&PathNumbers) -> &[f64]| {
        Figure::Chart(Chart {
            name: name.to_owned(),
            x: Axis::fitted("step"),
            y: Axis::fitted(label),
            series: vec![
                curve("on L", Role::Wedge(0), &steps, values(&numbers.distance)),
                curve("on L²/2", Role::Wedge(1), &steps, values(&numbers.half_square)),
            ],
            ..Chart::default()
        })
    };
    vec![
        by_step("loss", loss_label, |path| &path.loss),
        by_step("distance-moved", "distance from the start", |path| &path.distance_moved),
        by_step("path-length", "length of the path", |path| &path.path_length),
    ]
}
