//! Wedges in the host's memory.

mod axis_aligned;
mod oriented;
mod selection;
mod wedge;
mod zero_loss_path;

pub use wedge::{ShortDirections, Wedge};

use super::specification::{Family, Objective, WedgesError, WedgesSpecification};
use crate::landscape::{Landscape, LandscapeError, Predictions, Variation};
use crate::numerics::Real;
use crate::numerics::random::{Purpose, standard_normal, stream};
use crate::observer::{Observer, Work};
use crate::points::{HostPoints, Measurement, Minibatch, Points, Split};
use crate::step::Gradient;
use axis_aligned::AxisAligned;
use oriented::Oriented;
use selection::Cut;
use serde_json::Value;
use std::borrow::Cow;
use std::ops::Range;
use wedge::Thickness;

/// The most numbers in a chunk of points.
const NUMBERS_AT_ONCE: usize = 1 << 22;

/// The most multiplications in a chunk of points, so that the observer is called dozens of times a second.
const WORK_AT_ONCE: u64 = 1 << 25;

/// The wedges on the host, in `f32` or `f64`. Losses are summed in `f64` for both.
///
/// If a coordinate of a point is NaN, so are its loss and gradient.
///
/// ```
/// use wedgelab::prelude::*;
/// use wedgelab::landscape::wedges::Family;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// // All sheets in three dimensions: the distance to the nearest is the smallest coordinate.
/// let specification = WedgesSpecification {
///     dimension: 3,
///     wedge_dimension: 2,
///     family: Family::All,
///     ..WedgesSpecification::default()
/// };
/// let wedges = Wedges::<f64>::new(&specification, 1)?;
/// assert_eq!(wedges.distance(&[0.5, -2.0, 3.0]), 0.5);
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct Wedges<T: Real = f64> {
    specification: WedgesSpecification,
    /// The wedges of a random family. Those of the family `all` are found again for every point.
    stored: Option<StoredWedges<T>>,
}

#[derive(Debug, Clone)]
enum StoredWedges<T> {
    AxisAligned(AxisAligned),
    Oriented(Oriented<T>),
}

impl<T: Real> StoredWedges<T> {
    fn short_directions(&self, number: usize) -> ShortDirections<'_, T> {
        match self {
            Self::AxisAligned(wedges) => ShortDirections::Axes(Cow::Borrowed(wedges.axes(number))),
            Self::Oriented(wedges) => ShortDirections::Basis(wedges.basis(number)),
        }
    }
}

impl<T: Real> Wedges<T> {
    /// The wedges of a specification. A random family is drawn from the stream [`Purpose::Wedges`] of the seed, the
    /// same in both precisions. Drawing an `oriented` family takes about 2·K·s²·D multiplications.
    ///
    /// # Errors
    /// When a field of the specification is out of its range, or there is not enough memory for a random family.
    pub fn new(specification: &WedgesSpecification, seed: u64) -> Result<Self, WedgesError> {
        specification.validate()?;
        let stored = match specification.family {
            Family::All => None,
            Family::AxisAligned => Some(StoredWedges::AxisAligned(AxisAligned::random(specification, seed)?)),
            Family::Oriented => Some(StoredWedges::Oriented(Oriented::random(specification, seed)?)),
        };
        Ok(Self { specification: *specification, stored })
    }

    /// The same wedges, with the descent objective `objective`.
    pub fn with_objective(&self, objective: Objective) -> Self {
        Self {
            specification: WedgesSpecification { objective, ..self.specification },
            stored: self.stored.clone(),
        }
    }

    /// The specification of the union.
    pub fn specification(&self) -> &WedgesSpecification {
        &self.specification
    }

