//! Connectors of many optima (section 4.3 of the paper): low loss in the middle of m + 1 optima at once.
//!
//! The middle of m + 1 optima is high. A descent from there that may move along none of the optima's differences finds a
//! point of low loss, where the wedges of all of them cross: what is short for any of them is short there.

pub(super) mod crossing;

use super::training::train_passes;
use super::{
    Claim, ExperimentError, Findings, Protocol, UnsuitableSetting, check_wedges_suffice, different_optima,
    named_numbers,
};
use crate::descent::{DescentSpecification, Optimizer, Plan};
use crate::landscape::wedges::{Family, ShortDirections, WedgesSpecification};
use crate::landscape::{HostPoints, Landscape, LandscapeError, Measurement, Points, Split, Wedges};
use crate::linear_algebra::OrthonormalBasis;
use crate::observer::{Note, Observer, Work};
use crate::random::{Purpose, stream};
use crate::range::Range;
use crate::setting::Setting;
use crate::statistics::STANDARD_ERRORS;
use crossing::{Crossing, descend_across, descend_from_middle};
use rand::RngExt;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The settings of the experiment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Connector {
    /// m: for each, m + 1 optima are connected. 1 to 100 numbers from 1 to 1,000.
    pub m: Vec<usize>,
    /// Further points of the simplex that descend beside its middle, drawn evenly: 0 to 1,000.
    pub simplex_points: usize,
    /// Points on a side of the map of the triangle of three optima, where m = 2 is asked for: 0 for no map, to 200. On the
    /// toy only.
    pub triangle: usize,
}

impl Default for Connector {
    fn default() -> Self {
        Self { m: (1..=9).collect(), simplex_points: 4, triangle: 25 }
    }
}

/// What is plotted: one entry for each m.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ConnectorNumbers {
    /// m.
    pub m: Vec<usize>,
    /// The loss in the middle of the m + 1 optima.
    #[serde(deserialize_with = "crate::null_number::numbers")]
    pub loss_before: Vec<f64>,
    /// The loss where the descent from there ends.
    #[serde(deserialize_with = "crate::null_number::numbers")]
    pub loss_after: Vec<f64>,
    /// The same for further points of the simplex: `[m][point]`.
    #[serde(deserialize_with = "crate::null_number::rows")]
    pub simplex_loss_before: Vec<Vec<f64>>,
    /// Likewise.
    #[serde(deserialize_with = "crate::null_number::rows")]
    pub simplex_loss_after: Vec<Vec<f64>>,
    /// On the toy: the short directions where the wedges of all m + 1 optima cross.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub short_directions: Vec<usize>,
    /// On the toy: their expected number, D(1 − (1 − p)^{m+1}) along axes, and min(D, (m + 1)s) else.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub short_directions_law: Vec<f64>,
    /// The triangle of three optima.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub triangle: Option<Triangle>,
}

/// The loss over the triangle of three optima, as an equilateral one of side 1: row after row from the bottom, as many
/// columns as rows, blank outside.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Triangle {
    /// Columns, and rows.
    pub columns: usize,
    /// On the plane through the optima.
    #[serde(deserialize_with = "crate::null_number::numbers")]
    pub before: Vec<f64>,
    /// Where the descents from there end.
    #[serde(deserialize_with = "crate::null_number::numbers")]
    pub after: Vec<f64>,
}

impl Connector {
    fn largest(&self) -> usize {
        self.m.iter().copied().max().unwrap_or(1)
    }

    fn cells(&self, landscape: &impl Landscape) -> usize {
        let wanted = self.m.contains(&2) && landscape.as_wedges().is_some();
        if wanted { triangle_cells(self.triangle).len() } else { 0 }
    }
}

