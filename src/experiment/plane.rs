//! The loss on planes through the landscape: those of figure 1 of the paper, random directions (plain, or scaled unit
//! by unit: Li et al. 2018), and the plane along which a training moved.
//!
//! A plane shows two of many dimensions, and what it shows depends on which two: every result states which they are,
//! and how far the plotted points lie off the plane.

mod claims;
mod cut;
mod frame;
mod pass;
mod training_path;

use super::from_json::from_json;
use super::protocol::shared_entry_points;
use super::training::train_passes;
use super::{ExperimentError, Findings, Offer, Protocol, UnsuitableSetting, check_wedges_suffice};
use crate::descent::DescentSpecification;
use crate::landscape::wedges::{Family, WedgesSpecification};
use crate::landscape::{Landscape, Wedges, measure_sweep};
use crate::observer::{Note, Observer, Work};
use crate::points::{Split, Sweep};
use crate::settings::{choices, settings};
use cut::{Cut, WAY_SAMPLES};
use frame::Grid;
use serde::Serialize;

pub use training_path::PathNumbers;

choices! {
    /// What a plane goes through.
    pub enum Through {
        /// The origin and two optima: the centre of the paper's figure 1.
        OriginOptima = "origin-optima",
        /// Two optima and the middle of a tunnel between them: the right of figure 1.
        OptimaAndTunnel = "optima-and-tunnel",
        /// Two optima and a point where their wedges cross. Only on wedges along the axes.
        OptimaAndCrossing = "optima-and-crossing",
        /// An optimum, along two random directions.
        Random = "random",
        /// The same, with the directions scaled unit by unit to the optimum's weights.
        FilterNormalised = "filter-normalised",
        /// The end of a training, along the two directions in which its path spreads most.
        Path = "path",
    }
}

settings! {
    /// The settings of the experiment.
    #[derive(Copy)]
    #[serde(deny_unknown_fields)]
    pub struct Plane {
        /// What the plane goes through
        through: Through = Through::OriginOptima, name("plane");
        /// Columns, and rows, of points that are measured
        columns: usize = 41, whole(3 to 201), "points";
        /// How far the map extends beyond its points
        margin: f64 = 0.2, real(0.0 to 10.0), "share of the extent of its points";
        /// How far the map extends along random directions, to each side
        reach: f64 = 1.0, above(0.0 to 100.0), "lengths of the optimum";
        /// Steps of the descent to the middle of the tunnel; 0 for as many as the descents to the optima have
        steps: usize = 0, whole(0 to 100_000_000), "steps";
        /// Points of the path of a training that are used, besides its start
        path_points: usize = 40, whole(2 to 200), "points";
    }
}

/// What is plotted.
#[derive(Debug, Clone, Serialize)]
pub struct PlaneNumbers {
    /// Which plane it is, as text.
    pub definition: String,
    /// Short descriptions of both axes.
    pub axes: [String; 2],
    /// The columns' positions: distances along the horizontal axis.
    pub x: Vec<f64>,
    /// The rows' positions, upwards.
    pub y: Vec<f64>,
    /// `[y][x]`.
    pub loss: Vec<Vec<f64>>,
    /// `[y][x]`, if there are classes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub accuracy: Vec<Vec<f64>>,
    /// What the plane goes through.
    pub points: Vec<MarkedPoint>,
    /// Polylines on the plane.
    pub ways: Vec<Way>,
    /// The lowest level that a path between the two optima, from cell to cell of the map, need not exceed. Only if
    /// there are two optima.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pass: Option<f64>,
    /// The path of a training, if the plane follows one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<PathNumbers>,
}

from_json!(PlaneNumbers: needs [axes, x, y, loss, points, ways], may lack [definition, accuracy, pass, path]);

/// A point on the plane.
#[derive(Debug, Clone, Serialize)]
pub struct MarkedPoint {
    /// What it is.
    pub name: String,
    /// Its position along the horizontal axis.
    pub x: f64,
    /// Its position along the vertical axis.
    pub y: f64,
    /// The loss there.
    pub loss: f64,
    /// The accuracy there, if there are classes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accuracy: Option<f64>,
}

from_json!(MarkedPoint: needs [x, y], may lack [name, loss, accuracy]);

/// A polyline on the plane.
#[derive(Debug, Clone, Serialize)]
pub struct Way {
    /// What it is: `straight`, `tunnel`, `over the crossing` or `over the origin`.
    pub name: String,
    /// Positions along the horizontal axis.
    pub x: Vec<f64>,
    /// Positions along the vertical axis.
    pub y: Vec<f64>,
    /// The distance travelled up to each position.
    pub travelled: Vec<f64>,
    /// The loss there.
    pub loss: Vec<f64>,
}

from_json!(Way: needs [x, y, travelled, loss], may lack [name]);

impl Way {
    /// The highest loss above the higher end.
    pub fn barrier(&self) -> f64 {
        let highest = self.loss.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let ends = self.loss.first().copied().unwrap_or(0.0).max(self.loss.last().copied().unwrap_or(0.0));
        highest - ends
    }
}

