//! Any bytes as requests to a pool's worker: they are carried out, or refused with a reason.
//!
//! One input holds several requests: the length of each (four bytes, little-endian) and its bytes.

use std::collections::VecDeque;
use std::future::{Future, ready};
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::time::Duration;
use wedgelab::data::{Dataset, ImageShape, Normalisation};
use wedgelab::landscape::{HostNetwork, Landscape, Regularisation, Variation};
use wedgelab::network::{Activation, NetworkShape};
use wedgelab::observer::Unobserved;
use wedgelab::points::{HostPoints, Minibatch, Points, Split};
use wedgelab::pool::{PoolWorker, PooledNetwork, Recipe, StartWorkers, WorkerState};
use wedgelab::simd::Instructions;
use wedgelab::step::{Optimizer, Plane, StepSequence, Subspace};

const PIXELS: ImageShape = ImageShape { channels: 1, height: 4, width: 4 };

/// The requests of jobs to their workers: for a small network and its steps and losses.
pub fn seeds() -> Vec<Vec<u8>> {
    let each = [Optimizer::Adam, Optimizer::Sgd, Optimizer::Momentum].map(conversation);
    each.into_iter().collect()
}

/// Carries out all requests in turn. A refused request does not end anything.
pub fn check(bytes: &[u8]) {
    let mut member = WorkerState::default();
    let mut left = bytes;
    while let Some((length, rest)) = left.split_first_chunk::<4>() {
        let length = usize::try_from(u32::from_le_bytes(*length)).unwrap().min(rest.len());
        let (request, rest) = rest.split_at(length);
        match wait(member.obey(request)) {
            // An answer begins with the number of its request, which follows the request's kind.
            Ok(Some(answer)) => assert_eq!(answer.get(..8), request.get(1..9)),
            Ok(None) => {}
            Err(error) => assert!(error.to_string().len() > 10, "{error}"),
        }
        left = rest;
    }
}

/// The result of work that never waits: nothing here has a device or a timer.
fn wait<T>(work: impl Future<Output = T>) -> T {
    match pin!(work).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(outcome) => outcome,
        Poll::Pending => panic!("the work waits for something"),
    }
}

/// Records what is sent to a worker.
#[derive(Clone, Default)]
struct Scribe {
    requests: Arc<Mutex<Vec<u8>>>,
    member: Arc<Mutex<WorkerState>>,
    answers: Arc<Mutex<VecDeque<Vec<u8>>>>,
}

impl StartWorkers for Scribe {
    fn most(&self) -> usize {
        1
    }

    fn multiplications_while_starting(&self) -> u64 {
        0
    }

    fn start(&self) -> Option<Box<dyn PoolWorker>> {
        Some(Box::new(self.clone()))
    }
}

impl PoolWorker for Scribe {
    fn is_ready(&self) -> bool {
        true
    }

    fn is_lost(&self) -> bool {
        false
    }

    fn send(&self, request: Vec<u8>) {
        let mut requests = self.requests.lock().unwrap();
        requests.extend(u32::try_from(request.len()).unwrap().to_le_bytes());
        requests.extend(&request);
        let answer = wait(self.member.lock().unwrap().obey(&request)).unwrap();
        self.answers.lock().unwrap().extend(answer);
    }

    fn answer(&self, _patience: Duration) -> Pin<Box<dyn Future<Output = Option<Vec<u8>>> + '_>> {
        Box::pin(ready(self.answers.lock().unwrap().pop_front()))
    }
}

fn images(count: usize) -> Dataset {
    let pixels = (0..count * PIXELS.values()).map(|place| (place * 37 % 256) as u8).collect();
    let labels = (0..count).map(|image| (image % 3) as u8).collect();
    let classes = ["a", "b", "c"].map(str::to_owned).to_vec();
    Dataset::new("images", pixels, labels, PIXELS, classes).unwrap()
}

/// The requests of a job: descents in the whole space, normal to a line and in planes, and measurements.
fn conversation(optimizer: Optimizer) -> Vec<u8> {
    let (train, test) = (images(5), images(3));
    let normalisation = Normalisation::of(&train);
    let architecture = match optimizer {
        Optimizer::Momentum => "mlp-2",
        _ => "cnn-2",
    };
    let shape = NetworkShape::new(&architecture.parse().unwrap(), Activation::Tanh, 1.0, PIXELS, 3).unwrap();
    let regularisation = Regularisation { l2: 0.01, dropout: 0.0 };
    // Instructions that every computer has, so that seeds are the same everywhere.
    let instructions = Instructions::Portable;
    let network =
        HostNetwork::new(shape.clone(), &train, &test, &normalisation, regularisation, instructions).unwrap();
    let scribe = Scribe::default();
    let recipe = Recipe {
        shape: &shape,
        train: &train,
        test: &test,
        measured: None,
        normalisation: &normalisation,
        regularisation,
        instructions: instructions.name(),
    };
    let network = PooledNetwork::new(network, recipe, Some(Box::new(scribe.clone())));
    converse(&network, optimizer);
    let dropout = Variation { dropout: Some(0.25), ..Variation::default() };
    converse(&network.varied(dropout).unwrap(), optimizer);
    std::mem::take(&mut *scribe.requests.lock().unwrap())
}

fn converse(network: &PooledNetwork<'_>, optimizer: Optimizer) {
    let starts: Vec<_> = (1..3).map(|seed| network.start(seed)).collect();
    let points = HostPoints::stack(&starts);
    for split in [Split::Train, Split::Test] {
        wait(network.evaluate(&points, split, &mut Unobserved)).unwrap();
    }
    let dimension = network.dimension();
    let direction = HostPoints::from_fn(1, dimension, |_, axis| f32::from(axis == 1));
    let axes = HostPoints::from_fn(2, dimension, |axis, place| f64::from(u8::from(axis == place)));
    let planes = starts.iter().map(|start| Plane::spanned_by(&axes, start.clone())).collect();
    let subspaces = [
        (Subspace::Full, points.clone()),
        (Subspace::Normal { through: points.clone(), directions: direction }, points),
        (Subspace::Planes(planes), HostPoints::origins(2, 2)),
    ];
    for (descent, (subspace, variables)) in (1..).zip(subspaces) {
        let steps = vec![(Minibatch { examples: vec![0, 3], noise: 4 }, 0.1); 2];
        let first =
            StepSequence { descent, subspace, variables, optimizer, memory: Vec::new(), taken: 0, steps };
        let taken = wait(network.take_steps(first.clone(), &mut Unobserved)).unwrap();
        let (variables, memory) = (taken.variables, taken.memory);
        wait(network.take_steps(StepSequence { variables, memory, taken: 2, ..first }, &mut Unobserved))
            .unwrap();
    }
}
