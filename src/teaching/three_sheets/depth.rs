//! The drawing order, so that nearer things hide farther ones where the three sheets cross.
//!
//! The three planes cut space into eight octants, and nothing within one octant is both in front of one thing and
//! behind another thing of the same other octant. So an order of the octants is an order of everything in them (a
//! binary space partition whose planes are the sheets themselves): first what is beyond the plane x = 0 as seen from
//! the eye, then what is on it, then what is on the eye's side; within each of these the same for y, and then for z.

/// A point with a coordinate smaller than this lies on a sheet: less than a pixel in any picture.
const ON_SHEET: f64 = 0.004;

/// The octant or sheet that something lies in: the sign of each coordinate, 0 on a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place([i8; 3]);

impl Place {
    /// The place of a point.
    pub fn of(point: [f64; 3]) -> Self {
        Self(point.map(|coordinate| match coordinate {
            _ if coordinate.abs() < ON_SHEET => 0,
            _ if coordinate > 0.0 => 1,
            _ => -1,
        }))
    }

    /// Its rank for an eye at `eye`; smaller ranks are drawn earlier.
    pub fn rank(self, eye: [f64; 3]) -> [u8; 3] {
        let mut rank = [1; 3];
        for axis in 0..3 {
            rank[axis] = match i16::from(self.0[axis]) * (if eye[axis] < 0.0 { -1 } else { 1 }) {
                side if side < 0 => 0,
                0 => 1,
                _ => 2,
            };
        }
        // What lies where sheets cross borders on the nearer part of each sheet, which would cover half of its width,
        // so it is drawn right after the last of these parts.
        match self.0 {
            [0, 0, 0] | [_, 0, 0] => [rank[0].max(if self.0[0] == 0 { 2 } else { 0 }), 2, 1],
            [0, _, 0] => [2, rank[1], 1],
            [0, 0, _] => [2, 1, rank[2]],
            _ => rank,
        }
    }
}

/// A straight piece that crosses no sheet.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Segment {
    /// Where it begins.
    pub from: [f64; 3],
    /// Where it ends.
    pub to: [f64; 3],
    /// The place it lies in.
    pub place: Place,
}

/// Cuts a straight line where it crosses a sheet. The pieces come in order.
pub fn split_at_sheets(from: [f64; 3], to: [f64; 3]) -> Vec<Segment> {
    let mut cuts: Vec<f64> = (0..3)
        .filter(|&axis| from[axis] * to[axis] < 0.0)
        .map(|axis| from[axis] / (from[axis] - to[axis]))
        .collect();
    cuts.sort_by(f64::total_cmp);
    let ends = cuts.iter().copied().chain([1.0]);
    let mut start = 0.0;
    let mut segments = Vec::with_capacity(cuts.len() + 1);
    for end in ends {
        let place = Place::of(between(from, to, (start + end) / 2.0));
        segments.push(Segment { from: between(from, to, start), to: between(from, to, end), place });
        start = end;
    }
    segments
}

fn between(from: [f64; 3], to: [f64; 3], share: f64) -> [f64; 3] {
    std::array::from_fn(|axis| (1.0 - share) * from[axis] + share * to[axis])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// How many sheets a point lies on.
    fn sheets_at(point: [f64; 3]) -> usize {
        Place::of(point).0.into_iter().filter(|&side| side == 0).count()
    }

    fn coordinates() -> impl Strategy<Value = [f64; 3]> {
        prop::array::uniform3(prop_oneof![-2.0..-0.01_f64, 0.01..2.0_f64])
    }

    proptest! {
        /// What the line of sight from far away meets last is drawn last.
        #[test]
        fn sheets_along_a_line_of_sight_come_from_far_to_near(eye in coordinates(), beyond in coordinates()) {
            let eye = eye.map(|coordinate| 20.0 * coordinate);
            let segments = split_at_sheets(beyond, eye);
            // Within a pixel of a crossing of sheets, everything counts as on the crossing, with no order along the
            // line.
            let is_clear = segments.windows(2).all(|pair| sheets_at(pair[0].to) == 1)
                && segments.iter().all(|segment| !segment.place.0.contains(&0));
            prop_assume!(is_clear);
            let mut ranks = vec![];
            for (index, segment) in segments.iter().enumerate() {
                ranks.push(segment.place.rank(eye));
                if index + 1 < segments.len() {
                    ranks.push(Place::of(segment.to.map(|c| if c.abs() < 1e-9 { 0.0 } else { c })).rank(eye));
                }
            }
            prop_assert!(ranks.is_sorted(), "{:?}", ranks);
        }

        #[test]
        fn pieces_make_the_whole_line(from in coordinates(), to in coordinates()) {
            let segments = split_at_sheets(from, to);
            prop_assert_eq!(segments[0].from, from);
            prop_assert_eq!(segments[segments.len() - 1].to, to);
            for pair in segments.windows(2) {
                prop_assert_eq!(pair[0].to, pair[1].from);
            }
        }
    }

    #[test]
    fn where_sheets_cross_comes_after_both() {
        for eye in [[5.0, 4.0, 3.0], [-5.0, 4.0, -3.0]] {
            for axis in 0..3 {
                let mut on_axis = [0.0; 3];
                on_axis[axis] = 1.0;
                let rank = Place::of(on_axis).rank(eye);
                for other in (0..3).filter(|&other| other != axis) {
                    for side in [-1.0, 1.0] {
                        let mut on_sheet = on_axis;
                        on_sheet[other] = side;
                        assert!(Place::of(on_sheet).rank(eye) <= rank, "{on_sheet:?} {eye:?}");
                    }
                }
            }
        }
    }
}
