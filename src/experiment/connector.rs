//! Connectors of many optima (section 4.3 of the paper): low loss in the middle of m + 1 optima at once.
//!
//! The loss in the middle of m + 1 optima is high. A descent from there at right angles to the optima's differences
//! finds a point of low loss, where the wedges of all of them cross: a direction that is short for any of them is short
//! there.

mod claims;
pub(super) mod crossing;
mod network_claims;
mod numbers;
mod triangle;

pub use numbers::{ConnectorNumbers, RepeatedConnectors};
pub(crate) use triangle::TRIANGLE_HEIGHT;
pub use triangle::Triangle;

use super::protocol::shared_entry_points;
use super::training::train_passes;
use super::union::expected_union;
use super::{
    ExperimentError, Findings, Offer, Protocol, UnsuitableSetting, check_wedges_suffice, different_optima,
    seeds_of_repetitions,
};
use crate::descent::DescentSpecification;
use crate::landscape::wedges::WedgesSpecification;
use crate::landscape::{Landscape, Wedges, measure};
use crate::numerics::random::{Purpose, stream};
use crate::numerics::statistics::mean;
use crate::observer::{Note, Observer, Work};
use crate::points::{HostPoints, Measurement, Points, Split};
use crate::settings::settings;
use crate::step::Optimizer;
use crossing::{Crossing, descend_across, descend_from_middle};
use rand::RngExt;

settings! {
    /// The settings of the experiment.
    ///
    /// On the wedges every point of the map of the triangle descends. On a network only the middle does, and the plane
    /// that it ends in is mapped as well.
    #[derive(Eq)]
    #[serde(deny_unknown_fields)]
    pub struct Connector {
        /// Connectors to make: for each m, m + 1 optima are connected
        m: Vec<usize> = [1, 2, 3, 4, 5, 6, 7, 8, 9], list(whole(1 to 1_000) up to 100);
        /// Further points of the simplex that descend in addition to its middle, drawn uniformly
        simplex_points: usize = 4, whole(0 to 1_000), "points";
        /// Points along a side of the map of the triangle of three optima, made if m contains 2; 0 for no map
        triangle: usize = 25, whole(0 to 200), "points";
        /// Steps of the descents from between the optima; 0 for as many as the descents to the optima have
        steps: usize = 0, whole(0 to 1_000_000), "steps";
        /// Repetitions, each with other optima
        repetitions: usize = 1, whole(1 to 1_000), "repetitions";
    }
}

/// The outcome for one set of optima.
struct Connected<P> {
    optima: HostPoints<f64>,
    numbers: ConnectorNumbers,
    /// The descent from the middle of three optima, if m contains 2.
    between_three: Option<Crossing<P>>,
}

impl Connector {
    fn largest(&self) -> usize {
        self.m.iter().copied().max().unwrap_or(1)
    }

    /// How many cells the map of the triangle has.
    fn cells(&self) -> usize {
        if self.m.contains(&2) { triangle::cells(self.triangle).len() } else { 0 }
    }
}

impl Protocol for Connector {
    const OFFERS: &'static [Offer] = &[Offer {
        name: "connector",
        title: "Mean of several networks",
        hint: "Trains four networks, and descends from the mean of two, of three and of four of them, at right angles to \
               all differences between them.",
        on_network: &[("m", "1,2,3"), ("steps", "300"), ("simplex_points", "0"), ("triangle", "0")],
        on_wedges: Some(&[("m", "1,2,3"), ("triangle", "0"), ("simplex_points", "0")]),
    }];

    const TITLE_ON_WEDGES: Option<&'static str> = Some("Mean of several optima");

    fn check(&self, wedges: Option<&WedgesSpecification>) -> Result<(), UnsuitableSetting> {
        check_wedges_suffice(wedges, self.largest() + 1)?;
        match wedges {
            Some(wedges) if self.largest() >= wedges.wedge_dimension => Err(UnsuitableSetting {
                field: "m",
                advice: format!(
                    "{} differences of optima take up all {} dimensions of a wedge; choose m below wedge_dimension",
                    self.largest(),
                    wedges.wedge_dimension
                ),
            }),
            _ => Ok(()),
        }
    }

    /// Momentum, because the fewer dimensions a wedge has left besides the differences, the flatter the descent is.
    fn descent_on_wedges() -> DescentSpecification {
        let optimizer = Optimizer::Momentum;
        DescentSpecification {
            epochs: 2000,
            learning_rate: 0.9,
            optimizer,
            ..DescentSpecification::for_wedges()
        }
    }

    shared_entry_points!(connect_all, passes_of);
}

