//! Snapshots at the ends of cycles of the learning rate (Huang et al. 2017), their mean (Izmailov et al. 2018), and the mean
//! of their predictions.

use super::cycle_claims::claims;
use super::cycle_numbers::CycleNumbers;
use super::{Averaging, AveragingNumbers, mean_of};
use crate::descent::{Descent, DescentError, DescentSpecification, Plan, Schedule};
use crate::experiment::training::train_passes;
use crate::experiment::{ExperimentError, Findings, different_optima, seeds_of_repetitions};
use crate::landscape::{Landscape, Predictions, measure, measure_sweep};
use crate::numerics::statistics::mean;
use crate::numerics::{cosine, distance};
use crate::observer::{Note, Observer, Work};
use crate::points::{HostPoints, Measurement, Points, Split, Sweep};
use crate::step::Subspace;

/// How many positions between two snapshots are measured, including the first snapshot. Even, so that one of them is
/// halfway.
pub(super) const SAMPLES: usize = 10;

/// The measurements of the snapshots of one descent. Losses and accuracies are on the held-out examples unless stated
/// otherwise.
#[derive(Debug)]
pub(super) struct Cycled {
    /// Of every snapshot, in the order in which they were taken.
    pub(super) single: Vec<Measurement>,
    /// At the mean of the snapshots.
    pub(super) weight_average: Measurement,
    /// Of the mean of the snapshots' predictions; NaN if the landscape has no classes.
    pub(super) prediction_average: Measurement,
    /// The share of the examples that two snapshots label differently: the mean over all pairs; NaN if the landscape has no
    /// classes.
    pub(super) disagreement: f64,
    /// The share that the mean of the snapshots and the mean of their predictions label differently; NaN if the
    /// landscape has no classes.
    pub(super) disagreement_of_averages: f64,
    /// How many held-out examples there are.
    pub(super) tests: usize,
    /// The mean distance from one snapshot to the next.
    pub(super) distance: f64,
    /// The mean cosine between one snapshot and the next.
    pub(super) cosine: f64,
    /// The loss along straight segments from snapshot to snapshot, at [`SAMPLES`] positions of each, on the measured
    /// training examples.
    pub(super) polyline: Vec<f64>,
}

impl Cycled {
    /// The mean loss halfway between one snapshot and the next.
    pub(super) fn middle_loss(&self) -> f64 {
        let middles: Vec<f64> = self.polyline.iter().copied().skip(SAMPLES / 2).step_by(SAMPLES).collect();
        mean(&middles)
    }

    /// How far it is above the mean of both snapshots' losses, on average.
    pub(super) fn middle_rise(&self) -> f64 {
        let ends: Vec<f64> = self.polyline.iter().copied().step_by(SAMPLES).collect();
        let means: Vec<f64> = ends.windows(2).map(mean).collect();
        self.middle_loss() - mean(&means)
    }
}

/// The findings at one optimum.
#[derive(Debug)]
pub(super) struct Repetition {
    /// Of the optimum, on the held-out examples.
    pub(super) optimum: Measurement,
    /// One entry for each maximum rate; `None` if the descent diverged.
    pub(super) cycled: Vec<Option<Cycled>>,
}

impl Averaging {
    pub(super) fn passes_of_cycles(&self, landscape: &impl Landscape, descent: &DescentSpecification) -> f64 {
        let examples = landscape.examples(Split::Train);
        let steps = self.snapshots * self.steps_of_cycle(descent, examples);
        let gradients = Work::Gradient((steps * descent.batch_size.min(examples)) as f64);
        let places = ((self.snapshots - 1) * SAMPLES + 1) * landscape.examples(Split::Measured);
        let tests = landscape.examples(Split::Test);
        let measured = Work::Evaluation((places + (self.snapshots + 1) * tests) as f64);
        let each_rate = gradients.passes() + measured.passes();
        let optimum = train_passes(landscape, descent) + Work::Evaluation(tests as f64).passes();
        self.repetitions as f64 * (optimum + self.maximum_rates.len() as f64 * each_rate)
    }

