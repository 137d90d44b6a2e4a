//! Tunnels between optima on the wedges, against the predictions of geometry.

use pollster::block_on;
use wedgelab::experiment::averaging::{Averaging, AveragingNumbers};
use wedgelab::experiment::connector::{Connector, ConnectorNumbers};
use wedgelab::experiment::tunnel::{Tunnel, TunnelNumbers};
use wedgelab::experiment::{Findings, Numbers, Protocol};
use wedgelab::landscape::Wedges;
use wedgelab::landscape::wedges::{Family, WedgesSpecification};
use wedgelab::observer::Unobserved;

fn run(settings: &Tunnel, specification: &WedgesSpecification, seed: u64) -> Findings {
    settings.check(Some(specification)).unwrap();
    let wedges = Wedges::<f64>::new(specification, seed).unwrap();
    block_on(settings.run_on_wedges(&wedges, &wedges, &Tunnel::descent_on_wedges(), seed, &mut Unobserved))
        .unwrap()
}

fn numbers(findings: &Findings) -> TunnelNumbers {
    match &findings.numbers {
        Numbers::Tunnel(numbers) => numbers.clone(),
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

#[test]
fn claims_hold_for_any_seed() {
    for (family, dimension, short, count) in [
        (Family::AxisAligned, 300, 30, 16),
        (Family::AxisAligned, 200, 100, 2),
        (Family::AxisAligned, 100, 60, 5),
        (Family::AxisAligned, 40, 36, 3),
        (Family::AxisAligned, 3, 1, 20),
        (Family::Oriented, 100, 20, 3),
        (Family::All, 60, 20, 1),
    ] {
        let specification = wedges(family, dimension, short, count);
        for seed in 0..40 {
            let findings = run(&Tunnel { points: 9, ..Tunnel::default() }, &specification, seed);
            for claim in &findings.claims {
                assert_eq!(claim.holds(), Some(true), "{specification:?}, seed {seed}: {claim:?}");
            }
        }
    }
}

#[test]
fn two_random_wedges_have_every_claim_and_all_wedges_only_the_exact_path() {
    let names = |family| {
        let findings = run(&Tunnel::default(), &wedges(family, 400, 100, 4), 3);
        findings.claims.iter().map(|claim| claim.name.clone()).collect::<Vec<_>>()
    };
    let all = ["cosine-within", "cosine-across", "straight-barrier", "polyline-plateau", "exact-path"];
    assert_eq!(names(Family::AxisAligned), all);
    assert_eq!(names(Family::Oriented), all[..4]);
    assert_eq!(names(Family::All), all[4..]);
}

#[test]
fn every_point_ends_at_no_loss_and_each_refinement_lowers_the_barrier() {
    for seed in [1, 2, 3] {
        let settings = Tunnel { points: 3, refine: 4, pairs: 1, ..Tunnel::default() };
        let found = numbers(&run(&settings, &wedges(Family::AxisAligned, 500, 50, 4), seed));
        assert_eq!(found.barrier.len(), 5);
        assert!(found.barrier[4] < 0.5 * found.barrier[0], "{:?}", found.barrier);
        for (place, loss) in found.tunnel.loss.iter().enumerate().step_by(settings.samples) {
            assert!(*loss < 1e-6, "{place}: {loss}");
        }
        assert_eq!(found.tunnel.position.last(), Some(&1.0));
        assert!(found.length_ratio.iter().all(|&ratio| ratio > 1.0));
    }
}

#[test]
fn the_way_over_the_crossing_is_as_long_as_its_law_says() {
    // p = .1: 1.396; p = .5: 1.707.
    for (short, law) in [(200, 1.396), (1000, 1.707)] {
        let settings = Tunnel { pairs: 1, points: 1, ..Tunnel::default() };
        let found = numbers(&run(&settings, &wedges(Family::AxisAligned, 2000, short, 2), 5));
        assert!((found.exact_length_ratio_law.unwrap() - law).abs() < 1e-3);
        assert!((found.exact_length_ratio.unwrap() / law - 1.0).abs() < 0.05, "{found:?}");
    }
}

#[test]
fn all_wedges_give_graded_cosines() {
    // D = 1000, s = 500, 11 points: within halves .58 to .60, across .12.
    let settings = Tunnel { points: 11, pairs: 1, ..Tunnel::default() };
    for seed in [1, 2, 3] {
        let cosine = numbers(&run(&settings, &wedges(Family::All, 1000, 500, 1), seed)).cosine;
        let block = |rows: std::ops::Range<usize>, columns: std::ops::Range<usize>| {
            let pairs = rows.flat_map(|row| columns.clone().map(move |column| (row, column)));
            let cosines: Vec<f64> = pairs
                .filter(|(row, column)| row != column)
                .map(|(row, column)| cosine[row][column])
                .collect();
            cosines.iter().sum::<f64>() / cosines.len() as f64
        };
        let (first, second, across) = (block(0..5, 0..5), block(6..11, 6..11), block(0..5, 6..11));
        assert!(first > 0.5 && second > 0.5 && across < 0.2, "{first} {second} {across}");
    }
}

#[test]
fn a_hundred_thousand_dimensions_obey_the_same_law() {
    let settings = Tunnel { points: 3, samples: 5, pairs: 2, ..Tunnel::default() };
    for seed in [1, 2, 3] {
        let found = numbers(&run(&settings, &wedges(Family::AxisAligned, 100_000, 1000, 3), seed));
        let share: f64 = 0.01;
        let law = 0.5 * (share * 1e5 * (1.0 - share)).sqrt();
        assert!((found.straight_barrier / law - 1.0).abs() < 0.12, "{} {law}", found.straight_barrier);
        let across = found.cosine[0][2];
        assert!((across - share / (2.0 - share)).abs() < 0.02, "{across}");
    }
}

#[test]
fn fewer_wedges_than_optima_are_refused() {
    let one = wedges(Family::AxisAligned, 10, 2, 1);
    assert_eq!(Tunnel::default().check(Some(&one)).unwrap_err().field, "wedges");
    assert!(Tunnel::default().check(None).is_ok());
}

fn connect(settings: &Connector, specification: &WedgesSpecification, seed: u64) -> Findings {
    settings.check(Some(specification)).unwrap();
    let wedges = Wedges::<f64>::new(specification, seed).unwrap();
    block_on(settings.run_on_wedges(&wedges, &wedges, &Connector::descent_on_wedges(), seed, &mut Unobserved))
        .unwrap()
}

fn connector_numbers(findings: &Findings) -> ConnectorNumbers {
    match &findings.numbers {
        Numbers::Connector(numbers) => numbers.clone(),
        others => panic!("{others:?}"),
    }
}

#[test]
fn the_middle_of_any_number_of_optima_comes_down() {
    let settings = Connector { m: vec![1, 3, 5], simplex_points: 2, triangle: 0, ..Connector::default() };
    for (family, dimension, short, count) in [
        (Family::AxisAligned, 200, 20, 16),
        (Family::AxisAligned, 60, 30, 12),
        (Family::Oriented, 60, 8, 10),
        (Family::All, 100, 20, 1),
    ] {
        let specification = wedges(family, dimension, short, count);
        for seed in 0..40 {
            let findings = connect(&settings, &specification, seed);
            assert_eq!(findings.claims.len(), 2);
            for claim in &findings.claims {
                assert_eq!(claim.holds(), Some(true), "{specification:?}, seed {seed}: {claim:?}");
            }
            let found = connector_numbers(&findings);
            assert!(found.simplex_loss_after.iter().flatten().all(|&loss| loss < 1e-3), "{found:?}");
        }
    }
}

#[test]
fn the_middle_is_as_high_as_its_formula_says() {
    // All wedges, D = 1000, s = 100, m = 1, 2, 3, 5, 9: .508, .425, .358, .284, .243.
    let settings =
        Connector { m: vec![1, 2, 3, 5, 9], simplex_points: 0, triangle: 0, ..Connector::default() };
    for seed in [1, 2, 3] {
        let found = connector_numbers(&connect(&settings, &wedges(Family::All, 1000, 100, 1), seed));
        for (measured, expected) in found.loss_before.iter().zip([0.508, 0.425, 0.358, 0.284, 0.243]) {
            // One draw of optima each: spread of some tenths.
            assert!((measured / expected - 1.0).abs() < 0.35, "{:?}", found.loss_before);
        }
        for (measured, expected) in found.short_directions.iter().zip([190.0, 271.0, 344.0, 469.0, 651.0]) {
            assert!((*measured as f64 / expected - 1.0).abs() < 0.1, "{:?}", found.short_directions);
        }
    }
}

#[test]
fn the_whole_triangle_of_three_optima_comes_down() {
    let settings = Connector { m: vec![2], simplex_points: 0, triangle: 9, ..Connector::default() };
    let found = connector_numbers(&connect(&settings, &wedges(Family::AxisAligned, 100, 20, 5), 2));
    let triangle = found.triangle.unwrap();
    assert_eq!((triangle.before.len(), triangle.after.len()), (81, 81));
    let inside = triangle.before.iter().filter(|loss| loss.is_finite()).count();
    assert!((30..=50).contains(&inside), "{inside}");
    assert!(
        triangle
            .before
            .iter()
            .zip(&triangle.after)
            .all(|(before, after)| before.is_finite() == after.is_finite())
    );
    assert!(triangle.before.iter().copied().fold(0.0, f64::max) > 0.5);
    assert!(triangle.after.iter().copied().fold(0.0, f64::max) < 1e-4);
}

#[test]
fn connectors_of_too_many_optima_are_refused() {
    let field = |settings: Connector, specification: &WedgesSpecification| {
        settings.check(Some(specification)).unwrap_err().field
    };
    assert_eq!(field(Connector::default(), &wedges(Family::AxisAligned, 100, 20, 9)), "wedges");
    assert_eq!(field(Connector::default(), &wedges(Family::AxisAligned, 100, 91, 16)), "m");
}

fn average(settings: &Averaging, specification: &WedgesSpecification, seed: u64) -> Findings {
    settings.check(Some(specification)).unwrap();
    let wedges = Wedges::<f64>::new(specification, seed).unwrap();
    block_on(settings.run_on_wedges(&wedges, &wedges, &Averaging::descent_on_wedges(), seed, &mut Unobserved))
        .unwrap()
}

#[test]
fn means_obey_their_claims_for_any_seed() {
    let settings =
        Averaging { kicks: vec![0.05, 1.0, 10.0], snapshots: 3, repetitions: 4, ..Averaging::default() };
    for (family, dimension, short, count) in [
        (Family::AxisAligned, 200, 20, 16),
        (Family::AxisAligned, 60, 40, 3),
        (Family::Oriented, 60, 8, 10),
        (Family::All, 200, 20, 1),
        (Family::AxisAligned, 10, 2, 20),
    ] {
        let specification = wedges(family, dimension, short, count);
        for seed in 0..40 {
            for claim in &average(&settings, &specification, seed).claims {
                assert_eq!(claim.holds(), Some(true), "{specification:?}, seed {seed}: {claim:?}");
            }
        }
    }
}

#[test]
fn a_small_kick_leaves_the_wedge_alone_and_a_large_one_changes_it() {
    let settings =
        Averaging { kicks: vec![0.01, 10.0], snapshots: 4, repetitions: 4, ..Averaging::default() };
    for seed in [1, 2, 3] {
        let findings = average(&settings, &wedges(Family::AxisAligned, 1000, 100, 16), seed);
        let Numbers::Averaging(AveragingNumbers::OnWedges(found)) = findings.numbers else {
            panic!("{:?}", findings.numbers)
        };
        assert_eq!(found.changed[0], 0.0);
        assert!(found.changed[1] > 0.5, "{:?}", found.changed);
        assert!(found.mean_loss_of_mean[0] < 1e-9 && found.mean_loss_of_mean[1] > 1.0, "{found:?}");
        assert!(found.snapshot_loss.iter().all(|&loss| loss < 1e-9));
    }
}
