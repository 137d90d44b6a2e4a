//! One step's losses and gradient, computed in parts, so that work can be paused during a long step.
//!
//! The gradient of a mean over examples is the mean of the parts' gradients, weighted by their numbers of examples. If
//! several points descend together, each part takes some of the points; for a single point, some of the examples.

use super::{Gradient, LandscapeError};
use crate::observer::Work;
use crate::points::{Minibatch, PendingLosses, Points, ReadError};
use std::ops::Range;

/// How a step is divided. It depends only on the step's size, never on time, so that the same step gives the same
/// numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Cut {
    points: usize,
    examples: usize,
    points_a_part: usize,
    examples_a_part: usize,
}

/// A part of a step.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Part {
    points: Range<usize>,
    examples: Range<usize>,
}

impl Cut {
    /// Divides a step of `points` points and `examples` examples into parts of at most `at_once` points × examples.
    fn of(points: usize, examples: usize, at_once: usize) -> Self {
        let points_a_part = (at_once / examples.max(1)).clamp(1, points.max(1));
        // Parts of equal size: none is left that would be too small to be worth it.
        let parts = examples.div_ceil(at_once.max(1)).max(1);
        Self { points, examples, points_a_part, examples_a_part: examples.div_ceil(parts).max(1) }
    }

    /// The parts, grouped by point.
    fn parts(self) -> impl Iterator<Item = Part> {
        (0..self.points).step_by(self.points_a_part).flat_map(move |point| {
            let points = point..(point + self.points_a_part).min(self.points);
            (0..self.examples).step_by(self.examples_a_part).map(move |example| Part {
                points: points.clone(),
                examples: example..(example + self.examples_a_part).min(self.examples),
            })
        })
    }
}

impl Part {
    /// Points × examples.
    fn examples(&self) -> usize {
        self.points.len() * self.examples.len()
    }
}

/// The losses and the gradient of one step at `points`, computed part by part. `after` receives the work of each part and
/// whether it was the last: it reports progress, and pauses.
///
/// # Errors
/// When the device fails, or `after` does.
pub(crate) async fn gradient_in_parts<G: Gradient, E: From<LandscapeError>>(
    landscape: &G,
    points: &G::Points,
    batch: &Minibatch,
    mut after: impl AsyncFnMut(Work, bool) -> Result<(), E>,
) -> Result<(StepLosses<G::Losses>, G::Points), E> {
    let cut = Cut::of(points.count(), batch.examples.len(), landscape.gradients_at_once());
    let mut step = StepGradient::new(points.count());
    let mut parts = cut.parts().peekable();
    while let Some(part) = parts.next() {
        step.add(landscape, points, batch, &part)?;
        after(Work::Gradient(part.examples() as f64), parts.peek().is_none()).await?;
    }
    Ok(step.finish())
}

/// The part of a step's gradient that has been computed.
struct StepGradient<P, L> {
    points: usize,
    losses: Vec<PartLosses<L>>,
    gradients: Vec<P>,
}

/// Losses of some points over some of a step's examples.
#[derive(Debug)]
struct PartLosses<L> {
    losses: L,
    share: f64,
    begins_points: bool,
}

impl<P: Points, L: PendingLosses> StepGradient<P, L> {
    /// An empty gradient at `points` points.
    fn new(points: usize) -> Self {
        Self { points, losses: Vec::new(), gradients: Vec::new() }
    }

    /// Works out a part. Parts come in the order of their points.
    fn add(
        &mut self,
        landscape: &impl Gradient<Points = P, Losses = L>,
        points: &P,
        batch: &Minibatch,
        part: &Part,
    ) -> Result<(), LandscapeError> {
        let share = part.examples.len() as f64 / batch.examples.len() as f64;
        let begins_points = part.examples.start == 0;
        let some;
        let points = match part.points.len() == self.points {
            true => points,
            false => {
                some = points.rows(part.points.clone());
                &some
            }
        };
        let (losses, gradient) = match part.examples.len() == batch.examples.len() {
            true => landscape.loss_and_gradient(points, batch)?,
            false => landscape.loss_and_gradient(points, &part_of(batch, part))?,
        };
        self.losses.push(PartLosses { losses, share, begins_points });
        match self.gradients.pop() {
            Some(sum) if !begins_points => self.gradients.push(sum.add(share, &gradient)),
            earlier => {
                self.gradients.extend(earlier);
                self.gradients.push(if share == 1.0 { gradient } else { gradient.scale(share) });
            }
        }
        Ok(())
    }

    /// The step's losses and its gradient at all points.
    fn finish(mut self) -> (StepLosses<L>, P) {
        let gradient = match self.gradients.len() {
            1 => self.gradients.remove(0),
            _ => P::stack(&self.gradients),
        };
        (StepLosses { parts: self.losses }, gradient)
    }
}

/// Some of a minibatch's examples, with their own noise: dropout silences different units in every part.
fn part_of(batch: &Minibatch, part: &Part) -> Minibatch {
    Minibatch {
        examples: batch.examples[part.examples.clone()].to_vec(),
        noise: batch.noise.wrapping_add(part.examples.start as u64),
    }
}

/// The losses of a step, which a device may still be computing.
#[derive(Debug)]
pub(crate) struct StepLosses<L> {
    parts: Vec<PartLosses<L>>,
}

impl<L: PendingLosses> StepLosses<L> {
    /// The losses of points that were each processed separately.
    pub(crate) fn of_points(losses: impl Iterator<Item = L>) -> Self {
        let whole = |losses| PartLosses { losses, share: 1.0, begins_points: true };
        Self { parts: losses.map(whole).collect() }
    }

    /// Joins the losses of points that were processed separately, in their order.
    pub(crate) fn join(points: impl Iterator<Item = Self>) -> Self {
        Self { parts: points.flat_map(|losses| losses.parts).collect() }
    }

    /// Reads the losses of several steps at once: one row per step, one loss per point.
    pub(crate) async fn read(steps: Vec<Self>) -> Result<Vec<Vec<f64>>, ReadError> {
        let mut pending = Vec::new();
        let mut places = Vec::new();
        let count = steps.len();
        for (step, losses) in steps.into_iter().enumerate() {
            for part in losses.parts {
                places.push((step, part.share, part.begins_points));
                pending.push(part.losses);
            }
        }
        let mut read = vec![Vec::new(); count];
        let mut first = 0;
        for ((step, share, begins_points), losses) in places.into_iter().zip(L::read(pending).await?) {
            let row: &mut Vec<f64> = &mut read[step];
            if begins_points {
                first = row.len();
                row.extend(losses.into_iter().map(|loss| share * loss));
            } else {
                row[first..].iter_mut().zip(losses).for_each(|(sum, loss)| *sum += share * loss);
            }
        }
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_cover_every_point_and_example_once_and_are_no_larger_than_asked() {
        for (points, examples, at_once) in
            [(1, 128, 64), (9, 128, 64), (9, 128, 300), (3, 7, 2), (5, 1, usize::MAX), (2, 10, 1), (4, 9, 40)]
        {
            let mut seen = vec![0; points * examples];
            for part in Cut::of(points, examples, at_once).parts() {
                assert!(part.examples() <= at_once.max(1), "{part:?}");
                for point in part.points.clone() {
                    part.examples.clone().for_each(|example| seen[point * examples + example] += 1);
                }
            }
            assert!(seen.iter().all(|&times| times == 1), "{points}, {examples}, {at_once}: {seen:?}");
        }
        assert_eq!(Cut::of(1, 128, 75).parts().map(|part| part.examples()).collect::<Vec<_>>(), [64, 64]);
    }
}
