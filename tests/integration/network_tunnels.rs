//! Lines, tunnels and connectors between optima of a small network, against properties that all of them must have.

use pollster::block_on;
use wedgelab::data::{SyntheticSize, synthetic};
use wedgelab::descent::DescentSpecification;
use wedgelab::experiment::connector::{Connector, ConnectorNumbers};
use wedgelab::experiment::interpolation::{Ends, Interpolation, LineNumbers};
use wedgelab::experiment::tunnel::{Tunnel, TunnelNumbers};
use wedgelab::experiment::{Findings, Numbers, Protocol};
use wedgelab::figure::figures_of;
use wedgelab::landscape::{HostNetwork, Regularisation};
use wedgelab::network::{Activation, NetworkShape};
use wedgelab::observer::Unobserved;
use wedgelab::simd::Instructions;

fn network() -> HostNetwork {
    let images = synthetic::generate(3, SyntheticSize { train: 60, test: 20 }).unwrap();
    let (train, test) = (images.train(), images.test());
    let shape =
        NetworkShape::new(&"mlp-8".parse().unwrap(), Activation::Relu, 1.0, train.shape(), 10).unwrap();
    let plain = Regularisation::default();
    HostNetwork::new(shape, train, test, &images.normalisation(), plain, Instructions::best()).unwrap()
}

fn run(settings: &impl Protocol) -> Findings {
    let descent = DescentSpecification { epochs: 8, batch_size: 20, ..DescentSpecification::for_networks() };
    block_on(settings.run(&network(), &descent, 1, &mut Unobserved)).unwrap()
}

fn line_of(findings: &Findings) -> LineNumbers {
    match &findings.numbers {
        Numbers::Interpolation(line) => line.clone(),
        others => panic!("{others:?}"),
    }
}

fn tunnel_of(findings: &Findings) -> TunnelNumbers {
    match &findings.numbers {
        Numbers::Tunnel(tunnel) => tunnel.clone(),
        others => panic!("{others:?}"),
    }
}

fn connector_of(findings: &Findings) -> ConnectorNumbers {
    match &findings.numbers {
        Numbers::Connector(connector) => connector.clone(),
        others => panic!("{others:?}"),
    }
}

fn figure_names(findings: &Findings) -> Vec<String> {
    let figures = figures_of(&findings.numbers, "loss (nats)").unwrap();
    figures.iter().map(|figure| figure.name().to_owned()).collect()
}

fn claim_names(findings: &Findings) -> Vec<&str> {
    findings.claims.iter().map(|claim| claim.name.as_str()).collect()
}

#[test]
fn labels_along_a_line_are_those_of_its_ends_at_its_ends() {
    let findings = run(&Interpolation { positions: 5, repetitions: 2, ..Interpolation::default() });
    let line = line_of(&findings);
    let agreement = line.agreement.unwrap();
    assert_eq!((agreement.first.len(), agreement.second.len()), (5, 5));
    assert_eq!((agreement.first[0], agreement.second[4]), (1.0, 1.0));
    assert_eq!(agreement.first[4], agreement.second[0]);
    let repeated = line.repetitions.unwrap();
    assert_eq!((repeated.barriers.len(), repeated.barriers[0]), (2, line.barrier));
    // The mean of two is as far from one as half their distance, which is 1/√2 of their standard deviation.
    let half = (repeated.loss.mean[2] - line.loss[2]).abs();
    assert!((half * 2.0_f64.sqrt() - repeated.loss.spread[2]).abs() < 1e-9);
    assert_eq!(claim_names(&findings), ["straight-barrier", "straight-labels"]);
    assert_eq!(figure_names(&findings), ["loss", "accuracy", "labels"]);

    let downhill = run(&Interpolation { positions: 5, ends: Ends::StartToOptimum, repetitions: 1 });
    assert_eq!(claim_names(&downhill), ["monotone", "labels-approach"]);
    assert!(line_of(&downhill).repetitions.is_none());
}

