//! The random families: their distribution, and that a seed repeats them.

use super::*;
use wedgelab::landscape::Landscape;
use wedgelab::landscape::wedges::ShortDirections;
use wedgelab::numerics::wide_dot;
use wedgelab::points::{HostPoints, Points};
use wedgelab::step::Gradient;

fn axes<T: Real>(union: &Wedges<T>, number: usize) -> Vec<u32> {
    match union.wedge(number).unwrap().short_directions() {
        ShortDirections::Axes(axes) => axes.to_vec(),
        ShortDirections::Basis(_) => panic!("expected short axes"),
    }
}

fn basis<T: Real>(union: &Wedges<T>, number: usize) -> HostPoints<T> {
    match union.wedge(number).unwrap().short_directions() {
        ShortDirections::Axes(_) => panic!("expected a basis"),
        ShortDirections::Basis(basis) => (*basis).clone(),
    }
}

in_both_precisions! {
    fn every_subset_of_axes_is_equally_likely<T>() {
        let count = 50_000;
        let many = WedgesSpecification { wedges: count, ..specification(5, 3, Family::AxisAligned) };
        let union = wedges::<T>(many, 1);
        let mut seen = std::collections::BTreeMap::new();
        for number in 0..count {
            *seen.entry(axes(&union, number)).or_insert(0.0) += 1.0;
        }
        assert_eq!(seen.len(), 10);
        let expected = count as f64 / 10.0;
        for (subset, times) in seen {
            assert!(subset.len() == 2 && subset[0] < subset[1] && subset[1] < 5, "{subset:?}");
            assert_close(times, expected, 4.0 * (expected * 0.9).sqrt());
        }
    }

    fn turned_wedges_are_the_orthonormal_factor_of_normal_matrices<T>() {
        let dimension = 12;
        for s in [0, 1, 5, 12] {
            let union = wedges::<T>(specification(dimension, dimension - s, Family::Oriented), 6);
            let mut generator = stream(6, Purpose::Wedges);
            for number in 0..3 {
                let basis = basis(&union, number);
                assert_eq!((basis.count(), basis.dimension()), (s, dimension));
                let drawn = standard_normal(&mut generator, s * dimension);
                let drawn = HostPoints::new(dimension, drawn).unwrap().convert::<T>();
                for row in 0..s {
                    for column in 0..s {
                        let product = wide_dot(basis.point(row), basis.point(column));
                        assert_close(product, f64::from(u8::from(row == column)), T::TOLERANCE);
                        // Drawn rows combine the basis rows so far, the last with a positive weight.
                        let weight = wide_dot(drawn.point(row), basis.point(column));
                        if row == column {
                            assert!(weight > 0.0);
                        } else if column > row {
                            assert_close(weight, 0.0, 100.0 * T::TOLERANCE);
                        }
                    }
                    let left_over = drawn.rows(row..row + 1).without(&basis);
                    assert_close(norm(left_over.values()), 0.0, 100.0 * T::TOLERANCE);
                }
            }
        }
    }

    fn turned_wedges_prefer_no_direction<T>() {
        let many = WedgesSpecification { wedges: 2_000, ..specification(16, 12, Family::Oriented) };
        let union = wedges::<T>(many, 3);
        let along_an_axis: Vec<f64> = (0..16).map(|axis| f64::from(u8::from(axis == 5))).collect();
        for direction in [along_an_axis, vec![0.25; 16]] {
            let direction: Vec<T> = rounded(&direction);
            let squares: Vec<f64> =
                (0..2_000).map(|k| union.wedge(k).unwrap().distance(&direction).powi(2)).collect();
            let mean = squares.iter().sum::<f64>() / 2_000.0;
            // The share of a fixed direction within a random subspace follows Beta(s/2, n/2).
            let variance = 2.0 * 4.0 * 12.0 / (16.0 * 16.0 * 18.0);
            assert_close(mean, 4.0 / 16.0, 4.0 * f64::sqrt(variance / 2_000.0));
        }
    }

    fn the_loss_is_the_shortest_length_within_the_short_directions<T>() {
        let point = normal_point::<T>(20, 1.0, 4);
        let turned = wedges::<T>(specification(20, 14, Family::Oriented), 2);
        let batch = HostPoints::single(point.clone());
        let lengths = (0..3).map(|k| norm(batch.times_transposed(&basis(&turned, k)).values()));
        assert_close(turned.distance(&point), lengths.fold(f64::INFINITY, f64::min), T::TOLERANCE);

        let aligned = wedges::<T>(specification(20, 14, Family::AxisAligned), 2);
        let lengths = (0..3).map(|k| {
            norm(&axes(&aligned, k).iter().map(|&axis| point[axis as usize]).collect::<Vec<_>>())
        });
        assert_close(aligned.distance(&point), lengths.fold(f64::INFINITY, f64::min), T::TOLERANCE);
    }

    fn one_seed_repeats_and_another_does_not<T>() {
        for family in [Family::AxisAligned, Family::Oriented] {
            let made = |seed| wedges::<T>(specification(50, 30, family), seed);
            let (first, again, other) = (made(1), made(1), made(2));
            for number in 0..3 {
                assert_eq!(first.wedge(number), again.wedge(number));
                assert_ne!(first.wedge(number), other.wedge(number));
            }
            assert_ne!(first.wedge(0), first.wedge(1));
        }
    }

    fn fewer_wedges_are_the_first_of_more<T>() {
        for family in [Family::AxisAligned, Family::Oriented] {
            let few = wedges::<T>(specification(30, 20, family), 1);
            let more = wedges::<T>(WedgesSpecification { wedges: 9, ..specification(30, 20, family) }, 1);
            assert!((0..3).all(|number| few.wedge(number) == more.wedge(number)));
        }
    }
}

#[test]
fn both_precisions_see_the_same_landscape() {
    for family in FAMILIES {
        for objective in [Objective::HalfSquare, Objective::Distance] {
            let specification =
                WedgesSpecification { objective, thickness: 0.2, ..specification(300, 250, family) };
            let (single, double) = (wedges::<f32>(specification, 3), wedges::<f64>(specification, 3));
            let points = HostPoints::stack(&(0..10).map(|seed| single.start(seed)).collect::<Vec<_>>());
            let widened = points.convert::<f64>();
            let (single_losses, single_gradient) = single.loss_and_gradient(&points, &any_batch()).unwrap();
            let (double_losses, double_gradient) = double.loss_and_gradient(&widened, &any_batch()).unwrap();
            for index in 0..10 {
                let (narrow, wide) =
                    (single.nearest(points.point(index)), double.nearest(widened.point(index)));
                assert_eq!(narrow.number(), wide.number());
                assert_close(single_losses[index], double_losses[index], 1e-6 * double_losses[index]);
                let apart =
                    difference(single_gradient.convert::<f64>().point(index), double_gradient.point(index));
                assert_close(norm(&apart), 0.0, 1e-6 * norm(double_gradient.point(index)));
            }
        }
    }
}