impl Connector {
    async fn connect_all<L: Landscape>(
        &self,
        landscape: &L,
        wedges: Option<&Wedges>,
        descent: &DescentSpecification,
        seed: u64,
        observer: &mut impl Observer,
    ) -> Result<Findings, ExperimentError> {
        let mut repeated = Vec::with_capacity(self.repetitions);
        let mut triangle = None;
        for seed in seeds_of_repetitions(wedges, seed, self.repetitions) {
            let connected = self.connect(landscape, wedges, descent, seed, observer).await?;
            if repeated.is_empty() {
                triangle = self.map_triangle(landscape, wedges, &connected, descent, seed, observer).await?;
            }
            repeated.push(connected.numbers);
        }
        let claims = match wedges {
            Some(wedges) => claims::of(wedges, &repeated[0]),
            None => network_claims::of(&repeated),
        };
        let repetitions = (repeated.len() > 1).then(|| RepeatedConnectors::of(&repeated));
        let numbers = ConnectorNumbers { triangle, repetitions, ..repeated.swap_remove(0) };
        Ok(Findings { numbers: numbers.into(), claims, final_measurements: None, optimum: None })
    }

    fn passes_of(
        &self,
        landscape: &impl Landscape,
        wedges: Option<&Wedges>,
        descent: &DescentSpecification,
    ) -> f64 {
        let examples = landscape.examples(Split::Train);
        let plan = descent.plan_of_steps(self.steps, examples, 0);
        let gradients = (plan.steps * plan.batch_size.min(examples)) as f64;
        let optima = self.largest() + 1;
        let points = self.m.len() * (self.simplex_points + 1);
        let plain = DescentSpecification::for_wedges();
        let (to_optima, descending_cells, measured_optima) = match wedges {
            Some(_) => (&plain, self.cells(), 0),
            None => (descent, 0, optima),
        };
        let evaluations =
            |points: usize| Work::Evaluation((points * landscape.examples(Split::Measured)) as f64).passes();
        let descents = |points: usize| Work::Gradient(points as f64 * gradients).passes();
        let once = optima as f64 * train_passes(landscape, to_optima)
            + descents(points)
            + evaluations(2 * points + measured_optima);
        self.repetitions as f64 * once + descents(descending_cells) + evaluations(2 * self.cells())
    }

