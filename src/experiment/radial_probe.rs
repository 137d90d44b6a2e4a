//! Loss along random directions from a solution: the landscape looks like a round well from inside (section 3.5 of the
//! paper), because all random directions have nearly the same share along the short directions of a wedge.
//!
//! The law √(L₀² + a²s/D) holds as long as no other wedge is nearer; it is tested at the largest such distance. The
//! angular map shows what random directions miss: along the radius the loss stays zero.
//!
//! Networks have no such law. There the experiment measures how similar directions are, how far the loss stays low, and
//! the loss along the radius.

mod claims;
mod laws;
mod measuring;
mod network;

pub use network::{NetworkProbeNumbers, WidthNumbers};

use super::protocol::shared_entry_points;
use super::training::train_passes;
use super::width::{LOSSES_PER_WIDTH, length};
use super::{ExperimentError, Findings, Protocol, UnsuitableSetting, named_numbers};
use crate::descent::DescentSpecification;
use crate::landscape::wedges::WedgesSpecification;
use crate::landscape::{Landscape, Wedges};
use crate::numerics::statistics::{mean, quantile};
use crate::observer::{Note, Observer, Work};
use crate::points::Split;
use crate::settings::{Range, Setting};
use measuring::{Base, Directions};
use serde::{Deserialize, Serialize};

/// The settings of the experiment.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RadialProbe {
    /// How many random directions are measured: 2 to 10,000.
    pub directions: usize,
    /// How far from the wedge (on networks, from the optimum) the directions begin: 0 to 1,000,000.
    pub offset: f64,
    /// How many distances are measured, at equal steps from 0: 1 to 1,000.
    pub distances: usize,
    /// The largest distance, above 0 and at most 1,000: in units of √D, the length of a random start, on the wedges,
    /// and of the optimum's length on networks.
    pub reach: f64,
    /// How many angles the angular map has, from −90° to 90°: 3 to 501.
    pub angles: usize,
    /// How many radii the angular map has, up to twice the length of the base point: 2 to 501.
    pub radii: usize,
}

impl Default for RadialProbe {
    fn default() -> Self {
        Self { directions: 100, offset: 0.0, distances: 30, reach: 0.5, angles: 41, radii: 21 }
    }
}

/// What is plotted: one entry for each distance.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ProbeNumbers {
    /// The distance from the base point, without zero.
    pub distance: Vec<f64>,
    /// `[direction][distance]`.
    #[serde(deserialize_with = "crate::settings::null_number::rows")]
    pub loss: Vec<Vec<f64>>,
    /// The mean over directions.
    #[serde(deserialize_with = "crate::settings::null_number::numbers")]
    pub mean_loss: Vec<f64>,
    /// The loss is below this in a tenth of the directions.
    #[serde(deserialize_with = "crate::settings::null_number::numbers")]
    pub low_loss: Vec<f64>,
    /// The loss is above this in a tenth of the directions.
    #[serde(deserialize_with = "crate::settings::null_number::numbers")]
    pub high_loss: Vec<f64>,
    /// L₀, the loss at the base point.
    #[serde(deserialize_with = "crate::settings::null_number::number")]
    pub base_loss: f64,
    /// The root of the mean square loss that one wedge predicts, on the wedges: √(L₀² + a²s/D) without thickness.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub law: Vec<f64>,
    /// The distance at which the laws were compared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub compared_distance: Option<f64>,
    /// Loss over radius and angle, if the base point is not the origin.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub angular: Option<AngularNumbers>,
    /// What is measured instead of laws, on networks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub network: Option<NetworkProbeNumbers>,
}

/// The loss at r(cos φ · P + sin φ · |P| · v), with P the base point and v a random direction at right angles to it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct AngularNumbers {
    /// r, in units of |P|.
    pub radius: Vec<f64>,
    /// φ in degrees.
    pub angle: Vec<f64>,
    /// `[radius][angle]`.
    #[serde(deserialize_with = "crate::settings::null_number::rows")]
    pub loss: Vec<Vec<f64>>,
}

