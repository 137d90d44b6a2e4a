//! A landscape from a function of your own.

use super::{Landscape, LandscapeError, Predictions, Variation};
use crate::observer::{Observer, Work};
use crate::points::{HostPoints, Measurement, Minibatch, Points, Split};
use crate::step::Gradient;
use serde_json::{Value, json};
use std::ops::Range;

/// Coordinates that are evaluated between two looks at Pause and Cancel.
const COORDINATES_AT_ONCE: usize = 1 << 20;

/// A loss of `dimension` coordinates, on the host in double precision. It has no examples and no classes: the loss is the
/// same on every split, and an epoch of a descent is one step.
///
/// ```
/// use wedgelab::prelude::*;
///
/// // f(x, y) = (x² − 1)² + y², with minima at (±1, 0).
/// let valleys = FunctionLandscape::new(
///     2,
///     |seed| vec![if seed % 2 == 0 { 0.5 } else { -0.5 }, 1.0],
///     |theta, gradient| {
///         let (x, y) = (theta[0], theta[1]);
///         gradient.copy_from_slice(&[4.0 * x * (x * x - 1.0), 2.0 * y]);
///         (x * x - 1.0).powi(2) + y * y
///     },
/// );
/// assert_eq!(valleys.dimension(), 2);
/// ```
#[derive(Debug, Clone)]
pub struct FunctionLandscape<S, F> {
    dimension: usize,
    start: S,
    function: F,
    name: Option<String>,
}

impl<S, F> FunctionLandscape<S, F>
where
    S: Fn(u64) -> Vec<f64> + Sync,
    F: Fn(&[f64], &mut [f64]) -> f64 + Sync,
{
    /// A landscape of `dimension` coordinates, at least one. `start` is the point that a seed's descent begins at;
    /// `function` returns the loss at a point and writes its gradient into the second slice, which is zero before.
    ///
    /// # Panics
    /// If the dimension is zero.
    pub fn new(dimension: usize, start: S, function: F) -> Self {
        assert!(dimension > 0, "a landscape has at least one dimension");
        Self { dimension, start, function, name: None }
    }

    /// The landscape under a name, which identifies the function where optima are kept: other functions need other names.
    pub fn named(self, name: &str) -> Self {
        Self { name: Some(name.to_owned()), ..self }
    }

    fn loss(&self, theta: &[f64], gradient: &mut [f64]) -> f64 {
        gradient.fill(0.0);
        (self.function)(theta, gradient)
    }
}

impl<S, F> Gradient for FunctionLandscape<S, F>
where
    S: Fn(u64) -> Vec<f64> + Sync,
    F: Fn(&[f64], &mut [f64]) -> f64 + Sync,
{
    type Points = HostPoints<f64>;
    type Losses = Vec<f64>;

    fn loss_and_gradient(
        &self,
        points: &HostPoints<f64>,
        _batch: &Minibatch,
    ) -> Result<(Vec<f64>, HostPoints<f64>), LandscapeError> {
        let mut gradient = HostPoints::origins(points.count(), self.dimension);
        let losses = points.iter().enumerate();
        let losses = losses.map(|(index, theta)| self.loss(theta, gradient.point_mut(index))).collect();
        Ok((losses, gradient))
    }

    fn gradients_at_once(&self) -> usize {
        self.points_at_once()
    }
}

impl<S, F> Landscape for FunctionLandscape<S, F>
where
    S: Fn(u64) -> Vec<f64> + Sync,
    F: Fn(&[f64], &mut [f64]) -> f64 + Sync,
{
    fn dimension(&self) -> usize {
        self.dimension
    }

    /// The loss is one whole: 1.
    fn examples(&self, _split: Split) -> usize {
        1
    }

    fn points_at_once(&self) -> usize {
        (COORDINATES_AT_ONCE / self.dimension).max(1)
    }

    fn points(&self, rows: &HostPoints<f64>) -> HostPoints<f64> {
        rows.clone()
    }

    /// # Panics
    /// If the function's start has another dimension.
    fn start(&self, seed: u64) -> HostPoints<f64> {
        let start = (self.start)(seed);
        assert_eq!(start.len(), self.dimension, "the start of seed {seed} has another dimension");
        HostPoints::single(start)
    }

    /// One run of all coordinates: none is known to differ from the others.
    fn groups(&self) -> Vec<Range<usize>> {
        std::iter::once(0..self.dimension).collect()
    }

    fn varied(&self, _variation: Variation) -> Option<Self> {
        None
    }

    fn identity(&self) -> Option<Value> {
        self.name.as_ref().map(|name| json!({ "function": name, "dimension": self.dimension }))
    }

    /// Empty: a function has no classes.
    async fn predict(
        &self,
        _points: &HostPoints<f64>,
        _split: Split,
        _observer: &mut impl Observer,
    ) -> Result<Vec<Predictions>, LandscapeError> {
        Ok(Vec::new())
    }

    async fn evaluate(
        &self,
        points: &HostPoints<f64>,
        _split: Split,
        observer: &mut impl Observer,
    ) -> Result<Vec<Measurement>, LandscapeError> {
        let mut gradient = vec![0.0; self.dimension];
        let mut measurements = Vec::with_capacity(points.count());
        for chunk in points.values().chunks(self.points_at_once() * self.dimension) {
            let thetas = chunk.chunks(self.dimension);
            let count = thetas.len();
            measurements.extend(
                thetas.map(|theta| Measurement { loss: self.loss(theta, &mut gradient), accuracy: None }),
            );
            observer.rest(Work::Evaluation(count as f64)).await?;
        }
        Ok(measurements)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::landscape::measure;
    use crate::observer::Unobserved;

    #[test]
    fn losses_and_gradients_are_the_functions() {
        let landscape = FunctionLandscape::new(
            2,
            |seed| vec![seed as f64, 1.0],
            |theta, gradient| {
                gradient[0] = 2.0 * theta[0];
                theta[0] * theta[0]
            },
        );
        let points = HostPoints::stack(&[landscape.start(3), landscape.start(4)]);
        let batch = Minibatch { examples: vec![0], noise: 0 };
        let (losses, gradient) = landscape.loss_and_gradient(&points, &batch).unwrap();
        assert_eq!(losses, [9.0, 16.0]);
        assert_eq!(gradient.values(), [6.0, 0.0, 8.0, 0.0]);
        let measured = pollster::block_on(measure(&landscape, &points, Split::Train, &mut Unobserved));
        assert_eq!(measured.unwrap().iter().map(|each| each.loss).collect::<Vec<_>>(), losses);
        assert_eq!(landscape.identity(), None);
        assert_eq!(landscape.named("square").identity().unwrap()["function"], "square");
    }
}
