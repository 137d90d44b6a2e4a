//! Training: a descent from a random start through all the training examples, epoch by epoch.

mod course;
mod past_target;

pub use past_target::{TrainedPastTarget, train_past_target};

use super::from_json::from_json;
use super::{Claim, ExperimentError, FinalMeasurements, Findings, Offer, Protocol};
use crate::descent::{DescentError, DescentSpecification};
use crate::landscape::{Landscape, measure};
use crate::numerics::NUMERICS;
use crate::observer::{Note, Observer, TrainedPoint, Work};
use crate::points::{EpochMeasurement, Points, Split};
use crate::settings::{fields_of, settings};
use course::{Course, only};
use serde::Serialize;
use serde_json::{Value, json};

settings! {
    /// The experiment of training one network, or of one descent on the wedges. All its settings are the descent's.
    #[derive(Copy, Eq)]
    #[serde(deny_unknown_fields)]
    pub struct Training {}
}

/// The largest number of points in a training curve; longer curves are averaged over equal stretches.
const LONGEST_CURVE: usize = 400;

/// An optimum and the course of its training.
#[derive(Debug, Clone)]
pub struct Trained<P> {
    /// Where the descent began.
    pub start: P,
    /// Where it ended.
    pub optimum: P,
    /// The minibatch loss before every step.
    pub losses: Vec<f64>,
    /// Measurements after every epoch.
    pub epochs: Vec<EpochMeasurement>,
}

impl<P: Points> Trained<P> {
    fn recalled<L: Landscape<Points = P>>(landscape: &L, seed: u64, known: TrainedPoint) -> Self {
        let TrainedPoint { optimum, losses, epochs } = known;
        Self { start: landscape.start(seed), optimum: landscape.points(&optimum), losses, epochs }
    }
}

/// The training curves of a result.
#[derive(Debug, Clone, Serialize)]
pub struct Curves {
    /// Minibatch losses.
    pub training: LossCurve,
    /// Measurements after every epoch.
    pub epochs: Vec<EpochMeasurement>,
}

from_json!(Curves: needs [training], may lack [epochs]);

/// A loss over steps, averaged over equal stretches if there are many.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LossCurve {
    /// The last step of each stretch, counted from 1.
    pub step: Vec<usize>,
    /// The mean loss over the stretch.
    pub loss: Vec<f64>,
}

from_json!(LossCurve: needs [step, loss]);

impl LossCurve {
    /// The curve of one loss per step.
    pub fn of(losses: &[f64]) -> Self {
        let stretch = losses.len().div_ceil(LONGEST_CURVE).max(1);
        let mean = |part: &[f64]| part.iter().sum::<f64>() / part.len() as f64;
        Self {
            step: (0..losses.len()).step_by(stretch).map(|step| (step + stretch).min(losses.len())).collect(),
            loss: losses.chunks(stretch).map(mean).collect(),
        }
    }
}

/// Trains from the start that `seed` draws, unless the outcome is already known.
///
/// # Errors
/// When the loss diverges, the work is cancelled, or the device fails.
pub async fn train<L: Landscape>(
    landscape: &L,
    settings: &DescentSpecification,
    seed: u64,
    observer: &mut impl Observer,
) -> Result<Trained<L::Points>, ExperimentError> {
    let key = key(landscape, settings, seed);
    let known = known(key.as_ref(), observer);
    if comes_from_elsewhere(seed, known.is_some(), observer)? {
        // If it is `None` now, the point was there when this job began and has been removed.
        let known = known.ok_or(DescentError::ForeignRecord)?;
        return Ok(Trained::recalled(landscape, seed, known));
    }
    let trained = train_now(landscape, settings, seed, observer).await?;
    keep(key, &trained, observer).await?;
    Ok(trained)
}

/// The point stored under a key, if there is one.
fn known(key: Option<&Value>, observer: &mut impl Observer) -> Option<TrainedPoint> {
    observer.trained_points()?.find(key?)
}

/// Whether to take a training's end from the store of points: as recorded, or else if the store has it.
fn comes_from_elsewhere(
    seed: u64,
    is_known: bool,
    observer: &mut impl Observer,
) -> Result<bool, DescentError> {
    match observer.journal() {
        Some(journal) => Ok(journal.begin_training(seed, is_known)?),
        None => Ok(is_known),
    }
}

async fn keep<P: Points>(
    key: Option<Value>,
    trained: &Trained<P>,
    observer: &mut impl Observer,
) -> Result<(), ExperimentError> {
    let Some(key) = key else { return Ok(()) };
    if observer.trained_points().is_none() {
        return Ok(());
    }
    let (losses, epochs) = (trained.losses.clone(), trained.epochs.clone());
    let point = TrainedPoint { optimum: trained.optimum.read().await?, losses, epochs };
    if let Some(kept) = observer.trained_points() {
        kept.keep(&key, &point);
    }
    Ok(())
}

