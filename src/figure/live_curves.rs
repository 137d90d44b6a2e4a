//! The curves of a training in progress.

use super::{Axis, Chart, Role, Series};
use crate::points::Measurement;

/// The training curve is drawn through at most this many points.
const MOST_POINTS: usize = 400;
/// The number of windows of the running mean in the whole training.
const WINDOWS_PER_TRAINING: f64 = 40.0;
/// The smallest upper end of the loss axis.
const FIRST_TOP: f64 = 1.0;

/// What is known of a training so far.
#[derive(Debug, Clone, PartialEq)]
pub struct LiveCurves {
    steps_per_epoch: f64,
    epochs: f64,
    losses: Vec<f64>,
    tests: Vec<(f64, Measurement)>,
}

impl LiveCurves {
    /// The empty curves of a training of `epochs` passes over `examples` training examples, with `batch_size` per step.
    pub fn new(examples: usize, batch_size: usize, epochs: usize) -> Self {
        let batch_size = batch_size.clamp(1, examples.max(1));
        Self {
            steps_per_epoch: (examples as f64 / batch_size as f64).max(1.0),
            epochs: epochs as f64,
            losses: Vec::new(),
            tests: Vec::new(),
        }
    }

    /// Adds the minibatch losses of consecutive steps. Step 1 begins another training and clears the curves; a step
    /// that was added before replaces it and everything after it, because the training was resumed there.
    pub fn add_losses(&mut self, first_step: usize, losses: &[f64]) {
        if first_step <= 1 {
            self.tests.clear();
        }
        self.losses.truncate(first_step.saturating_sub(1));
        self.losses.extend(losses);
    }

    /// Adds a measurement on held-out examples after `epoch` passes, in place of those of that epoch and later ones.
    pub fn add_test(&mut self, epoch: f64, test: Measurement) {
        self.tests.retain(|(earlier, _)| *earlier < epoch);
        self.tests.push((epoch, test));
    }

    /// Steps so far.
    pub fn steps(&self) -> usize {
        self.losses.len()
    }

    /// The number of steps over which the training loss is averaged.
    pub fn window(&self) -> usize {
        ((self.steps_per_epoch * self.epochs / WINDOWS_PER_TRAINING).round() as usize).max(1)
    }

    /// The current training loss: the mean of the last [`LiveCurves::window`] minibatches.
    pub fn latest_loss(&self) -> Option<f64> {
        self.running_mean().last().map(|point| point.1)
    }

    /// The last measurement on held-out examples.
    pub fn latest_test(&self) -> Option<Measurement> {
        self.tests.last().map(|test| test.1)
    }

    /// Loss over epochs: the running mean of the minibatches, and the held-out loss.
    pub fn loss_chart(&self) -> Chart {
        let test: Vec<(f64, f64)> = self.tests.iter().map(|(epoch, test)| (*epoch, test.loss)).collect();
        let series = vec![
            Series { label: "training".to_owned(), role: Role::Train, points: self.running_mean() },
            Series { label: "test".to_owned(), role: Role::Test, points: test },
        ];
        // From 0, so that the height of a curve is its loss, with a little room above.
        let top = series
            .iter()
            .flat_map(|series| &series.points)
            .map(|point| point.1)
            .filter(|loss| loss.is_finite())
            .fold(FIRST_TOP, f64::max);
        Chart {
            name: "loss".to_owned(),
            x: self.epoch_axis(),
            y: Axis::ranging("loss (nats)", 0.0, 1.05 * top),
            series,
            ..Chart::default()
        }
    }

    /// Accuracy on held-out examples over epochs.
    pub fn accuracy_chart(&self) -> Chart {
        let points = self.tests.iter().filter_map(|(epoch, test)| Some((*epoch, test.accuracy?))).collect();
        Chart {
            name: "accuracy".to_owned(),
            x: self.epoch_axis(),
            y: Axis::ranging("accuracy", 0.0, 1.0),
            series: vec![
                // Training accuracy is not measured; its name only reserves room, so that the epochs align with those
                // of the loss.
                Series { label: "training".to_owned(), role: Role::Train, points: Vec::new() },
                Series { label: "test".to_owned(), role: Role::Test, points },
            ],
            ..Chart::default()
        }
    }

    fn epoch_axis(&self) -> Axis {
        Axis::ranging("epoch", 0.0, self.epochs)
    }

    fn running_mean(&self) -> Vec<(f64, f64)> {
        let window = self.window();
        let stride = self.losses.len().div_ceil(MOST_POINTS).max(1);
        let last = self.losses.len();
        let steps = (1..=last).filter(|step| step % stride == 0 || *step == last);
        steps
            .map(|step| {
                let recent = &self.losses[step.saturating_sub(window)..step];
                (step as f64 / self.steps_per_epoch, recent.iter().sum::<f64>() / recent.len() as f64)
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measured(loss: f64, accuracy: f64) -> Measurement {
        Measurement { loss, accuracy: Some(accuracy) }
    }

    #[test]
    fn the_training_loss_is_a_running_mean_over_epochs() {
        // 80 examples, 2 a step: 40 steps an epoch, 80 in all, so the mean reaches over 2 steps.
        let mut curves = LiveCurves::new(80, 2, 2);
        assert_eq!(curves.window(), 2);
        curves.add_losses(1, &[4.0, 2.0]);
        curves.add_losses(3, &[1.0]);
        let points = curves.loss_chart().series[0].points.clone();
        assert_eq!(points, [(1.0 / 40.0, 4.0), (2.0 / 40.0, 3.0), (3.0 / 40.0, 1.5)]);
        assert_eq!(curves.latest_loss(), Some(1.5));
    }

    #[test]
    fn long_curves_keep_their_last_point_and_few_others() {
        let mut curves = LiveCurves::new(10_000, 1, 1);
        let losses: Vec<f64> = (0..2_001).map(f64::from).collect();
        curves.add_losses(1, &losses);
        let points = curves.loss_chart().series[0].points.clone();
        assert!(points.len() <= MOST_POINTS + 1, "{}", points.len());
        assert_eq!(points.last().unwrap().0, 0.2001);
    }

    #[test]
    fn a_second_training_begins_with_empty_curves() {
        let mut curves = LiveCurves::new(100, 10, 5);
        curves.add_losses(1, &[2.0, 1.0]);
        curves.add_test(0.2, measured(1.5, 0.4));
        assert_eq!(curves.accuracy_chart().series[1].points, [(0.2, 0.4)]);
        curves.add_losses(1, &[3.0]);
        assert_eq!((curves.steps(), curves.latest_test()), (1, None));
    }

    #[test]
    fn axes_do_not_move_while_the_loss_falls() {
        let mut curves = LiveCurves::new(100, 10, 5);
        let before = curves.loss_chart().x_range();
        curves.add_losses(1, &[2.0]);
        let top = curves.loss_chart().y_range();
        curves.add_losses(2, &[0.5, f64::INFINITY]);
        assert_eq!(curves.loss_chart().x_range(), before);
        assert_eq!(curves.loss_chart().y_range(), top);
    }

    #[test]
    fn the_epochs_of_both_charts_stand_above_one_another() {
        let mut curves = LiveCurves::new(100, 10, 5);
        curves.add_losses(1, &[2.0; 20]);
        curves.add_test(1.0, measured(1.5, 0.4));
        let across = |chart: &Chart| {
            let (_, plot) =
                crate::figure::chart_to_svg(chart, crate::figure::Theme::LIGHT, (640, 400)).unwrap();
            (plot.left, plot.right)
        };
        assert_eq!(across(&curves.loss_chart()), across(&curves.accuracy_chart()));
    }
}
