//! A path from one wedge to another on which the loss stays zero: through their intersection (figure 1 of the
//! paper, left).

use super::{ShortDirections, Wedges};
use crate::numerics::Real;
use crate::points::{HostPoints, Points};

impl<T: Real> Wedges<T> {
    /// The four corners of a path of loss 0 between the wedges nearest to `from` and `to` (points of dimension D), in
    /// order:
    ///
    /// 1. the point of the first wedge nearest to `from`;
    /// 2. the point of the second wedge nearest to that one, which lies on both;
    /// 3. the point of the first wedge nearest to corner 4, which lies on both;
    /// 4. the point of the second wedge nearest to `to`.
    ///
    /// Straight lines join them: the first leg lies on the first wedge, the second on both, the third on the second.
    /// This requires wedges along the axes, where projecting onto one wedge keeps a point on the other; for other
    /// orientations there is no such path, and the result is `None`.
    pub fn zero_loss_path(&self, from: &[T], to: &[T]) -> Option<HostPoints<T>> {
        let (first, second) = (self.nearest(from), self.nearest(to));
        let along_axes =
            |wedge: &super::Wedge<'_, T>| matches!(wedge.short_directions(), ShortDirections::Axes(_));
        if !along_axes(&first) || !along_axes(&second) {
            return None;
        }
        let (start, end) = (first.project(from), second.project(to));
        let (enter, leave) = (second.project(&start), first.project(&end));
        Some(HostPoints::stack(&[start, enter, leave, end].map(HostPoints::single)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::landscape::Landscape;
    use crate::landscape::wedges::{Family, WedgesSpecification};
    use crate::points::Sweep;
    use proptest::prelude::*;

    fn wedges(family: Family, dimension: usize, wedge_dimension: usize, thickness: f64) -> Wedges<f64> {
        let specification =
            WedgesSpecification { dimension, wedge_dimension, family, thickness, ..Default::default() };
        Wedges::new(&specification, 5).unwrap()
    }

    proptest! {
        #[test]
        fn the_loss_is_zero_everywhere_between_the_nearest_points(
            dimension in 2_usize..30,
            short_share in 0.0..1.0_f64,
            thickness in prop::sample::select(vec![0.0, 0.3]),
            family in prop::sample::select(vec![Family::All, Family::AxisAligned]),
            seed in 0_u64..1000,
        ) {
            let wedge_dimension = ((1.0 - short_share) * dimension as f64) as usize;
            let wedges = wedges(family, dimension, wedge_dimension, thickness);
            let (from, to) = (wedges.start(seed), wedges.start(seed + 1000));
            let corners = wedges.zero_loss_path(from.point(0), to.point(0)).unwrap();
            prop_assert_eq!(corners.point(0), wedges.nearest(from.point(0)).project(from.point(0)));
            prop_assert_eq!(corners.point(3), wedges.nearest(to.point(0)).project(to.point(0)));
            let positions: Vec<f64> = (0..=20).map(|step| f64::from(step) / 20.0).collect();
            for leg in 0..3 {
                let line = Sweep::line(&corners.rows(leg..leg + 1), &corners.rows(leg + 1..leg + 2), &positions);
                for point in line.points(0..positions.len()).iter() {
                    prop_assert!(wedges.distance(point) < 1e-12);
                }
            }
        }
    }

    #[test]
    fn wedges_of_any_orientation_have_none() {
        let wedges = wedges(Family::Oriented, 6, 4, 0.0);
        let (from, to) = (wedges.start(1), wedges.start(2));
        assert!(wedges.zero_loss_path(from.point(0), to.point(0)).is_none());
    }
}
