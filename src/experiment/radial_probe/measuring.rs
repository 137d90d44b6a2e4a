//! The base point, the directions, and the plane on which the loss is measured.

use super::AngularNumbers;
use super::laws::SingleWedge;
use crate::descent::DescentSpecification;
use crate::experiment::ExperimentError;
use crate::experiment::training::train;
use crate::experiment::width::unit_vector_across;
use crate::landscape::wedges::Wedge;
use crate::landscape::{Landscape, Wedges, measure, measure_sweep};
use crate::numerics::random::{Purpose, stream, unit_vector};
use crate::numerics::wide_length;
use crate::observer::{Note, Observer};
use crate::points::{HostPoints, Measurement, Points, Split, Sweep};
use std::f64::consts::FRAC_PI_2;

/// The largest radius of the angular map, in lengths of the base point.
const LARGEST_RADIUS: f64 = 2.0;
/// Separates the seed of other random numbers from that of the directions.
const OTHER_DIRECTIONS: u64 = 0x9e37_79b9_7f4a_7c15;

/// The point that all directions begin at.
pub(super) struct Base {
    /// P, one row.
    pub(super) point: HostPoints<f64>,
    /// L₀.
    pub(super) loss: f64,
    /// The unit of the largest distance.
    pub(super) unit: f64,
    /// What is known about it on the wedges.
    pub(super) wedge: Option<BaseWedge>,
}

/// The wedge whose law the losses around the base point follow.
pub(super) struct BaseWedge {
    pub(super) dimensions: SingleWedge,
    /// w, half its thickness.
    pub(super) half_thickness: f64,
    /// Whether directions begin in its middle.
    pub(super) is_middle: bool,
}

impl Base {
    /// On the wedges the middle of the wedge nearest to a random start, elsewhere an optimum; then moved by `offset`
    /// along a random direction (on the wedges within the wedge's short directions).
    pub(super) async fn find<L: Landscape>(
        landscape: &L,
        wedges: Option<&Wedges>,
        descent: &DescentSpecification,
        offset: f64,
        seed: u64,
        observer: &mut impl Observer,
    ) -> Result<Self, ExperimentError> {
        let generator = &mut stream(seed ^ OTHER_DIRECTIONS, Purpose::Directions);
        let (point, unit, wedge) = match wedges {
            Some(wedges) => {
                let start = landscape.start_on_host(seed).await?;
                let nearest = wedges.nearest(start.point(0));
                let step: Vec<f64> = unit_vector(generator, nearest.short_dimension())
                    .into_iter()
                    .map(|component| offset * component)
                    .collect();
                let point = nearest.moved(&nearest.middle(start.point(0)), &step);
                let dimension = wedges.specification().dimension;
                let known = BaseWedge {
                    dimensions: SingleWedge { dimension, short_dimension: nearest.short_dimension() },
                    half_thickness: wedges.specification().thickness / 2.0,
                    is_middle: offset == 0.0,
                };
                (HostPoints::single(point), (dimension as f64).sqrt(), Some(known))
            }
            None => {
                observer.note(Note::Stage("finding an optimum".to_owned()));
                let optimum = train(landscape, descent, seed, observer).await?.optimum.read().await?;
                let length = wide_length(optimum.point(0));
                let step = HostPoints::single(unit_vector(generator, landscape.dimension()));
                let point = if offset == 0.0 { optimum } else { optimum.add(offset, &step) };
                (point, if length > 0.0 { length } else { 1.0 }, None)
            }
        };
        let measured = measure(landscape, &landscape.points(&point), Split::Measured, observer).await?;
        Ok(Self { loss: measured[0].loss, point, unit, wedge })
    }

