//! Random planes through the start of a network's training: the loss and accuracy that descents reach in them, against
//! their dimension and the start's distance from the origin (Li et al. 2018; Fort and Scherlis 2018).

use super::connection::{self, Connection, connect};
use super::network_claims::claims;
use super::{RandomCut, RandomCutNumbers};
use crate::descent::{DescentError, DescentSpecification, Plan, descend};
use crate::experiment::from_json::from_json;
use crate::experiment::random_plane::{descend_in_random_plane, first_dimension_reaching, plan_in_planes};
use crate::experiment::training::train;
use crate::experiment::{ExperimentError, Findings};
use crate::landscape::{Landscape, LandscapeError, measure};
use crate::numerics::random::trial_seeds;
use crate::numerics::statistics::{mean, standard_deviation};
use crate::observer::{Note, Observer, Work};
use crate::points::{HostPoints, Measurement, Points, Split};
use crate::step::Subspace;
use serde::Serialize;

/// d_int90 is where planes reach this share of the full space's accuracy.
const SHARE_OF_FULL: f64 = 0.9;

/// What is plotted. Accuracies are shares of held-out examples, losses are measured on training examples.
#[derive(Debug, Clone, Serialize)]
pub struct NetworkCutNumbers {
    /// d, ascending.
    pub plane_dimension: Vec<usize>,
    /// The loss where the descent in a plane ends, NaN if it diverges: `[d][trial]`.
    pub loss: Vec<Vec<f64>>,
    /// The accuracy there: `[d][trial]`.
    pub accuracy: Vec<Vec<f64>>,
    /// The mean loss over the planes whose descent does not diverge.
    pub mean_loss: Vec<f64>,
    /// The mean accuracy over them.
    pub mean_accuracy: Vec<f64>,
    /// The standard deviation of the accuracy over them.
    pub accuracy_deviation: Vec<f64>,
    /// The descent in the full space with the same number of steps from the same start.
    pub full_space: DescentEnd,
    /// d_int90, the smallest dimension that reaches nine tenths of the full space's accuracy, interpolated; `None` if
    /// no plane does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub intrinsic_dimension: Option<f64>,
    /// Planes through the start times several factors.
    pub radii: RadiusNumbers,
    /// The network's short directions, and wedges with as many.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub connection: Option<Connection>,
}

from_json! {
    NetworkCutNumbers:
    needs [plane_dimension, loss, accuracy, mean_loss, mean_accuracy, full_space, radii],
    may lack [accuracy_deviation, intrinsic_dimension, connection]
}

/// Where a descent ends.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct DescentEnd {
    /// How many steps it takes.
    pub steps: usize,
    /// The loss.
    pub loss: f64,
    /// The accuracy.
    pub accuracy: f64,
}

from_json!(DescentEnd: needs [loss], may lack [steps, accuracy]);

/// Planes that differ only in their origin's distance from zero.
#[derive(Debug, Clone, Serialize)]
pub struct RadiusNumbers {
    /// The dimension of these planes.
    pub plane_dimension: usize,
    /// What the start is multiplied by, ascending.
    pub factor: Vec<f64>,
    /// The loss where descents end, NaN if one diverges: `[factor][trial]`.
    pub loss: Vec<Vec<f64>>,
    /// Its mean.
    pub mean_loss: Vec<f64>,
    /// The mean accuracy.
    pub mean_accuracy: Vec<f64>,
}

from_json!(RadiusNumbers: needs [factor, loss, mean_loss], may lack [plane_dimension, mean_accuracy]);

/// Descents in planes through one start.
struct Cuts<'a, L> {
    landscape: &'a L,
    start: HostPoints<f64>,
    plan: Plan,
}

