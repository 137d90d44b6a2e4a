//! Short directions of a network: near its optima, along the tunnel between two, in the middle of several, and against
//! the learning rate (figure 4 of the paper).

use super::beside::{Counting, Trial, loss};
use super::network_claims::claims;
use super::network_numbers::{Along, Connector, Counts, NetworkDirections, Rates};
use super::repetition::{FAR, POSITIONS, Repetition};
use super::{ShortDirections, ShortDirectionsNumbers};
use crate::descent::{DescentSpecification, Plan, Schedule};
use crate::experiment::random_plane::plan_in_planes;
use crate::experiment::training::train_passes;
use crate::experiment::{ExperimentError, Findings, different_optima, seeds_of_repetitions};
use crate::landscape::{Landscape, measure};
use crate::numerics::length;
use crate::numerics::random::trial_seeds;
use crate::observer::{Observer, Work};
use crate::points::{HostPoints, Points, Split};

/// The approximate share of the planes' dimensions that are tried until one reaches the threshold.
const TRIED: f64 = 0.75;

/// Counts at all points, in every repetition.
pub(super) async fn run<L: Landscape>(
    settings: &ShortDirections,
    landscape: &L,
    descent: &DescentSpecification,
    seed: u64,
    observer: &mut impl Observer,
) -> Result<Findings, ExperimentError> {
    let mut plane_dimension = settings.plane_dimensions.clone();
    plane_dimension.sort_unstable();
    plane_dimension.dedup();
    let mut m = settings.m.clone();
    m.sort_unstable();
    m.dedup();
    let mut learning_rate = settings.learning_rates.clone();
    learning_rate.sort_unstable_by(f64::total_cmp);
    let blank = |count| vec![Counts::default(); count];
    let mut numbers = NetworkDirections {
        plane_dimension,
        radius: Vec::new(),
        threshold: Vec::new(),
        along: Along { position: POSITIONS.to_vec(), counts: blank(POSITIONS.len()) },
        far: Along { position: FAR.map(|place| POSITIONS[place]).to_vec(), counts: blank(FAR.len()) },
        unfinished: Counts::default(),
        connector: Connector { counts: blank(m.len()), m },
        rates: Rates { target_loss: Vec::new(), counts: blank(learning_rate.len()), learning_rate },
        spectra: Vec::new(),
    };
    for seed in seeds_of_repetitions(None, seed, settings.repetitions) {
        let optima =
            different_optima(landscape, None, descent, seed, settings.optima().max(2), observer).await?;
        let measured = measure(landscape, &optima.rows(0..2), Split::Measured, observer).await?;
        let optima = optima.read().await?;
        let ends = [measured[0].loss, measured[1].loss];
        let radius = settings.perturbation * length(optima.point(0));
        let threshold = 0.5 * (ends[0] + ends[1]) + settings.threshold;
        let plane_dimensions = numbers.plane_dimension.clone();
        let seeds = trial_seeds(seed, settings.trials);
        let plan = counting_plan(settings, landscape, descent);
        let counting =
            Counting { radius, threshold, plane_dimensions: &plane_dimensions, plan, seeds: &seeds };
        let repetition = Repetition { settings, landscape, descent, seed, optima, ends, counting };
        numbers.radius.push(radius);
        numbers.threshold.push(threshold);
        let points = repetition.tunnel(observer).await?;
        repetition.along(&points, &mut numbers.along, &mut numbers.far, observer).await?;
        repetition.unfinished(&mut numbers.unfinished, observer).await?;
        repetition.connectors(&mut numbers.connector, &numbers.along.counts[2], observer).await?;
        repetition.rates(&mut numbers.rates, observer).await?;
        if numbers.spectra.is_empty() {
            numbers.spectra = repetition.spectra(&points, observer).await?;
        }
    }
    Ok(Findings {
        claims: claims(&numbers),
        numbers: ShortDirectionsNumbers::OnNetworks(numbers).into(),
        final_measurements: None,
        optimum: None,
    })
}

