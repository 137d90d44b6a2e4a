//! Tunnel search: descents orthogonal to a line, and the loss along the resulting path.

use super::Along;
use crate::descent::{Plan, descend};
use crate::experiment::ExperimentError;
use crate::landscape::{Landscape, Wedges, measure_sweep};
use crate::numerics::{dot, length};
use crate::observer::Observer;
use crate::points::{HostPoints, Points, Split, Sweep};
use crate::step::Subspace;

/// A path of straight pieces: its points, and the position of each, from 0 at the first to 1 at the last.
pub(super) struct Path<P> {
    pub(super) points: P,
    pub(super) positions: Vec<f64>,
}

impl<P: Points> Path<P> {
    /// A path whose points are at equal distances in position.
    pub(super) fn even(points: P) -> Self {
        let last = (points.count() - 1) as f64;
        Self { positions: (0..points.count()).map(|point| point as f64 / last).collect(), points }
    }
}

/// A path with its losses.
pub(super) struct Measured {
    pub(super) along: Along,
    pub(super) length: f64,
}

/// The loss along a path of straight pieces between its points, at `samples` positions of every piece.
pub(super) async fn measure<L: Landscape>(
    landscape: &L,
    path: &Path<L::Points>,
    samples: usize,
    observer: &mut impl Observer,
) -> Result<Measured, ExperimentError> {
    let Path { points, positions: ends } = path;
    let pieces = points.count() - 1;
    let mut along = Along::default();
    for piece in 0..pieces {
        // The last piece includes its end.
        let count = if piece + 1 == pieces { samples + 1 } else { samples };
        let positions: Vec<f64> = (0..count).map(|sample| sample as f64 / samples as f64).collect();
        let (from, to) = (points.rows(piece..piece + 1), points.rows(piece + 1..piece + 2));
        let line = Sweep::line(&from, &to, &positions);
        let measured = measure_sweep(landscape, &line, Split::Measured, observer).await?;
        along.loss.extend(measured.iter().map(|measurement| measurement.loss));
        along.accuracy.extend(measured.iter().filter_map(|measurement| measurement.accuracy));
        let (start, width) = (ends[piece], ends[piece + 1] - ends[piece]);
        along.position.extend(positions.iter().map(|position| start + position * width));
    }
    Ok(Measured { along, length: length_of(&points.read().await?) })
}

/// The length of a path of straight pieces.
pub(super) fn length_of(path: &HostPoints<f64>) -> f64 {
    let points: Vec<&[f64]> = path.iter().collect();
    points.windows(2).map(|ends| length(&between(ends[0], ends[1]))).sum()
}

/// Descends from points evenly spread between two optima, each in the hyperplane through it that is normal to the line.
/// Returns the path with both optima, and the deviations of the points from the line.
pub(in crate::experiment) async fn dig<L: Landscape>(
    landscape: &L,
    optima: &L::Points,
    points: usize,
    plan: Plan,
    observer: &mut impl Observer,
) -> Result<(L::Points, HostPoints<f64>), ExperimentError> {
    let (from, to) = (optima.rows(0..1), optima.rows(1..2));
    let positions: Vec<f64> = (1..=points).map(|point| point as f64 / (points + 1) as f64).collect();
    let line = Sweep::line(&from, &to, &positions).points(0..points);
    let ends = optima.read().await?;
    let directions = landscape.points(&direction(ends.point(0), ends.point(1)));
    let subspace = Subspace::Normal { through: line.clone(), directions };
    let found = descend(landscape, line.clone(), subspace, plan, observer).await?.points;
    let deviations = found.clone().add(-1.0, &line).read().await?;
    Ok((L::Points::stack(&[from, found, to]), deviations))
}

/// The high pieces: those inside which the loss exceeds both ends by more than `excess`. `losses` are those of
/// [`measure`] with `samples` samples.
pub(super) fn high_pieces(losses: &[f64], samples: usize, excess: f64) -> Vec<usize> {
    let is_high = |piece: &[f64]| {
        let ends = piece[0].max(piece[samples]);
        piece[1..samples].iter().any(|&loss| loss > ends + excess)
    };
    (0..losses.len().saturating_sub(1) / samples)
        .filter(|piece| is_high(&losses[piece * samples..][..=samples]))
        .collect()
}

/// The path with one more point in each of these pieces: its middle, after a descent in the hyperplane normal to the
/// piece.
pub(super) async fn dig_again<L: Landscape>(
    landscape: &L,
    path: &Path<L::Points>,
    pieces: &[usize],
    plan: Plan,
    observer: &mut impl Observer,
) -> Result<Path<L::Points>, ExperimentError> {
    let Path { points, positions } = path;
    let host = points.read().await?;
    let (mut refined, mut refined_positions) = (vec![points.rows(0..1)], vec![positions[0]]);
    for piece in 0..points.count() - 1 {
        let (from, to) = (points.rows(piece..piece + 1), points.rows(piece + 1..piece + 2));
        if pieces.contains(&piece) {
            let middle = from.scale(0.5).add(0.5, &to);
            let directions = landscape.points(&direction(host.point(piece), host.point(piece + 1)));
            let subspace = Subspace::Normal { through: middle.clone(), directions };
            refined.push(descend(landscape, middle, subspace, plan, observer).await?.points);
            refined_positions.push(0.5 * (positions[piece] + positions[piece + 1]));
        }
        refined.push(to);
        refined_positions.push(positions[piece + 1]);
    }
    Ok(Path { points: L::Points::stack(&refined), positions: refined_positions })
}

/// How far vectors reach along the line from one point to another: their distances from a hyperplane across it.
pub(super) fn reach_along(vectors: &HostPoints<f64>, from: &[f64], to: &[f64]) -> Vec<f64> {
    let direction = direction(from, to);
    vectors.iter().map(|vector| dot(vector, direction.point(0)).abs()).collect()
}

/// The corners of the zero-loss path; `None` unless the wedges are along the axes.
pub(super) fn exact_path(wedges: &Wedges, optima: &HostPoints<f64>) -> Option<HostPoints<f64>> {
    wedges.zero_loss_path(optima.point(0), optima.point(1))
}

/// The direction from one point to another, of length 1. Equal points have none, and get zero: then the descent is
/// unrestricted.
fn direction(from: &[f64], to: &[f64]) -> HostPoints<f64> {
    let mut difference = between(from, to);
    let length = length(&difference);
    if length > 0.0 {
        difference.iter_mut().for_each(|value| *value /= length);
    }
    HostPoints::single(difference)
}

fn between(from: &[f64], to: &[f64]) -> Vec<f64> {
    from.iter().zip(to).map(|(from, to)| to - from).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_high_where_they_rise_above_both_their_ends() {
        // Three pieces of two samples: over a hill, up to the second end, and over a bump.
        let losses = [1.0, 3.0, 1.0, 1.5, 2.0, 2.1, 1.0];
        assert_eq!(high_pieces(&losses, 2, 0.2), [0]);
        assert_eq!(high_pieces(&losses, 2, 0.05), [0, 2]);
        assert_eq!(high_pieces(&[1.0, 2.0], 1, 0.0), [0; 0]);
    }

    #[test]
    fn a_vector_reaches_along_a_line_by_its_component() {
        let vectors = HostPoints::new(2, vec![3.0, 4.0, -1.0, 0.0]).unwrap();
        assert_eq!(reach_along(&vectors, &[1.0, 1.0], &[3.0, 1.0]), [3.0, 1.0]);
    }
}