impl<L: Landscape> Cuts<'_, L> {
    /// The loss and the accuracy where the descent ends in each plane through `factor` times the start.
    async fn ends(
        &self,
        dimension: usize,
        factor: f64,
        seeds: &[u64],
        observer: &mut impl Observer,
    ) -> Result<Vec<DescentEnd>, ExperimentError> {
        let origin = self.start.clone().scale(factor);
        let mut ends = Vec::with_capacity(seeds.len());
        for &seed in seeds {
            let plan = Plan { seed, ..self.plan };
            let found =
                descend_in_random_plane(self.landscape, &origin, dimension, seed, plan, observer).await?;
            ends.push(measured(self.landscape, found, plan.steps, observer).await?);
        }
        Ok(ends)
    }
}

async fn measured<L: Landscape>(
    landscape: &L,
    point: Option<L::Points>,
    steps: usize,
    observer: &mut impl Observer,
) -> Result<DescentEnd, LandscapeError> {
    let Some(point) = point else { return Ok(DescentEnd { steps, loss: f64::NAN, accuracy: f64::NAN }) };
    let first = |measured: Vec<Measurement>| measured.first().copied();
    let train = first(measure(landscape, &point, Split::Measured, observer).await?);
    let test = first(measure(landscape, &point, Split::Test, observer).await?);
    Ok(DescentEnd {
        steps,
        loss: train.map_or(f64::NAN, |measured| measured.loss),
        accuracy: test.and_then(|measured| measured.accuracy).unwrap_or(f64::NAN),
    })
}

/// Descends in every plane, and in the full space.
pub(super) async fn run<L: Landscape>(
    settings: &RandomCut,
    landscape: &L,
    descent: &DescentSpecification,
    seed: u64,
    observer: &mut impl Observer,
) -> Result<Findings, ExperimentError> {
    let plan = descent.plan_of_steps(settings.steps, landscape.examples(Split::Train), seed);
    observer.note(Note::Stage("descending in the full space".to_owned()));
    let full_space = full_space(landscape, descent, settings.steps, seed, observer).await?;
    let plan_in_planes = plan_in_planes(plan, settings.plane_learning_rate);
    let cuts = Cuts { landscape, start: landscape.start_on_host(seed).await?, plan: plan_in_planes };
    let mut plane_dimension = settings.plane_dimensions.clone();
    plane_dimension.sort_unstable();
    plane_dimension.dedup();
    let seeds = trial_seeds(seed, settings.trials);
    let mut ends = Vec::with_capacity(plane_dimension.len());
    for &dimension in &plane_dimension {
        observer.note(Note::Stage(format!("descending in planes of {dimension} dimensions")));
        ends.push(cuts.ends(dimension, settings.radius, &seeds, observer).await?);
    }
    let mut factor = settings.radii.clone();
    factor.sort_unstable_by(f64::total_cmp);
    let mut ends_by_factor = Vec::with_capacity(factor.len());
    for &factor in &factor {
        observer.note(Note::Stage(format!("descending in planes through {factor} times the start")));
        ends_by_factor.push(cuts.ends(settings.radius_dimension, factor, &seeds, observer).await?);
    }
    let radii = RadiusNumbers {
        plane_dimension: settings.radius_dimension,
        factor,
        mean_loss: means(&rows(&ends_by_factor, |end| end.loss)),
        mean_accuracy: means(&rows(&ends_by_factor, |end| end.accuracy)),
        loss: rows(&ends_by_factor, |end| end.loss),
    };
    let connection = match connect(landscape, descent, seed, &seeds, observer).await {
        Ok(connection) => Some(connection),
        Err(ExperimentError::Descent(DescentError::Diverged { .. })) => None,
        Err(error) => return Err(error),
    };
    let accuracy = rows(&ends, |end| end.accuracy);
    let mean_accuracy = means(&accuracy);
    let level = SHARE_OF_FULL * full_space.accuracy;
    let numbers = NetworkCutNumbers {
        intrinsic_dimension: first_dimension_reaching(&plane_dimension, &mean_accuracy, level),
        mean_loss: means(&rows(&ends, |end| end.loss)),
        loss: rows(&ends, |end| end.loss),
        accuracy_deviation: accuracy.iter().map(|row| standard_deviation(&numbers_of(row))).collect(),
        plane_dimension,
        mean_accuracy,
        accuracy,
        full_space,
        radii,
        connection,
    };
    Ok(Findings {
        claims: claims(&numbers),
        numbers: RandomCutNumbers::OnNetworks(numbers).into(),
        final_measurements: None,
        optimum: None,
    })
}