    async fn connect<L: Landscape>(
        &self,
        landscape: &L,
        wedges: Option<&Wedges>,
        descent: &DescentSpecification,
        seed: u64,
        observer: &mut impl Observer,
    ) -> Result<Connected<L::Points>, ExperimentError> {
        // With momentum a descent may overshoot to another wedge than the one nearest to its start, and two optima may
        // end on one wedge.
        let plain = DescentSpecification::for_wedges();
        let to_optima = if wedges.is_some() { &plain } else { descent };
        let optima =
            different_optima(landscape, wedges, to_optima, seed, self.largest() + 1, observer).await?;
        let losses_of_optima = match wedges {
            Some(_) => Vec::new(),
            None => losses_of(&measure(landscape, &optima, Split::Measured, observer).await?),
        };
        let optima = optima.read().await?;
        let plan = descent.plan_of_steps(self.steps, landscape.examples(Split::Train), seed);
        let mut numbers = ConnectorNumbers { m: self.m.clone(), ..ConnectorNumbers::default() };
        let mut between_three = None;
        for &m in &self.m {
            observer.note(Note::Stage(format!("connecting {} optima", m + 1)));
            let corners = optima.rows(0..m + 1);
            let crossing = descend_from_middle(landscape, &corners, plan, observer).await?;
            let (before, after) = measure_both(landscape, &crossing, observer).await?;
            numbers.loss_before.extend(losses_of(&before));
            numbers.loss_after.extend(losses_of(&after));
            numbers.accuracy_before.extend(before.iter().filter_map(|measured| measured.accuracy));
            numbers.accuracy_after.extend(after.iter().filter_map(|measured| measured.accuracy));
            numbers.loss_of_optima.extend(losses_of_optima.get(..=m).map(mean));
            if m == 2 {
                between_three = Some(crossing);
            }
            let (mut before, mut after) = (Vec::new(), Vec::new());
            if self.simplex_points > 0 {
                let weights = self.simplex_weights(m, seed);
                let crossing = descend_across(landscape, &corners, &weights, plan, observer).await?;
                (before, after) = measure_both(landscape, &crossing, observer).await?;
            }
            numbers.simplex_loss_before.push(losses_of(&before));
            numbers.simplex_loss_after.push(losses_of(&after));
            if let Some(wedges) = wedges {
                numbers.short_directions.push(claims::short_directions(wedges, &corners, observer).await?);
                numbers.short_directions_law.push(expected_union(wedges.specification(), m + 1).mean);
            }
        }
        Ok(Connected { optima, numbers, between_three })
    }

    async fn map_triangle<L: Landscape>(
        &self,
        landscape: &L,
        wedges: Option<&Wedges>,
        connected: &Connected<L::Points>,
        descent: &DescentSpecification,
        seed: u64,
        observer: &mut impl Observer,
    ) -> Result<Option<Triangle>, ExperimentError> {
        let Some(crossing) = connected.between_three.as_ref().filter(|_| self.triangle > 0) else {
            return Ok(None);
        };
        let corners = connected.optima.rows(0..3);
        let triangle = match wedges {
            Some(_) => {
                observer.note(Note::Stage("descending all over the triangle of three optima".to_owned()));
                let plan = descent.plan_of_steps(self.steps, landscape.examples(Split::Train), seed);
                Triangle::descended(landscape, &corners, self.triangle, plan, observer).await?
            }
            None => {
                observer.note(Note::Stage("measuring the triangle of three optima".to_owned()));
                Triangle::beside(landscape, &corners, crossing, self.triangle, observer).await?
            }
        };
        Ok(Some(triangle))
    }

    /// Points drawn uniformly from the simplex, at least one: independent exponential draws divided by their sum.
    fn simplex_weights(&self, m: usize, seed: u64) -> HostPoints<f64> {
        let mut generator = stream(seed, Purpose::Directions);
        let point = |_| {
            let draws: Vec<f64> = (0..=m).map(|_| -libm::log(1.0 - generator.random::<f64>())).collect();
            let sum: f64 = draws.iter().sum();
            HostPoints::single(draws.into_iter().map(|draw| draw / sum).collect())
        };
        HostPoints::stack(&(0..self.simplex_points).map(point).collect::<Vec<_>>())
    }
}

/// Measurements of points between optima, before and after their descents.
async fn measure_both<L: Landscape>(
    landscape: &L,
    crossing: &Crossing<L::Points>,
    observer: &mut impl Observer,
) -> Result<(Vec<Measurement>, Vec<Measurement>), ExperimentError> {
    let before = measure(landscape, &crossing.start, Split::Measured, observer).await?;
    let after = measure(landscape, &crossing.end, Split::Measured, observer).await?;
    Ok((before, after))
}

fn losses_of(measured: &[Measurement]) -> Vec<f64> {
    measured.iter().map(|measured| measured.loss).collect()
}
