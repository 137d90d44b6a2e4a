//! Descent on L and on L²/2 from one start with constant steps (section 3.2 of the paper): the first ends oscillating
//! across the wedge, the second ends at its nearest point.

use super::from_json::from_json;
use super::{Claim, ExperimentError, Findings, Protocol, UnsuitableSetting};
use crate::descent::{Descent, DescentSpecification, Plan, Schedule};
use crate::landscape::wedges::{Objective, WedgesSpecification};
use crate::landscape::{Landscape, LandscapeError, Predictions, Variation, Wedges, measure};
use crate::numerics::wide_length;
use crate::observer::{Note, Observer};
use crate::points::{HostPoints, Measurement, Minibatch, Points, ReadError, Split};
use crate::settings::settings;
use crate::step::{Gradient, Optimizer, Subspace};
use serde::Serialize;
use serde_json::Value;

settings! {
    /// The settings of the experiment.
    #[derive(Copy)]
    #[serde(deny_unknown_fields)]
    pub struct DescentPath {
        /// Steps of either descent
        steps: usize = 60, whole(3 to 1_000), "steps";
        /// Length of a step of the descent on L
        step_share: f64 = 0.03, above(0.0 to 1.0), "share of the first loss";
        /// Learning rate of the descent on L²/2
        half_square_rate: f64 = 0.3, above(0.0 to 1.0);
    }
}

/// One descent, by step; the first entry is the start.
#[derive(Debug, Clone, Serialize)]
pub struct PathNumbers {
    /// L.
    pub loss: Vec<f64>,
    /// The straight distance from the start.
    pub distance_moved: Vec<f64>,
    /// The length of the path from the start.
    pub path_length: Vec<f64>,
}

from_json!(PathNumbers: needs [loss, distance_moved, path_length]);

/// What is plotted.
#[derive(Debug, Clone, Serialize)]
pub struct DescentPathNumbers {
    /// Steps taken, from 0.
    pub step: Vec<usize>,
    /// η, the length of a step of the descent on L.
    pub step_length: f64,
    /// The descent on L.
    pub distance: PathNumbers,
    /// The descent on L²/2.
    pub half_square: PathNumbers,
}

from_json!(DescentPathNumbers: needs [step, distance, half_square], may lack [step_length]);

/// The largest number of coordinates in the points of both descents.
const MOST_COORDINATES: usize = 100_000_000;

/// Lengths count as equal within this share of the loss at the start, which single precision allows.
const PRECISION: f64 = 1e-4;

impl Protocol for DescentPath {
    const TITLE_ON_WEDGES: Option<&'static str> = Some("Descent on L and on L²/2");

    fn check(&self, wedges: Option<&WedgesSpecification>) -> Result<(), UnsuitableSetting> {
        let unsuitable = |field, advice: String| Err(UnsuitableSetting { field, advice });
        match wedges {
            None => unsuitable(
                "landscape",
                "descent-path runs on wedges only, because only there do descents on L and on L²/2 differ; choose the \
                 landscape wedges"
                    .to_owned(),
            ),
            Some(wedges) if wedges.objective != Objective::HalfSquare => unsuitable(
                "objective",
                "descent-path descends on both objectives anyway; choose the objective half-square".to_owned(),
            ),
            Some(wedges) if 2 * self.steps * wedges.dimension > MOST_COORDINATES => unsuitable(
                "steps",
                format!(
                    "{} steps in {} dimensions need too much memory; choose fewer steps or a smaller dimension",
                    self.steps, wedges.dimension
                ),
            ),
            Some(_) => Ok(()),
        }
    }

    /// Both descents have constant steps of their own.
    const USES_DESCENT: bool = false;

    fn passes(&self, _landscape: &impl Landscape, _descent: &DescentSpecification) -> f64 {
        let gradient = crate::observer::Work::Gradient(1.0).passes();
        2.0 * self.steps as f64 * gradient + 3.0
    }

    async fn run<L: Landscape>(
        &self,
        landscape: &L,
        _descent: &DescentSpecification,
        seed: u64,
        observer: &mut impl Observer,
    ) -> Result<Findings, ExperimentError> {
        self.descend_twice(landscape, None, seed, observer).await
    }

    async fn run_on_wedges<L: Landscape>(
        &self,
        landscape: &L,
        wedges: &Wedges,
        _descent: &DescentSpecification,
        seed: u64,
        observer: &mut impl Observer,
    ) -> Result<Findings, ExperimentError> {
        self.descend_twice(landscape, Some(wedges), seed, observer).await
    }
}

/// One descent with its last points.
struct Path {
    numbers: PathNumbers,
    /// The last two points.
    last: [Vec<f64>; 2],
}

