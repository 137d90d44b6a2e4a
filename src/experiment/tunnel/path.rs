//! Digging: descents across a line, and the loss along what they leave.

use super::Along;
use crate::descent::{Plan, Subspace, descend};
use crate::experiment::ExperimentError;
use crate::landscape::{HostPoints, Landscape, Points, Split, Sweep, Wedges};
use crate::linear_algebra::dot;
use crate::observer::Observer;

/// A path with its losses.
pub(super) struct Measured {
    pub(super) along: Along,
    pub(super) length: f64,
}

/// The loss along a path of straight pieces between its points, at `samples` places of every piece.
pub(super) async fn measure<L: Landscape>(
    landscape: &L,
    path: &L::Points,
    samples: usize,
    observer: &mut impl Observer,
) -> Result<Measured, ExperimentError> {
    let pieces = path.count() - 1;
    let mut along = Along::default();
    for piece in 0..pieces {
        // The last piece has its end, too.
        let count = if piece + 1 == pieces { samples + 1 } else { samples };
        let positions: Vec<f64> = (0..count).map(|sample| sample as f64 / samples as f64).collect();
        let line = Sweep::line(&path.rows(piece..piece + 1), &path.rows(piece + 1..piece + 2), &positions);
        let measured = landscape.measure_sweep(&line, Split::Evaluation, observer).await?;
        along.loss.extend(measured.iter().map(|measurement| measurement.loss));
        along.accuracy.extend(measured.iter().filter_map(|measurement| measurement.accuracy));
        along.position.extend(positions.iter().map(|position| (piece as f64 + position) / pieces as f64));
    }
    Ok(Measured { along, length: length_of(&path.read().await?) })
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

/// The path with a point more in every piece: its middle, descended in the hyperplane normal to the piece.
pub(super) async fn dig_again<L: Landscape>(
    landscape: &L,
    path: &L::Points,
    plan: Plan,
    observer: &mut impl Observer,
) -> Result<L::Points, ExperimentError> {
    let host = path.read().await?;
    let mut refined = vec![path.rows(0..1)];
    for piece in 0..path.count() - 1 {
        let (from, to) = (path.rows(piece..piece + 1), path.rows(piece + 1..piece + 2));
        let middle = from.scale(0.5).add(0.5, &to);
        let directions = landscape.points(&direction(host.point(piece), host.point(piece + 1)));
        let subspace = Subspace::Normal { through: middle.clone(), directions };
        refined.push(descend(landscape, middle, subspace, plan, observer).await?.points);
        refined.push(to);
    }
    Ok(L::Points::stack(&refined))
}

/// The corners of the way of no loss, where the wedges are along the axes.
pub(super) fn exact_path(wedges: &Wedges, optima: &HostPoints<f64>) -> Option<HostPoints<f64>> {
    wedges.zero_loss_path(optima.point(0), optima.point(1))
}

/// The direction from one point to another, of length 1. Points that are one have none, and get nought: then nothing is
/// forbidden.
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

fn length(vector: &[f64]) -> f64 {
    dot(vector, vector).sqrt()
}