impl Protocol for RadialProbe {
    const SETTINGS: &'static [Setting] = &[
        Setting::number("directions", Range::Whole(2, 10_000))
            .in_unit("directions")
            .means("Random directions along which the loss is measured"),
        Setting::number("offset", Range::Real(0.0, 1_000_000.0))
            .in_unit("lengths in parameter space")
            .means("Distance from the wedge, or on networks from the optimum, at which the directions begin"),
        Setting::number("distances", Range::Whole(1, 1_000))
            .in_unit("distances")
            .means("Distances measured along every direction, at equal steps from 0"),
        Setting::number("reach", Range::RealAbove(0.0, 1_000.0))
            .in_unit("√D on wedges, the length of the optimum on networks")
            .means("Largest distance from the base point"),
        Setting::number("angles", Range::Whole(3, 501))
            .in_unit("angles")
            .means("Angles of the angular map, from −90° to 90°"),
        Setting::number("radii", Range::Whole(2, 501))
            .in_unit("radii")
            .means("Radii of the angular map, up to twice the length of the base point"),
    ];

    fn check(&self, wedges: Option<&WedgesSpecification>) -> Result<(), UnsuitableSetting> {
        match wedges {
            Some(wedges) if wedges.short_dimension() == 0 => Err(UnsuitableSetting {
                field: "wedge_dimension",
                advice: "wedges of as many dimensions as the space make every point a solution; choose a \
                         wedge_dimension below dimension"
                    .to_owned(),
            }),
            _ => Ok(()),
        }
    }

    shared_entry_points!(probe, passes_of);
}

impl RadialProbe {
    async fn probe<L: Landscape>(
        &self,
        landscape: &L,
        wedges: Option<&Wedges>,
        descent: &DescentSpecification,
        seed: u64,
        observer: &mut impl Observer,
    ) -> Result<Findings, ExperimentError> {
        let base = Base::find(landscape, wedges, descent, self.offset, seed, observer).await?;
        observer.note(Note::Stage("measuring along random directions".to_owned()));
        let directions = Directions { seed, count: self.directions };
        let reach = self.reach * base.unit;
        let distance: Vec<f64> =
            (1..=self.distances).map(|step| reach * step as f64 / self.distances as f64).collect();
        let probed = directions.probe(landscape, wedges, &base, &distance, observer).await?;
        let compared =
            claims::comparable(landscape, wedges, &base, &directions, &distance, &probed, observer).await?;
        observer.note(Note::Stage("measuring radius and angle".to_owned()));
        let angular = base.angular(landscape, seed, self.radii, self.angles, observer).await?;
        let mut claims = compared.as_ref().map_or_else(Vec::new, |compared| claims::claims(&base, compared));
        let mut network = None;
        if base.wedge.is_none() && length(&base.point) > 0.0 {
            observer.note(Note::Stage("measuring how far the loss stays low".to_owned()));
            let measured = (&*distance, &probed);
            let (numbers, more) = network::measure(landscape, &base, measured, seed, observer).await?;
            network = Some(numbers);
            claims.extend(more);
        }
        let columns: Vec<Vec<f64>> =
            (0..distance.len()).map(|place| probed.loss.iter().map(|row| row[place]).collect()).collect();
        let each = |value: &dyn Fn(&[f64]) -> f64| columns.iter().map(|losses| value(losses)).collect();
        let numbers = ProbeNumbers {
            mean_loss: each(&mean),
            low_loss: each(&|losses| quantile(losses, 0.1)),
            high_loss: each(&|losses| quantile(losses, 0.9)),
            base_loss: base.loss,
            law: claims::law(&base, &distance),
            compared_distance: compared.map(|compared| compared.distance),
            loss: probed.loss,
            distance,
            angular,
            network,
        };
        Ok(Findings { numbers: named_numbers(&numbers), claims, final_measurements: None, optimum: None })
    }

    fn passes_of(
        &self,
        landscape: &impl Landscape,
        wedges: Option<&Wedges>,
        descent: &DescentSpecification,
    ) -> f64 {
        let points = 1 + self.directions * self.distances + self.angles * self.radii;
        let measured = Work::Evaluation((points * landscape.examples(Split::Evaluation)) as f64).passes();
        match wedges {
            Some(_) => measured,
            None => {
                let widths = self.directions.min(network::MOST_DIRECTIONS) * 2 * LOSSES_PER_WIDTH;
                let points = widths + self.distances;
                let widths = Work::Evaluation((points * landscape.examples(Split::Evaluation)) as f64);
                train_passes(landscape, descent) + measured + widths.passes()
            }
        }
    }
}