    fn steps_of_cycle(&self, descent: &DescentSpecification, examples: usize) -> usize {
        descent.step_of_epoch(self.cycle_epochs as f64, examples)
    }

    /// Takes snapshots at every maximum rate, from several optima. A descent that diverges is recorded as such.
    pub(super) async fn run_cycles<L: Landscape>(
        &self,
        landscape: &L,
        descent: &DescentSpecification,
        seed: u64,
        observer: &mut impl Observer,
    ) -> Result<Findings, ExperimentError> {
        let mut repetitions = Vec::with_capacity(self.repetitions);
        for seed in seeds_of_repetitions(None, seed, self.repetitions) {
            let optimum = different_optima(landscape, None, descent, seed, 1, observer).await?;
            let measured = measure(landscape, &optimum, Split::Test, observer).await?[0];
            let mut cycled = Vec::with_capacity(self.maximum_rates.len());
            for &rate in &self.maximum_rates {
                observer.note(Note::Stage(format!("taking snapshots after cycles from a rate of {rate}")));
                let plan = self.plan(descent, landscape.examples(Split::Train), rate, seed);
                cycled.push(self.cycle(landscape, &optimum, plan, observer).await?);
            }
            repetitions.push(Repetition { optimum: measured, cycled });
        }
        Ok(Findings {
            numbers: AveragingNumbers::OnNetworks(CycleNumbers::of(&self.maximum_rates, &repetitions)).into(),
            claims: claims(&self.maximum_rates, &repetitions),
            final_measurements: None,
            optimum: None,
        })
    }

    fn plan(&self, descent: &DescentSpecification, examples: usize, rate: f64, seed: u64) -> Plan {
        Plan {
            optimizer: self.cycle_optimizer,
            learning_rate: rate,
            schedule: Schedule::CosineCyclic,
            cycles: self.snapshots,
            steps: self.snapshots * self.steps_of_cycle(descent, examples),
            ..descent.plan(examples, seed)
        }
    }

    /// Descends from the optimum through all cycles, and measures the snapshots; `None` if it diverges.
    async fn cycle<L: Landscape>(
        &self,
        landscape: &L,
        optimum: &L::Points,
        plan: Plan,
        observer: &mut impl Observer,
    ) -> Result<Option<Cycled>, ExperimentError> {
        let Some(snapshots) = self.snapshots(landscape, optimum, plan, observer).await? else {
            return Ok(None);
        };
        let polyline = Sweep::polyline(snapshots.clone(), SAMPLES);
        let measured = measure_sweep(landscape, &polyline, Split::Measured, observer).await?;
        let polyline: Vec<f64> = measured.iter().map(|measurement| measurement.loss).collect();
        // The loss may become NaN or infinite in the last step, which only a measurement after it shows.
        if polyline.iter().step_by(SAMPLES).any(|loss| !loss.is_finite()) {
            return Ok(None);
        }
        let Averages { single, weight_average, prediction_average, disagreement, disagreement_of_averages } =
            Averages::of(landscape, &snapshots, observer).await?;
        let host = snapshots.read().await?;
        Ok(Some(Cycled {
            single,
            weight_average,
            prediction_average,
            disagreement,
            disagreement_of_averages,
            tests: landscape.examples(Split::Test),
            distance: mean(&between_neighbours(&host, distance)),
            cosine: mean(&between_neighbours(&host, cosine)),
            polyline,
        }))
    }

    /// The point at the end of every cycle; `None` if the descent diverges. The optimizer keeps its state from cycle to
    /// cycle: only the rate restarts.
    async fn snapshots<L: Landscape>(
        &self,
        landscape: &L,
        optimum: &L::Points,
        plan: Plan,
        observer: &mut impl Observer,
    ) -> Result<Option<L::Points>, ExperimentError> {
        let mut descent = Descent::begin(landscape, optimum.clone(), Subspace::Full, plan, observer)?;
        let mut snapshots = Vec::with_capacity(self.snapshots);
        for cycle in 1..=self.snapshots {
            match descent.run_to(cycle * plan.steps / self.snapshots, observer).await {
                Err(DescentError::Diverged { .. }) => return Ok(None),
                ended => ended?,
            }
            snapshots.push(descent.points(observer).await?);
        }
        descent.finish(observer).await?;
        Ok(Some(L::Points::stack(&snapshots)))
    }
}

