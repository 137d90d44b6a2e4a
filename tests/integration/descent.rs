//! Descents in subspaces with known answers.

use pollster::block_on;
use wedgelab::descent::{Descent, DescentError, DescentSpecification, Plan, Schedule, descend};
use wedgelab::landscape::Landscape;
use wedgelab::landscape::wedges::{Family, Wedges, WedgesSpecification};
use wedgelab::numerics::random::{Purpose, standard_normal, stream};
use wedgelab::numerics::wide_dot;
use wedgelab::observer::{Interrupted, Journal, Note, Observer, Unobserved, Work};
use wedgelab::points::{HostPoints, Points};
use wedgelab::step::{Optimizer, Plane, Subspace};

fn wedges(dimension: usize, wedge_dimension: usize) -> Wedges {
    let specification =
        WedgesSpecification { dimension, wedge_dimension, family: Family::All, ..Default::default() };
    Wedges::new(&specification, 1).unwrap()
}

fn plan(optimizer: Optimizer, learning_rate: f64, steps: usize) -> Plan {
    Plan { optimizer, learning_rate, steps, ..DescentSpecification::for_wedges().plan(1, 1) }
}

fn run(landscape: &Wedges, start: HostPoints, subspace: Subspace<HostPoints>, plan: Plan) -> HostPoints {
    block_on(descend(landscape, start, subspace, plan, &mut Unobserved)).unwrap().points
}

/// Orthonormal rows by Gram–Schmidt.
fn orthonormal(count: usize, dimension: usize, seed: u64) -> HostPoints {
    let mut random = stream(seed, Purpose::Directions);
    let mut rows: Vec<Vec<f64>> = Vec::new();
    while rows.len() < count {
        let mut row = standard_normal(&mut random, dimension);
        for earlier in &rows {
            let along = wide_dot(&row, earlier);
            row.iter_mut().zip(earlier).for_each(|(value, other)| *value -= along * other);
        }
        let norm = wide_dot(&row, &row).sqrt();
        rows.push(row.into_iter().map(|value| value / norm).collect());
    }
    HostPoints::new(dimension, rows.concat()).unwrap()
}

#[test]
fn plain_descent_shrinks_the_loss_by_one_factor_a_step() {
    // Reconstruction, section 2.0, oracle 4: L_t = (1 − η)^t L_0.
    let landscape = wedges(200, 150);
    let start = landscape.start(5);
    let descended = block_on(descend(
        &landscape,
        start.clone(),
        Subspace::Full,
        plan(Optimizer::Sgd, 0.25, 20),
        &mut Unobserved,
    ))
    .unwrap();
    for (step, losses) in descended.history.iter().enumerate() {
        let expected = 0.75_f64.powi(step as i32) * landscape.distance(start.point(0));
        assert!((losses[0] / expected - 1.0).abs() < 1e-12, "step {step}");
    }
}

#[test]
fn a_hyperplane_is_never_left_and_the_wedge_is_reached() {
    // Adam would leave it, because it scales every coordinate separately (reconstruction, section 2.6).
    for optimizer in [Optimizer::Sgd, Optimizer::Adam, Optimizer::Momentum] {
        let landscape = wedges(120, 90);
        let through = landscape.start(2);
        let directions = orthonormal(3, 120, 4);
        let subspace = Subspace::Normal { through: through.clone(), directions: directions.clone() };
        let schedule = Schedule::CosineCyclic;
        let plan = Plan { schedule, ..plan(optimizer, 0.05, 800) };
        let end = run(&landscape, through.clone(), subspace, plan);
        let moved = end.clone().add(-1.0, &through);
        for direction in directions.iter() {
            assert!(wide_dot(moved.point(0), direction).abs() < 1e-12, "{optimizer:?}");
        }
        let (before, after) = (landscape.distance(through.point(0)), landscape.distance(end.point(0)));
        assert!(after < 0.02 * before, "{optimizer:?}: {before} to {after}");
    }
}