impl Protocol for Plane {
    const OFFERS: &'static [Offer] = &[
        Offer {
            name: "plane",
            title: "Plane through the origin and two networks",
            hint: "Trains two networks, and measures the loss all over the plane through them and the origin.",
            on_network: &[("through", "origin-optima"), ("columns", "21")],
            on_wedges: Some(&[("through", "origin-optima")]),
        },
        Offer {
            name: "tunnel-plane",
            title: "Plane through two networks and the tunnel",
            hint: "Trains two networks, descends from halfway between them at right angles to the line, and measures the \
                   loss on the plane through the three points.",
            on_network: &[("through", "optima-and-tunnel"), ("columns", "21"), ("steps", "300")],
            on_wedges: Some(&[("through", "optima-and-tunnel")]),
        },
    ];

    const TITLE_ON_WEDGES: Option<&'static str> = Some("Loss on a plane");

    fn check(&self, wedges: Option<&WedgesSpecification>) -> Result<(), UnsuitableSetting> {
        let along_axes = wedges.is_some_and(|wedges| wedges.family != Family::Oriented);
        if self.through == Through::OptimaAndCrossing && !along_axes {
            return Err(UnsuitableSetting {
                field: "through",
                advice: "a plane through a crossing needs wedges along the axes, because only of those is it known where \
                         they cross; choose through=optima-and-tunnel"
                    .to_owned(),
            });
        }
        check_wedges_suffice(wedges, self.optima())
    }

    fn descent_on_wedges() -> DescentSpecification {
        DescentSpecification { epochs: 120, ..DescentSpecification::for_wedges() }
    }

    fn passes(&self, landscape: &impl Landscape, descent: &DescentSpecification) -> f64 {
        let examples = landscape.examples(Split::Train);
        // Points, polylines, and what claims need besides the map.
        let others = match self.through {
            Through::OriginOptima => 3 + (3 * WAY_SAMPLES + 2) + 8,
            Through::OptimaAndTunnel | Through::OptimaAndCrossing => 3 + (3 * WAY_SAMPLES + 2),
            Through::Random | Through::FilterNormalised => 1 + claims::ANGLES,
            Through::Path => 2 + 2 * (self.path_points + 1),
        };
        let places = (self.columns * self.columns + others) * landscape.examples(Split::Measured);
        let tunnel = match self.through {
            Through::OptimaAndTunnel => descent.plan_of_steps(self.steps, examples, 0).steps,
            _ => 0,
        };
        self.optima() as f64 * train_passes(landscape, descent)
            + Work::Gradient((tunnel * descent.batch_size.min(examples)) as f64).passes()
            + Work::Evaluation(places as f64).passes()
    }

    shared_entry_points!(map);
}

impl Plane {
    async fn map<L: Landscape>(
        &self,
        landscape: &L,
        wedges: Option<&Wedges>,
        descent: &DescentSpecification,
        seed: u64,
        observer: &mut impl Observer,
    ) -> Result<Findings, ExperimentError> {
        let cut = self.cut(landscape, wedges, descent, seed, observer).await?;
        observer.note(Note::Stage("measuring points and paths".to_owned()));
        let points = cut.measured_points(landscape, observer).await?;
        let ways = cut.measured_ways(landscape, observer).await?;
        let path = match &cut.path {
            Some(path) => Some(path.measured(landscape, &cut.frame, observer).await?),
            None => None,
        };
        observer.note(Note::Stage(format!("measuring {0} × {0} points", self.columns)));
        let grid = self.grid(&cut);
        let sweep: Sweep<L::Points> = cut.frame.sweep(landscape, &grid.places());
        let measured = measure_sweep(landscape, &sweep, Split::Measured, observer).await?;
        let loss: Vec<f64> = measured.iter().map(|measurement| measurement.loss).collect();
        let accuracy: Vec<f64> = measured.iter().filter_map(|measurement| measurement.accuracy).collect();
        let rows = |values: &[f64]| values.chunks(self.columns).map(<[f64]>::to_vec).collect();
        let numbers = PlaneNumbers {
            definition: cut.definition.clone(),
            axes: cut.axes.clone(),
            pass: cut.has_two_optima().then(|| {
                let cell = |point: &MarkedPoint| grid.nearest(point.x, point.y);
                pass::pass(&loss, self.columns, cell(&points[0]), cell(&points[1]))
            }),
            loss: rows(&loss),
            accuracy: rows(&accuracy),
            x: grid.x,
            y: grid.y,
            points,
            ways,
            path,
        };
        let claims = claims::claims(self, landscape, wedges, &cut, &numbers, observer).await?;
        Ok(Findings { numbers: numbers.into(), claims, final_measurements: None, optimum: None })
    }

    /// How many optima are found by descent.
    fn optima(&self) -> usize {
        match self.through {
            Through::OriginOptima | Through::OptimaAndTunnel | Through::OptimaAndCrossing => 2,
            Through::Random | Through::FilterNormalised | Through::Path => 1,
        }
    }

    fn grid(&self, cut: &Cut) -> Grid {
        match cut.reach {
            Some(reach) => Grid::around(&[(-reach, -reach), (reach, reach)], 0.0, self.columns),
            None => Grid::around(&cut.places(), self.margin, self.columns),
        }
    }
}

#[cfg(test)]
mod tests;