/// The descent in the full space from the same start: the training itself if `steps` is 0.
async fn full_space<L: Landscape>(
    landscape: &L,
    descent: &DescentSpecification,
    steps: usize,
    seed: u64,
    observer: &mut impl Observer,
) -> Result<DescentEnd, ExperimentError> {
    if steps == 0 {
        let trained = train(landscape, descent, seed, observer).await?;
        return Ok(measured(landscape, Some(trained.optimum), trained.losses.len(), observer).await?);
    }
    let plan = descent.plan_of_steps(steps, landscape.examples(Split::Train), seed);
    let point = match descend(landscape, landscape.start(seed), Subspace::Full, plan, observer).await {
        Ok(descended) => Some(descended.points),
        Err(DescentError::Diverged { .. }) => None,
        Err(error) => return Err(error.into()),
    };
    Ok(measured(landscape, point, steps, observer).await?)
}

/// The work, in passes of an example.
pub(super) fn passes(
    settings: &RandomCut,
    landscape: &impl Landscape,
    descent: &DescentSpecification,
) -> f64 {
    let train = landscape.examples(Split::Train);
    let steps = descent.plan_of_steps(settings.steps, train, 0).steps;
    let ends = 1 + settings.trials * (settings.plane_dimensions.len() + settings.radii.len());
    let measured = landscape.examples(Split::Measured) + landscape.examples(Split::Test);
    Work::Gradient((ends * steps * descent.batch_size.min(train)) as f64).passes()
        + Work::Evaluation((ends * measured) as f64).passes()
        + connection::passes(landscape, descent, settings.trials)
}

fn rows(ends: &[Vec<DescentEnd>], value: impl Fn(&DescentEnd) -> f64) -> Vec<Vec<f64>> {
    ends.iter().map(|row| row.iter().map(&value).collect()).collect()
}

/// The numbers of a row that are not NaN.
pub(super) fn numbers_of(row: &[f64]) -> Vec<f64> {
    row.iter().copied().filter(|value| !value.is_nan()).collect()
}

fn means(rows: &[Vec<f64>]) -> Vec<f64> {
    rows.iter().map(|row| mean(&numbers_of(row))).collect()
}

#[cfg(test)]
mod tests {
    use super::super::network_claims::best_radius;
    use super::*;
    use crate::data::{SyntheticSize, synthetic};
    use crate::experiment::{Experiment, Numbers, Protocol};
    use crate::figure::figures_of;
    use crate::landscape::{HostNetwork, Regularisation};
    use crate::network::{Activation, NetworkShape};
    use crate::observer::Unobserved;
    use crate::simd::Instructions;

    fn small_network() -> HostNetwork {
        let images = synthetic::generate(3, SyntheticSize { train: 100, test: 100 }).unwrap();
        let shape = images.train().shape();
        let shape = NetworkShape::new(&"mlp-4".parse().unwrap(), Activation::Relu, 1.0, shape, 10).unwrap();
        let (train, test) = (images.train(), images.test());
        let plain = Regularisation::default();
        HostNetwork::new(shape, train, test, &images.normalisation(), plain, Instructions::best()).unwrap()
    }