    /// The wedge that is nearest to the base point.
    pub(super) fn nearest<'a>(&self, wedges: &'a Wedges) -> Wedge<'a> {
        wedges.nearest(self.point.point(0))
    }

    /// The loss over radius and angle; `None` if the base point is the origin or the space has no other direction.
    pub(super) async fn angular<L: Landscape>(
        &self,
        landscape: &L,
        seed: u64,
        radii: usize,
        angles: usize,
        observer: &mut impl Observer,
    ) -> Result<Option<AngularNumbers>, ExperimentError> {
        let length = wide_length(self.point.point(0));
        if length == 0.0 || self.point.dimension() == 1 {
            return Ok(None);
        }
        let generator = &mut stream(seed ^ OTHER_DIRECTIONS, Purpose::Directions);
        let across = unit_vector_across(unit_vector(generator, self.point.dimension()), &self.point);
        let radius = |row: usize| LARGEST_RADIUS * row as f64 / (radii - 1) as f64;
        // Computed from the middle, so that the central angle is exactly zero.
        let angle =
            |column: usize| FRAC_PI_2 * (2.0 * column as f64 - (angles - 1) as f64) / (angles - 1) as f64;
        let weights = HostPoints::from_fn(radii * angles, 2, |cell, end| {
            let (radius, angle) = (radius(cell / angles), angle(cell % angles));
            match end {
                0 => radius * libm::cos(angle),
                _ => radius * length * libm::sin(angle),
            }
        });
        let basis = landscape.points(&HostPoints::stack(&[self.point.clone(), across]));
        let measured =
            measure_sweep(landscape, &Sweep::new(basis, weights), Split::Measured, observer).await?;
        Ok(Some(AngularNumbers {
            radius: (0..radii).map(radius).collect(),
            angle: (0..angles).map(|column| angle(column).to_degrees()).collect(),
            loss: measured.chunks(angles).map(losses).collect(),
        }))
    }
}

/// Random directions, redrawn for each use: storing all of them would take too much memory.
pub(super) struct Directions {
    pub(super) seed: u64,
    pub(super) count: usize,
}

/// Losses along the directions.
pub(super) struct Probed {
    /// `[direction][distance]`.
    pub(super) loss: Vec<Vec<f64>>,
    /// For each distance, whether the wedge of the base point is the nearest in every direction; always `false` on
    /// networks.
    pub(super) is_single: Vec<bool>,
}

/// The relative difference by which another wedge may be nearer and still be ignored: rounding is as large.
pub(super) const NEGLIGIBLE: f64 = 1e-5;

impl Directions {
    /// The losses at these distances from the base point along every direction.
    ///
    /// # Errors
    /// When the work is cancelled or the device fails.
    pub(super) async fn probe<L: Landscape>(
        &self,
        landscape: &L,
        wedges: Option<&Wedges>,
        base: &Base,
        distances: &[f64],
        observer: &mut impl Observer,
    ) -> Result<Probed, ExperimentError> {
        let wedge = wedges.map(|wedges| base.nearest(wedges));
        let half_thickness = base.wedge.as_ref().map_or(0.0, |wedge| wedge.half_thickness);
        let mut generator = stream(self.seed, Purpose::Directions);
        let mut loss = Vec::with_capacity(self.count);
        let mut is_single = vec![wedge.is_some(); distances.len()];
        for _ in 0..self.count {
            let direction = HostPoints::single(unit_vector(&mut generator, landscape.dimension()));
            let basis = landscape.points(&HostPoints::stack(&[base.point.clone(), direction.clone()]));
            let weights = HostPoints::from_fn(distances.len(), 2, |place, end| match end {
                0 => 1.0,
                _ => distances[place],
            });
            let sweep = Sweep::new(basis, weights);
            let measured = losses(&measure_sweep(landscape, &sweep, Split::Measured, observer).await?);
            if let Some(wedge) = &wedge {
                let (from, step) =
                    (wedge.components(base.point.point(0)), wedge.components(direction.point(0)));
                for ((is_single, &distance), &measured) in is_single.iter_mut().zip(distances).zip(&measured)
                {
                    let alone = loss_of_wedge(&from, &step, distance, half_thickness);
                    *is_single &= measured >= alone * (1.0 - NEGLIGIBLE);
                }
            }
            loss.push(measured);
        }
        Ok(Probed { loss, is_single })
    }
}

/// The distance to one wedge of the point `from + distance · step`, by components along its short directions.
fn loss_of_wedge(from: &[f64], step: &[f64], distance: f64, half_thickness: f64) -> f64 {
    let excess = |(from, step): (&f64, &f64)| ((from + distance * step).abs() - half_thickness).max(0.0);
    from.iter().zip(step).map(excess).map(|excess| excess * excess).sum::<f64>().sqrt()
}

fn losses(measured: &[Measurement]) -> Vec<f64> {
    measured.iter().map(|measurement| measurement.loss).collect()
}
