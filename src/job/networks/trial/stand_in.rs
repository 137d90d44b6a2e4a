//! Stands in for a device in tests: a landscape with a hook before each of its gradients.

use crate::landscape::{Landscape, LandscapeError, Predictions, Variation};
use crate::observer::Observer;
use crate::points::{HostPoints, Measurement, Minibatch, ReadError, Split};
use crate::step::Gradient;
use serde_json::Value;
use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Another landscape's numbers, with a hook before each gradient.
pub(in crate::job::networks) struct StandIn<L, F> {
    inner: L,
    before: F,
    gradients: AtomicUsize,
}

impl<L, F> StandIn<L, F>
where
    L: Landscape,
    F: Fn(usize) -> Result<(), ReadError> + Sync,
{
    /// Calls `before` with the number of gradients requested until then.
    pub(in crate::job::networks) fn new(inner: L, before: F) -> Self {
        Self { inner, before, gradients: AtomicUsize::new(0) }
    }
}

impl<L, F> Gradient for StandIn<L, F>
where
    L: Landscape,
    F: Fn(usize) -> Result<(), ReadError> + Sync,
{
    type Points = L::Points;
    type Losses = L::Losses;

    fn loss_and_gradient(
        &self,
        points: &L::Points,
        batch: &Minibatch,
    ) -> Result<(L::Losses, L::Points), LandscapeError> {
        (self.before)(self.gradients.fetch_add(1, Ordering::SeqCst))?;
        self.inner.loss_and_gradient(points, batch)
    }

    fn gradients_at_once(&self) -> usize {
        self.inner.gradients_at_once()
    }

    fn takes_points_apart(&self) -> bool {
        self.inner.takes_points_apart()
    }
}

impl<L, F> Landscape for StandIn<L, F>
where
    L: Landscape,
    F: Fn(usize) -> Result<(), ReadError> + Sync,
{
    fn dimension(&self) -> usize {
        self.inner.dimension()
    }

    fn examples(&self, split: Split) -> usize {
        self.inner.examples(split)
    }

    fn points_at_once(&self) -> usize {
        self.inner.points_at_once()
    }

    fn points(&self, rows: &HostPoints<f64>) -> L::Points {
        self.inner.points(rows)
    }

    fn start(&self, seed: u64) -> L::Points {
        self.inner.start(seed)
    }

    async fn start_on_host(&self, seed: u64) -> Result<HostPoints<f64>, ReadError> {
        self.inner.start_on_host(seed).await
    }

    fn groups(&self) -> Vec<Range<usize>> {
        self.inner.groups()
    }

    /// `None`: the hook belongs to this landscape alone.
    fn varied(&self, _variation: Variation) -> Option<Self> {
        None
    }

    fn identity(&self) -> Option<Value> {
        self.inner.identity()
    }

    async fn predict(
        &self,
        points: &L::Points,
        split: Split,
        observer: &mut impl Observer,
    ) -> Result<Vec<Predictions>, LandscapeError> {
        self.inner.predict(points, split, observer).await
    }

    async fn evaluate(
        &self,
        points: &L::Points,
        split: Split,
        observer: &mut impl Observer,
    ) -> Result<Vec<Measurement>, LandscapeError> {
        self.inner.evaluate(points, split, observer).await
    }
}

/// A small network on a few built-in images, on the host.
pub(in crate::job::networks) fn small_network() -> crate::landscape::HostNetwork {
    use crate::data::{SyntheticSize, synthetic};
    use crate::landscape::{HostNetwork, Regularisation};
    use crate::network::{Activation, NetworkShape};
    use crate::simd::Instructions;
    let images = synthetic::generate(1, SyntheticSize { train: 40, test: 20 }).unwrap();
    let (train, test) = (images.train(), images.test());
    let network = "mlp-4".parse().unwrap();
    let shape = NetworkShape::new(&network, Activation::Relu, 1.0, train.shape(), train.classes()).unwrap();
    let (normalisation, plain) = (images.normalisation(), Regularisation::default());
    HostNetwork::new(shape, train, test, &normalisation, plain, Instructions::best()).unwrap()
}

#[test]
fn a_stand_in_is_its_landscape() {
    let network = || small_network().with_identity(serde_json::json!("small"));
    let stand_in = StandIn::new(network(), |_| Ok(()));
    pollster::block_on(crate::landscape::wrapping::assert_describes(&stand_in, &network()));
    assert_eq!(stand_in.identity(), network().identity());
}