/// The snapshots and both of their averages; see [`Cycled`].
struct Averages {
    single: Vec<Measurement>,
    weight_average: Measurement,
    prediction_average: Measurement,
    disagreement: f64,
    disagreement_of_averages: f64,
}

impl Averages {
    async fn of<L: Landscape>(
        landscape: &L,
        snapshots: &L::Points,
        observer: &mut impl Observer,
    ) -> Result<Self, ExperimentError> {
        let predictions = landscape.predict(snapshots, Split::Test, observer).await?;
        let middle = mean_of(snapshots);
        let Some(prediction_average) = Predictions::mean(&predictions) else {
            return Self::without_classes(landscape, snapshots, &middle, observer).await;
        };
        let at_middle = landscape.predict(&middle, Split::Test, observer).await?;
        let Some(weight_average) = at_middle.first() else {
            return Self::without_classes(landscape, snapshots, &middle, observer).await;
        };
        Ok(Self {
            single: predictions.iter().map(Predictions::measurement).collect(),
            weight_average: weight_average.measurement(),
            prediction_average: prediction_average.measurement(),
            disagreement: mean(&disagreements(&predictions)),
            disagreement_of_averages: 1.0 - weight_average.agreement(&prediction_average),
        })
    }

    /// Without predictions only losses can be compared.
    async fn without_classes<L: Landscape>(
        landscape: &L,
        snapshots: &L::Points,
        middle: &L::Points,
        observer: &mut impl Observer,
    ) -> Result<Self, ExperimentError> {
        let single = measure(landscape, snapshots, Split::Test, observer).await?;
        let weight_average = measure(landscape, middle, Split::Test, observer).await?[0];
        Ok(Self {
            single,
            weight_average,
            prediction_average: Measurement { loss: f64::NAN, accuracy: None },
            disagreement: f64::NAN,
            disagreement_of_averages: f64::NAN,
        })
    }
}

/// The share of the examples that two snapshots label differently, for every pair.
fn disagreements(predictions: &[Predictions]) -> Vec<f64> {
    let pairs = predictions
        .iter()
        .enumerate()
        .flat_map(|(number, left)| predictions[..number].iter().map(move |right| (left, right)));
    pairs.map(|(left, right)| 1.0 - left.agreement(right)).collect()
}

