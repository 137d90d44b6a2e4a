//! What a plane goes through: marked points, polylines between them, and their descriptions as text.

use super::frame::Frame;
use super::training_path::{PathOfTraining, follow};
use super::{MarkedPoint, Plane, Through, Way};
use crate::descent::DescentSpecification;
use crate::experiment::connector::crossing::descend_from_middle;
use crate::experiment::{ExperimentError, different_optima};
use crate::landscape::{Landscape, Wedges, measure, measure_sweep};
use crate::numerics::random::{Purpose, standard_normal, stream};
use crate::numerics::{dot, length};
use crate::observer::{Note, Observer};
use crate::points::{HostPoints, Points, Split, Sweep};
use rand_chacha::ChaCha8Rng;

/// At how many positions of every straight segment of a polyline the loss is measured.
pub(super) const WAY_SAMPLES: usize = 40;

/// A plane before it is measured.
pub(super) struct Cut {
    pub(super) frame: Frame,
    /// The marked points, one per row; two optima come first.
    pub(super) points: HostPoints<f64>,
    names: Vec<&'static str>,
    /// Each with the marked points that it goes through.
    ways: Vec<(&'static str, Vec<usize>)>,
    /// How far the map extends to each side, if the points do not determine it.
    pub(super) reach: Option<f64>,
    pub(super) path: Option<PathOfTraining>,
    pub(super) definition: String,
    /// Short descriptions of both axes.
    pub(super) axes: [String; 2],
}

impl Plane {
    /// Finds the points that the plane goes through.
    pub(super) async fn cut<L: Landscape>(
        &self,
        landscape: &L,
        wedges: Option<&Wedges>,
        descent: &DescentSpecification,
        seed: u64,
        observer: &mut impl Observer,
    ) -> Result<Cut, ExperimentError> {
        match self.through {
            Through::Path => {
                observer.note(Note::Stage("descending and recording the path".to_owned()));
                let path = follow(landscape, descent, self.path_points, seed, observer).await?;
                Ok(Cut::along_path(path, seed))
            }
            Through::Random | Through::FilterNormalised => {
                let optimum =
                    different_optima(landscape, wedges, descent, seed, 1, observer).await?.read().await?;
                Ok(self.beside(landscape, optimum, seed))
            }
            Through::OriginOptima | Through::OptimaAndTunnel | Through::OptimaAndCrossing => {
                let optima =
                    different_optima(landscape, wedges, descent, seed, 2, observer).await?.read().await?;
                let third = self.third(landscape, wedges, &optima, descent, seed, observer).await?;
                Ok(self.through_three(optima, third, seed))
            }
        }
    }

    /// The third point besides two optima.
    async fn third<L: Landscape>(
        &self,
        landscape: &L,
        wedges: Option<&Wedges>,
        optima: &HostPoints<f64>,
        descent: &DescentSpecification,
        seed: u64,
        observer: &mut impl Observer,
    ) -> Result<HostPoints<f64>, ExperimentError> {
        let origin = HostPoints::single(vec![0.0; landscape.dimension()]);
        match self.through {
            Through::OptimaAndTunnel => {
                observer.note(Note::Stage("descending across the line from its middle".to_owned()));
                let plan = descent.plan_of_steps(self.steps, landscape.examples(Split::Train), seed);
                let middle = descend_from_middle(landscape, optima, plan, observer).await?.end;
                Ok(middle.read().await?)
            }
            Through::OptimaAndCrossing => {
                let corners =
                    wedges.and_then(|wedges| wedges.zero_loss_path(optima.point(0), optima.point(1)));
                Ok(corners.map_or(origin, |corners| corners.rows(1..2)))
            }
            _ => Ok(origin),
        }
    }

    fn through_three(&self, optima: HostPoints<f64>, third: HostPoints<f64>, seed: u64) -> Cut {
        let points = HostPoints::stack(&[optima, third]);
        let difference = |to: usize| -> Vec<f64> {
            points.point(to).iter().zip(points.point(0)).map(|(to, from)| to - from).collect()
        };
        let frame = Frame::along(points.point(0), &[&difference(1), &difference(2)], seed);
        let straight = ("straight", vec![0, 1]);
        let (name, ways, third) = match self.through {
            Through::OptimaAndTunnel => (
                "tunnel",
                vec![straight, ("tunnel", vec![0, 2, 1])],
                "the optimised middle of the tunnel between them",
            ),
            Through::OptimaAndCrossing => (
                "crossing",
                vec![straight, ("over the crossing", vec![0, 2, 1])],
                "a point where the wedges of both cross",
            ),
            _ => ("origin", vec![straight, ("over the origin", vec![0, 2, 1])], "the origin"),
        };
        Cut {
            frame,
            points,
            names: vec!["optimum 1", "optimum 2", name],
            ways,
            reach: None,
            path: None,
            axes: [
                "distance from optimum 1 towards optimum 2".to_owned(),
                format!("distance across, on the side of the {name}"),
            ],
            definition: format!(
                "The plane through two optima and {third}. The horizontal axis goes from one optimum to the other."
            ),
        }
    }

