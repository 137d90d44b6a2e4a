//! Training: a descent from a random start through all the training examples, epoch by epoch.

use super::{Claim, ExperimentError, FinalMeasurements, Findings, Protocol, named_numbers};
use crate::descent::{Descended, Descent, DescentError, DescentSpecification, Subspace};
use crate::fields::fields_of;
use crate::landscape::{Landscape, Measurement, Points, Split};
use crate::observer::{Note, Observer, Work};
use crate::setting::Setting;
use crate::trained_points::TrainedPoint;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// The experiment of training one network, or of descending once on the toy. All its settings are the descent's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Training {}

/// The most points a training curve is kept in; longer ones are averaged over equal stretches.
const LONGEST_CURVE: usize = 400;
/// How often in an epoch a target loss is looked for.
const LOOKS_PER_EPOCH: usize = 4;
/// A target loss is measured on all examples once the minibatches come this near it.
const NEAR_TARGET: f64 = 1.1;

/// Measurements after one epoch.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct EpochMeasurement {
    /// Passes over the training examples so far.
    pub epoch: f64,
    /// On held-out examples.
    pub test: Measurement,
}

/// An optimum and the way to it.
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

/// The training curves of a result.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Curves {
    /// Minibatch losses.
    pub training: LossCurve,
    /// Measurements after every epoch.
    pub epochs: Vec<EpochMeasurement>,
}

/// A loss over steps, averaged over equal stretches where there are many.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LossCurve {
    /// The last step of each stretch, counted from 1.
    pub step: Vec<usize>,
    /// The mean loss over the stretch.
    #[serde(deserialize_with = "crate::null_number::numbers")]
    pub loss: Vec<f64>,
}

impl LossCurve {
    /// The curve of one loss a step.
    pub fn of(losses: &[f64]) -> Self {
        let stretch = losses.len().div_ceil(LONGEST_CURVE).max(1);
        let mean = |part: &[f64]| part.iter().sum::<f64>() / part.len() as f64;
        Self {
            step: (0..losses.len()).step_by(stretch).map(|step| (step + stretch).min(losses.len())).collect(),
            loss: losses.chunks(stretch).map(mean).collect(),
        }
    }
}

/// Trains from the start that `seed` draws, unless it is known what that comes to.
///
/// # Errors
/// When the loss diverges, the work is cancelled, or the device fails.
pub async fn train<L: Landscape>(
    landscape: &L,
    settings: &DescentSpecification,
    seed: u64,
    observer: &mut impl Observer,
) -> Result<Trained<L::Points>, ExperimentError> {
    let key = landscape.identity().map(|identity| key(identity, settings, seed));
    let known = key.as_ref().and_then(|key| observer.trained_points()?.find(key));
    let comes_from_elsewhere = match observer.journal() {
        Some(journal) => journal.begin_training(known.is_some()),
        None => known.is_some(),
    };
    if comes_from_elsewhere {
        // It was known when this job began, and is not any more.
        let TrainedPoint { optimum, losses, epochs } = known.ok_or(DescentError::ForeignRecord)?;
        let (start, optimum) = (landscape.start(seed), landscape.points(&optimum));
        return Ok(Trained { start, optimum, losses, epochs });
    }
    let trained = train_now(landscape, settings, seed, observer).await?;
    if let Some(key) = key
        && observer.trained_points().is_some()
    {
        let (losses, epochs) = (trained.losses.clone(), trained.epochs.clone());
        let point = TrainedPoint { optimum: trained.optimum.read().await?, losses, epochs };
        if let Some(kept) = observer.trained_points() {
            kept.keep(&key, &point);
        }
    }
    Ok(trained)
}

/// All that a training's end depends on.
fn key(landscape: Value, settings: &DescentSpecification, seed: u64) -> Value {
    json!({
        "version": env!("CARGO_PKG_VERSION"),
        "landscape": landscape,
        "descent": fields_of(settings),
        "seed": seed,
    })
}

async fn train_now<L: Landscape>(
    landscape: &L,
    settings: &DescentSpecification,
    seed: u64,
    observer: &mut impl Observer,
) -> Result<Trained<L::Points>, ExperimentError> {
    let examples = landscape.examples(Split::Train);
    let start = landscape.start(seed);
    let plan = settings.plan(examples, seed);
    let mut descent = Descent::begin(landscape, start.clone(), Subspace::Full, plan, observer)?;
    let mut epochs = Vec::new();
    for look in 1..=settings.epochs * LOOKS_PER_EPOCH {
        let first = descent.steps_taken();
        descent
            .run_to(settings.step_of_epoch(look as f64 / LOOKS_PER_EPOCH as f64, examples), observer)
            .await?;
        if look % LOOKS_PER_EPOCH == 0 {
            let epoch = (look / LOOKS_PER_EPOCH) as f64;
            let test = only(descent.measure(Split::Test, observer).await?);
            epochs.push(EpochMeasurement { epoch, test });
            observer.note(Note::Epoch { epoch, test });
        }
        if settings.target_loss > 0.0
            && is_near(&descent.history()[first..], settings.target_loss)
            && only(descent.measure(Split::Evaluation, observer).await?).loss <= settings.target_loss
        {
            break;
        }
    }
    let Descended { points, history } = descent.finish(observer).await?;
    let losses = history.iter().filter_map(|step| step.first().copied()).collect();
    Ok(Trained { start, optimum: points, losses, epochs })
}

fn is_near(recent: &[Vec<f64>], target: f64) -> bool {
    let mean = recent.iter().filter_map(|step| step.first()).sum::<f64>() / recent.len().max(1) as f64;
    mean <= NEAR_TARGET * target
}

/// The measurement of a single point.
fn only(measured: Vec<Measurement>) -> Measurement {
    measured.first().copied().unwrap_or(Measurement { loss: f64::NAN, accuracy: None })
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
    const SETTINGS: &'static [Setting] = &[];

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
        let train = only(landscape.measure(&trained.optimum, Split::Train, observer).await?);
        // The last step of a descent may leave all numbers, and only a measurement after it shows that.
        if !train.loss.is_finite() {
            return Err(DescentError::Diverged { step: trained.losses.len(), losses: trained.losses }.into());
        }
        let test = only(landscape.measure(&trained.optimum, Split::Test, observer).await?);
        let first = trained.losses.first().copied().unwrap_or(f64::NAN);
        let claims = vec![Claim::at_most(
            "descends",
            "the loss at the end is below the loss at the start",
            train.loss,
            first,
            0.0,
        )];
        Ok(Findings {
            numbers: named_numbers(&Curves {
                training: LossCurve::of(&trained.losses),
                epochs: trained.epochs,
            }),
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
    use crate::journal::Journal;
    use crate::kernel::Instructions;
    use crate::landscape::{HostNetwork, Regularisation};
    use crate::network::{Activation, NetworkShape};
    use crate::observer::Interrupted;
    use crate::trained_points::TrainedPoints;

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
        // Another seed, another end.
        assert_ne!(train(2, &mut later).optimum, first.optimum);
        assert_eq!((later.points.len(), later.steps), (2, 8));
        // A job that trained when nothing was known goes on from its own record.
        let mut resumed = Keeper {
            journal: Journal::new(keeper.journal.record().clone()),
            points: keeper.points,
            steps: 0,
        };
        assert_eq!(train(1, &mut resumed).optimum, first.optimum);
        assert_eq!((resumed.journal.record().descents.len(), resumed.steps), (1, 0));
    }
}
