//! Benchmarks of landscapes: everything that `wedgelab bench` measures, on one thread and on two, and then what it does
//! not: the toy's other families, a SimpleCNN with other vector instructions, and networks through Burn on the CPU, which
//! computes those that have no kernels of their own.
//!
//! `make bench` prints images, points or steps per second, and for the rest the fastest, median and slowest times.
//! `cargo bench -- NAME` measures what has NAME in its name.

use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use wedgelab::benchmark::Benchmark;
use wedgelab::landscape::wedges::{Family, Wedges, WedgesSpecification};
use wedgelab::landscape::{Landscape, measure};
use wedgelab::points::{HostPoints, Minibatch, Points};
use wedgelab::simd::Instructions;
use wedgelab::step::Gradient;

/// Seconds for each figure of the table.
const SECONDS: f64 = 1.0;

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    // Cargo passes `--bench` to `cargo bench`, but not to `cargo test`.
    if arguments.iter().any(|argument| argument == "--bench") {
        let asked: Vec<&String> = arguments.iter().filter(|argument| !argument.starts_with('-')).collect();
        print_table(|name| asked.is_empty() || asked.iter().any(|part| name.contains(part.as_str())))?;
    }
    divan::main();
    Ok(())
}

/// Prints a line for each requested benchmark and number of threads.
fn print_table(is_asked_for: impl Fn(&str) -> bool) -> anyhow::Result<()> {
    for threads in [1, 2] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build()?;
        for benchmark in Benchmark::all().filter(|benchmark| is_asked_for(&benchmark.name())) {
            let measuring = || pollster::block_on(benchmark.measure(Instructions::best(), threads, SECONDS));
            println!("{}", pool.install(measuring)?);
        }
    }
    Ok(())
}

/// Points in a batch.
const POINTS: u64 = 16;

/// Loss and gradient of sixteen points on the toy, with a tenth of the directions short.
#[divan::bench(args = [
    (Family::All, 1_000),
    (Family::All, 100_000),
    (Family::AxisAligned, 1_000),
    (Family::AxisAligned, 100_000),
    (Family::Oriented, 1_000),
])]
fn wedges_loss_and_gradient(bencher: Bencher, (family, dimension): (Family, usize)) {
    let specification =
        WedgesSpecification { dimension, wedge_dimension: dimension * 9 / 10, family, ..Default::default() };
    let Ok(landscape) = Wedges::<f32>::new(&specification, 1) else { return };
    let points = HostPoints::stack(&(0..POINTS).map(|seed| landscape.start(seed)).collect::<Vec<_>>());
    let batch = Minibatch { examples: vec![0], noise: 0 };
    bencher
        .counter(ItemsCount::new(POINTS))
        .bench(|| black_box(landscape.loss_and_gradient(black_box(&points), &batch)));
}

mod by_own_kernels {
    use super::*;
    use wedgelab::data::{SyntheticSize, synthetic};
    use wedgelab::landscape::{HostNetwork, Regularisation};
    use wedgelab::network::{Activation, NetworkShape};
    use wedgelab::observer::Unobserved;
    use wedgelab::points::Split;

    const BATCH: u32 = 128;
    const IMAGES: usize = 1_024;

    fn landscape(network: &str, instructions: &str, activation: Activation) -> Option<HostNetwork> {
        let instructions = instructions.parse().ok().filter(|set: &Instructions| set.is_available())?;
        let images = synthetic::generate(0, SyntheticSize { train: IMAGES, test: IMAGES }).ok()?;
        let (train, test) = (images.train(), images.test());
        let architecture = network.parse().ok()?;
        let shape = NetworkShape::new(&architecture, activation, 1.0, train.shape(), train.classes()).ok()?;
        let plain = Regularisation::default();
        HostNetwork::new(shape, train, test, &images.normalisation(), plain, instructions).ok()
    }

    /// One training step's loss and gradient. The last network needs as many multiplications as `resnet-16-32-64`.
    #[divan::bench(args = [
        ("simple-cnn", "avx512", Activation::Relu),
        ("simple-cnn", "avx512", Activation::Tanh),
        ("simple-cnn", "avx2", Activation::Relu),
        ("simple-cnn", "portable", Activation::Relu),
        ("cnn-40-80-80", "avx512", Activation::Relu),
    ])]
    fn loss_and_gradient(bencher: Bencher, (network, instructions, activation): (&str, &str, Activation)) {
        let Some(landscape) = landscape(network, instructions, activation) else { return };
        let point = landscape.start(1);
        let batch = Minibatch { examples: (0..BATCH).collect(), noise: 0 };
        bencher
            .counter(ItemsCount::new(BATCH))
            .bench(|| black_box(landscape.loss_and_gradient(&point, &batch).map(|(_, gradient)| gradient)));
    }

    /// The loss of many images, as a path or a plane needs it at every point.
    #[divan::bench(args = ["avx512", "avx2", "portable"])]
    fn loss(bencher: Bencher, instructions: &str) {
        let Some(landscape) = landscape("simple-cnn", instructions, Activation::Relu) else { return };
        let point = landscape.start(1);
        bencher.counter(ItemsCount::new(IMAGES)).bench(|| {
            black_box(pollster::block_on(measure(&landscape, &point, Split::Test, &mut Unobserved)))
        });
    }
}

#[cfg(feature = "compute")]
mod by_burn {
    use super::*;
    use burn::tensor::Device;
    use wedgelab::data::{SyntheticSize, synthetic};
    use wedgelab::landscape::{DeviceNetwork, Portions, Regularisation};
    use wedgelab::network::{Activation, NetworkShape};
    use wedgelab::observer::Unobserved;
    use wedgelab::points::Split;

    const BATCH: u32 = 128;
    const IMAGES: usize = 1_024;

    fn landscape(network: &str) -> Option<DeviceNetwork> {
        let images = synthetic::generate(0, SyntheticSize { train: IMAGES, test: IMAGES }).ok()?;
        let (train, test) = (images.train(), images.test());
        let architecture = network.parse().ok()?;
        let shape =
            NetworkShape::new(&architecture, Activation::Relu, 1.0, train.shape(), train.classes()).ok()?;
        let plain = Regularisation::default();
        let device = Device::flex();
        DeviceNetwork::new(shape, train, test, &images.normalisation(), plain, Portions::CPU, &device).ok()
    }

    /// One training step's loss and gradient.
    #[divan::bench(args = ["simple-cnn", "cnn-40-80-80", "resnet-16-32-64"], sample_count = 10)]
    fn loss_and_gradient(bencher: Bencher, network: &str) {
        let Some(landscape) = landscape(network) else { return };
        let point = landscape.start(1);
        let batch = Minibatch { examples: (0..BATCH).collect(), noise: 0 };
        bencher.counter(ItemsCount::new(BATCH)).bench(|| {
            let gradient = landscape.loss_and_gradient(&point, &batch).map(|(_, gradient)| gradient);
            black_box(gradient.map(|gradient| pollster::block_on(gradient.read())))
        });
    }

    /// The loss of many images, as a path or a plane needs it at every point.
    #[divan::bench(args = ["simple-cnn", "resnet-16-32-64"], sample_count = 10)]
    fn loss(bencher: Bencher, network: &str) {
        let Some(landscape) = landscape(network) else { return };
        let point = landscape.start(1);
        bencher.counter(ItemsCount::new(IMAGES)).bench(|| {
            black_box(pollster::block_on(measure(&landscape, &point, Split::Test, &mut Unobserved)))
        });
    }
}
