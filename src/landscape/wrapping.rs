//! What must hold for every landscape that wraps another one.

use super::Landscape;
use crate::landscape::measure;
use crate::observer::Unobserved;
use crate::points::{Points, Split};

/// Asserts that a wrapper has the same description as the landscape inside, and the same measurements.
///
/// Not compared are properties that a wrapper may change: its gradient, its identity, and whether it can be varied.
pub(crate) async fn assert_describes<L: Landscape>(wrapper: &impl Landscape<Points = L::Points>, inner: &L) {
    assert_eq!(wrapper.dimension(), inner.dimension());
    assert_eq!(wrapper.groups(), inner.groups());
    assert_eq!(wrapper.takes_points_apart(), inner.takes_points_apart());
    assert_eq!(wrapper.points_at_once(), inner.points_at_once());
    assert_eq!(wrapper.gradients_at_once(), inner.gradients_at_once());
    let rows = inner.start_on_host(7).await.unwrap();
    assert_eq!(wrapper.start_on_host(7).await.unwrap(), rows);
    assert_eq!(wrapper.start(7).read().await.unwrap(), inner.start(7).read().await.unwrap());
    let points = L::Points::stack(&[inner.points(&rows), inner.start(8)]);
    assert_eq!(wrapper.points(&rows).read().await.unwrap(), inner.points(&rows).read().await.unwrap());
    for split in [Split::Train, Split::Measured, Split::Test] {
        assert_eq!(wrapper.examples(split), inner.examples(split));
        let observer = &mut Unobserved;
        let measured = measure(wrapper, &points, split, observer).await.unwrap();
        assert_eq!(measured, measure(inner, &points, split, observer).await.unwrap());
        let predictions = wrapper.predict(&points, split, observer).await.unwrap();
        let expected = inner.predict(&points, split, observer).await.unwrap();
        assert_eq!(predictions, expected);
    }
}
