//! A random plane through a random point.

use crate::landscape::Landscape;
use crate::numerics::random::{Purpose, stream, unit_vector};
use crate::points::{HostPoints, Points, ReadError};

/// `origin + θ · axes`, on the host.
pub(super) struct Plane {
    /// One point of dimension D.
    pub(super) origin: HostPoints<f64>,
    /// d directions of length 1, not orthogonal to one another; empty for d = 0.
    pub(super) axes: Vec<Vec<f64>>,
}

impl Plane {
    /// The plane of `dimension` random directions through `radius` times a random start, each drawn from its seed.
    ///
    /// # Errors
    /// When the device fails.
    pub(super) async fn random(
        landscape: &impl Landscape,
        dimension: usize,
        radius: f64,
        origin_seed: u64,
        axes_seed: u64,
    ) -> Result<Self, ReadError> {
        let mut generator = stream(axes_seed, Purpose::Directions);
        Ok(Self {
            origin: landscape.start_on_host(origin_seed).await?.scale(radius),
            axes: (0..dimension).map(|_| unit_vector(&mut generator, landscape.dimension())).collect(),
        })
    }

    /// The axes as one batch (of at least one axis).
    pub(super) fn axes_as_points(&self) -> HostPoints<f64> {
        HostPoints::stack(&self.axes.iter().map(|axis| HostPoints::single(axis.clone())).collect::<Vec<_>>())
    }

    /// The point with these coordinates.
    pub(super) fn point(&self, coordinates: &[f64]) -> Vec<f64> {
        let mut point = self.origin.point(0).to_vec();
        for (axis, &coordinate) in self.axes.iter().zip(coordinates) {
            point.iter_mut().zip(axis).for_each(|(value, step)| *value += coordinate * step);
        }
        point
    }
}