impl Protocol for Connector {
    const SETTINGS: &'static [Setting] = &[
        Setting::numbers("m", Range::Whole(1, 1_000), 100),
        Setting::number("simplex_points", Range::Whole(0, 1_000)),
        Setting::number("triangle", Range::Whole(0, 200)),
    ];

    fn check(&self, wedges: Option<&WedgesSpecification>) -> Result<(), UnsuitableSetting> {
        check_wedges_suffice(wedges, self.largest() + 1)?;
        match wedges {
            Some(wedges) if self.largest() >= wedges.wedge_dimension => Err(UnsuitableSetting {
                field: "m",
                advice: format!(
                    "a wedge of {} dimensions has none left beside {} differences; choose m below wedge_dimension",
                    wedges.wedge_dimension,
                    self.largest()
                ),
            }),
            _ => Ok(()),
        }
    }

    /// Momentum, because the fewer dimensions a wedge has left beside the differences, the flatter is the way down.
    fn descent_on_wedges() -> DescentSpecification {
        let optimizer = Optimizer::Momentum;
        DescentSpecification {
            epochs: 2000,
            learning_rate: 0.9,
            optimizer,
            ..DescentSpecification::for_wedges()
        }
    }

    fn passes(&self, landscape: &impl Landscape, descent: &DescentSpecification) -> f64 {
        let examples = landscape.examples(Split::Train);
        let steps = descent.step_of_epoch(descent.epochs as f64, examples) * descent.batch_size.min(examples);
        let points = (self.m.len() * (self.simplex_points + 1) + self.cells(landscape)) as f64;
        let plain = DescentSpecification::for_wedges();
        let to_optima = if landscape.as_wedges().is_some() { &plain } else { descent };
        (self.largest() + 1) as f64 * train_passes(landscape, to_optima)
            + Work::Gradient(points * steps as f64).passes()
            + Work::Evaluation(2.0 * points * examples as f64).passes()
    }

    /// Finds the optima, and descends from the middles.
    async fn run<L: Landscape>(
        &self,
        landscape: &L,
        descent: &DescentSpecification,
        seed: u64,
        observer: &mut impl Observer,
    ) -> Result<Findings, ExperimentError> {
        // With momentum a start may swing over to another wedge than its nearest, and two optima end on one.
        let plain = DescentSpecification::for_wedges();
        let to_optima = if landscape.as_wedges().is_some() { &plain } else { descent };
        let optima = different_optima(landscape, to_optima, seed, self.largest() + 1, observer).await?;
        let optima = optima.read().await?;
        let plan = descent.plan(landscape.examples(Split::Train), seed);
        let mut numbers = ConnectorNumbers {
            m: self.m.clone(),
            loss_before: Vec::new(),
            loss_after: Vec::new(),
            simplex_loss_before: Vec::new(),
            simplex_loss_after: Vec::new(),
            short_directions: Vec::new(),
            short_directions_law: Vec::new(),
            triangle: None,
        };
        for &m in &self.m {
            observer.note(Note::Stage(format!("connecting {} optima", m + 1)));
            let corners = optima.rows(0..m + 1);
            let plan = Plan { seed, ..plan };
            let crossing = descend_from_middle(landscape, &corners, plan, observer).await?;
            let (before, after) = losses(landscape, &crossing, observer).await?;
            numbers.loss_before.extend(before);
            numbers.loss_after.extend(after);
            let (mut before, mut after) = (Vec::new(), Vec::new());
            if self.simplex_points > 0 {
                let weights = self.simplex_weights(m, seed);
                let crossing = descend_across(landscape, &corners, &weights, plan, observer).await?;
                (before, after) = losses(landscape, &crossing, observer).await?;
            }
            numbers.simplex_loss_before.push(before);
            numbers.simplex_loss_after.push(after);
            if let Some(wedges) = landscape.as_wedges() {
                numbers.short_directions.push(short_directions(wedges, &corners, observer).await?);
                numbers.short_directions_law.push(law(wedges.specification(), m + 1).0);
            }
        }
        if self.cells(landscape) > 0 {
            observer.note(Note::Stage("descending all over the triangle of three optima".to_owned()));
            let map = self.map_triangle(landscape, &optima.rows(0..3), plan, observer).await?;
            numbers.triangle = Some(map);
        }
        let claims = landscape.as_wedges().map_or_else(Vec::new, |wedges| claims(wedges, &numbers));
        Ok(Findings { numbers: named_numbers(&numbers), claims, final_measurements: None, optimum: None })
    }
}

impl Connector {
    /// Points drawn evenly from the simplex, at least one: the shares that independent exponential draws have of their sum.
    fn simplex_weights(&self, m: usize, seed: u64) -> HostPoints<f64> {
        let mut generator = stream(seed, Purpose::Directions);
        let point = |_| {
            let draws: Vec<f64> = (0..=m).map(|_| -libm::log(1.0 - generator.random::<f64>())).collect();
            let sum: f64 = draws.iter().sum();
            HostPoints::single(draws.into_iter().map(|draw| draw / sum).collect())
        };
        HostPoints::stack(&(0..self.simplex_points).map(point).collect::<Vec<_>>())
    }

    async fn map_triangle<L: Landscape>(
        &self,
        landscape: &L,
        corners: &HostPoints<f64>,
        plan: Plan,
        observer: &mut impl Observer,
    ) -> Result<Triangle, ExperimentError> {
        let columns = self.triangle;
        let blank = vec![f64::NAN; columns * columns];
        let mut triangle = Triangle { columns, before: blank.clone(), after: blank };
        for cells in triangle_cells(columns).chunks(landscape.points_at_once().clamp(1, 512)) {
            let rows: Vec<_> =
                cells.iter().map(|(_, weights)| HostPoints::single(weights.to_vec())).collect();
            let weights = HostPoints::stack(&rows);
            let crossing = descend_across(landscape, corners, &weights, plan, observer).await?;
            let (before, after) = losses(landscape, &crossing, observer).await?;
            for ((cell, _), (before, after)) in cells.iter().zip(before.into_iter().zip(after)) {
                triangle.before[*cell] = before;
                triangle.after[*cell] = after;
            }
        }
        Ok(triangle)
    }
}