    /// The wedge of a random family with this number, counted from 0; `None` from K on, and for the family `all`, whose
    /// wedges have no numbers.
    pub fn wedge(&self, number: usize) -> Option<Wedge<'_, T>> {
        let stored = self.stored.as_ref()?;
        (number < self.specification.wedges).then(|| self.numbered(stored, number))
    }

    /// The wedge nearest to a point of dimension D. If several are equally near, it is the one with the lowest number;
    /// in the family `all`, the one with the lowest short axes.
    pub fn nearest(&self, point: &[T]) -> Wedge<'_, T> {
        match &self.stored {
            None => {
                let axes = self.cut(point).axes(point);
                Wedge::new(None, ShortDirections::Axes(Cow::Owned(axes)), self.thickness())
            }
            Some(stored) => self.nearest_stored(stored, point),
        }
    }

    /// L, the distance from a point of dimension D to the nearest wedge.
    pub fn distance(&self, point: &[T]) -> f64 {
        match &self.stored {
            None => {
                let (cut, thickness) = (self.cut(point), self.thickness());
                let mut squared_distance = 0.0;
                cut.for_each_axis(point, |axis| {
                    let excess = thickness.excess(point[axis].wide());
                    squared_distance += excess * excess;
                });
                if cut.has_nan { f64::NAN } else { squared_distance.sqrt() }
            }
            Some(_) if has_nan(point) => f64::NAN,
            Some(stored) => self.nearest_stored(stored, point).distance(point),
        }
    }

    /// The cut above the short axes of the nearest of all wedges along the axes. Thickness reduces every component by
    /// the same amount, so the smallest ones stay the best choice.
    fn cut(&self, point: &[T]) -> Cut {
        Cut::behind(point, self.specification.short_dimension())
    }

    fn nearest_stored<'a>(&self, stored: &'a StoredWedges<T>, point: &[T]) -> Wedge<'a, T> {
        let number = first_smallest(self.specification.wedges, |number| {
            self.numbered(stored, number).squared_distance(point)
        });
        self.numbered(stored, number)
    }

    fn numbered<'a>(&self, stored: &'a StoredWedges<T>, number: usize) -> Wedge<'a, T> {
        Wedge::new(Some(number), stored.short_directions(number), self.thickness())
    }

    fn thickness(&self) -> Thickness {
        Thickness { half: self.specification.thickness / 2.0 }
    }

    /// Writes the gradient of the objective into a row of zeros and returns L.
    fn write_gradient(&self, point: &[T], gradient: &mut [T]) -> f64 {
        match &self.stored {
            None => self.write_gradient_of_all(point, gradient),
            Some(_) if has_nan(point) => {
                gradient.fill(T::nan());
                f64::NAN
            }
            Some(stored) => {
                let distance = self.nearest_stored(stored, point).write_offset(point, gradient);
                let divisor = self.divisor(distance);
                if divisor != 1.0 {
                    gradient.iter_mut().for_each(|value| *value = T::of(value.wide() / divisor));
                }
                distance
            }
        }
    }

    /// The same in the family `all`, with no more work than s of D coordinates need.
    fn write_gradient_of_all(&self, point: &[T], gradient: &mut [T]) -> f64 {
        let (cut, thickness) = (self.cut(point), self.thickness());
        if cut.has_nan {
            gradient.fill(T::nan());
            return f64::NAN;
        }
        let mut axes = Vec::with_capacity(self.specification.short_dimension());
        let mut squared_distance = 0.0;
        cut.for_each_axis(point, |axis| {
            let excess = thickness.excess(point[axis].wide());
            gradient[axis] = T::of(excess);
            squared_distance += excess * excess;
            axes.push(axis);
        });
        let distance = squared_distance.sqrt();
        let divisor = self.divisor(distance);
        axes.into_iter().for_each(|axis| gradient[axis] = T::of(gradient[axis].wide() / divisor));
        distance
    }

    /// The divisor that turns an offset from the nearest wedge, of length `distance`, into the objective's gradient.
    fn divisor(&self, distance: f64) -> f64 {
        match self.specification.objective {
            Objective::HalfSquare => 1.0,
            // On a wedge the gradient of L does not exist. The zero offset there is the subgradient
            // that keeps a descent where it is.
            Objective::Distance if distance == 0.0 => 1.0,
            Objective::Distance => distance,
        }
    }
}

