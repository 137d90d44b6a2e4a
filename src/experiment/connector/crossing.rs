//! Descents between several optima at once, orthogonal to all their differences: to where their low-loss regions cross.

use crate::descent::{Plan, descend};
use crate::experiment::ExperimentError;
use crate::landscape::Landscape;
use crate::numerics::linear_algebra::OrthonormalBasis;
use crate::observer::Observer;
use crate::points::{HostPoints, Points};
use crate::step::Subspace;

/// Points between several optima, before and after their descents.
#[derive(Debug, Clone)]
pub(in crate::experiment) struct Crossing<P> {
    /// Combinations of the optima, one per row.
    pub(in crate::experiment) start: P,
    /// Where the descents from there end, in the same order.
    pub(in crate::experiment) end: P,
}

/// Descends from combinations of `corners` (`weights`: a row for each, with a weight for every corner), each in the
/// hyperplane through it that is normal to all differences of the corners. If the corners are one point, the descent is
/// unrestricted.
pub(in crate::experiment) async fn descend_across<L: Landscape>(
    landscape: &L,
    corners: &HostPoints<f64>,
    weights: &HostPoints<f64>,
    plan: Plan,
    observer: &mut impl Observer,
) -> Result<Crossing<L::Points>, ExperimentError> {
    let start = landscape.points(&weights.times(corners));
    let subspace = across(landscape, corners, start.clone());
    let end = descend(landscape, start.clone(), subspace, plan, observer).await?.points;
    Ok(Crossing { start, end })
}

/// The hyperplanes through points that are normal to all differences of `corners`; the full space if these are one
/// point.
pub(in crate::experiment) fn across<L: Landscape>(
    landscape: &L,
    corners: &HostPoints<f64>,
    through: L::Points,
) -> Subspace<L::Points> {
    let mut basis = OrthonormalBasis::default();
    for corner in corners.iter().skip(1) {
        let difference: Vec<f64> = corner.iter().zip(corners.point(0)).map(|(to, from)| to - from).collect();
        basis.add(&difference);
    }
    let rows: Vec<_> = basis.vectors().iter().map(|vector| HostPoints::single(vector.clone())).collect();
    match rows.is_empty() {
        true => Subspace::Full,
        false => Subspace::Normal { through, directions: landscape.points(&HostPoints::stack(&rows)) },
    }
}

/// The middle of `corners`, which are m + 1 optima, and where the descent from there ends: the optimised middle of an
/// m-connector, one row.
pub(in crate::experiment) async fn descend_from_middle<L: Landscape>(
    landscape: &L,
    corners: &HostPoints<f64>,
    plan: Plan,
    observer: &mut impl Observer,
) -> Result<Crossing<L::Points>, ExperimentError> {
    let weights = HostPoints::single(vec![1.0 / corners.count() as f64; corners.count()]);
    descend_across(landscape, corners, &weights, plan, observer).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{SyntheticSize, synthetic};
    use crate::descent::DescentSpecification;
    use crate::experiment::different_optima;
    use crate::landscape::measure;
    use crate::landscape::{HostNetwork, Regularisation};
    use crate::network::{Activation, NetworkShape};
    use crate::numerics::{dot, length};
    use crate::observer::Unobserved;
    use crate::points::Split;
    use crate::simd::Instructions;
    use pollster::block_on;

    #[test]
    fn the_middle_of_networks_descends_across_all_their_differences() {
        let images = synthetic::generate(3, SyntheticSize { train: 40, test: 20 }).unwrap();
        let shape = images.train().shape();
        let shape = NetworkShape::new(&"mlp-4".parse().unwrap(), Activation::Relu, 1.0, shape, 10).unwrap();
        let (train, test) = (images.train(), images.test());
        let plain = Regularisation::default();
        let normalisation = images.normalisation();
        let network =
            HostNetwork::new(shape, train, test, &normalisation, plain, Instructions::best()).unwrap();
        let descent =
            DescentSpecification { epochs: 5, batch_size: 10, ..DescentSpecification::for_networks() };
        let optima = block_on(different_optima(&network, None, &descent, 1, 3, &mut Unobserved)).unwrap();
        let corners = block_on(optima.read()).unwrap();
        let plan = descent.plan_of_steps(60, network.examples(Split::Train), 1);
        let crossing = block_on(descend_from_middle(&network, &corners, plan, &mut Unobserved)).unwrap();
        let loss =
            |points: &_| block_on(measure(&network, points, Split::Train, &mut Unobserved)).unwrap()[0].loss;
        assert!(loss(&crossing.end) < loss(&crossing.start));
        let moved = block_on(crossing.end.add(-1.0, &crossing.start).read()).unwrap();
        for corner in 1..3 {
            let difference: Vec<f64> =
                corners.point(corner).iter().zip(corners.point(0)).map(|(to, from)| to - from).collect();
            let cosine = dot(moved.point(0), &difference) / (length(moved.point(0)) * length(&difference));
            assert!(cosine.abs() < 1e-5, "{cosine}");
        }
    }
}