/// Height of an equilateral triangle of side 1.
pub(crate) const TRIANGLE_HEIGHT: f64 = 0.866_025_403_784_438_6;

/// The cells of the triangle's map whose middles lie in it, with their weights for the three corners (left, right, top).
fn triangle_cells(columns: usize) -> Vec<(usize, [f64; 3])> {
    let cells = (0..columns * columns).map(|cell| {
        let x = ((cell % columns) as f64 + 0.5) / columns as f64;
        let top = ((cell / columns) as f64 + 0.5) / columns as f64;
        let right = x - 0.5 * top;
        (cell, [1.0 - right - top, right, top])
    });
    cells.filter(|(_, weights)| weights.iter().all(|&weight| weight >= 0.0)).collect()
}

/// The losses of points between optima, before and after their descents.
async fn losses<L: Landscape>(
    landscape: &L,
    crossing: &Crossing<L::Points>,
    observer: &mut impl Observer,
) -> Result<(Vec<f64>, Vec<f64>), ExperimentError> {
    let before = landscape.measure(&crossing.start, Split::Evaluation, observer).await?;
    let after = landscape.measure(&crossing.end, Split::Evaluation, observer).await?;
    let losses = |measured: Vec<Measurement>| measured.into_iter().map(|measured| measured.loss).collect();
    Ok((losses(before), losses(after)))
}

/// The dimension of the span of all short directions of the points' wedges.
async fn short_directions(
    wedges: &Wedges,
    optima: &HostPoints<f64>,
    observer: &mut impl Observer,
) -> Result<usize, ExperimentError> {
    let mut axes = BTreeSet::new();
    let mut basis = OrthonormalBasis::default();
    for optimum in optima.iter() {
        match wedges.nearest(optimum).short_directions() {
            ShortDirections::Axes(short) => axes.extend(short.iter().copied()),
            ShortDirections::Basis(short) => {
                for direction in short.iter() {
                    basis.add(direction);
                    observer.rest(Work::Evaluation(0.0)).await.map_err(LandscapeError::from)?;
                }
            }
        }
    }
    Ok(axes.len() + basis.rank())
}

/// The expected number of short directions of so many random wedges together, and its standard deviation.
fn law(wedges: &WedgesSpecification, count: usize) -> (f64, f64) {
    let (dimension, short) = (wedges.dimension as f64, wedges.short_dimension() as f64);
    if wedges.family == Family::Oriented {
        return (dimension.min(count as f64 * short), 0.0);
    }
    let missed = libm::pow(1.0 - short / dimension, count as f64);
    let both_missed = match wedges.dimension {
        1 => 0.0,
        _ => {
            let pair = (dimension - short) * (dimension - short - 1.0) / (dimension * (dimension - 1.0));
            libm::pow(pair.max(0.0), count as f64)
        }
    };
    let variance =
        dimension * missed + dimension * (dimension - 1.0) * both_missed - (dimension * missed).powi(2);
    (dimension * (1.0 - missed), variance.max(0.0).sqrt())
}

fn claims(wedges: &Wedges, numbers: &ConnectorNumbers) -> Vec<Claim> {
    let highest = |losses: &[f64]| losses.iter().copied().fold(0.0, f64::max);
    let size = (wedges.specification().dimension as f64).sqrt();
    let mut claims = vec![Claim::equal(
        "middle-loss",
        "in the middle of m + 1 optima the descent across their differences ends at no loss, for every m",
        highest(&numbers.loss_after),
        0.0,
        1e-4 * highest(&numbers.loss_before) + 1e-6 * size,
    )];
    let largest = (0..numbers.m.len()).max_by_key(|&place| numbers.m[place]);
    if let Some((place, &count)) =
        largest.and_then(|place| Some((place, numbers.short_directions.get(place)?)))
    {
        let m = numbers.m[place];
        let (expected, deviation) = law(wedges.specification(), m + 1);
        let formula = match wedges.specification().family {
            Family::Oriented => "min(D, (m + 1) s)",
            Family::All | Family::AxisAligned => "D (1 − (1 − p)^{m+1})",
        };
        claims.push(Claim::equal(
            "short-directions",
            &format!(
                "where the wedges of m + 1 = {} optima cross there are {formula} directions that are short for any of \
                 them (for the nearest wedge alone, s as everywhere)",
                m + 1
            ),
            count as f64,
            expected,
            STANDARD_ERRORS * deviation + 1e-9,
        ));
    }
    claims
}
