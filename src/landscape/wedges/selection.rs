//! The coordinates of smallest absolute value, found in linear time and without sorting: which of all axis-aligned
//! wedges is the nearest one.

use crate::landscape::Real;

/// The axes of the `count` coordinates that are smallest by absolute value, in ascending order.
///
/// Of equal coordinates those of lower index come first. `magnitudes` is room that calls share, to spare memory.
pub(super) fn smallest<T: Real>(point: &[T], count: usize, magnitudes: &mut Vec<u64>) -> Vec<u32> {
    if count == 0 {
        return Vec::new();
    }
    magnitudes.clear();
    magnitudes.extend(point.iter().map(|&coordinate| magnitude(coordinate)));
    let (below, &mut cut, _) = magnitudes.select_nth_unstable(count - 1);

    // Only the cut is taken from the selection. A second pass in the order of the axes settles ties by index, and
    // leaves the axes sorted, at no cost.
    let mut room_at_cut = count - below.iter().filter(|&&magnitude| magnitude < cut).count();
    let mut axes = Vec::with_capacity(count);
    for (axis, &coordinate) in (0_u32..).zip(point) {
        let magnitude = magnitude(coordinate);
        if magnitude < cut {
            axes.push(axis);
        } else if magnitude == cut && room_at_cut > 0 {
            room_at_cut -= 1;
            axes.push(axis);
        }
    }
    axes
}

/// The absolute value as an integer of the same order: floating-point numbers without a sign are laid out so. Integers
/// are totally ordered and quick to select from.
fn magnitude<T: Real>(coordinate: T) -> u64 {
    coordinate.wide().abs().to_bits()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ties_go_to_the_lower_index() {
        let point = [1.0, -0.5, 0.5, 0.0, -0.0, 0.5, f64::INFINITY];
        let selected = |count| smallest(&point, count, &mut Vec::new());
        assert_eq!(selected(0), Vec::<u32>::new());
        assert_eq!(selected(1), [3]);
        assert_eq!(selected(2), [3, 4]);
        assert_eq!(selected(3), [1, 3, 4]);
        assert_eq!(selected(4), [1, 2, 3, 4]);
        assert_eq!(selected(6), [0, 1, 2, 3, 4, 5]);
        assert_eq!(selected(7), [0, 1, 2, 3, 4, 5, 6]);
    }

    #[test]
    fn shared_room_leaves_no_trace() {
        let mut magnitudes = Vec::new();
        smallest(&[3.0_f32; 50], 20, &mut magnitudes);
        assert_eq!(smallest(&[3.0_f32, -1.0, 2.0], 2, &mut magnitudes), [1, 2]);
    }
}
