//! Where the names of dots on a map are placed, so that they can be read: next to their dot, inside the picture, and
//! clear of other dots and names.

/// The distance of a name from the middle of its dot, horizontally and vertically, in heights of a letter.
const SIDEWAYS: f64 = 0.6;
const UPWARDS: f64 = 0.75;
/// The width and height of a dot, in heights of a letter.
const DOT: f64 = 0.9;

/// A box in the picture, in pixels; y points down.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Frame {
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) right: f64,
    pub(super) bottom: f64,
}

impl Frame {
    /// The box around a point.
    fn around((x, y): (f64, f64), width: f64, height: f64) -> Self {
        let (half, rise) = (0.5 * width, 0.5 * height);
        Self { left: x - half, top: y - rise, right: x + half, bottom: y + rise }
    }

    fn area(self) -> f64 {
        (self.right - self.left).max(0.0) * (self.bottom - self.top).max(0.0)
    }

    fn shared(self, other: Self) -> f64 {
        Self {
            left: self.left.max(other.left),
            top: self.top.max(other.top),
            right: self.right.min(other.right),
            bottom: self.bottom.min(other.bottom),
        }
        .area()
    }

    /// The middle of the box.
    pub(super) fn middle(self) -> (f64, f64) {
        (0.5 * (self.left + self.right), 0.5 * (self.top + self.bottom))
    }
}

/// A box for each dot's name. Dots are given in pixels, with the widths of their names; `height` is that of the
/// letters.
pub(super) fn places(dots: &[((f64, f64), f64)], height: f64, picture: Frame) -> Vec<Frame> {
    let taken: Vec<Frame> =
        dots.iter().map(|&(dot, _)| Frame::around(dot, DOT * height, DOT * height)).collect();
    let mut found: Vec<Frame> = Vec::with_capacity(dots.len());
    for &(dot, width) in dots {
        let badness = |frame: &Frame| {
            let outside = frame.area() - frame.shared(picture);
            // A name that is cut off cannot be read at all.
            3.0 * outside + taken.iter().chain(&found).map(|other| frame.shared(*other)).sum::<f64>()
        };
        let best = candidates(dot, width, height)
            .into_iter()
            .min_by(|one, other| badness(one).total_cmp(&badness(other)));
        found.extend(best);
    }
    found
}

/// Diagonally above and below the dot, straight above and below, and at its sides; the first of equally good ones is
/// used.
fn candidates((x, y): (f64, f64), width: f64, height: f64) -> [Frame; 8] {
    let (aside, up) = (0.5 * width + SIDEWAYS * height, UPWARDS * height);
    let at = |right: f64, down: f64| Frame::around((x + right, y + down), width, height);
    [
        at(aside, -up),
        at(-aside, -up),
        at(aside, up),
        at(-aside, up),
        at(0.0, -1.2 * height),
        at(0.0, 1.2 * height),
        at(aside, 0.0),
        at(-aside, 0.0),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const PICTURE: Frame = Frame { left: 0.0, top: 0.0, right: 300.0, bottom: 200.0 };

    #[test]
    fn a_name_at_an_edge_stands_inside() {
        for (dot, width) in
            [((2.0, 2.0), 80.0), ((298.0, 2.0), 80.0), ((298.0, 198.0), 120.0), ((2.0, 198.0), 50.0)]
        {
            let place = places(&[(dot, width)], 12.0, PICTURE)[0];
            assert!((place.shared(PICTURE) - place.area()).abs() < 1e-9, "{dot:?}: {place:?}");
        }
    }

    #[test]
    fn names_of_neighbours_do_not_cover_one_another() {
        let dots = [((150.0, 100.0), 70.0), ((160.0, 104.0), 60.0), ((152.0, 112.0), 80.0)];
        let found = places(&dots, 12.0, PICTURE);
        for (index, one) in found.iter().enumerate() {
            for other in &found[index + 1..] {
                assert_eq!(one.shared(*other), 0.0, "{found:?}");
            }
        }
    }

    proptest! {
        #[test]
        fn every_dot_gets_a_place_of_its_names_size(
            dots in prop::collection::vec(((0.0..300.0_f64, 0.0..200.0_f64), 1.0..200.0_f64), 0..9)
        ) {
            let found = places(&dots, 12.0, PICTURE);
            prop_assert_eq!(found.len(), dots.len());
            for (place, (_, width)) in found.iter().zip(&dots) {
                prop_assert!((place.area() - width * 12.0).abs() < 1e-6);
            }
        }
    }
}