    /// The plane through an optimum along two random directions.
    fn beside(&self, landscape: &impl Landscape, optimum: HostPoints<f64>, seed: u64) -> Cut {
        let length = length(optimum.point(0));
        let mut generator = stream(seed, Purpose::Directions);
        let groups = match self.through {
            Through::FilterNormalised => Some(landscape.groups()),
            _ => None,
        };
        let mut direction = || random_direction(&mut generator, optimum.point(0), groups.as_deref());
        let (first, second) = (direction(), direction());
        let scaled = match self.through {
            Through::FilterNormalised => {
                ", scaled unit by unit to the optimum's own weights and zero along biases (Li et al. 2018)"
            }
            _ => "",
        };
        Cut {
            frame: Frame::along(optimum.point(0), &[&first, &second], seed),
            names: vec!["optimum"],
            ways: Vec::new(),
            reach: Some(self.reach * length),
            path: None,
            axes: ["distance along a random direction".to_owned(), "distance along another one".to_owned()],
            definition: format!(
                "The plane through an optimum along two random directions{scaled}, the second made orthogonal \
                 to the first. It extends {} lengths of the optimum to each side.",
                self.reach
            ),
            points: optimum,
        }
    }
}

/// A random direction; within each group, if there are groups, it is as long as the point.
fn random_direction(
    generator: &mut ChaCha8Rng,
    point: &[f64],
    groups: Option<&[std::ops::Range<usize>]>,
) -> Vec<f64> {
    let drawn = standard_normal(generator, point.len());
    let Some(groups) = groups else { return drawn };
    let mut direction = vec![0.0; drawn.len()];
    for group in groups {
        let (drawn, point) = (&drawn[group.clone()], &point[group.clone()]);
        let factor = (dot(point, point) / dot(drawn, drawn)).sqrt();
        direction[group.clone()].iter_mut().zip(drawn).for_each(|(value, drawn)| *value = factor * drawn);
    }
    direction
}

impl Cut {
    fn along_path(path: PathOfTraining, seed: u64) -> Self {
        let count = path.points.count();
        let ends = HostPoints::stack(&[path.points.rows(0..1), path.points.rows(count - 1..count)]);
        let directions: Vec<&[f64]> = path.principal.iter().map(|found| found.direction.as_slice()).collect();
        let beside = match directions.len() {
            0 | 1 => " The path spreads in one direction only; the other one is random.",
            _ => "",
        };
        let frame = Frame::along(ends.point(1), &directions, seed);
        Self {
            frame,
            points: ends,
            names: vec!["start", "end"],
            ways: Vec::new(),
            reach: None,
            axes: [("widest", 0), ("second", 1)].map(|(which, axis)| match path.principal.get(axis) {
                Some(found) => {
                    format!("along the path's {which} direction ({:.0} % of its spread)", 100.0 * found.share)
                }
                None => "distance along a random direction".to_owned(),
            }),
            definition: format!(
                "The plane through the end of a training, along the two directions in which the points of its path spread \
                 most (principal components). Points of the path lie off the plane; they are drawn at the nearest \
                 positions on it.{beside}"
            ),
            path: Some(path),
        }
    }

    pub(super) fn has_two_optima(&self) -> bool {
        !self.ways.is_empty()
    }

    /// The positions of everything that is drawn.
    pub(super) fn places(&self) -> Vec<(f64, f64)> {
        let of_path = self.path.iter().flat_map(|path| path.points.iter());
        let place = |point| {
            let place = self.frame.place(point);
            (place.x, place.y)
        };
        self.points.iter().chain(of_path).map(place).collect()
    }

    pub(super) async fn measured_points<L: Landscape>(
        &self,
        landscape: &L,
        observer: &mut impl Observer,
    ) -> Result<Vec<MarkedPoint>, ExperimentError> {
        let measured = measure(landscape, &landscape.points(&self.points), Split::Measured, observer).await?;
        let marked = |((point, name), measured): ((&[f64], &&str), &crate::points::Measurement)| {
            let place = self.frame.place(point);
            MarkedPoint {
                name: (*name).to_owned(),
                x: place.x,
                y: place.y,
                loss: measured.loss,
                accuracy: measured.accuracy,
            }
        };
        Ok(self.points.iter().zip(&self.names).zip(&measured).map(marked).collect())
    }

    pub(super) async fn measured_ways<L: Landscape>(
        &self,
        landscape: &L,
        observer: &mut impl Observer,
    ) -> Result<Vec<Way>, ExperimentError> {
        let mut ways = Vec::with_capacity(self.ways.len());
        for (name, corners) in &self.ways {
            let rows: Vec<_> = corners.iter().map(|&corner| self.points.rows(corner..corner + 1)).collect();
            let corners = HostPoints::stack(&rows);
            let sweep = Sweep::polyline(landscape.points(&corners), WAY_SAMPLES);
            let measured = measure_sweep(landscape, &sweep, Split::Measured, observer).await?;
            let places = Sweep::polyline(corners, WAY_SAMPLES);
            let places = places.points(0..places.count());
            let places: Vec<_> = places.iter().map(|point| self.frame.place(point)).collect();
            let mut travelled = vec![0.0];
            for pair in places.windows(2) {
                let step = (pair[1].x - pair[0].x).hypot(pair[1].y - pair[0].y);
                travelled.push(travelled[travelled.len() - 1] + step);
            }
            ways.push(Way {
                name: (*name).to_owned(),
                x: places.iter().map(|place| place.x).collect(),
                y: places.iter().map(|place| place.y).collect(),
                travelled,
                loss: measured.iter().map(|measurement| measurement.loss).collect(),
            });
        }
        Ok(ways)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn directions_are_as_long_as_the_point_within_every_group() {
        let mut generator = stream(1, Purpose::Directions);
        let point = [3.0, 4.0, 7.0, 0.0, 0.0, 1.0];
        let direction = random_direction(&mut generator, &point, Some(&[0..2, 3..5, 5..6]));
        assert!((length(&direction[0..2]) - 5.0).abs() < 1e-12);
        assert_eq!((direction[2], direction[3], direction[4], direction[5].abs()), (0.0, 0.0, 0.0, 1.0));
    }
}
