//! The laws of the wedge model in large spaces: every experiment's claims at a hundred thousand dimensions with wedges
//! along axes, and at two thousand with rotated wedges and with random planes.

use serde_json::{Value, json};
use wedgelab::experiment::Experiment;
use wedgelab::landscape::Wedges;
use wedgelab::landscape::wedges::{Family, WedgesSpecification};
use wedgelab::observer::Unobserved;

const SEEDS: [u64; 3] = [1, 2, 3];

/// Runs an experiment and checks that all its claims hold; returns how many it made.
fn check(name: &str, settings: &Value, wedges: &WedgesSpecification, seed: u64) -> usize {
    let mut fields = Experiment::named(name).unwrap().fields();
    fields.extend(settings.as_object().cloned().unwrap());
    let experiment = Experiment::named(name).unwrap().with_fields(&fields).unwrap();
    experiment.check(Some(wedges)).unwrap();
    let landscape = Wedges::<f64>::new(wedges, seed).unwrap();
    let descent = experiment.descent_on_wedges();
    let findings =
        pollster::block_on(experiment.run_on_wedges(&landscape, &landscape, &descent, seed, &mut Unobserved))
            .unwrap();
    for claim in &findings.claims {
        assert_eq!(claim.holds(), Some(true), "{name} {settings}, {wedges:?}, seed {seed}: {claim:?}");
    }
    findings.claims.len()
}

fn wedges(family: Family, dimension: usize, short: usize, count: usize) -> WedgesSpecification {
    WedgesSpecification {
        family,
        dimension,
        wedge_dimension: dimension - short,
        wedges: count,
        ..Default::default()
    }
}

/// The settings of each experiment: small enough that a space of this size takes seconds.
fn small(name: &str) -> Value {
    match name {
        "tunnel" => json!({ "points": 5, "pairs": 3, "samples": 4 }),
        "connector" => json!({ "m": [1, 3], "triangle": 3, "simplex_points": 1 }),
        "radial-probe" => json!({ "directions": 20, "distances": 5, "angles": 5, "radii": 3 }),
        "averaging" => json!({ "kicks": [0.1, 1.0], "repetitions": 2 }),
        _ => json!({}),
    }
}

#[test]
fn a_hundred_thousand_dimensions_with_wedges_along_axes() {
    // The larger the space, the less seeds matter: one for each kind of wedges.
    let kinds =
        [(Family::All, 100), (Family::All, 1000), (Family::AxisAligned, 100), (Family::AxisAligned, 1000)];
    for ((family, short), seed) in kinds.into_iter().zip(1..) {
        let specification = wedges(family, 100_000, short, 16);
        for name in ["tunnel", "connector", "radial-probe", "descent-path", "averaging"] {
            assert!(check(name, &small(name), &specification, seed) > 0, "{name} claims nothing");
        }
    }
}

#[test]
fn two_thousand_dimensions_with_turned_wedges() {
    let specification = wedges(Family::Oriented, 2000, 100, 8);
    let names = ["tunnel", "connector", "radial-probe", "descent-path", "averaging", "short-directions"];
    for (name, seed) in names.into_iter().zip(1..) {
        assert!(check(name, &small(name), &specification, seed) > 0, "{name} claims nothing");
    }
}

#[test]
fn two_thousand_dimensions_cut_by_random_planes() {
    let cuts = json!({ "plane_dimensions": [0, 10, 20, 30, 39, 40, 50], "trials": 6, "solver": "exact" });
    for (family, count) in
        [(Family::All, 1), (Family::AxisAligned, 1), (Family::AxisAligned, 16), (Family::Oriented, 8)]
    {
        for seed in SEEDS {
            assert!(check("random-cut", &cuts, &wedges(family, 2000, 40, count), seed) > 0);
        }
    }
}
