//! Descents in random planes of few dimensions through a point of a network, and the dimension from which they succeed.

use super::ExperimentError;
use crate::descent::{DescentError, Plan, descend};
use crate::landscape::Landscape;
use crate::numerics::random::{Purpose, stream, unit_vector};
use crate::observer::Observer;
use crate::points::HostPoints;
use crate::step;
use crate::step::{Optimizer, Subspace};

/// The plan of descents in planes: `plan` with Adam and its own learning rate. Coordinates along axes of length 1 need
/// larger rates than weights do (5e-2 in the code of Fort and Scherlis 2018).
pub(super) fn plan_in_planes(plan: Plan, learning_rate: f64) -> Plan {
    Plan { optimizer: Optimizer::Adam, learning_rate, ..plan }
}

/// The end of a descent that begins at `origin` (one point) and stays in the plane of `dimension` random directions of
/// length 1 through it; `None` if it diverges. One plane is held at a time: D · d numbers.
///
/// # Errors
/// When the work is cancelled or the device fails.
pub(super) async fn descend_in_random_plane<L: Landscape>(
    landscape: &L,
    origin: &HostPoints<f64>,
    dimension: usize,
    axes_seed: u64,
    plan: Plan,
    observer: &mut impl Observer,
) -> Result<Option<L::Points>, ExperimentError> {
    let through = landscape.points(origin);
    if dimension == 0 {
        return Ok(Some(through));
    }
    let plane = {
        let mut generator = stream(axes_seed, Purpose::Directions);
        let mut axes = HostPoints::from_fn(dimension, landscape.dimension(), |_, _| 0.0);
        for axis in axes.values_mut().chunks_exact_mut(landscape.dimension()) {
            axis.copy_from_slice(&unit_vector(&mut generator, axis.len()));
        }
        step::Plane::spanned_by(&axes, through)
    };
    let start = landscape.points(&HostPoints::from_fn(1, dimension, |_, _| 0.0));
    match descend(landscape, start, Subspace::Planes(vec![plane]), plan, observer).await {
        Ok(descended) => Ok(Some(descended.points)),
        Err(DescentError::Diverged { .. }) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// The first dimension at which `values`, joined by straight lines over the logarithm of the dimensions (ascending),
/// reach `level`; `None` if they stay below. NaN values are skipped. If the first value already reaches it, its
/// dimension.
pub(super) fn first_dimension_reaching(dimensions: &[usize], values: &[f64], level: f64) -> Option<f64> {
    let mut below: Option<(f64, f64)> = None;
    for (&dimension, &value) in dimensions.iter().zip(values).filter(|(_, value)| !value.is_nan()) {
        // Zero dimensions have no logarithm; one dimension is the nearest that has one.
        let place = libm::log(dimension.max(1) as f64);
        if value >= level {
            return match below {
                Some((earlier, low)) => {
                    let share = (level - low) / (value - low);
                    Some(libm::exp(earlier + share * (place - earlier)))
                }
                None => Some(dimension as f64),
            };
        }
        below = Some((place, value));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_crossing_is_interpolated_over_the_logarithm() {
        let dimensions = [10, 100, 1000, 10_000];
        let crossing = |values: &[f64], level| first_dimension_reaching(&dimensions, values, level);
        let half_way = crossing(&[0.0, 0.5, 1.0, 0.2], 0.75).unwrap();
        assert!((half_way - 100.0 * 10.0_f64.sqrt()).abs() < 1e-9, "{half_way}");
        // A later fall does not count, and NaN is skipped.
        assert!((crossing(&[0.0, 0.5, 1.0, 0.2], 0.5).unwrap() - 100.0).abs() < 1e-9);
        let over_a_gap = crossing(&[0.0, f64::NAN, 1.0, 1.0], 0.5).unwrap();
        assert!((over_a_gap - 100.0).abs() < 1e-9);
        assert_eq!(crossing(&[0.0, 0.5, 0.6, 0.7], 0.75), None);
        assert_eq!(crossing(&[0.9, 1.0, 1.0, 1.0], 0.75), Some(10.0));
    }
}