    fn found(settings: &RandomCut, descent: &DescentSpecification) -> NetworkCutNumbers {
        let network = small_network();
        let findings = pollster::block_on(settings.run(&network, descent, 1, &mut Unobserved)).unwrap();
        let charts = figures_of(&findings.numbers, "loss (nats)").unwrap();
        assert_eq!(charts.len(), 4);
        assert_eq!(
            findings.claims.iter().map(|claim| claim.name.as_str()).collect::<Vec<_>>(),
            ["grows", "redrawn", "radius"]
        );
        match findings.numbers {
            Numbers::RandomCut(RandomCutNumbers::OnNetworks(numbers)) => numbers,
            others => panic!("{others:?}"),
        }
    }

    #[test]
    fn larger_planes_reach_lower_losses_and_a_plane_of_no_dimensions_keeps_the_start() {
        let settings = RandomCut {
            plane_dimensions: vec![100, 0, 10],
            trials: 2,
            radii: vec![1.0, 0.5],
            radius_dimension: 10,
            steps: 60,
            ..RandomCut::on_networks()
        };
        let descent = DescentSpecification { batch_size: 25, ..DescentSpecification::for_networks() };
        let numbers = found(&settings, &descent);
        assert_eq!(numbers.plane_dimension, [0, 10, 100]);
        // In zero dimensions the start stays unchanged, whatever the plane.
        let network = small_network();
        let start =
            pollster::block_on(measure(&network, &network.start(1), Split::Measured, &mut Unobserved));
        assert_eq!(numbers.loss[0], [start.unwrap()[0].loss; 2]);
        assert!(numbers.mean_loss[0] > numbers.mean_loss[1] && numbers.mean_loss[1] > numbers.mean_loss[2]);
        // The same planes as in the sweep over dimensions, at a factor of one.
        assert_eq!(numbers.radii.factor, [0.5, 1.0]);
        assert_eq!(numbers.radii.loss[1], numbers.loss[1]);
        assert_ne!(numbers.radii.loss[0], numbers.loss[1]);
        assert_eq!(numbers.full_space.steps, 60);
    }

    #[test]
    fn without_steps_of_its_own_the_full_space_is_the_training() {
        let settings = RandomCut {
            plane_dimensions: vec![50, 200],
            trials: 2,
            radii: vec![1.0],
            radius_dimension: 3,
            steps: 0,
            ..RandomCut::on_networks()
        };
        let descent =
            DescentSpecification { epochs: 2, batch_size: 25, ..DescentSpecification::for_networks() };
        let numbers = found(&settings, &descent);
        let network = small_network();
        let trained = pollster::block_on(train(&network, &descent, 1, &mut Unobserved)).unwrap();
        let loss = pollster::block_on(measure(&network, &trained.optimum, Split::Measured, &mut Unobserved));
        assert_eq!((numbers.full_space.steps, numbers.full_space.loss), (8, loss.unwrap()[0].loss));
    }

    #[test]
    fn a_plane_that_no_memory_holds_is_refused_on_networks() {
        let settings = RandomCut { plane_dimensions: vec![10_001], ..RandomCut::on_networks() };
        assert_eq!(settings.check(None).unwrap_err().field, "plane_dimensions");
        assert!(Experiment::named_on_networks("random-cut").unwrap().check(None).is_ok());
    }

    #[test]
    fn diverged_planes_are_left_out_of_means_and_claims() {
        let end = |loss, accuracy| DescentEnd { steps: 1, loss, accuracy };
        let ends = [vec![end(1.0, 0.4), end(f64::NAN, f64::NAN)], vec![end(f64::NAN, f64::NAN)]];
        assert_eq!(means(&rows(&ends, |end| end.loss))[0], 1.0);
        assert!(means(&rows(&ends, |end| end.accuracy))[1].is_nan());
        let radii = RadiusNumbers {
            plane_dimension: 1,
            factor: vec![0.1, 1.0, 6.0],
            loss: Vec::new(),
            mean_loss: vec![2.0, 1.5, f64::NAN],
            mean_accuracy: Vec::new(),
        };
        let claim = best_radius(&radii).unwrap();
        assert_eq!((claim.holds(), claim.measured()), (Some(true), Some(1.0)));
    }
}
