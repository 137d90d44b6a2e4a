//! Which wedge is chosen if the choice is close, and how NaN is handled.

use crate::wedges_on_device::devices::{assert_agree, devices, on_device, on_host};
use rand::RngExt;
use wedgelab::landscape::Wedges;
use wedgelab::landscape::wedges::{Family, Objective, WedgesSpecification};
use wedgelab::numerics::random::{Purpose, stream};
use wedgelab::points::{HostPoints, Points};

fn specification(family: Family, dimension: usize, short: usize) -> WedgesSpecification {
    WedgesSpecification {
        family,
        dimension,
        wedge_dimension: dimension - short,
        wedges: 12,
        ..Default::default()
    }
}

/// Points whose coordinates are multiples of one half, so that nearly everything is tied.
fn halves(count: usize, dimension: usize, seed: u64) -> HostPoints<f64> {
    let mut random = stream(seed, Purpose::Start);
    HostPoints::from_fn(count, dimension, |_, _| f64::from(random.random_range(-3_i32..=3)) / 2.0)
}

/// The places of zeros: they show which axes a projection onto a thin wedge along the axes has chosen.
fn zeros(points: &HostPoints<f64>) -> Vec<bool> {
    points.values().iter().map(|&value| value == 0.0).collect()
}

#[test]
fn ties_go_to_the_lowest_axes_and_the_lowest_wedge() {
    for (dimension, short) in [(7, 3), (64, 20), (65, 64), (1_000, 333)] {
        for family in [Family::All, Family::AxisAligned] {
            let specification = specification(family, dimension, short);
            for seed in 0..3 {
                let points = halves(4, dimension, seed);
                let wedges = Wedges::<f64>::new(&specification, seed).unwrap();
                let host = on_host(&wedges, &points);
                for (name, device) in devices() {
                    let found = on_device(&wedges, &device, &points);
                    assert_eq!(found.gradients, host.gradients, "{name}, {specification:?}");
                    assert_eq!(found.projections, host.projections, "{name}, {specification:?}");
                }
            }
        }
    }
}

#[test]
fn equal_coordinates_and_the_origin_are_ties_of_all() {
    for family in [Family::All, Family::AxisAligned] {
        let points = HostPoints::from_fn(3, 30, |row, _| [1.0, -0.25, 0.0][row]);
        assert_agree(&specification(family, 30, 11), 1, &points);
    }
    // At the origin every wedge has the same distance, whatever its orientation.
    let origin = HostPoints::from_fn(1, 30, |_, _| 0.0);
    for objective in [Objective::HalfSquare, Objective::Distance] {
        assert_agree(
            &WedgesSpecification { objective, ..specification(Family::Oriented, 30, 11) },
            1,
            &origin,
        );
    }
}

#[test]
fn the_smallest_of_all_wedges_axes_are_found_to_the_last_bit() {
    let dimension = 500;
    let mut random = stream(5, Purpose::Start);
    // Neighbours in single precision, and numbers of all sizes whose squares are also finite.
    let neighbours = HostPoints::from_fn(2, dimension, |row, _| {
        let size = [1.0_f32, 1.999_999_9e-15][row];
        let steps = random.random_range(0..200);
        let sign = if random.random::<bool>() { 1.0 } else { -1.0 };
        sign * f64::from(f32::from_bits(size.to_bits() + steps))
    });
    let all_sizes = HostPoints::from_fn(2, dimension, |_, _| {
        let exponent = random.random_range(-99..62);
        f64::from((1.0 + random.random::<f32>()) * 2.0_f32.powi(exponent))
    });
    let points = HostPoints::stack(&[neighbours, all_sizes]);
    for short in [1, 2, 100, 250, 499] {
        let wedges = Wedges::<f64>::new(&specification(Family::All, dimension, short), 1).unwrap();
        let host = on_host(&wedges, &points);
        for (name, device) in devices() {
            let found = on_device(&wedges, &device, &points);
            assert_eq!(zeros(&found.projections), zeros(&host.projections), "{name}, {short}");
        }
    }
}

#[test]
fn nan_invalidates_its_own_point_and_no_other() {
    for family in [Family::All, Family::AxisAligned, Family::Oriented] {
        for objective in [Objective::HalfSquare, Objective::Distance] {
            for short in [0, 1, 10, 25] {
                let specification = WedgesSpecification { objective, ..specification(family, 25, short) };
                let wedges = Wedges::<f64>::new(&specification, 2).unwrap();
                let mut points = halves(4, 25, 2);
                points.point_mut(1)[24] = f64::NAN;
                points.point_mut(3)[0] = -f64::NAN;
                for (name, device) in devices() {
                    let found = on_device(&wedges, &device, &points);
                    for row in 0..points.count() {
                        let context = format!("{name}, {specification:?}, row {row}");
                        let is_number = row % 2 == 0;
                        assert_eq!(found.losses[row].is_finite(), is_number, "{context}");
                        assert_eq!(found.measured[row].is_finite(), is_number, "{context}");
                        for &value in found.gradients.point(row) {
                            assert_eq!(value.is_nan(), !is_number, "{context}");
                        }
                    }
                }
            }
        }
    }
}

#[test]
fn an_infinite_coordinate_counts_where_the_nearest_wedge_is_thin_along_it() {
    for family in [Family::All, Family::AxisAligned] {
        for (short, infinities) in [(5, 1), (5, 30), (29, 1), (30, 1)] {
            let mut points = halves(1, 30, 4);
            points.point_mut(0)[..infinities].fill(f64::INFINITY);
            let wedges = Wedges::<f64>::new(&specification(family, 30, short), 4).unwrap();
            let host = on_host(&wedges, &points);
            for (name, device) in devices() {
                let found = on_device(&wedges, &device, &points);
                let context = format!("{name}, {family:?}, {short}, {infinities}");
                assert_eq!(found.losses[0].is_finite(), host.losses[0].is_finite(), "{context}");
                if host.losses[0].is_finite() {
                    assert_eq!(found.gradients, host.gradients, "{context}");
                }
            }
        }
    }
}
