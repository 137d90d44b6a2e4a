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

use super::protocol::shared_entry_points;
use super::training::train_passes;
use super::{ExperimentError, Findings, Protocol, UnsuitableSetting, check_wedges_suffice, named_numbers};
use crate::descent::DescentSpecification;
use crate::landscape::wedges::{Family, WedgesSpecification};
use crate::landscape::{Landscape, Wedges, measure_sweep};
use crate::observer::{Note, Observer, Work};
use crate::points::{Split, Sweep};
use crate::settings::{Range, Setting};
use cut::{Cut, WAY_SAMPLES};
use frame::Grid;
use serde::{Deserialize, Serialize};

pub use training_path::PathNumbers;

/// What a plane goes through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Through {
    /// The origin and two optima: the centre of the paper's figure 1.
    #[default]
    OriginOptima,
    /// Two optima and the middle of a tunnel between them: the right of figure 1.
    OptimaAndTunnel,
    /// Two optima and a point where their wedges cross. Only on wedges along the axes.
    OptimaAndCrossing,
    /// An optimum, along two random directions.
    Random,
    /// The same, with the directions scaled unit by unit to the optimum's weights.
    FilterNormalised,
    /// The end of a training, along the two directions in which its path spreads most.
    Path,
}

impl Through {
    /// The names of all.
    pub const NAMES: &'static [&'static str] =
        &["origin-optima", "optima-and-tunnel", "optima-and-crossing", "random", "filter-normalised", "path"];
}

/// The settings of the experiment.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plane {
    /// What the plane goes through.
    pub through: Through,
    /// How many columns and rows of points are measured: 3 to 201.
    pub columns: usize,
    /// How far the map extends beyond its points, as a share of their extent: 0 to 10.
    pub margin: f64,
    /// How far the map extends along random directions to each side, in lengths of the optimum: above 0 and at most
    /// 100.
    pub reach: f64,
    /// Steps of the descent to the middle of the tunnel, 0 to 100,000,000; 0 for as many as the optima's.
    pub steps: usize,
    /// How many points of a training's path are used, besides its start: 2 to 200.
    pub path_points: usize,
}

impl Default for Plane {
    fn default() -> Self {
        Self { through: Through::default(), columns: 41, margin: 0.2, reach: 1.0, steps: 0, path_points: 40 }
    }
}

/// What is plotted.
#[derive(Debug, Clone, Serialize, Deserialize)]
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
    #[serde(deserialize_with = "crate::settings::null_number::rows")]
    pub loss: Vec<Vec<f64>>,
    /// `[y][x]`, if there are classes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub accuracy: Vec<Vec<f64>>,
    /// What the plane goes through.
    pub points: Vec<MarkedPoint>,
    /// Polylines on the plane.
    pub ways: Vec<Way>,
    /// The lowest level that a path between the two optima, from cell to cell of the map, need not exceed. Only if
    /// there are two optima.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pass: Option<f64>,
    /// The path of a training, if the plane follows one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<PathNumbers>,
}

/// A point on the plane.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct MarkedPoint {
    /// What it is.
    pub name: String,
    /// Its position along the horizontal axis.
    pub x: f64,
    /// Its position along the vertical axis.
    pub y: f64,
    /// The loss there.
    #[serde(deserialize_with = "crate::settings::null_number::number")]
    pub loss: f64,
    /// The accuracy there, if there are classes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accuracy: Option<f64>,
}

/// A polyline on the plane.
#[derive(Debug, Clone, Serialize, Deserialize)]
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
    #[serde(deserialize_with = "crate::settings::null_number::numbers")]
    pub loss: Vec<f64>,
}

impl Way {
    /// The highest loss above the higher end.
    pub fn barrier(&self) -> f64 {
        let highest = self.loss.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let ends = self.loss.first().copied().unwrap_or(0.0).max(self.loss.last().copied().unwrap_or(0.0));
        highest - ends
    }
}

impl Protocol for Plane {
    const SETTINGS: &'static [Setting] = &[
        Setting::name("through", "plane", Through::NAMES).means("What the plane goes through"),
        Setting::number("columns", Range::Whole(3, 201)).in_unit("points").means("Columns, and rows, of points that are measured"),
        Setting::number("margin", Range::Real(0.0, 10.0)).in_unit("share of the extent of its points").means("How far the map extends beyond its points"),
        Setting::number("reach", Range::RealAbove(0.0, 100.0)).in_unit("lengths of the optimum").means("How far the map extends along random directions, to each side"),
        Setting::number("steps", Range::Whole(0, 100_000_000)).in_unit("steps").means("Steps of the descent to the middle of the tunnel; 0 for as many as the descents to the optima have"),
        Setting::number("path_points", Range::Whole(2, 200)).in_unit("points").means("Points of the path of a training that are used, besides its start"),
    ];

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
        let places = (self.columns * self.columns + others) * landscape.examples(Split::Evaluation);
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
        let measured = measure_sweep(landscape, &sweep, Split::Evaluation, observer).await?;
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
        Ok(Findings { numbers: named_numbers(&numbers), claims, final_measurements: None, optimum: None })
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