/// The plan of descents in planes when short directions are counted.
fn counting_plan(
    settings: &ShortDirections,
    landscape: &impl Landscape,
    descent: &DescentSpecification,
) -> Plan {
    let plan = descent.plan_of_steps(settings.plane_steps, landscape.examples(Split::Train), 0);
    // A rate that decays to zero suits planes of all dimensions: the more axes there are, the longer is a step at the
    // full rate.
    Plan { schedule: Schedule::CosineCyclic, cycles: 1, ..plan_in_planes(plan, settings.plane_learning_rate) }
}

/// Counts short directions near a point, with a threshold relative to its own loss.
///
/// # Errors
/// When the work is cancelled or the device fails.
pub(in crate::experiment) async fn trials_beside<L: Landscape>(
    settings: &ShortDirections,
    landscape: &L,
    descent: &DescentSpecification,
    point: &HostPoints<f64>,
    seeds: &[u64],
    observer: &mut impl Observer,
) -> Result<Vec<Trial>, ExperimentError> {
    let own_loss = loss(landscape, &landscape.points(point), observer).await?;
    let counting = Counting {
        radius: settings.perturbation * length(point.point(0)),
        threshold: own_loss + settings.threshold,
        plane_dimensions: &settings.plane_dimensions,
        plan: counting_plan(settings, landscape, descent),
        seeds,
    };
    counting.beside(landscape, point, observer).await
}

/// The work of counting near `points` points, in passes of an example.
pub(in crate::experiment) fn passes_beside(
    settings: &ShortDirections,
    landscape: &impl Landscape,
    descent: &DescentSpecification,
    points: usize,
) -> f64 {
    let batch = descent.batch_size.min(landscape.examples(Split::Train));
    let planes = TRIED * (points * settings.trials * settings.plane_dimensions.len()) as f64;
    planes * Work::Gradient((settings.plane_steps * batch) as f64).passes()
        + Work::Evaluation(planes * landscape.examples(Split::Measured) as f64).passes()
}