#[test]
fn a_tunnel_between_networks_stays_in_its_hyperplanes_and_meets_both_optima() {
    let settings = Tunnel { points: 5, samples: 2, pairs: 2, steps: 30, ..Tunnel::default() };
    let findings = run(&settings);
    let found = tunnel_of(&findings);
    assert_eq!((found.tunnel.loss.len(), found.straight.loss.len()), (13, 13));
    assert_eq!(
        (found.tunnel.loss[0], found.tunnel.loss[12]),
        (found.straight.loss[0], found.straight.loss[12])
    );
    // Descents orthogonal to the line lower the loss.
    assert!(found.tunnel.loss[6] < found.straight.loss[6]);
    assert!(found.deviation_length.iter().all(|&length| length > 0.01));
    assert!(found.hyperplane_distance.iter().all(|&distance| distance < 1e-5));
    let agreement = found.agreement.unwrap();
    assert_eq!(agreement.position.len(), 7);
    for way in [&agreement.tunnel, &agreement.straight] {
        assert_eq!((way.first[0], way.second[6]), (1.0, 1.0));
    }
    let pairs = found.pairs.unwrap();
    assert_eq!((pairs.excess_ratio.len(), pairs.cosine.len(), pairs.tunnel_loss.mean.len()), (2, 5, 13));
    assert_eq!(claim_names(&findings), ["cosine-within", "cosine-across", "tunnel-excess", "tunnel-labels"]);
    for claim in &findings.claims {
        assert!(claim.measured().is_some(), "{claim:?}");
    }
    let names = ["loss", "accuracy", "labels-of-the-first", "labels-of-the-second", "cosine"];
    assert_eq!(figure_names(&findings), names);
}

#[test]
fn only_pieces_that_stay_high_are_dug_again() {
    let settings = Tunnel { points: 2, samples: 4, steps: 3, refine: 2, ..Tunnel::default() };
    let found = tunnel_of(&run(&settings));
    assert!(found.barrier.len() <= 3);
    let points = found.tunnel.position.len() - 1;
    // Between the three pieces of the unrefined tunnel and those of two refinements of every piece.
    assert!(points.is_multiple_of(4) && (12..=48).contains(&points), "{points}");
    assert!(found.tunnel.position.is_sorted() && found.tunnel.position[points] == 1.0);
}

#[test]
fn the_middle_of_networks_comes_down_towards_their_loss() {
    let settings = Connector { m: vec![1, 2], simplex_points: 2, triangle: 4, steps: 40, repetitions: 2 };
    let findings = run(&settings);
    let found = connector_of(&findings);
    let line = line_of(&run(&Interpolation { positions: 2, ..Interpolation::default() }));
    assert!((found.loss_of_optima[0] - 0.5 * (line.loss[0] + line.loss[1])).abs() < 1e-6);
    for place in 0..2 {
        assert!(found.loss_after[place] < found.loss_before[place]);
        let simplex = found.simplex_loss_after[place].iter().zip(&found.simplex_loss_before[place]);
        assert!(simplex.clone().count() == 2 && simplex.clone().all(|(after, before)| after < before));
    }
    assert_eq!((found.accuracy_before.len(), found.accuracy_after.len()), (2, 2));
    let triangle = found.triangle.unwrap();
    assert!(triangle.after.is_empty() && triangle.beside.len() == 16);
    let inside = |losses: &[f64]| losses.iter().filter(|loss| loss.is_finite()).count();
    assert!(inside(&triangle.before) == inside(&triangle.beside) && inside(&triangle.before) > 4);
    assert_eq!(found.repetitions.unwrap().loss_after.mean.len(), 2);
    let names = ["middle-before-1", "middle-after-1", "middle-before-2", "middle-after-2"];
    assert_eq!(claim_names(&findings), names);
    assert_eq!(figure_names(&findings), ["loss", "accuracy", "triangle-before", "triangle-beside"]);
}
