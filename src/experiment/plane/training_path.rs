//! The path of a training: points along it, and the two directions in which they spread most (Li et al. 2018, section
//! 7).

use super::frame::Frame;
use crate::descent::{Descent, DescentSpecification};
use crate::experiment::ExperimentError;
use crate::experiment::from_json::from_json;
use crate::landscape::{Landscape, measure, measure_sweep};
use crate::numerics::principal_directions::{PrincipalDirection, principal_directions};
use crate::observer::Observer;
use crate::points::{HostPoints, Measurement, Points, Split};
use crate::step::Subspace;
use serde::Serialize;

/// A training's path and its projection to the plane. The loss on the plane differs from that of the path; both are
/// given.
#[derive(Debug, Clone, Serialize)]
pub struct PathNumbers {
    /// Steps taken up to each point.
    pub step: Vec<usize>,
    /// The points' projections to the plane, along the horizontal axis.
    pub x: Vec<f64>,
    /// The same along the vertical axis.
    pub y: Vec<f64>,
    /// The loss at the points.
    pub loss: Vec<f64>,
    /// The loss at their projections.
    pub plane_loss: Vec<f64>,
    /// How far the points are from the plane.
    pub distance: Vec<f64>,
    /// How far they are from the end of the path.
    pub distance_from_end: Vec<f64>,
    /// The shares of the points' spread (their squared distances from their mean) along both axes, from 0 to 1.
    pub explained: Vec<f64>,
}

from_json! {
    PathNumbers:
    needs [step, x, y, loss, plane_loss, distance, distance_from_end],
    may lack [explained]
}

/// Points of a training's path.
pub(super) struct PathOfTraining {
    step: Vec<usize>,
    /// From the start to the end, one per row.
    pub(super) points: HostPoints<f64>,
    /// The directions of largest spread, at most two; along the first the end comes after the start.
    pub(super) principal: Vec<PrincipalDirection>,
}

/// Descends as a training does, and records `count` points of the path at equal steps, besides its start.
pub(super) async fn follow<L: Landscape>(
    landscape: &L,
    settings: &DescentSpecification,
    count: usize,
    seed: u64,
    observer: &mut impl Observer,
) -> Result<PathOfTraining, ExperimentError> {
    let plan = settings.plan(landscape.examples(Split::Train), seed);
    let start = landscape.start(seed);
    let (mut step, mut points) = (vec![0], vec![start.read().await?]);
    let mut descent = Descent::begin(landscape, start, Subspace::Full, plan, observer)?;
    for look in 1..=count {
        let next = (plan.steps as f64 * look as f64 / count as f64).round() as usize;
        // A short descent may have fewer steps than requested points.
        if next > descent.steps_taken() {
            descent.run_to(next, observer).await?;
            step.push(next);
            points.push(descent.points(observer).await?.read().await?);
        }
    }
    descent.finish(observer).await?;
    let points = HostPoints::stack(&points);
    let principal = principal(&points);
    Ok(PathOfTraining { step, points, principal })
}

/// The two directions of largest spread, oriented so that the path begins on the left, and lies on average above its
/// end.
fn principal(points: &HostPoints<f64>) -> Vec<PrincipalDirection> {
    let rows: Vec<&[f64]> = points.iter().collect();
    let mut principal = principal_directions(&rows);
    principal.truncate(2);
    let end = rows[rows.len() - 1];
    let from_end = |point: &[f64], direction: &[f64]| -> f64 {
        point.iter().zip(end).zip(direction).map(|((point, end), direction)| (point - end) * direction).sum()
    };
    for (axis, found) in principal.iter_mut().enumerate() {
        let is_turned = match axis {
            0 => from_end(rows[0], &found.direction) > 0.0,
            _ => rows.iter().map(|point| from_end(point, &found.direction)).sum::<f64>() < 0.0,
        };
        if is_turned {
            found.direction.iter_mut().for_each(|value| *value = -*value);
        }
    }
    principal
}

impl PathOfTraining {
    pub(super) async fn measured<L: Landscape>(
        &self,
        landscape: &L,
        frame: &Frame,
        observer: &mut impl Observer,
    ) -> Result<PathNumbers, ExperimentError> {
        let losses =
            |measured: Vec<Measurement>| measured.iter().map(|measurement| measurement.loss).collect();
        let chunk = landscape.points_at_once().max(1);
        let mut measured = Vec::with_capacity(self.points.count());
        for first in (0..self.points.count()).step_by(chunk) {
            let rows = self.points.rows(first..(first + chunk).min(self.points.count()));
            measured.extend(measure(landscape, &landscape.points(&rows), Split::Measured, observer).await?);
        }
        let places: Vec<_> = self.points.iter().map(|point| frame.place(point)).collect();
        let on_plane: Vec<(f64, f64)> = places.iter().map(|place| (place.x, place.y)).collect();
        let sweep = frame.sweep(landscape, &on_plane);
        let plane = measure_sweep(landscape, &sweep, Split::Measured, observer).await?;
        Ok(PathNumbers {
            step: self.step.clone(),
            x: places.iter().map(|place| place.x).collect(),
            y: places.iter().map(|place| place.y).collect(),
            loss: losses(measured),
            plane_loss: losses(plane),
            distance: places.iter().map(|place| place.distance).collect(),
            distance_from_end: places
                .iter()
                .map(|place| place.x.hypot(place.y).hypot(place.distance))
                .collect(),
            explained: self.principal.iter().map(|found| found.share).collect(),
        })
    }
}