/// Everything that a training's end depends on; `None` if the landscape has no identity.
fn key(landscape: &impl Landscape, settings: &DescentSpecification, seed: u64) -> Option<Value> {
    Some(json!({
        "numerics": NUMERICS,
        "landscape": landscape.identity()?,
        "descent": fields_of(settings),
        "seed": seed,
    }))
}

async fn train_now<L: Landscape>(
    landscape: &L,
    settings: &DescentSpecification,
    seed: u64,
    observer: &mut impl Observer,
) -> Result<Trained<L::Points>, ExperimentError> {
    let mut course = Course::begin(landscape, settings, seed, observer)?;
    course.run_to_target(observer).await?;
    Ok(course.finish(observer).await?)
}

/// The work of one training, without the search for a target loss.
pub fn train_passes(landscape: &impl Landscape, settings: &DescentSpecification) -> f64 {
    let examples = landscape.examples(Split::Train);
    let steps = settings.step_of_epoch(settings.epochs as f64, examples);
    let gradients = Work::Gradient((steps * settings.batch_size.min(examples)) as f64);
    let tests = Work::Evaluation((settings.epochs * landscape.examples(Split::Test)) as f64);
    gradients.passes() + tests.passes()
}

impl Protocol for Training {
    const OFFERS: &'static [Offer] =
        &[Offer { name: "training", title: "Train one network", hint: "", on_network: &[], on_wedges: None }];

    fn passes(&self, landscape: &impl Landscape, settings: &DescentSpecification) -> f64 {
        let both = landscape.examples(Split::Train) + landscape.examples(Split::Test);
        train_passes(landscape, settings) + Work::Evaluation(both as f64).passes()
    }