impl DescentPath {
    async fn descend_twice<L: Landscape>(
        &self,
        landscape: &L,
        wedges: Option<&Wedges>,
        seed: u64,
        observer: &mut impl Observer,
    ) -> Result<Findings, ExperimentError> {
        let start = landscape.start(seed);
        let initial = measure(landscape, &start, Split::Measured, observer).await?[0].loss;
        let step_length = self.step_share * initial;
        observer.note(Note::Stage("descending on L".to_owned()));
        // A start on a wedge does not move, so any rate will do.
        let rate = if step_length > 0.0 { step_length } else { 1.0 };
        let on_distance = self.path(&UnitGradient(landscape), &start, rate, observer).await?;
        observer.note(Note::Stage("descending on L²/2".to_owned()));
        let on_half_square = self.path(landscape, &start, self.half_square_rate, observer).await?;
        let claims =
            wedges.map_or_else(Vec::new, |wedges| claims(wedges, step_length, &on_distance, &on_half_square));
        let numbers = DescentPathNumbers {
            step: (0..=self.steps).collect(),
            step_length,
            distance: on_distance.numbers,
            half_square: on_half_square.numbers,
        };
        Ok(Findings { numbers: numbers.into(), claims, final_measurements: None, optimum: None })
    }

    async fn path<L: Landscape>(
        &self,
        landscape: &L,
        start: &L::Points,
        learning_rate: f64,
        observer: &mut impl Observer,
    ) -> Result<Path, ExperimentError> {
        let plan = Plan {
            optimizer: Optimizer::Sgd,
            learning_rate,
            schedule: Schedule::Constant,
            cycles: 1,
            steps: self.steps,
            batch_size: 1,
            seed: 0,
        };
        let mut descent = Descent::begin(landscape, start.clone(), Subspace::Full, plan, observer)?;
        let first = start.read().await?.point(0).to_vec();
        let (mut before, mut now) = (first.clone(), first.clone());
        let (mut distance_moved, mut path_length, mut length) = (vec![0.0], vec![0.0], 0.0);
        for step in 1..=self.steps {
            descent.run_to(step, observer).await?;
            before = now;
            now = descent.points(observer).await?.read().await?.point(0).to_vec();
            length += distance(&before, &now);
            distance_moved.push(distance(&first, &now));
            path_length.push(length);
        }
        let last = descent.measure(Split::Measured, observer).await?[0].loss;
        let ended = descent.finish(observer).await?;
        let mut loss: Vec<f64> = ended.history.iter().map(|losses| losses[0]).collect();
        loss.push(last);
        Ok(Path { numbers: PathNumbers { loss, distance_moved, path_length }, last: [before, now] })
    }
}

/// In eight sums: the single sum of `numerics::distance` would give other last bits.
fn distance(from: &[f64], to: &[f64]) -> f64 {
    let difference: Vec<f64> = from.iter().zip(to).map(|(from, to)| to - from).collect();
    wide_length(&difference)
}

fn claims(wedges: &Wedges, step_length: f64, on_distance: &Path, on_half_square: &Path) -> Vec<Claim> {
    let mut claims = Vec::new();
    let initial = on_half_square.numbers.loss[0];
    let [before, last] = on_distance.numbers.loss[on_distance.numbers.loss.len() - 2..] else {
        return claims;
    };
    // Within a thick wedge the loss is zero, and a descent stays there. If the oscillation reaches another wedge, the
    // sum is smaller.
    let [first, second] = &on_distance.last;
    let swings = wedges.specification().thickness == 0.0
        && initial > 0.0
        && before <= step_length
        && wedges.nearest(first) == wedges.nearest(second);
    if swings && before > PRECISION * initial {
        claims.push(Claim::equal(
            "oscillation",
            "with a constant step η, descent on L ends up oscillating between the losses r and η − r: two in a row sum to η",
            before + last,
            step_length,
            PRECISION * initial,
        ));
    }
    let (moved, left) = (on_half_square.numbers.distance_moved.last(), on_half_square.numbers.loss.last());
    if let (Some(&moved), Some(&left)) = (moved, left) {
        claims.push(Claim::equal(
            "distance-moved",
            "descent on L²/2 moves by the loss at its start: it ends at the nearest point of the nearest wedge \
             (give or take the loss that is left)",
            moved,
            initial,
            left + PRECISION * initial,
        ));
    }
    claims
}

/// A landscape of wedges with the gradient of L instead of L²/2: of length 1 off the wedges, 0 on them.
struct UnitGradient<'a, L>(&'a L);

