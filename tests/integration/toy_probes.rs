//! The experiments that probe wedges from a solution: their claims at the defaults and at unusual settings, and their
//! numbers against the underlying geometry.

use serde_json::json;
use std::collections::HashSet;
use wedgelab::experiment::radial_probe::ProbeNumbers;
use wedgelab::experiment::short_directions::{ShortDirectionsNumbers, WedgeDirections};
use wedgelab::experiment::{Claim, Experiment, Findings, Numbers, different_optima};
use wedgelab::landscape::Wedges;
use wedgelab::landscape::wedges::{Family, Objective, WedgesSpecification};
use wedgelab::observer::Unobserved;

const FAMILIES: [Family; 3] = [Family::All, Family::AxisAligned, Family::Oriented];

fn wedges(family: Family, dimension: usize, short_dimension: usize) -> WedgesSpecification {
    WedgesSpecification {
        family,
        dimension,
        wedge_dimension: dimension - short_dimension,
        ..Default::default()
    }
}

fn run(name: &str, settings: serde_json::Value, wedges: &WedgesSpecification, seed: u64) -> Findings {
    let settings = settings.as_object().cloned().unwrap();
    let mut fields = Experiment::named(name).unwrap().fields();
    fields.extend(settings);
    let experiment = Experiment::named(name).unwrap().with_fields(&fields).unwrap();
    experiment.check(Some(wedges)).unwrap();
    let landscape = Wedges::<f64>::new(wedges, seed).unwrap();
    let descent = experiment.descent_on_wedges();
    pollster::block_on(experiment.run_on_wedges(&landscape, &landscape, &descent, seed, &mut Unobserved))
        .unwrap()
}

fn claim<'a>(findings: &'a Findings, name: &str) -> Option<&'a Claim> {
    findings.claims.iter().find(|claim| claim.name == name)
}

fn assert_all_hold(findings: &Findings, circumstances: &str) {
    for claim in &findings.claims {
        assert_eq!(claim.holds(), Some(true), "{circumstances}: {claim:?}");
    }
}

fn probe(findings: &Findings) -> &ProbeNumbers {
    match &findings.numbers {
        Numbers::RadialProbe(numbers) => numbers,
        others => panic!("{others:?}"),
    }
}

fn counted(findings: &Findings) -> &WedgeDirections {
    match &findings.numbers {
        Numbers::ShortDirections(ShortDirectionsNumbers::OnWedges(numbers)) => numbers,
        others => panic!("{others:?}"),
    }
}

#[test]
fn wells_follow_their_laws_in_every_family_and_size() {
    for (dimension, short) in [(1, 1), (2, 1), (2, 2), (3, 1), (40, 40), (40, 39), (200, 20), (300, 1)] {
        for family in FAMILIES {
            for seed in 0..3 {
                let specification = wedges(family, dimension, short);
                let circumstances = format!("D = {dimension}, s = {short}, {family:?}, seed {seed}");
                let on_it = run("radial-probe", json!({}), &specification, seed);
                assert!(claim(&on_it, "mean-law").is_some(), "{circumstances}");
                assert!(claim(&on_it, "spread-law").is_some(), "{circumstances}");
                assert_all_hold(&on_it, &circumstances);
                let off_it = run("radial-probe", json!({ "offset": 0.3 }), &specification, seed);
                assert!(claim(&off_it, "mean-law").is_some(), "{circumstances}");
                assert_all_hold(&off_it, &format!("{circumstances}, off the wedge"));
            }
        }
    }
}

#[test]
fn thick_wedges_look_like_wide_tunnels() {
    let thick = WedgesSpecification { thickness: 0.1, ..wedges(Family::AxisAligned, 400, 40) };
    for seed in 0..5 {
        let findings = run("radial-probe", json!({}), &thick, seed);
        assert!(claim(&findings, "mean-law").is_some());
        assert!(claim(&findings, "spread-law").is_none());
        assert_all_hold(&findings, &format!("seed {seed}"));
    }
    // Every component of a short enough direction stays within the wedge.
    let near = run("radial-probe", json!({ "reach": 0.002, "distances": 3 }), &thick, 1);
    for losses in &probe(&near).loss {
        assert_eq!(losses, &[0.0; 3]);
    }
}

