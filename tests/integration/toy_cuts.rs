//! Random planes through the wedges, against the predictions of geometry.

use pollster::block_on;
use wedgelab::experiment::random_cut::{CutNumbers, RandomCut, RandomCutNumbers, Solver};
use wedgelab::experiment::{Findings, Numbers, Protocol};
use wedgelab::landscape::Wedges;
use wedgelab::landscape::wedges::{Family, WedgesSpecification};
use wedgelab::observer::Unobserved;

fn run(settings: &RandomCut, specification: &WedgesSpecification, seed: u64) -> Findings {
    settings.check(Some(specification)).unwrap();
    let wedges = Wedges::<f64>::new(specification, seed).unwrap();
    block_on(settings.run_on_wedges(&wedges, &wedges, &RandomCut::descent_on_wedges(), seed, &mut Unobserved))
        .unwrap()
}

fn numbers(findings: &Findings) -> CutNumbers {
    match &findings.numbers {
        Numbers::RandomCut(RandomCutNumbers::OnWedges(numbers)) => numbers.clone(),
        others => panic!("{others:?}"),
    }
}

fn wedges(family: Family, dimension: usize, short: usize, wedges: usize) -> WedgesSpecification {
    WedgesSpecification {
        family,
        dimension,
        wedge_dimension: dimension - short,
        wedges,
        ..Default::default()
    }
}

fn assert_all_hold(findings: &Findings, context: &str) {
    for claim in &findings.claims {
        assert_eq!(claim.holds(), Some(true), "{context}: {claim:?}");
    }
}

#[test]
fn claims_hold_for_any_seed_with_the_exact_solver() {
    for (family, dimension, short, count) in [
        (Family::All, 60, 20, 1),
        (Family::AxisAligned, 60, 20, 5),
        (Family::AxisAligned, 40, 40, 1),
        (Family::Oriented, 40, 12, 1),
        (Family::Oriented, 30, 6, 4),
        (Family::All, 5, 2, 1),
        (Family::AxisAligned, 3, 1, 2),
    ] {
        let specification = wedges(family, dimension, short, count);
        let quarter = |quarters: usize| (short * quarters).div_ceil(4).min(dimension);
        let mut plane_dimensions: Vec<usize> = (0..=5).map(quarter).collect();
        plane_dimensions.push(dimension);
        let settings =
            RandomCut { plane_dimensions, trials: 6, solver: Solver::Exact, ..RandomCut::default() };
        for seed in 0..40 {
            let findings = run(&settings, &specification, seed);
            assert_all_hold(&findings, &format!("{specification:?}, seed {seed}"));
        }
    }
}

#[test]
fn claims_hold_for_adam() {
    for (family, dimension, short, count) in
        [(Family::All, 80, 20, 1), (Family::AxisAligned, 80, 20, 5), (Family::Oriented, 40, 10, 3)]
    {
        let specification = wedges(family, dimension, short, count);
        let settings = RandomCut {
            plane_dimensions: vec![0, short / 2, short - 1, short, short + short / 4, 2 * short],
            trials: 4,
            ..RandomCut::default()
        };
        for seed in 0..6 {
            let findings = run(&settings, &specification, seed);
            assert!(findings.claims.len() >= 3, "{:?}", findings.claims);
            assert_all_hold(&findings, &format!("{specification:?}, seed {seed}"));
        }
    }
}

#[test]
fn planes_of_enough_dimensions_reach_a_solution_exactly_and_smaller_ones_never_do() {
    for seed in [1, 2, 3] {
        for family in [Family::All, Family::AxisAligned, Family::Oriented] {
            let specification = wedges(family, 200, 20, 4);
            let settings = RandomCut {
                plane_dimensions: vec![18, 20, 22],
                trials: 4,
                solver: Solver::Exact,
                ..RandomCut::default()
            };
            let found = numbers(&run(&settings, &specification, seed));
            assert!(found.loss_ratio[0].iter().all(|&ratio| ratio > 1e-4), "{found:?}");
            assert!(found.loss_ratio[1..].iter().flatten().all(|&ratio| ratio < 1e-7), "{found:?}");
        }
    }
}

#[test]
fn with_all_wedges_descents_end_below_the_rough_law() {
    // D = 900, s = 90, d = 27: exact descents end at .48 ± .06 of the initial loss, where the approximate law predicts
    // .586.
    let settings =
        RandomCut { plane_dimensions: vec![27], trials: 6, solver: Solver::Exact, ..RandomCut::default() };
    for seed in [1, 2, 3] {
        let found = numbers(&run(&settings, &wedges(Family::All, 900, 90, 1), seed));
        assert!((0.38..0.58).contains(&found.mean_loss_ratio[0]), "{found:?}");
        assert!((found.all_wedges_law[0] - 0.5857).abs() < 1e-3);
    }
}

#[test]
fn the_radius_changes_nothing_because_the_loss_is_homogeneous() {
    let specification = wedges(Family::All, 50, 10, 1);
    let ratios = |radius| {
        let settings = RandomCut {
            plane_dimensions: vec![5],
            trials: 3,
            solver: Solver::Exact,
            radius,
            ..RandomCut::default()
        };
        numbers(&run(&settings, &specification, 4)).loss_ratio
    };
    for (near, far) in ratios(1.0)[0].iter().zip(&ratios(100.0)[0]) {
        assert!((near - far).abs() < 1e-9);
    }
}

#[test]
fn what_cannot_be_is_refused() {
    let refusal = |settings: RandomCut, specification: &WedgesSpecification| {
        settings.check(Some(specification)).unwrap_err().field
    };
    let exact = RandomCut { solver: Solver::Exact, ..RandomCut::default() };
    let specification = WedgesSpecification::default();
    let thick = WedgesSpecification { thickness: 0.5, ..specification };
    assert_eq!(refusal(exact.clone(), &thick), "thickness");
    assert_eq!(
        refusal(RandomCut { plane_dimensions: vec![1001], ..exact.clone() }, &specification),
        "plane_dimensions"
    );
    let everywhere = WedgesSpecification { wedge_dimension: 1000, ..specification };
    assert_eq!(refusal(RandomCut::default(), &everywhere), "wedge_dimension");
    assert_eq!(exact.check(None).unwrap_err().field, "solver");
    assert!(RandomCut::default().check(None).is_ok());
}
