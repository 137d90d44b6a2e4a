//! Loss, gradient and projection at random points, in every family.

use crate::wedges_on_device::devices::{assert_agree, rounded};
use wedgelab::landscape::wedges::{Family, Objective, WedgesSpecification};
use wedgelab::landscape::{Landscape, Wedges};
use wedgelab::points::{HostPoints, Points};

fn specification(family: Family, dimension: usize, short: usize) -> WedgesSpecification {
    WedgesSpecification {
        family,
        dimension,
        wedge_dimension: dimension - short,
        wedges: 5,
        ..Default::default()
    }
}

/// Three starts, near, at and far from the usual place.
fn starts(specification: &WedgesSpecification) -> HostPoints<f64> {
    let wedges =
        Wedges::<f64>::new(&WedgesSpecification { family: Family::All, ..*specification }, 1).unwrap();
    let rows: Vec<_> =
        [(7, 1e-3), (8, 1.0), (9, 1e3)].map(|(seed, size)| wedges.start(seed).scale(size)).to_vec();
    rounded(&HostPoints::stack(&rows))
}

fn assert_agree_at_starts(specification: &WedgesSpecification) {
    assert_agree(specification, 3, &starts(specification));
}

#[test]
fn wedges_along_the_axes_of_any_dimension() {
    for family in [Family::All, Family::AxisAligned] {
        for (dimension, short) in [(1, 1), (7, 3), (100, 10), (1_000, 500), (10_000, 1_000)] {
            assert_agree_at_starts(&specification(family, dimension, short));
        }
    }
}

#[test]
fn wedges_of_any_orientation() {
    for (dimension, short) in [(1, 1), (7, 3), (100, 10), (300, 40)] {
        assert_agree_at_starts(&specification(Family::Oriented, dimension, short));
    }
}

#[test]
fn wedges_without_and_with_nothing_but_short_directions() {
    for family in [Family::All, Family::AxisAligned, Family::Oriented] {
        for (dimension, short) in [(1, 0), (20, 0), (20, 20), (20, 1), (20, 19)] {
            assert_agree_at_starts(&specification(family, dimension, short));
        }
    }
}

#[test]
fn a_single_wedge() {
    for family in [Family::AxisAligned, Family::Oriented] {
        assert_agree_at_starts(&WedgesSpecification { wedges: 1, ..specification(family, 50, 20) });
    }
}

#[test]
fn thick_wedges_and_both_objectives() {
    for family in [Family::All, Family::AxisAligned, Family::Oriented] {
        for objective in [Objective::HalfSquare, Objective::Distance] {
            for thickness in [0.0, 0.25, 3.0] {
                assert_agree_at_starts(&WedgesSpecification {
                    thickness,
                    objective,
                    ..specification(family, 60, 15)
                });
            }
        }
    }
}

#[test]
fn many_points_at_once() {
    for family in [Family::All, Family::AxisAligned, Family::Oriented] {
        let specification = specification(family, 40, 10);
        let wedges = Wedges::<f64>::new(&specification, 3).unwrap();
        let rows: Vec<_> = (0..300).map(|seed| wedges.start(seed)).collect();
        assert_agree(&specification, 3, &rounded(&HostPoints::stack(&rows)));
    }
}
