//! How fast landscapes are evaluated: the toy's loss and gradient, and training steps and measurements of a SimpleCNN.
//!
//! `cargo bench` (or `make bench`) prints times with confidence intervals.

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use std::hint::black_box;
use wedgelab::landscape::wedges::{Family, Wedges, WedgesSpecification};
use wedgelab::landscape::{HostPoints, Landscape, Minibatch, Points};

/// The toy with a tenth of the directions short.
fn wedges(family: Family, dimension: usize) -> Wedges<f32> {
    let specification =
        WedgesSpecification { dimension, wedge_dimension: dimension * 9 / 10, family, ..Default::default() };
    // The specification is within its ranges.
    Wedges::new(&specification, 1).unwrap_or_else(|error| unreachable!("{error}"))
}

fn toy(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("wedges: loss and gradient of 16 points");
    for (family, dimension) in [
        (Family::All, 1_000),
        (Family::All, 100_000),
        (Family::AxisAligned, 1_000),
        (Family::AxisAligned, 100_000),
        (Family::Oriented, 1_000),
    ] {
        let landscape = wedges(family, dimension);
        let points = HostPoints::stack(&(0..16).map(|seed| landscape.start(seed)).collect::<Vec<_>>());
        let batch = Minibatch { examples: vec![0], noise: 0 };
        group.throughput(Throughput::Elements(16 * dimension as u64));
        group.bench_function(BenchmarkId::new(format!("{family:?}"), dimension), |bencher| {
            bencher.iter(|| black_box(landscape.loss_and_gradient(black_box(&points), &batch)));
        });
    }
    group.finish();
}

#[cfg(feature = "compute")]
mod networks {
    use super::*;
    use burn::tensor::Device;
    use wedgelab::data::{SyntheticSize, synthetic};
    use wedgelab::landscape::{NetworkLandscape, Portions, Regularisation, Split};
    use wedgelab::network::{Activation, Architecture, NetworkShape};
    use wedgelab::observer::Unobserved;

    const BATCH: u32 = 128;

    pub fn simple_cnn(criterion: &mut Criterion) {
        let size = SyntheticSize { train: 1_024, test: 1_024 };
        let Ok(images) = synthetic::generate(0, size) else { return };
        let (train, test) = (images.train(), images.test());
        let Ok(shape) = NetworkShape::new(
            &Architecture::default(),
            Activation::Relu,
            1.0,
            train.shape(),
            train.classes(),
        ) else {
            return;
        };
        let Ok(landscape) = NetworkLandscape::new(
            shape,
            train,
            test,
            &images.normalisation(),
            Regularisation::default(),
            Portions::CPU,
            &Device::flex(),
        ) else {
            return;
        };
        let point = landscape.start(1);
        let mut group = criterion.benchmark_group("SimpleCNN on the CPU");
        group.sample_size(10).throughput(Throughput::Elements(u64::from(BATCH)));
        let batch = Minibatch { examples: (0..BATCH).collect(), noise: 0 };
        group.bench_function("loss and gradient of 128 images", |bencher| {
            bencher.iter(|| {
                let gradient = landscape.loss_and_gradient(&point, &batch).map(|(_, gradient)| gradient);
                black_box(gradient.map(|gradient| pollster::block_on(gradient.read())))
            });
        });
        group.throughput(Throughput::Elements(1_024));
        group.bench_function("loss of 1,024 images", |bencher| {
            bencher.iter(|| {
                black_box(pollster::block_on(landscape.measure(&point, Split::Test, &mut Unobserved)))
            });
        });
        group.finish();
    }
}

#[cfg(not(feature = "compute"))]
criterion_group!(benches, toy);
#[cfg(feature = "compute")]
criterion_group!(benches, toy, networks::simple_cnn);
criterion_main!(benches);
