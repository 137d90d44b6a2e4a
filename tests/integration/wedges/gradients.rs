//! Gradients and curvature against finite differences of the loss.

use super::*;
use wedgelab::points::HostPoints;
use wedgelab::step::Gradient;

fn gradient<T: Real>(union: &Wedges<T>, point: &[T]) -> Vec<T> {
    let (_, gradient) = union.loss_and_gradient(&HostPoints::single(point.to_vec()), &any_batch()).unwrap();
    gradient.into_values()
}

fn moved<T: Real>(point: &[T], axis: usize, step: f64) -> Vec<T> {
    let mut moved = point.to_vec();
    moved[axis] = T::of(moved[axis].wide() + step);
    moved
}

fn objective<T: Real>(union: &Wedges<T>, point: &[T]) -> f64 {
    match union.specification().objective {
        Objective::Distance => union.distance(point),
        Objective::HalfSquare => union.distance(point).powi(2) / 2.0,
    }
}

/// The Hessian of the objective, from central differences of the gradient.
fn hessian<T: Real>(union: &Wedges<T>, point: &[T]) -> Vec<Vec<f64>> {
    let step = 1.0 / 512.0;
    let row = |axis| {
        let (ahead, behind) = (moved(point, axis, step), moved(point, axis, -step));
        let width = ahead[axis].wide() - behind[axis].wide();
        let change = difference(&gradient(union, &ahead), &gradient(union, &behind));
        change.into_iter().map(|value| value / width).collect()
    };
    (0..point.len()).map(row).collect()
}

/// A symmetric matrix that equals its own square has only the eigenvalues 0 and 1, and its trace counts the ones.
#[track_caller]
fn assert_projection_of_rank(matrix: &[Vec<f64>], rank: usize) {
    let tolerance = 2e-3;
    let count = matrix.len();
    for row in 0..count {
        for column in 0..count {
            assert_close(matrix[row][column], matrix[column][row], tolerance);
            let square: f64 = (0..count).map(|k| matrix[row][k] * matrix[k][column]).sum();
            assert_close(square, matrix[row][column], tolerance);
        }
    }
    assert_close((0..count).map(|k| matrix[k][k]).sum(), rank as f64, tolerance);
}

in_both_precisions! {
    fn gradients_are_the_slopes_of_the_objective<T>() {
        let step = 1.0 / 1024.0;
        let mut compared = 0;
        for family in FAMILIES {
            for kind in [Objective::HalfSquare, Objective::Distance] {
                for thickness in [0.0, 0.5] {
                    let specification = WedgesSpecification {
                        objective: kind, thickness, ..specification(7, 3, family)
                    };
                    let union = wedges::<T>(specification, 4);
                    for seed in 0..20 {
                        let point = normal_point::<T>(7, 3.0, seed);
                        let slopes = gradient(&union, &point);
                        for axis in 0..7 {
                            let (ahead, behind) = (moved(&point, axis, step), moved(&point, axis, -step));
                            // At the border between two wedges there is no gradient.
                            let is_border = union.nearest(&ahead) != union.nearest(&behind);
                            if is_border || union.distance(&point) < 0.5 {
                                continue;
                            }
                            let width = ahead[axis].wide() - behind[axis].wide();
                            let slope = (objective(&union, &ahead) - objective(&union, &behind)) / width;
                            assert_close(slopes[axis].wide(), slope, 2e-3);
                            compared += 1;
                        }
                    }
                }
            }
        }
        assert!(compared > 1500, "only {compared} slopes were compared");
    }

    fn the_distance_rises_at_rate_one_everywhere_off_the_wedges<T>() {
        proptest!(cases(512), |(specification in any_specification(), point in any_point())| {
            let specification = WedgesSpecification { objective: Objective::Distance, ..specification };
            let union = wedges::<T>(specification, 9);
            let point: Vec<T> = rounded(&point);
            let length = norm(&gradient(&union, &point));
            // For an oriented wedge, a distance below the rounding of the point has no direction.
            if union.distance(&point) > T::TOLERANCE * norm(&point) {
                assert_close(length, 1.0, T::TOLERANCE);
            } else if union.distance(&point) == 0.0 {
                assert_eq!(length, 0.0);
            }
        });
    }

    fn the_gradient_of_half_the_square_is_the_way_from_the_nearest_wedge<T>() {
        proptest!(cases(256), |(specification in any_specification(), point in any_point())| {
            let specification = WedgesSpecification { objective: Objective::HalfSquare, ..specification };
            let union = wedges::<T>(specification, 9);
            let point: Vec<T> = rounded(&point);
            let offset = difference(&point, &union.nearest(&point).project(&point));
            let slopes: Vec<f64> = gradient(&union, &point).into_iter().map(Real::wide).collect();
            let apart = difference(&offset, &slopes);
            assert_close(norm(&apart), 0.0, T::TOLERANCE * norm(&point));
        });
    }

    fn half_the_square_has_one_unit_of_curvature_for_every_short_direction<T>() {
        for family in FAMILIES {
            for s in [0, 1, 3, 7] {
                let union = wedges::<T>(specification(7, 7 - s, family), 2);
                assert_projection_of_rank(&hessian(&union, &normal_point(7, 1.0, 11)), s);
            }
        }
    }

    fn the_distance_curves_with_its_inverse_in_all_short_directions_but_one<T>() {
        for family in FAMILIES {
            for s in [1, 3, 7] {
                let specification =
                    WedgesSpecification { objective: Objective::Distance, ..specification(7, 7 - s, family) };
                let union = wedges::<T>(specification, 2);
                let point = normal_point::<T>(7, 2.0, 11);
                let distance = union.distance(&point);
                let scaled: Vec<Vec<f64>> = hessian(&union, &point)
                    .into_iter()
                    .map(|row| row.into_iter().map(|value| value * distance).collect())
                    .collect();
                assert_projection_of_rank(&scaled, s - 1);
                let along = gradient(&union, &point);
                for row in scaled {
                    let product: f64 =
                        row.iter().zip(&along).map(|(value, slope)| value * slope.wide()).sum();
                    assert_close(product, 0.0, 2e-3);
                }
            }
        }
    }
}