/// The work, in passes of an example.
pub(super) fn passes(
    settings: &ShortDirections,
    landscape: &impl Landscape,
    descent: &DescentSpecification,
) -> f64 {
    let train = landscape.examples(Split::Train);
    let batch = descent.batch_size.min(train);
    let beyond_two = settings.m.iter().filter(|&&m| m > 1).count();
    // There are two descents to the middle: one of them stops before it is as low as the ends.
    let between = POSITIONS.len() - 1 + beyond_two;
    let points = POSITIONS.len() + FAR.len() + 1 + beyond_two + settings.learning_rates.len();
    let descents = (settings.optima().max(2) + settings.learning_rates.len()) as f64;
    let steps = descent.plan_of_steps(settings.steps, train, 0).steps;
    let products =
        if settings.lanczos_steps == 0 { 0 } else { 2 * 2 * settings.probes * settings.lanczos_steps };
    let repeated = descents * train_passes(landscape, descent)
        + Work::Gradient((between * steps * batch) as f64).passes()
        + passes_beside(settings, landscape, descent, points);
    settings.repetitions as f64 * repeated
        + Work::Gradient((products * settings.curvature_examples.min(train)) as f64).passes()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{SyntheticSize, synthetic};
    use crate::experiment::{Numbers, Protocol};
    use crate::figure::figures_of;
    use crate::landscape::{HostNetwork, Regularisation};
    use crate::network::{Activation, NetworkShape};
    use crate::observer::Unobserved;
    use crate::simd::Instructions;

    fn small_network() -> HostNetwork {
        let images = synthetic::generate(3, SyntheticSize { train: 100, test: 20 }).unwrap();
        let shape = images.train().shape();
        let shape = NetworkShape::new(&"mlp-4".parse().unwrap(), Activation::Relu, 1.0, shape, 10).unwrap();
        let (train, test) = (images.train(), images.test());
        let plain = Regularisation { l2: 1e-3, dropout: 0.0 };
        HostNetwork::new(shape, train, test, &images.normalisation(), plain, Instructions::best()).unwrap()
    }

    #[test]
    fn every_point_is_counted_with_one_threshold_and_one_step() {
        let settings = ShortDirections {
            trials: 2,
            m: vec![2, 1],
            plane_dimensions: vec![64, 4, 16],
            plane_steps: 30,
            steps: 60,
            // The last one never reaches the target.
            learning_rates: vec![1e-2, 2e-2, 1e-9],
            lanczos_steps: 4,
            curvature_examples: 20,
            repetitions: 2,
            ..ShortDirections::on_networks()
        };
        let descent = DescentSpecification {
            epochs: 4,
            batch_size: 20,
            learning_rate: 5e-3,
            ..DescentSpecification::for_networks()
        };
        let network = small_network();
        let findings = pollster::block_on(settings.run(&network, &descent, 1, &mut Unobserved)).unwrap();
        assert_eq!(figures_of(&findings.numbers, "loss (nats)").unwrap().len(), 5);
        let Numbers::ShortDirections(ShortDirectionsNumbers::OnNetworks(numbers)) = findings.numbers else {
            panic!("{:?}", findings.numbers)
        };
        assert_eq!(numbers.plane_dimension, [4, 16, 64]);
        let rates = &numbers.rates;
        assert_eq!((numbers.connector.m.as_slice(), rates.learning_rate[0]), ([1, 2].as_slice(), 1e-9));
        for repetition in 0..2 {
            let ends = [0, 4].map(|place| numbers.along.counts[place].own_loss[repetition]);
            assert!((numbers.threshold[repetition] - (0.5 * (ends[0] + ends[1]) + 0.5)).abs() < 1e-12);
            assert!(rates.counts[0].trials[repetition].is_empty() && !rates.counts[0].reached[repetition]);
            assert!(rates.counts[1].own_loss[repetition] <= rates.target_loss[repetition]);
        }
        let counted = numbers.along.counts.iter().chain(&numbers.connector.counts).chain(&rates.counts[1..]);
        for (repetition, trial) in counted.flat_map(|counts| {
            assert_eq!(counts.trials.len(), 2);
            counts
                .trials
                .iter()
                .enumerate()
                .flat_map(|(repetition, trials)| trials.iter().map(move |trial| (repetition, trial)))
        }) {
            let threshold = numbers.threshold[repetition];
            let (last, earlier) = match trial.loss.split_last() {
                Some((&last, earlier)) => (last, earlier),
                None => (trial.start_loss, &[] as &[f64]),
            };
            assert!(earlier.iter().all(|&loss| loss > threshold), "{trial:?}");
            assert_eq!(trial.short_directions.is_some(), last <= threshold, "{trial:?}");
        }
        assert!(numbers.unfinished.own_loss.len() == 2);
        // The middle of two optima is the middle of the tunnel.
        assert_eq!(numbers.connector.counts[0].own_loss, numbers.along.counts[2].own_loss);
        assert_eq!(numbers.spectra.len(), 2);
        for spectrum in &numbers.spectra {
            assert_eq!((spectrum.eigenvalue.len(), spectrum.eigenvalue[0].len()), (2, 4));
            assert!(spectrum.weight.iter().all(|run| (run.iter().sum::<f64>() - 1.0).abs() < 1e-9));
        }
    }

    #[test]
    fn a_step_that_stays_on_low_ground_needs_no_plane() {
        let settings = ShortDirections { perturbation: 1e-6, ..ShortDirections::on_networks() };
        let network = small_network();
        let point = network.start(1).convert();
        let descent = DescentSpecification::for_networks();
        let observer = &mut Unobserved;
        let trials = trials_beside(&settings, &network, &descent, &point, &[1, 2], observer);
        let trials = pollster::block_on(trials).unwrap();
        assert!(trials.iter().all(|trial| trial.short_directions == Some(0.0) && trial.loss.is_empty()));
    }
}
