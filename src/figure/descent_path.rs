//! The figures of the two descents: the loss, and how far they went.

use super::{Axis, Chart, Role, Series};
use crate::experiment::descent_path::{DescentPathNumbers, PathNumbers};

/// Loss, distance moved and path length against the step.
pub(super) fn charts(numbers: &DescentPathNumbers, loss_label: &str) -> Vec<Chart> {
    let by_step = |name: &str, label: &str, values: fn(&PathNumbers) -> &[f64]| {
        let series = |label: &str, role, path| Series {
            label: label.to_owned(),
            role,
            points: numbers.step.iter().map(|&step| step as f64).zip(values(path).iter().copied()).collect(),
        };
        Chart {
            name: name.to_owned(),
            x: Axis::fitted("step"),
            y: Axis::fitted(label),
            series: vec![
                series("on L", Role::Wedge(0), &numbers.distance),
                series("on L²/2", Role::Wedge(1), &numbers.half_square),
            ],
            ..Chart::default()
        }
    };
    vec![
        by_step("loss", loss_label, |path| &path.loss),
        by_step("distance-moved", "distance from the start", |path| &path.distance_moved),
        by_step("path-length", "length of the path", |path| &path.path_length),
    ]
}