impl<L: Landscape> Gradient for UnitGradient<'_, L> {
    type Points = L::Points;
    type Losses = L::Losses;

    fn loss_and_gradient(
        &self,
        points: &L::Points,
        batch: &Minibatch,
    ) -> Result<(L::Losses, L::Points), LandscapeError> {
        let (losses, gradient) = self.0.loss_and_gradient(points, batch)?;
        let rows: Vec<L::Points> =
            (0..gradient.count()).map(|row| of_unit_length(&gradient.rows(row..row + 1))).collect();
        Ok((losses, L::Points::stack(&rows)))
    }

    fn gradients_at_once(&self) -> usize {
        self.0.gradients_at_once()
    }

    fn takes_points_apart(&self) -> bool {
        self.0.takes_points_apart()
    }
}

impl<L: Landscape> Landscape for UnitGradient<'_, L> {
    fn dimension(&self) -> usize {
        self.0.dimension()
    }

    fn examples(&self, split: Split) -> usize {
        self.0.examples(split)
    }

    fn points_at_once(&self) -> usize {
        self.0.points_at_once()
    }

    fn points(&self, rows: &HostPoints<f64>) -> L::Points {
        self.0.points(rows)
    }

    fn start(&self, seed: u64) -> L::Points {
        self.0.start(seed)
    }

    async fn start_on_host(&self, seed: u64) -> Result<HostPoints<f64>, ReadError> {
        self.0.start_on_host(seed).await
    }

    fn groups(&self) -> Vec<std::ops::Range<usize>> {
        self.0.groups()
    }

    /// `None`: the borrowed landscape cannot be replaced.
    fn varied(&self, _variation: Variation) -> Option<Self> {
        None
    }

    /// `None`: with this gradient a descent ends elsewhere than on the landscape itself, so their results must not be
    /// confused.
    fn identity(&self) -> Option<Value> {
        None
    }

    async fn predict(
        &self,
        points: &L::Points,
        split: Split,
        observer: &mut impl Observer,
    ) -> Result<Vec<Predictions>, LandscapeError> {
        self.0.predict(points, split, observer).await
    }

    async fn evaluate(
        &self,
        points: &L::Points,
        split: Split,
        observer: &mut impl Observer,
    ) -> Result<Vec<Measurement>, LandscapeError> {
        self.0.evaluate(points, split, observer).await
    }
}

/// One row divided by its length; a row of zeros stays zero.
fn of_unit_length<P: Points>(row: &P) -> P {
    // Far below the length of any gradient, and above the smallest single-precision number.
    const LEAST_LENGTH: f64 = 1e-30;
    let length = row.times_transposed(row).square_root().shift(LEAST_LENGTH);
    row.place(&HostPoints::single(vec![1.0])).divide(&length).times(row)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::Numbers;
    use crate::landscape::wedges::Family;
    use crate::landscape::wrapping::assert_describes;
    use crate::observer::Unobserved;

    fn run(specification: &WedgesSpecification, seed: u64) -> Findings {
        let wedges = Wedges::<f64>::new(specification, seed).unwrap();
        let descent = DescentSpecification::for_wedges();
        pollster::block_on(DescentPath::default().run_on_wedges(
            &wedges,
            &wedges,
            &descent,
            seed,
            &mut Unobserved,
        ))
        .unwrap()
    }

    #[test]
    fn the_landscape_of_unit_gradients_is_its_landscape_in_all_else() {
        let wedges = Wedges::<f64>::new(&WedgesSpecification::default(), 1).unwrap();
        pollster::block_on(assert_describes(&UnitGradient(&wedges), &wedges));
        assert!(UnitGradient(&wedges).identity().is_none());
    }

    #[test]
    fn claims_hold_for_every_family_size_and_seed() {
        for family in [Family::All, Family::AxisAligned, Family::Oriented] {
            for (dimension, wedge_dimension, wedges) in
                [(60, 50, 4), (3, 2, 3), (1, 0, 1), (20, 0, 1), (20, 20, 2)]
            {
                let specification =
                    WedgesSpecification { dimension, wedge_dimension, family, wedges, ..Default::default() };
                for seed in 0..40 {
                    for claim in run(&specification, seed).claims {
                        assert_eq!(claim.holds(), Some(true), "{specification:?}, seed {seed}: {claim:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn the_two_claims_are_made_at_the_defaults() {
        for seed in 0..3 {
            let findings = run(&WedgesSpecification::default(), seed);
            let names: Vec<&str> = findings.claims.iter().map(|claim| claim.name.as_str()).collect();
            assert_eq!(names, ["oscillation", "distance-moved"]);
            let Numbers::DescentPath(numbers) = findings.numbers else { panic!("{:?}", findings.numbers) };
            // L falls by η per step, and by the factor 1 − rate in the descent on L²/2.
            for (step, pair) in numbers.distance.loss[..30].windows(2).enumerate() {
                assert!((pair[0] - pair[1] - numbers.step_length).abs() < 1e-9, "step {step}");
            }
            for pair in numbers.half_square.loss[..30].windows(2) {
                assert!((pair[1] / pair[0] - 0.7).abs() < 1e-9);
            }
        }
    }
}
