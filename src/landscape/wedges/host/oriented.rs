//! Randomly oriented wedges: each is an orthonormal basis of the random subspace along which it is thin.

use crate::landscape::wedges::specification::{WedgesError, WedgesSpecification, room};
use crate::numerics::random::{Purpose, standard_normal, stream};
use crate::numerics::{Real, wide_dot, wide_length};
use crate::points::HostPoints;
use rand_chacha::ChaCha8Rng;

/// The short directions of K wedges.
#[derive(Debug, Clone)]
pub(super) struct Oriented<T> {
    bases: Vec<HostPoints<T>>,
}

impl<T: Real> Oriented<T> {
    /// K independent subspaces of dimension s, all orientations equally likely.
    ///
    /// Wedge by wedge and row by row, the stream of [`Purpose::Wedges`] fills an s × D matrix with standard
    /// normal numbers, whose rows are then orthonormalised in order.
    pub(super) fn random(specification: &WedgesSpecification, seed: u64) -> Result<Self, WedgesError> {
        let dimension = specification.dimension;
        let mut generator = stream(seed, Purpose::Wedges);
        let mut bases = Vec::with_capacity(specification.wedges);
        for _ in 0..specification.wedges {
            let rows = orthonormal_rows(specification.short_dimension(), dimension, &mut generator)?;
            let mut values = room(rows.len())?;
            values.extend(rows.iter().map(|&value| T::of(value)));
            // Whole rows always fit, unless the dimension of the space is 0.
            let basis = HostPoints::new(dimension, values).map_err(|_| WedgesError::dimension(dimension))?;
            bases.push(basis);
        }
        Ok(Self { bases })
    }

    /// The short directions of one wedge: s orthonormal rows.
    pub(super) fn basis(&self, number: usize) -> &HostPoints<T> {
        &self.bases[number]
    }
}

/// `count` orthonormal rows that span a uniformly random subspace, by the modified Gram–Schmidt process.
///
/// Always in `f64`, so that both precisions get the same wedges.
fn orthonormal_rows(
    count: usize,
    dimension: usize,
    generator: &mut ChaCha8Rng,
) -> Result<Vec<f64>, WedgesError> {
    let mut rows: Vec<f64> = room(count * dimension)?;
    for _ in 0..count {
        let first = rows.len();
        rows.extend(standard_normal(generator, dimension));
        let (earlier, row) = rows.split_at_mut(first);
        let before = wide_dot(row, row);
        remove_components(row, earlier);
        // A row nearly within the span of the earlier ones has lost digits. A second pass is enough (Kahan).
        if wide_dot(row, row) < 0.25 * before {
            remove_components(row, earlier);
        }
        let length = wide_length(row);
        row.iter_mut().for_each(|value| *value /= length);
    }
    Ok(rows)
}

/// Removes the components along orthonormal `directions` from a row of the same dimension.
fn remove_components(row: &mut [f64], directions: &[f64]) {
    for direction in directions.chunks_exact(row.len()) {
        let component = wide_dot(row, direction);
        for (value, &coordinate) in row.iter_mut().zip(direction) {
            *value -= component * coordinate;
        }
    }
}
