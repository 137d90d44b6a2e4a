//! The loss is a distance: properties for every point and every union.

use super::*;
use wedgelab::landscape::wedges::{ShortDirections, Wedge};

fn short_axes<T: Real>(wedge: &Wedge<'_, T>) -> Vec<u32> {
    match wedge.short_directions() {
        ShortDirections::Axes(axes) => axes.to_vec(),
        ShortDirections::Basis(_) => panic!("a wedge along axes has short axes"),
    }
}

in_both_precisions! {
    fn scaling_the_point_and_the_thickness_scales_the_distance<T>() {
        let scaled_points = (any_point(), -3.0..3.0_f64);
        proptest!(cases(256), |(specification in any_specification(), (point, factor) in scaled_points)| {
            let thickness = specification.thickness * factor.abs();
            let scaled_specification = WedgesSpecification { thickness, ..specification };
            let scaled: Vec<f64> = point.iter().map(|coordinate| coordinate * factor).collect();
            let distance = wedges::<T>(specification, 5).distance(&rounded(&point));
            let scaled_distance = wedges::<T>(scaled_specification, 5).distance(&rounded(&scaled));
            assert_close(scaled_distance, factor.abs() * distance, T::TOLERANCE * norm(&scaled));
        });
    }

    fn all_wedges_together_know_neither_signs_nor_order<T>() {
        let shuffled = Just((0..DIMENSION).collect::<Vec<_>>()).prop_shuffle();
        let flips = prop::collection::vec(any::<bool>(), DIMENSION);
        let changes = (shuffled, flips);
        proptest!(cases(256), |(n in 0..=DIMENSION, point in any_point(), (order, flips) in changes)| {
            let all = wedges::<T>(specification(DIMENSION, n, Family::All), 0);
            let other: Vec<T> = order
                .iter()
                .zip(&flips)
                .map(|(&axis, &flip)| T::of(if flip { -point[axis] } else { point[axis] }))
                .collect();
            // Only the order of summation may make a difference.
            assert_close(all.distance(&other), all.distance(&rounded(&point)), 1e-14 * norm(&point));
        });
    }

    fn the_distance_is_zero_where_enough_coordinates_are_within_the_thickness<T>() {
        let thickness = prop_oneof![Just(0.0), Just(2.0), 0.0..4.0_f64];
        proptest!(cases(512), |(n in 0..=DIMENSION, thickness in thickness, point in any_point())| {
            let specification = WedgesSpecification { thickness, ..specification(DIMENSION, n, Family::All) };
            let point: Vec<T> = rounded(&point);
            let within = point.iter().filter(|value| value.wide().abs() <= thickness / 2.0).count();
            let is_zero = wedges::<T>(specification, 0).distance(&point) == 0.0;
            assert_eq!(is_zero, within >= specification.short_dimension());
        });
    }

    fn distances_of_two_points_differ_by_no_more_than_the_points<T>() {
        let points = (any_point(), any_point());
        proptest!(cases(512), |(specification in any_specification(), (left, right) in points)| {
            let union = wedges::<T>(specification, 3);
            let (left, right) = (rounded::<T>(&left), rounded::<T>(&right));
            let apart = norm(&difference(&left, &right));
            let rise = (union.distance(&left) - union.distance(&right)).abs();
            assert!(rise <= apart + T::TOLERANCE * (norm(&left) + norm(&right)), "{rise} over {apart}");
        });
    }

    fn more_short_directions_never_bring_a_wedge_nearer<T>() {
        proptest!(cases(64), |(point in any_point())| {
            let point: Vec<T> = rounded(&point);
            let with = |short| specification(DIMENSION, DIMENSION - short, Family::All);
            let distances: Vec<f64> =
                (0..=DIMENSION).map(|short| wedges::<T>(with(short), 0).distance(&point)).collect();
            assert!(distances.is_sorted(), "{distances:?}");
        });
    }

    fn the_ends_are_the_whole_space_and_the_origin<T>() {
        proptest!(cases(64), |(point in any_point(), seed in 0..100_u64)| {
            let point: Vec<T> = rounded(&point);
            for family in FAMILIES {
                let space = wedges::<T>(specification(DIMENSION, DIMENSION, family), seed);
                let origin = wedges::<T>(specification(DIMENSION, 0, family), seed);
                assert_eq!(space.distance(&point), 0.0);
                assert_close(origin.distance(&point), norm(&point), T::TOLERANCE * norm(&point));
            }
        });
    }

    fn all_wedges_are_every_choice_of_short_axes<T>() {
        let thickness = prop_oneof![Just(0.0), 0.0..4.0_f64];
        proptest!(cases(128), |(n in 0..=DIMENSION, thickness in thickness, point in any_point())| {
            let specification = WedgesSpecification { thickness, ..specification(DIMENSION, n, Family::All) };
            let point: Vec<T> = rounded(&point);
            let excess = |axis: usize| (point[axis].wide().abs() - thickness / 2.0).max(0.0);
            let brute = (0..1_u32 << DIMENSION)
                .filter(|subset| subset.count_ones() as usize == specification.short_dimension())
                .map(|subset| {
                    let axes = (0..DIMENSION).filter(|axis| subset >> axis & 1 == 1);
                    axes.map(|axis| excess(axis).powi(2)).sum::<f64>().sqrt()
                })
                .fold(f64::INFINITY, f64::min);
            let union = wedges::<T>(specification, 0);
            let nearest = union.nearest(&point);
            let axes = short_axes(&nearest);
            assert_close(union.distance(&point), brute, 1e-14 * norm(&point));
            assert_eq!(nearest.distance(&point), union.distance(&point));
            assert_eq!(axes.len(), specification.short_dimension());
            assert!(axes.is_sorted_by(|a, b| a < b));
            assert_eq!(nearest.number(), None);
        });
    }

    fn of_equal_coordinates_the_first_are_short<T>() {
        let all = wedges::<T>(specification(6, 3, Family::All), 0);
        let point = rounded::<T>(&[1.0, -1.0, 0.5, 1.0, -1.0, 1.0]);
        assert_eq!(short_axes(&all.nearest(&point)), [0, 1, 2]);
    }

    fn the_nearest_wedge_is_the_first_of_the_nearest<T>() {
        let seeds = 0..1000_u64;
        proptest!(cases(256), |(specification in any_specification(), point in any_point(), seed in seeds)| {
            let union = wedges::<T>(specification, seed);
            let point: Vec<T> = rounded(&point);
            if specification.family == Family::All {
                prop_assert!(union.wedge(0).is_none());
                return Ok(());
            }
            let distances: Vec<f64> =
                (0..specification.wedges).map(|k| union.wedge(k).unwrap().distance(&point)).collect();
            let shortest = distances.iter().copied().fold(f64::INFINITY, f64::min);
            prop_assert_eq!(union.distance(&point), shortest);
            prop_assert_eq!(union.nearest(&point).number(), distances.iter().position(|&d| d == shortest));
            prop_assert!(union.wedge(specification.wedges).is_none());
        });
    }

    fn the_projection_is_the_nearest_point_of_a_wedge<T>() {
        let points = (any_point(), any_point());
        proptest!(cases(256), |(specification in any_specification(), (point, other) in points)| {
            let union = wedges::<T>(specification, 7);
            let (point, other) = (rounded::<T>(&point), rounded::<T>(&other));
            let nearest = union.nearest(&point);
            let projection = nearest.project(&point);
            let tolerance = T::TOLERANCE * (1.0 + norm(&point) + norm(&other));
            assert_close(norm(&difference(&point, &projection)), union.distance(&point), tolerance);
            assert_close(nearest.distance(&projection), 0.0, tolerance);
            let elsewhere = nearest.project(&other);
            assert!(norm(&difference(&point, &elsewhere)) >= nearest.distance(&point) - tolerance);
        });
    }

    fn projecting_without_thickness_is_hard_thresholding<T>() {
        let all = wedges::<T>(specification(6, 2, Family::All), 0);
        let point = rounded::<T>(&[0.1, -3.0, 0.25, 2.0, -1.0, 0.0]);
        let projection = all.nearest(&point).project(&point);
        assert_eq!(projection, rounded::<T>(&[0.0, -3.0, 0.0, 2.0, 0.0, 0.0]));
    }

    fn a_thick_wedge_holds_what_is_within_half_its_thickness<T>() {
        let thick = WedgesSpecification { thickness: 0.5, ..specification(3, 1, Family::All) };
        let union = wedges::<T>(thick, 0);
        let point = rounded::<T>(&[1.25, 0.125, -4.0]);
        assert_eq!(union.distance(&point), 1.0);
        assert_eq!(union.nearest(&point).project(&point), rounded::<T>(&[0.25, 0.125, -4.0]));
    }

    fn a_coordinate_that_is_no_number_spoils_its_own_point_alone<T>() {
        use wedgelab::points::HostPoints;
        use wedgelab::step::Gradient;
        for family in FAMILIES {
            let union = wedges::<T>(specification(4, 2, family), 1);
            let mut values = normal_point::<T>(8, 1.0, 1);
            values[3] = T::nan();
            let points = HostPoints::new(4, values).unwrap();
            assert!(union.distance(points.point(0)).is_nan() && union.distance(points.point(1)).is_finite());
            let (losses, gradient) = union.loss_and_gradient(&points, &any_batch()).unwrap();
            assert!(losses[0].is_nan() && gradient.point(0).iter().all(|value| value.is_nan()));
            assert!(losses[1].is_finite() && gradient.point(1).iter().all(|value| value.is_finite()));
        }
        let all = wedges::<T>(specification(4, 2, Family::All), 1);
        let infinite = [T::infinity(), T::one(), T::neg_infinity(), T::zero()];
        assert_eq!(all.distance(&infinite), 1.0);
    }
}