impl<T: Real> Gradient for Wedges<T> {
    type Points = HostPoints<T>;
    type Losses = Vec<f64>;

    /// L at every point, and the gradient of the objective. The wedges have no examples, so the minibatch is ignored.
    fn loss_and_gradient(
        &self,
        points: &HostPoints<T>,
        _batch: &Minibatch,
    ) -> Result<(Vec<f64>, HostPoints<T>), LandscapeError> {
        let mut gradient = HostPoints::origins(points.count(), self.dimension());
        let mut losses = Vec::with_capacity(points.count());
        for (index, point) in points.iter().enumerate() {
            losses.push(self.write_gradient(point, gradient.point_mut(index)));
        }
        Ok((losses, gradient))
    }

    fn gradients_at_once(&self) -> usize {
        self.points_at_once()
    }

    fn takes_points_apart(&self) -> bool {
        true
    }
}

impl<T: Real> Landscape for Wedges<T> {
    fn dimension(&self) -> usize {
        self.specification.dimension
    }

    /// Always 1: the wedges' loss is not a mean over examples.
    fn examples(&self, _split: Split) -> usize {
        1
    }

    fn points_at_once(&self) -> usize {
        let dimension = self.dimension();
        let work = self.specification.stored_numbers().max(dimension as u64);
        (NUMBERS_AT_ONCE / dimension).min((WORK_AT_ONCE / work) as usize).max(1)
    }

    fn points(&self, rows: &HostPoints<f64>) -> HostPoints<T> {
        rows.convert()
    }

    /// One run: all axes are equivalent.
    fn groups(&self) -> Vec<Range<usize>> {
        std::iter::once(0..self.dimension()).collect()
    }

    fn varied(&self, _variation: Variation) -> Option<Self> {
        None
    }

    /// `None`: a descent on wedges takes less time than reading its result from a disk.
    fn identity(&self) -> Option<Value> {
        None
    }

    /// Empty: wedges have no classes.
    async fn predict(
        &self,
        _points: &HostPoints<T>,
        _split: Split,
        _observer: &mut impl Observer,
    ) -> Result<Vec<Predictions>, LandscapeError> {
        Ok(Vec::new())
    }

    /// Independent standard normal coordinates.
    fn start(&self, seed: u64) -> HostPoints<T> {
        let coordinates = standard_normal(&mut stream(seed, Purpose::Start), self.dimension());
        HostPoints::single(coordinates.into_iter().map(T::of).collect())
    }

    /// L at every point, the same for all splits; there is no accuracy.
    async fn evaluate(
        &self,
        points: &HostPoints<T>,
        _split: Split,
        observer: &mut impl Observer,
    ) -> Result<Vec<Measurement>, LandscapeError> {
        let mut measurements = Vec::with_capacity(points.count());
        while measurements.len() < points.count() {
            let chunk = self.points_at_once().min(points.count() - measurements.len());
            for index in measurements.len()..measurements.len() + chunk {
                let loss = self.distance(points.point(index));
                measurements.push(Measurement { loss, accuracy: None });
            }
            observer.rest(Work::Evaluation(chunk as f64)).await?;
        }
        Ok(measurements)
    }
}

/// The lowest index below `count` (at least 1) whose value is smallest.
fn first_smallest(count: usize, mut value: impl FnMut(usize) -> f64) -> usize {
    // A single value need not be computed. With one large wedge this is half the work.
    if count == 1 {
        return 0;
    }
    let mut smallest = value(0);
    let mut first = 0;
    for index in 1..count {
        let candidate = value(index);
        if candidate < smallest {
            (smallest, first) = (candidate, index);
        }
    }
    first
}

fn has_nan<T: Real>(point: &[T]) -> bool {
    // Without a branch for every coordinate.
    point.iter().fold(false, |found, coordinate| found | coordinate.is_nan())
}
