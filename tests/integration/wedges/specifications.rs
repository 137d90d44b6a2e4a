//! Valid specifications: names, defaults, ranges and errors.

use super::*;
use wedgelab::landscape::wedges::{LARGEST_DIMENSION, MOST_WEDGES, WedgesError};

fn refusal(specification: WedgesSpecification) -> WedgesError {
    let refusal = Wedges::<f32>::new(&specification, 0).unwrap_err();
    assert_eq!(specification.validate(), Err(refusal.clone()));
    refusal
}

#[test]
fn every_field_may_be_left_out() {
    let empty: WedgesSpecification = serde_json::from_str("{}").unwrap();
    assert_eq!(empty, WedgesSpecification::default());
    assert_eq!((empty.dimension, empty.wedge_dimension, empty.short_dimension()), (1000, 900, 100));
    assert_eq!((empty.family, empty.wedges, empty.thickness), (Family::AxisAligned, 16, 0.0));
    assert_eq!(empty.objective, Objective::HalfSquare);
}

#[test]
fn names_are_written_with_hyphens() {
    let written = serde_json::to_value(WedgesSpecification::default()).unwrap();
    let expected = serde_json::json!({
        "dimension": 1000, "wedge_dimension": 900, "family": "axis-aligned", "wedges": 16, "thickness": 0.0,
        "objective": "half-square",
    });
    assert_eq!(written, expected);
    let names = FAMILIES.map(|family| serde_json::to_string(&family).unwrap());
    assert_eq!(names, [r#""all""#, r#""axis-aligned""#, r#""oriented""#]);
    assert_eq!(serde_json::to_string(&Objective::Distance).unwrap(), r#""distance""#);
    let read: WedgesSpecification =
        serde_json::from_str(r#"{"family": "oriented", "objective": "distance", "thickness": 0.5}"#).unwrap();
    assert_eq!((read.family, read.objective, read.thickness), (Family::Oriented, Objective::Distance, 0.5));
    assert!(serde_json::from_str::<WedgesSpecification>(r#"{"family": "none"}"#).is_err());
}

#[test]
fn the_dimension_has_a_range() {
    for dimension in [0, LARGEST_DIMENSION + 1] {
        let refused = refusal(specification(dimension, 0, Family::All));
        assert_eq!(
            refused.to_string(),
            format!("dimension is {dimension}; give a whole number from 1 to 10000000")
        );
    }
    assert!(Wedges::<f64>::new(&specification(LARGEST_DIMENSION, 0, Family::All), 0).is_ok());
}

#[test]
fn a_wedge_fits_into_the_space() {
    let refused = refusal(specification(10, 11, Family::Oriented));
    assert_eq!(refused, WedgesError::WedgeDimension { wedge_dimension: 11, dimension: 10 });
    assert!(refused.to_string().contains("from 0 to 10"), "{refused}");
    for family in FAMILIES {
        for wedge_dimension in [0, 10] {
            assert!(Wedges::<f64>::new(&specification(10, wedge_dimension, family), 0).is_ok());
        }
    }
}

#[test]
fn the_number_of_wedges_has_a_range() {
    for wedges in [0, MOST_WEDGES + 1] {
        let refused = refusal(WedgesSpecification { wedges, ..Default::default() });
        assert_eq!(refused.to_string(), format!("wedges is {wedges}; give a whole number from 1 to 100000"));
    }
    let most = WedgesSpecification { wedges: MOST_WEDGES, ..specification(3, 2, Family::AxisAligned) };
    assert!(Wedges::<f64>::new(&most, 0).is_ok());
}

#[test]
fn thickness_is_a_length() {
    for thickness in [-0.1, f64::INFINITY, f64::NEG_INFINITY, f64::NAN] {
        let specification = WedgesSpecification { thickness, ..Default::default() };
        let refused = Wedges::<f64>::new(&specification, 0).unwrap_err();
        assert!(matches!(refused, WedgesError::Range(_)), "{refused}");
        assert!(refused.to_string().ends_with("give a number from 0 to 1000000"), "{refused}");
    }
}

#[test]
fn families_too_large_for_the_memory_are_refused_at_once() {
    let of = |dimension, wedge_dimension, family, wedges| WedgesSpecification {
        wedges,
        ..specification(dimension, wedge_dimension, family)
    };
    let turned = of(1 << 14, 0, Family::Oriented, 2);
    assert_eq!(refusal(turned), WedgesError::TooLarge { numbers: 1 << 29 });
    assert!(refusal(turned).to_string().contains("choose fewer wedges"));
    let aligned = of(10_000, 0, Family::AxisAligned, 30_000);
    assert_eq!(refusal(aligned), WedgesError::TooLarge { numbers: 300_000_000 });
    let largest = of(LARGEST_DIMENSION, 0, Family::Oriented, MOST_WEDGES);
    assert_eq!(refusal(largest), WedgesError::TooLarge { numbers: 10_000_000_000_000_000_000 });
    // The family `all` is never stored.
    assert!(Wedges::<f64>::new(&of(LARGEST_DIMENSION, 0, Family::All, MOST_WEDGES), 0).is_ok());
}
