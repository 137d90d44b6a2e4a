use super::*;
use crate::data::{SyntheticSize, synthetic};
use crate::experiment::Numbers;
use crate::figure::{Figure, figures_of};
use crate::landscape::{HostNetwork, Regularisation, Wedges};
use crate::network::{Activation, NetworkShape};
use crate::numerics::dot;
use crate::observer::{Interrupted, Unobserved};
use crate::pool::{PooledNetwork, Recipe};
use crate::simd::Instructions;
use pollster::block_on;

/// Counts passes.
#[derive(Default)]
struct Counter(f64);

impl Observer for Counter {
    async fn breathe(&mut self, work: Work) {
        self.0 += work.passes();
    }

    async fn hold(&mut self) -> Result<(), Interrupted> {
        Ok(())
    }

    fn note(&mut self, _note: Note) {}
}

fn plane(through: Through) -> Plane {
    Plane { through, columns: 9, steps: 20, path_points: 6, ..Plane::default() }
}

fn wedges(dimension: usize, wedge_dimension: usize, family: Family) -> Wedges {
    let specification =
        WedgesSpecification { dimension, wedge_dimension, family, ..WedgesSpecification::default() };
    Wedges::new(&specification, 2).unwrap()
}

fn run(settings: Plane, wedges: &Wedges, descent: &DescentSpecification) -> (PlaneNumbers, Findings) {
    let findings = block_on(settings.run_on_wedges(wedges, wedges, descent, 2, &mut Unobserved)).unwrap();
    (numbers(&findings), findings)
}

fn numbers(findings: &Findings) -> PlaneNumbers {
    match &findings.numbers {
        Numbers::Plane(numbers) => numbers.clone(),
        others => panic!("{others:?}"),
    }
}

fn small_network() -> HostNetwork {
    let images = synthetic::generate(3, SyntheticSize { train: 60, test: 20 }).unwrap();
    let shape = images.train().shape();
    let shape = NetworkShape::new(&"mlp-4".parse().unwrap(), Activation::Relu, 1.0, shape, 10).unwrap();
    let (train, test) = (images.train(), images.test());
    let plain = Regularisation::default();
    HostNetwork::new(shape, train, test, &images.normalisation(), plain, Instructions::best()).unwrap()
}

#[test]
fn the_plane_of_three_dimensions_shows_the_smallest_coordinate() {
    let (landscape, descent) = (wedges(3, 2, Family::All), Plane::descent_on_wedges());
    let settings = plane(Through::OriginOptima);
    let cut = block_on(settings.cut(&landscape, Some(&landscape), &descent, 2, &mut Unobserved)).unwrap();
    let (numbers, _) = run(settings, &landscape, &descent);
    let grid = settings.grid(&cut);
    let points = cut.frame.sweep(&landscape, &grid.places()).points(0..81);
    for (point, loss) in points.iter().zip(numbers.loss.iter().flatten()) {
        let smallest = point.iter().fold(f64::INFINITY, |smallest, value| smallest.min(value.abs()));
        assert!((loss - smallest).abs() < 1e-12);
    }
    // The origin lies on the plane, and its loss is zero.
    let origin = cut.frame.place(&[0.0; 3]);
    assert!(origin.distance < 1e-12 && numbers.points[2].loss == 0.0);
    assert!((origin.x - numbers.points[2].x).abs() < 1e-12);
}

#[test]
fn over_the_crossing_the_loss_stays_zero_and_along_the_line_it_climbs() {
    let landscape = wedges(200, 180, Family::AxisAligned);
    let descent = Plane::descent_on_wedges();
    for through in [Through::OptimaAndCrossing, Through::OriginOptima] {
        let settings = Plane { columns: 41, ..plane(through) };
        let (numbers, findings) = run(settings, &landscape, &descent);
        assert!(findings.claims.iter().all(|claim| claim.holds() == Some(true)), "{:?}", findings.claims);
        if through == Through::OptimaAndCrossing {
            let over = &numbers.ways[1];
            assert!(over.loss.iter().all(|loss| loss.abs() < 1e-9), "{:?}", over.loss);
            assert!(over.travelled.last() > numbers.ways[0].travelled.last());
        }
        // Section 2.2: min(α, 1 − α) times the optimum's length on the other's short directions.
        let straight = &numbers.ways[0];
        let (quarter, middle) = (straight.loss[10], straight.loss[20]);
        assert!(middle > 1.0 && quarter < middle);
    }
}

#[test]
fn a_tunnel_on_the_toy_has_a_middle_without_loss() {
    let landscape = wedges(200, 180, Family::Oriented);
    let settings = Plane { steps: 0, ..plane(Through::OptimaAndTunnel) };
    let (numbers, _) = run(settings, &landscape, &Plane::descent_on_wedges());
    assert!(numbers.points[2].loss < 1e-6);
    // It descended orthogonally to the line, from its middle.
    let middle = 0.5 * numbers.points[1].x;
    assert!((numbers.points[2].x - middle).abs() < 1e-6 * middle && numbers.points[2].y > 0.0);
}

