//! Benchmarks of networks on built-in images.

use super::BenchmarkError;
use super::stretches::{Rates, rates};
use crate::data::{SyntheticSize, synthetic};
use crate::descent::{Descent, Plan, Schedule};
use crate::landscape::{HostNetwork, Landscape, Regularisation};
use crate::network::{Activation, Architecture, NetworkShape};
use crate::observer::Unobserved;
use crate::points::{HostPoints, Minibatch, Points, Split};
use crate::simd::Instructions;
use crate::step::{Optimizer, Subspace};

/// A network that is timed.
#[derive(Debug, PartialEq)]
pub(super) struct Network {
    pub(super) name: &'static str,
    /// Widths of hidden layers; empty for the SimpleCNN.
    hidden: &'static [usize],
    activation: Activation,
    /// The factor on the widths.
    width: f64,
}

/// All networks that are timed.
pub(super) static NETWORKS: [Network; 5] = [
    Network { name: "simple-cnn", hidden: &[], activation: Activation::Relu, width: 1.0 },
    Network { name: "simple-cnn-tanh", hidden: &[], activation: Activation::Tanh, width: 1.0 },
    Network { name: "simple-cnn-double", hidden: &[], activation: Activation::Relu, width: 2.0 },
    Network { name: "mlp-256", hidden: &[256], activation: Activation::Relu, width: 1.0 },
    Network { name: "mlp-64-64", hidden: &[64, 64], activation: Activation::Relu, width: 1.0 },
];

/// Training images: their number matters little, but they should not all fit in the nearest caches.
const IMAGES: usize = 4_096;
/// Steps before the clock starts: early steps differ in speed, because units still die and revive.
pub(super) const STEPS_BEFORE: usize = 300;
/// The learning rate of Adam.
const LEARNING_RATE: f64 = 1e-3;
/// The seed of images, start and batches.
const SEED: u64 = 0;

impl Network {
    fn landscape(
        &self,
        train: usize,
        test: usize,
        instructions: Instructions,
    ) -> Result<HostNetwork, BenchmarkError> {
        let images = synthetic::generate(SEED, SyntheticSize { train, test })?;
        let architecture = match self.hidden {
            [] => Architecture::default(),
            hidden => Architecture::Mlp { hidden: hidden.to_vec() },
        };
        let shape = images.train().shape();
        let shape =
            NetworkShape::new(&architecture, self.activation, self.width, shape, images.train().classes())?;
        let normalisation = images.normalisation();
        let plain = Regularisation::default();
        Ok(HostNetwork::new(shape, images.train(), images.test(), &normalisation, plain, instructions)?)
    }

    /// Training images per second in whole Adam steps of `points` points side by side, where each point counts the
    /// images of its minibatches; and the share of live units at the end.
    pub(super) async fn training(
        &self,
        points: usize,
        batch: usize,
        instructions: Instructions,
        seconds: f64,
    ) -> Result<(Rates, Option<f64>), BenchmarkError> {
        let landscape = self.landscape(IMAGES, 10, instructions)?;
        let plan = Plan {
            optimizer: Optimizer::Adam,
            learning_rate: LEARNING_RATE,
            schedule: Schedule::Constant,
            cycles: 1,
            steps: usize::MAX,
            batch_size: batch,
            seed: SEED,
        };
        let mut watcher = Unobserved;
        let starts: Vec<_> = (0..points as u64).map(|number| landscape.start(SEED + number)).collect();
        let mut descent =
            Descent::begin(&landscape, HostPoints::stack(&starts), Subspace::Full, plan, &mut watcher)?;
        descent.run_to(STEPS_BEFORE, &mut watcher).await?;
        let steps = rates(seconds, async |times| {
            let step = descent.steps_taken() + times;
            descent.run_to(step, &mut Unobserved).await
        });
        let steps = steps.await?;
        let count = (points * batch) as f64;
        let point = descent.points(&mut watcher).await?;
        let some = Minibatch { examples: (0..IMAGES as u32).collect(), noise: 0 };
        let live_units = landscape.live_units(&point, &some);
        Ok((Rates { best: steps.best * count, median: steps.median * count }, live_units))
    }

    /// Images per second in measurements of the loss, `batch` (at least 10) at a time.
    pub(super) async fn forward(
        &self,
        batch: usize,
        instructions: Instructions,
        seconds: f64,
    ) -> Result<Rates, BenchmarkError> {
        let landscape = self.landscape(10, batch.max(10), instructions)?;
        let point = landscape.start(SEED);
        let count = landscape.examples(Split::Test) as f64;
        let times = rates(seconds, async |times| {
            for _ in 0..times {
                landscape.evaluate(&point, Split::Test, &mut Unobserved).await?;
            }
            Ok::<_, BenchmarkError>(())
        });
        let times = times.await?;
        Ok(Rates { best: times.best * count, median: times.median * count })
    }
}
