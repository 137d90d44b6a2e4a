//! Loss, accuracy and labels along a straight line.

use super::curves::{curve, spread};
use super::{Axis, Band, Chart, Figure, Role, Series};
use crate::experiment::MeanCurve;
use crate::experiment::interpolation::LineNumbers;

/// All charts of the experiment.
pub(super) fn figures(numbers: &LineNumbers, loss_label: &str) -> Vec<Figure> {
    let position = &numbers.position;
    // With several lines their mean and spread are drawn, otherwise the line itself.
    let line = |name: &str, y: Axis, values: &[f64], together: Option<&MeanCurve>| {
        let values = together.map_or(values, |together| together.mean.as_slice());
        let bands = together.map(|together| spread(Role::Straight, position, together));
        let series = vec![curve("straight", Role::Straight, position, values)];
        along(name, y, series, bands.into_iter().collect())
    };
    let repetitions = numbers.repetitions.as_ref();
    let losses = repetitions.map(|lines| &lines.loss);
    let mut figures = vec![line("loss", Axis::fitted(loss_label), &numbers.loss, losses)];
    if !numbers.accuracy.is_empty() {
        let accuracies = repetitions.and_then(|lines| lines.accuracy.as_ref());
        let y = Axis::ranging("accuracy", 0.0, 1.0);
        figures.push(line("accuracy", y, &numbers.accuracy, accuracies));
    }
    if let Some(agreement) = &numbers.agreement {
        let series = vec![
            curve("first end", Role::Wedge(0), position, &agreement.first),
            curve("second end", Role::Wedge(1), position, &agreement.second),
        ];
        figures.push(along(
            "labels",
            Axis::ranging("share of labels equal to an end’s", 0.0, 1.0),
            series,
            Vec::new(),
        ));
    }
    figures
}

fn along(name: &str, y: Axis, series: Vec<Series>, bands: Vec<Band>) -> Figure {
    let x = Axis::ranging("position along the line", 0.0, 1.0);
    Figure::Chart(Chart { name: name.to_owned(), x, y, series, bands, ..Chart::default() })
}