#[test]
fn a_straight_path_spreads_in_one_direction() {
    let landscape = wedges(60, 50, Family::AxisAligned);
    let (numbers, _) = run(plane(Through::Path), &landscape, &Plane::descent_on_wedges());
    let path = numbers.path.unwrap();
    assert!((path.explained[0] - 1.0).abs() < 1e-9);
    assert!(path.distance.iter().all(|distance| *distance < 1e-6));
    for (plane, own) in path.plane_loss.iter().zip(&path.loss) {
        assert!((plane - own).abs() < 1e-6);
    }
    assert_eq!((path.step.first(), path.step.last()), (Some(&0), Some(&120)));
    assert!(path.x[0] < 0.0);
}

#[test]
fn every_plane_of_a_network_is_measured_drawn_and_its_work_foreseen() {
    let network = small_network();
    let descent = DescentSpecification { epochs: 4, batch_size: 20, ..DescentSpecification::for_networks() };
    for through in [
        Through::OriginOptima,
        Through::OptimaAndTunnel,
        Through::Random,
        Through::FilterNormalised,
        Through::Path,
    ] {
        let settings = plane(through);
        let mut counter = Counter::default();
        let findings = block_on(settings.run(&network, &descent, 2, &mut counter)).unwrap();
        let expected = settings.passes(&network, &descent);
        assert!((counter.0 / expected - 1.0).abs() < 0.05, "{through:?}: {} of {expected}", counter.0);
        assert!(findings.claims.len() >= 2, "{through:?}");
        let numbers = numbers(&findings);
        assert_eq!((numbers.loss.len(), numbers.accuracy.len(), numbers.loss[8].len()), (9, 9, 9));
        // Marked points lie within the map.
        for point in &numbers.points {
            assert!(numbers.x[0] <= point.x && point.x <= numbers.x[8], "{through:?} {point:?}");
            assert!(numbers.y[0] <= point.y && point.y <= numbers.y[8], "{through:?} {point:?}");
        }
        if let Some(path) = &numbers.path {
            assert!(path.distance.last().unwrap() < &1e-6 && path.explained.iter().sum::<f64>() <= 1.0);
            assert!((path.loss.last().unwrap() - path.plane_loss.last().unwrap()).abs() < 1e-4);
        }
        let figures = figures_of(&findings.numbers, "loss (nats)").unwrap();
        assert!(matches!(&figures[..2], [Figure::Map(_), Figure::Map(_)]));
    }
}

#[test]
fn planes_that_a_landscape_does_not_have_are_refused() {
    let crossing = plane(Through::OptimaAndCrossing);
    let oriented = WedgesSpecification { family: Family::Oriented, ..WedgesSpecification::default() };
    for refused in [None, Some(&oriented)] {
        assert_eq!(crossing.check(refused).unwrap_err().field, "through");
    }
    assert!(crossing.check(Some(&WedgesSpecification::default())).is_ok());
}

/// Uses the landscape of every job on the CPU, and a plane scaled filter by filter (Li et al. 2018, section 4).
#[test]
fn along_a_filter_normalised_axis_every_filter_is_as_long_as_the_optimums_and_biases_stay() {
    let images = synthetic::generate(3, SyntheticSize { train: 60, test: 20 }).unwrap();
    let (train, test, normalisation) = (images.train(), images.test(), images.normalisation());
    let architecture = "cnn-2-3".parse().unwrap();
    let shape = NetworkShape::new(&architecture, Activation::Relu, 1.0, train.shape(), 10).unwrap();
    let (regularisation, instructions) = (Regularisation::default(), Instructions::best());
    let network =
        HostNetwork::new(shape.clone(), train, test, &normalisation, regularisation, instructions).unwrap();
    let recipe = Recipe {
        shape: &shape,
        train,
        test,
        measured: None,
        normalisation: &normalisation,
        regularisation,
        instructions: instructions.name(),
    };
    let landscape = PooledNetwork::new(network, recipe, None);
    let descent = DescentSpecification { epochs: 1, batch_size: 20, ..DescentSpecification::for_networks() };
    let settings = plane(Through::FilterNormalised);
    let cut = block_on(settings.cut(&landscape, None, &descent, 2, &mut Unobserved)).unwrap();
    let optimum = cut.points.point(0);
    let axis: Vec<f64> = (0..optimum.len())
        .map(|coordinate| {
            let mut moved = optimum.to_vec();
            moved[coordinate] += 1.0;
            cut.frame.place(&moved).x
        })
        .collect();
    // Two filters of 3 × 3 × 3, three of 2 × 3 × 3, and ten rows of the linear layer, each followed by its biases.
    let row = 3 * (train.shape().height / 4) * (train.shape().width / 4);
    let channels = train.shape().channels;
    let mut wanted = vec![0.0; axis.len()];
    let (mut ratios, mut start) = (Vec::new(), 0);
    for (filters, length) in [(2, 9 * channels), (3, 18), (10, row)] {
        for filter in 0..filters {
            let run = start + filter * length..start + (filter + 1) * length;
            let (along, own) = (&axis[run.clone()], &optimum[run.clone()]);
            ratios.push((dot(along, along) / dot(own, own)).sqrt());
            wanted[run.clone()].copy_from_slice(along);
        }
        start += filters * (length + 1);
    }
    assert_eq!(start, axis.len());
    // The axis has length 1, so that all ratios are the same number and not 1.
    assert!(ratios.iter().all(|ratio| (ratio / ratios[0] - 1.0).abs() < 1e-9), "{ratios:?}");
    // Only filters change.
    assert!(axis.iter().zip(&wanted).all(|(found, wanted)| (found - wanted).abs() < 1e-12));
}