#[test]
fn a_random_plane_finds_a_solution_from_as_many_dimensions_as_a_wedge_is_short() {
    // Reconstruction, section 2.1: success from d = s on, never below; tested away from the ill-conditioned threshold.
    let landscape = wedges(200, 160);
    let found = |plane_dimension: usize| {
        let origin = landscape.start(3);
        let axes = orthonormal(plane_dimension, 200, 9);
        let coordinates = HostPoints::from_fn(1, plane_dimension, |_, _| 0.0);
        let subspace = Subspace::Planes(vec![Plane::spanned_by(&axes, origin.clone())]);
        let plan = Plan { schedule: Schedule::CosineCyclic, ..plan(Optimizer::Adam, 0.05, 3_000) };
        let end = run(&landscape, coordinates, subspace, plan);
        landscape.distance(end.point(0)) / landscape.distance(origin.point(0))
    };
    assert!(found(60) < 1e-3, "{}", found(60));
    assert!(found(20) > 0.1, "{}", found(20));
}

#[test]
fn points_in_planes_descend_together_as_each_alone_and_in_leaps_as_step_by_step() {
    let landscape = wedges(200, 160);
    let planes: Vec<_> =
        (0..3).map(|seed| Plane::spanned_by(&orthonormal(40, 200, seed), landscape.start(seed))).collect();
    let start = |points| HostPoints::from_fn(points, 40, |_, _| 0.0);
    for optimizer in [Optimizer::Adam, Optimizer::Sgd, Optimizer::Momentum] {
        let plan = plan(optimizer, 0.05, 150);
        let together = run(&landscape, start(3), Subspace::Planes(planes.clone()), plan);
        for (index, plane) in planes.iter().enumerate() {
            let alone = run(&landscape, start(1), Subspace::Planes(vec![plane.clone()]), plan);
            assert_eq!(together.rows(index..index + 1), alone, "{optimizer:?}");
            let watcher = &mut Unobserved;
            let subspace = Subspace::Planes(vec![plane.clone()]);
            let mut descent = Descent::begin(&landscape, start(1), subspace, plan, watcher).unwrap();
            (1..=150).for_each(|step| block_on(descent.run_to(step, watcher)).unwrap());
            assert_eq!(block_on(descent.finish(watcher)).unwrap().points, alone, "{optimizer:?}");
        }
    }
}

#[test]
fn points_descend_together_as_each_alone() {
    let landscape = wedges(50, 30);
    let (one, two) = (landscape.start(1), landscape.start(2));
    let plan = plan(Optimizer::Adam, 0.01, 50);
    let together = run(&landscape, HostPoints::stack(&[one.clone(), two.clone()]), Subspace::Full, plan);
    assert_eq!(together.rows(0..1), run(&landscape, one, Subspace::Full, plan));
    assert_eq!(together.rows(1..2), run(&landscape, two, Subspace::Full, plan));
}

#[test]
fn a_descent_that_leaves_all_numbers_says_at_which_step() {
    let landscape = wedges(20, 10);
    let start = landscape.start(1);
    let plan = plan(Optimizer::Sgd, 1e200, 10);
    let error = block_on(descend(&landscape, start, Subspace::Full, plan, &mut Unobserved)).unwrap_err();
    let DescentError::Diverged { step: step @ 2..=5, losses } = error else { panic!("{error}") };
    assert_eq!(losses.len(), step - 1);
    assert!(losses.iter().all(|loss| loss.is_finite()));
}

/// Only keeps a record.
#[derive(Default)]
struct Recorder {
    journal: Journal,
    steps: usize,
}

impl Observer for Recorder {
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
}

#[test]
fn a_descent_that_diverged_stays_on_record_as_one_and_others_keep_their_places() {
    let landscape = wedges(50, 40);
    let both = |recorder: &mut Recorder| {
        [1000.0, 0.25].map(|rate| {
            let start = landscape.start(5);
            block_on(descend(&landscape, start, Subspace::Full, plan(Optimizer::Sgd, rate, 400), recorder))
        })
    };
    let mut first = Recorder::default();
    let [diverged, descended] = both(&mut first);
    let Err(DescentError::Diverged { step, losses }) = diverged else { panic!("it does not diverge") };
    let mut again = Recorder { journal: Journal::new(first.journal.record().clone()), steps: 0 };
    let [known, recalled] = both(&mut again);
    assert_eq!(again.steps, 0);
    assert_eq!(recalled.unwrap().points, descended.unwrap().points);
    assert!(
        matches!(known, Err(DescentError::Diverged { step: at, losses: before }) if at == step && before == losses)
    );
}
