//! The curves of a training.

use super::curves::{curve, places};
use super::{Axis, Chart, Figure, Role, Series};
use crate::experiment::training::Curves;
use crate::points::Measurement;

/// The loss of minibatches and of held-out examples, and the accuracy on those if there are classes.
pub(super) fn figures(curves: &Curves, loss_label: &str) -> Vec<Figure> {
    let steps = places(&curves.training.step);
    let steps_per_epoch = match (steps.last(), curves.epochs.last()) {
        (Some(&steps), Some(last)) if last.epoch > 0.0 => steps / last.epoch,
        _ => 1.0,
    };
    let epochs: Vec<f64> = steps.iter().map(|step| step / steps_per_epoch).collect();
    let test = |value: fn(&Measurement) -> Option<f64>| {
        let measured = curves.epochs.iter().filter_map(|epoch| Some((epoch.epoch, value(&epoch.test)?)));
        let points = measured.filter(|(epoch, value)| epoch.is_finite() && value.is_finite()).collect();
        Series { label: "test".to_owned(), role: Role::Test, points }
    };
    let loss = curve("training", Role::Train, &epochs, &curves.training.loss);
    let chart = |name: &str, y: Axis, series: Vec<Series>| {
        Figure::Chart(Chart {
            name: name.to_owned(),
            x: Axis::fitted("epoch"),
            y,
            series,
            ..Chart::default()
        })
    };
    let mut figures =
        vec![chart("loss", Axis::fitted(loss_label), vec![loss, test(|measured| Some(measured.loss))])];
    let accuracy = test(|measured| measured.accuracy);
    if !accuracy.points.is_empty() {
        figures.push(chart("accuracy", Axis::ranging("accuracy", 0.0, 1.0), vec![accuracy]));
    }
    figures
}

/// The loss of a descent until it diverged.
pub(super) fn until_divergence(curves: &Curves, loss_label: &str) -> Vec<Figure> {
    let steps = places(&curves.training.step);
    let chart = Chart {
        name: "loss".to_owned(),
        x: Axis::fitted("step"),
        y: Axis::fitted(loss_label),
        series: vec![curve("training", Role::Train, &steps, &curves.training.loss)],
        ..Chart::default()
    };
    vec![chart.into()]
}