    /// Trains once, and measures the optimum on all training and held-out examples.
    async fn run<L: Landscape>(
        &self,
        landscape: &L,
        descent: &DescentSpecification,
        seed: u64,
        observer: &mut impl Observer,
    ) -> Result<Findings, ExperimentError> {
        observer.note(Note::Stage("training".to_owned()));
        let trained = train(landscape, descent, seed, observer).await?;
        observer.note(Note::Stage("measuring the optimum".to_owned()));
        let train = only(measure(landscape, &trained.optimum, Split::Train, observer).await?);
        // The loss may become NaN or infinite in the last step of a descent, which only a measurement after it shows.
        if !train.loss.is_finite() {
            return Err(DescentError::Diverged { step: trained.losses.len(), losses: trained.losses }.into());
        }
        let test = only(measure(landscape, &trained.optimum, Split::Test, observer).await?);
        let first = trained.losses.first().copied().unwrap_or(f64::NAN);
        let claims = vec![Claim::below(
            "descends",
            "the loss at the end is below the loss at the start",
            train.loss,
            first,
            0.0,
        )];
        Ok(Findings {
            numbers: Curves { training: LossCurve::of(&trained.losses), epochs: trained.epochs }.into(),
            claims,
            final_measurements: Some(FinalMeasurements { train, test }),
            optimum: Some(trained.optimum.read().await?),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{SyntheticSize, synthetic};
    use crate::landscape::{HostNetwork, Regularisation};
    use crate::network::{Activation, NetworkShape};
    use crate::observer::{Interrupted, Journal, TrainedPoints};
    use crate::simd::Instructions;

    #[test]
    fn long_curves_are_averaged_over_equal_stretches_and_short_ones_kept() {
        let short = LossCurve::of(&[3.0, 2.0, 1.0]);
        assert_eq!(short, LossCurve { step: vec![1, 2, 3], loss: vec![3.0, 2.0, 1.0] });
        let losses: Vec<f64> = (0..1_000).map(f64::from).collect();
        let long = LossCurve::of(&losses);
        assert_eq!(long.step[..2], [3, 6]);
        assert_eq!(long.loss[..2], [1.0, 4.0]);
        assert_eq!((long.step.last(), long.loss.last()), (Some(&1_000), Some(&999.0)));
    }

    /// Keeps trained points in memory, and one job's record.
    #[derive(Default)]
    struct Keeper {
        points: Vec<(Value, TrainedPoint)>,
        journal: Journal,
        steps: usize,
    }

    impl TrainedPoints for Keeper {
        fn find(&mut self, key: &Value) -> Option<TrainedPoint> {
            self.points.iter().find(|(known, _)| known == key).map(|(_, point)| point.clone())
        }

        fn keep(&mut self, key: &Value, point: &TrainedPoint) {
            self.points.push((key.clone(), point.clone()));
        }
    }

    impl Observer for Keeper {
        async fn breathe(&mut self, work: Work) {
            self.steps += usize::from(matches!(work, Work::Gradient(_)));
        }

        async fn hold(&mut self) -> Result<(), Interrupted> {
            Ok(())
        }

        fn note(&mut self, _note: Note) {}

        fn journal(&mut self) -> Option<&mut Journal> {
            Some(&mut self.journal)
        }

        fn trained_points(&mut self) -> Option<&mut dyn TrainedPoints> {
            Some(self)
        }
    }

    fn small_network() -> HostNetwork {
        let images = synthetic::generate(3, SyntheticSize { train: 40, test: 20 }).unwrap();
        let shape = images.train().shape();
        let shape = NetworkShape::new(&"mlp-4".parse().unwrap(), Activation::Relu, 1.0, shape, 10).unwrap();
        let plain = Regularisation::default();
        let (train, test) = (images.train(), images.test());
        HostNetwork::new(shape, train, test, &images.normalisation(), plain, Instructions::best())
            .unwrap()
            .with_identity(json!("small"))
    }

    #[test]
    fn what_is_known_is_not_trained_again() {
        let landscape = small_network();
        let settings =
            DescentSpecification { epochs: 2, batch_size: 10, ..DescentSpecification::for_networks() };
        let mut keeper = Keeper::default();
        let train = |seed, keeper: &mut Keeper| {
            pollster::block_on(super::train(&landscape, &settings, seed, keeper)).unwrap()
        };
        let first = train(1, &mut keeper);
        assert_eq!((keeper.points.len(), keeper.steps), (1, 8));
        let mut later = Keeper { points: keeper.points.clone(), ..Keeper::default() };
        let again = train(1, &mut later);
        assert_eq!(
            (again.start, again.optimum, again.losses),
            (first.start, first.optimum.clone(), first.losses)
        );
        assert_eq!((again.epochs, later.steps), (first.epochs, 0));
        // Another seed leads to another optimum.
        assert_ne!(train(2, &mut later).optimum, first.optimum);
        assert_eq!((later.points.len(), later.steps), (2, 8));
        // A job that trained when nothing was known resumes from its own record.
        let mut resumed = Keeper {
            journal: Journal::new(keeper.journal.record().clone()),
            points: keeper.points,
            steps: 0,
        };
        assert_eq!(train(1, &mut resumed).optimum, first.optimum);
        assert_eq!((resumed.journal.record().descents.len(), resumed.steps), (1, 0));
    }

    #[test]
    fn one_training_finds_what_two_find() {
        let landscape = small_network();
        let without_target =
            DescentSpecification { epochs: 8, batch_size: 10, ..DescentSpecification::for_networks() };
        let mut alone = Keeper::default();
        let end = pollster::block_on(train(&landscape, &without_target, 1, &mut alone)).unwrap();
        // The loss in the middle, which is reached there or earlier.
        let target_loss = end.losses[16];
        let settings = DescentSpecification { target_loss, ..without_target.clone() };
        let met = pollster::block_on(train(&landscape, &settings, 1, &mut alone)).unwrap();
        assert!(met.losses.len() < end.losses.len() && !met.losses.is_empty());
        let both = |keeper: &mut Keeper, settings: &DescentSpecification| {
            let found = pollster::block_on(train_past_target(&landscape, settings, 1, keeper)).unwrap();
            (found.at_target, found.at_end.unwrap())
        };
        let same = |found: &Trained<_>, expected: &Trained<_>| {
            assert_eq!((&found.optimum, &found.losses), (&expected.optimum, &expected.losses));
            assert_eq!(found.epochs, expected.epochs);
        };
        let mut keeper = Keeper::default();
        let (at_target, at_end) = both(&mut keeper, &settings);
        same(&at_target.unwrap(), &met);
        same(&at_end, &end);
        assert_eq!((keeper.points.len(), keeper.steps), (2, end.losses.len()));
        // Both are known now, to either kind of training and to a resumed job.
        let mut later = Keeper { points: keeper.points.clone(), ..Keeper::default() };
        let (at_target, at_end) = both(&mut later, &settings);
        same(&at_target.unwrap(), &met);
        same(&at_end, &end);
        same(&pollster::block_on(train(&landscape, &settings, 1, &mut later)).unwrap(), &met);
        assert_eq!(later.steps, 0);
        let mut resumed = Keeper {
            journal: Journal::new(keeper.journal.record().clone()),
            points: keeper.points,
            steps: 0,
        };
        let (at_target, at_end) = both(&mut resumed, &settings);
        same(&at_target.unwrap(), &met);
        same(&at_end, &end);
        assert_eq!(resumed.steps, 0);
        // A target that is never reached.
        let unmet = DescentSpecification { target_loss: 1e-9, ..settings };
        for _ in 0..2 {
            let (at_target, at_end) = both(&mut resumed, &unmet);
            assert!(at_target.is_none());
            same(&at_end, &end);
        }
        assert_eq!(resumed.steps, end.losses.len());
    }
}
