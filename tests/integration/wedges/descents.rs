//! Gradient descent on the toy has a closed form.

use super::*;
use wedgelab::landscape::wedges::ShortDirections;
use wedgelab::points::{HostPoints, Points};
use wedgelab::step::Gradient;

/// All points of a descent with a constant step, the start first, and their losses.
fn descend<T: Real>(union: &Wedges<T>, start: &[T], step: f64, steps: usize) -> (Vec<Vec<T>>, Vec<f64>) {
    let mut points = HostPoints::single(start.to_vec());
    let (mut path, mut history) = (Vec::new(), Vec::new());
    for _ in 0..=steps {
        let (losses, gradient) = union.loss_and_gradient(&points, &any_batch()).unwrap();
        path.push(points.point(0).to_vec());
        history.push(losses[0]);
        points = points.add(-step, &gradient);
    }
    (path, history)
}

fn unions<T: Real>() -> Vec<Wedges<T>> {
    let mut unions = Vec::new();
    for family in FAMILIES {
        for thickness in [0.0, 0.3] {
            unions.push(wedges(WedgesSpecification { thickness, ..specification(60, 20, family) }, 8));
        }
    }
    unions
}

in_both_precisions! {
    fn half_the_square_shrinks_the_distance_geometrically<T>() {
        let step = 0.25;
        for union in unions::<T>() {
            let (_, history) = descend(&union, &normal_point(60, 1.0, 3), step, 100);
            for (taken, distance) in (0..).zip(&history) {
                assert_close(*distance, history[0] * (1.0 - step).powi(taken), 10.0 * T::TOLERANCE);
            }
        }
    }

    fn the_nearest_wedge_stays_the_same_all_the_way<T>() {
        for union in unions::<T>() {
            let start = normal_point(60, 1.0, 3);
            let nearest = union.nearest(&start);
            let (path, _) = descend(&union, &start, 0.25, 30);
            assert!(path.iter().all(|point| union.nearest(point) == nearest));
        }
    }

    fn nothing_moves_along_the_long_directions<T>() {
        for union in unions::<T>() {
            let start = normal_point::<T>(60, 1.0, 3);
            let (path, _) = descend(&union, &start, 0.25, 100);
            let end = &path[100];
            match union.nearest(&start).short_directions() {
                ShortDirections::Axes(axes) => {
                    let long = (0..60).filter(|axis| !axes.contains(axis));
                    assert!(long.map(|axis| axis as usize).all(|axis| end[axis] == start[axis]));
                }
                ShortDirections::Basis(basis) => {
                    let moved = HostPoints::single(end.clone()).add(-1.0, &HostPoints::single(start));
                    assert_close(norm(moved.without(basis).values()), 0.0, 10.0 * T::TOLERANCE);
                }
            }
        }
    }

    fn it_ends_at_the_nearest_point_of_the_wedge_after_moving_by_the_first_loss<T>() {
        for union in unions::<T>() {
            let start = normal_point::<T>(60, 1.0, 3);
            let (path, history) = descend(&union, &start, 0.25, 120);
            let end = &path[120];
            let target = union.nearest(&start).project(&start);
            assert_close(norm(&difference(end, &target)), 0.0, 10.0 * T::TOLERANCE);
            assert_close(norm(&difference(end, &start)), history[0], 10.0 * T::TOLERANCE);
            if union.specification().thickness == 0.0 {
                let pythagoras = norm(&start).powi(2) - history[0].powi(2);
                assert_close(norm(end).powi(2), pythagoras, 20.0 * T::TOLERANCE * norm(&start).powi(2));
            }
        }
    }

    fn the_distance_itself_falls_by_one_step_and_then_swings<T>() {
        let step = 0.1;
        for family in FAMILIES {
            let specification =
                WedgesSpecification { objective: Objective::Distance, ..specification(30, 10, family) };
            let union = wedges::<T>(specification, 8);
            let (_, history) = descend(&union, &normal_point(30, 1.0, 3), step, 100);
            let falling = (history[0] / step) as usize;
            let rest = history[0] - step * falling as f64;
            assert!(falling > 5 && falling < 60, "{falling} steps down");
            for (taken, &distance) in history.iter().enumerate() {
                let expected = match taken.checked_sub(falling) {
                    None => history[0] - step * taken as f64,
                    Some(after) if after % 2 == 0 => rest,
                    Some(_) => step - rest,
                };
                assert_close(distance, expected, 100.0 * T::TOLERANCE);
            }
        }
    }

    fn a_descent_that_stands_on_a_wedge_stays<T>() {
        for family in FAMILIES {
            let specification =
                WedgesSpecification { objective: Objective::Distance, ..specification(5, 2, family) };
            let origin = vec![T::zero(); 5];
            let (path, history) = descend(&wedges::<T>(specification, 1), &origin, 0.1, 3);
            assert_eq!(history, [0.0; 4]);
            assert_eq!(path[3], origin);
        }
    }
}