fn between_neighbours(points: &HostPoints<f64>, measure: fn(&[f64], &[f64]) -> f64) -> Vec<f64> {
    let points: Vec<&[f64]> = points.iter().collect();
    points.windows(2).map(|ends| measure(ends[0], ends[1])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{SyntheticSize, synthetic};
    use crate::experiment::Numbers;
    use crate::figure::figures_of;
    use crate::landscape::{HostNetwork, Regularisation};
    use crate::network::{Activation, NetworkShape};
    use crate::observer::{Interrupted, Journal};
    use crate::simd::Instructions;
    use crate::step::Optimizer;

    fn small_network() -> HostNetwork {
        let images = synthetic::generate(3, SyntheticSize { train: 60, test: 40 }).unwrap();
        let shape = images.train().shape();
        let shape = NetworkShape::new(&"mlp-4".parse().unwrap(), Activation::Relu, 1.0, shape, 10).unwrap();
        let (train, test) = (images.train(), images.test());
        let plain = Regularisation::default();
        HostNetwork::new(shape, train, test, &images.normalisation(), plain, Instructions::best()).unwrap()
    }

    fn descent() -> DescentSpecification {
        DescentSpecification { epochs: 3, batch_size: 20, ..DescentSpecification::for_networks() }
    }

    /// Keeps a record, and counts gradients.
    #[derive(Default)]
    struct Keeper {
        journal: Journal,
        gradients: usize,
    }

    impl Observer for Keeper {
        async fn breathe(&mut self, work: Work) {
            self.gradients += usize::from(matches!(work, Work::Gradient(_)));
        }

        async fn hold(&mut self) -> Result<(), Interrupted> {
            Ok(())
        }

        fn note(&mut self, _note: Note) {}

        fn journal(&mut self) -> Option<&mut Journal> {
            Some(&mut self.journal)
        }
    }

    fn run(settings: &Averaging, keeper: &mut Keeper) -> Findings {
        pollster::block_on(settings.run_cycles(&small_network(), &descent(), 1, keeper)).unwrap()
    }

    fn numbers(findings: &Findings) -> CycleNumbers {
        match &findings.numbers {
            Numbers::Averaging(AveragingNumbers::OnNetworks(numbers)) => numbers.clone(),
            others => panic!("{others:?}"),
        }
    }

    #[test]
    fn snapshots_that_hardly_move_are_as_good_as_their_means() {
        let settings = Averaging {
            maximum_rates: vec![1e-9],
            cycle_epochs: 1,
            snapshots: 3,
            repetitions: 2,
            ..Averaging::default()
        };
        let found = numbers(&run(&settings, &mut Keeper::default()));
        assert_eq!((found.diverged[0], found.disagreement[0]), (0, 0.0));
        assert_eq!(found.weight_average_accuracy[0], found.optimum_accuracy);
        assert_eq!(found.prediction_average_accuracy[0], found.optimum_accuracy);
        assert!((found.single_loss[0] - found.weight_average_loss[0]).abs() < 1e-6);
        assert!((found.cosine[0] - 1.0).abs() < 1e-9 && found.distance[0] < 1e-4);
        assert!(found.middle_rise[0].abs() < 1e-6);
        assert_eq!(found.polyline.position.len(), found.polyline.loss[0].len());
        assert_eq!((found.polyline.position[0], found.polyline.position.last()), (1.0, Some(&3.0)));
    }

    #[test]
    fn rates_that_diverge_are_recorded_and_a_job_continues_after_them() {
        let settings = Averaging {
            maximum_rates: vec![1e30, 0.01],
            cycle_optimizer: Optimizer::Momentum,
            cycle_epochs: 2,
            snapshots: 2,
            repetitions: 2,
            ..Averaging::default()
        };
        let mut keeper = Keeper::default();
        let first = run(&settings, &mut keeper);
        let found = numbers(&first);
        assert_eq!(found.diverged, [2, 0]);
        assert!(found.single_accuracy[0].is_nan() && found.single_accuracy[1].is_finite());
        assert!(found.distance[1] > 0.0 && found.polyline.loss[0].is_empty());
        assert!(figures_of(&first.numbers, "loss").is_ok());
        let mut again =
            Keeper { journal: Journal::new(keeper.journal.record().clone()), ..Keeper::default() };
        assert_eq!(run(&settings, &mut again).numbers, first.numbers);
        assert_eq!(again.gradients, 0);
    }

    #[test]
    fn progress_is_measured_against_the_work_that_is_done() {
        let settings = Averaging {
            maximum_rates: vec![0.01, 0.02],
            cycle_epochs: 2,
            snapshots: 3,
            repetitions: 2,
            ..Averaging::default()
        };
        #[derive(Default)]
        struct Counter(f64);
        impl Observer for Counter {
            async fn breathe(&mut self, work: Work) {
                self.0 += work.passes();
            }

            async fn hold(&mut self) -> Result<(), Interrupted> {
                Ok(())
            }

            fn note(&mut self, _note: Note) {}
        }
        let (network, mut counter) = (small_network(), Counter::default());
        pollster::block_on(settings.run_cycles(&network, &descent(), 1, &mut counter)).unwrap();
        let expected = settings.passes_of_cycles(&network, &descent());
        assert!((counter.0 / expected - 1.0).abs() < 0.01, "{} of {expected}", counter.0);
    }
}