#[test]
fn the_tunnel_lies_along_the_radius() {
    let findings = run("radial-probe", json!({}), &wedges(Family::Oriented, 200, 20), 4);
    let angular = probe(&findings).angular.as_ref().unwrap();
    assert_eq!((angular.radius.len(), angular.angle.len()), (21, 41));
    assert_eq!(angular.angle[20], 0.0);
    for (radius, losses) in angular.radius.iter().zip(&angular.loss) {
        assert!(losses[20] < 1e-10);
        // Scaling a point scales its distance to every wedge.
        for (loss, unscaled) in losses.iter().zip(&angular.loss[10]) {
            assert!((loss - radius * unscaled).abs() < 1e-10);
        }
    }
}

#[test]
fn losses_are_measured_where_the_numbers_say() {
    let settings = json!({ "directions": 12, "distances": 5, "reach": 0.25, "offset": 0.5 });
    let findings = run("radial-probe", settings, &wedges(Family::AxisAligned, 100, 10), 7);
    let numbers = probe(&findings);
    assert_eq!(numbers.distance, [0.5, 1.0, 1.5, 2.0, 2.5]);
    assert!((numbers.base_loss - 0.5).abs() < 1e-12);
    assert_eq!(numbers.loss.len(), 12);
    assert_eq!(numbers.law.len(), 5);
    for (place, (&law, &distance)) in numbers.law.iter().zip(&numbers.distance).enumerate() {
        assert!((law - (0.25_f64 + distance * distance * 0.1).sqrt()).abs() < 1e-12);
        let mean = numbers.loss.iter().map(|row| row[place]).sum::<f64>() / 12.0;
        assert!((mean - numbers.mean_loss[place]).abs() < 1e-12);
        // The loss never changes by more than the distance moved.
        assert!(numbers.loss.iter().all(|row| (row[place] - 0.5).abs() <= distance + 1e-12));
    }
}

#[test]
fn short_directions_are_counted_in_every_family_and_size() {
    for (dimension, short, m) in
        [(2, 1, vec![1]), (3, 2, vec![2, 1]), (40, 1, vec![3]), (60, 20, vec![1, 5]), (50, 49, vec![2])]
    {
        for family in FAMILIES {
            for seed in 0..3 {
                let specification = wedges(family, dimension, short);
                let findings = run("short-directions", json!({ "m": m }), &specification, seed);
                let circumstances = format!("D = {dimension}, s = {short}, {family:?}, seed {seed}");
                assert_eq!(findings.claims.len(), 2);
                assert_all_hold(&findings, &circumstances);
                let numbers = counted(&findings);
                assert_eq!(numbers.perturbed.short_directions, [short; 5], "{circumstances}");
                assert_eq!(numbers.joint.single_wedge, vec![short; m.len()], "{circumstances}");
            }
        }
    }
}

#[test]
fn the_joint_count_is_the_union_of_the_short_axes() {
    let specification = wedges(Family::AxisAligned, 120, 30);
    let findings = run("short-directions", json!({ "m": [1, 2] }), &specification, 6);
    let landscape = Wedges::<f64>::new(&specification, 6).unwrap();
    let experiment = Experiment::named("short-directions").unwrap();
    let optima = pollster::block_on(different_optima(
        &landscape,
        Some(&landscape),
        &experiment.descent_on_wedges(),
        6,
        3,
        &mut Unobserved,
    ))
    .unwrap();
    let mut union = HashSet::new();
    let mut sizes = Vec::new();
    for optimum in optima.iter() {
        let axes = optimum.iter().enumerate().filter(|(_, value)| value.abs() < 1e-9);
        union.extend(axes.map(|(axis, _)| axis));
        sizes.push(union.len());
    }
    assert_eq!(counted(&findings).joint.short_directions, sizes[1..]);
}

#[test]
fn the_objective_of_descents_does_not_change_the_curvature() {
    let on_distance =
        WedgesSpecification { objective: Objective::Distance, ..wedges(Family::AxisAligned, 80, 8) };
    let findings = run("short-directions", json!({ "m": [1] }), &on_distance, 2);
    assert_eq!(claim(&findings, "curvature").unwrap().holds(), Some(true), "{findings:?}");
}

#[test]
fn short_directions_are_refused_where_they_cannot_be_counted() {
    let experiment = Experiment::named("short-directions").unwrap();
    let thick = WedgesSpecification { thickness: 0.1, ..Default::default() };
    let few = WedgesSpecification { wedges: 3, ..Default::default() };
    let all_space = wedges(Family::All, 10, 0);
    for (landscape, field) in [(&thick, "thickness"), (&few, "wedges"), (&all_space, "wedge_dimension")] {
        assert_eq!(experiment.check(Some(landscape)).unwrap_err().field, field);
    }
}
