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

use super::from_json::from_json;
use super::protocol::shared_entry_points;
use super::training::train_passes;
use super::width::LOSSES_PER_WIDTH;
use super::{ExperimentError, Findings, Offer, Protocol, UnsuitableSetting};
use crate::descent::DescentSpecification;
use crate::landscape::wedges::WedgesSpecification;
use crate::landscape::{Landscape, Wedges};
use crate::numerics::statistics::{mean, quantile};
use crate::numerics::wide_length;
use crate::observer::{Note, Observer, Work};
use crate::points::Split;
use crate::settings::settings;
use measuring::{Base, Directions};
use serde::Serialize;

settings! {
    /// The settings of the experiment.
    #[derive(Copy)]
    #[serde(deny_unknown_fields)]
    pub struct RadialProbe {
        /// Random directions along which the loss is measured
        directions: usize = 100, whole(2 to 10_000), "directions";
        /// Distance from the wedge, or on networks from the optimum, at which the directions begin
        offset: f64 = 0.0, real(0.0 to 1_000_000.0), "lengths in parameter space";
        /// Distances measured along every direction, at equal steps from 0
        distances: usize = 30, whole(1 to 1_000), "distances";
        /// Largest distance from the base point
        reach: f64 = 0.5, above(0.0 to 1_000.0), "√D on wedges, the length of the optimum on networks";
        /// Angles of the angular map, from −90° to 90°
        angles: usize = 41, whole(3 to 501), "angles";
        /// Radii of the angular map, up to twice the length of the base point
        radii: usize = 21, whole(2 to 501), "radii";
    }
}

/// What is plotted: one entry for each distance.
#[derive(Debug, Clone, Serialize)]
pub struct ProbeNumbers {
    /// The distance from the base point, without zero.
    pub distance: Vec<f64>,
    /// `[direction][distance]`.
    pub loss: Vec<Vec<f64>>,
    /// The mean over directions.
    pub mean_loss: Vec<f64>,
    /// The loss is below this in a tenth of the directions.
    pub low_loss: Vec<f64>,
    /// The loss is above this in a tenth of the directions.
    pub high_loss: Vec<f64>,
    /// L₀, the loss at the base point.
    pub base_loss: f64,
    /// The root of the mean square loss that one wedge predicts, on the wedges: √(L₀² + a²s/D) without thickness.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub law: Vec<f64>,
    /// The distance at which the laws were compared.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub compared_distance: Option<f64>,
    /// Loss over radius and angle, if the base point is not the origin.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub angular: Option<AngularNumbers>,
    /// What is measured instead of laws, on networks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub network: Option<NetworkProbeNumbers>,
}

from_json! {
    ProbeNumbers:
    needs [distance, loss, mean_loss, low_loss, high_loss],
    may lack [base_loss, law, compared_distance, angular, network]
}

/// The loss at r(cos φ · P + sin φ · |P| · v), with P the base point and v a random direction at right angles to it.
#[derive(Debug, Clone, Serialize)]
pub struct AngularNumbers {
    /// r, in units of |P|.
    pub radius: Vec<f64>,
    /// φ in degrees.
    pub angle: Vec<f64>,
    /// `[radius][angle]`.
    pub loss: Vec<Vec<f64>>,
}

from_json!(AngularNumbers: needs [radius, angle, loss]);

impl Protocol for RadialProbe {
    const OFFERS: &'static [Offer] = &[Offer {
        name: "well",
        title: "Random directions from a network",
        hint: "Trains one network, and measures the loss along random directions from it, and as a function of radius \
               and angle.",
        on_network: &[("directions", "10"), ("distances", "12"), ("radii", "9"), ("angles", "15")],
        on_wedges: Some(&[]),
    }];

    const TITLE_ON_WEDGES: Option<&'static str> = Some("Random directions from an optimum");

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
        if base.wedge.is_none() && wide_length(base.point.point(0)) > 0.0 {
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
        Ok(Findings { numbers: numbers.into(), claims, final_measurements: None, optimum: None })
    }

    fn passes_of(
        &self,
        landscape: &impl Landscape,
        wedges: Option<&Wedges>,
        descent: &DescentSpecification,
    ) -> f64 {
        let points = 1 + self.directions * self.distances + self.angles * self.radii;
        let measured = Work::Evaluation((points * landscape.examples(Split::Measured)) as f64).passes();
        match wedges {
            Some(_) => measured,
            None => {
                let widths = self.directions.min(network::MOST_DIRECTIONS) * 2 * LOSSES_PER_WIDTH;
                let points = widths + self.distances;
                let widths = Work::Evaluation((points * landscape.examples(Split::Measured)) as f64);
                train_passes(landscape, descent) + measured + widths.passes()
            }
        }
    }
}
