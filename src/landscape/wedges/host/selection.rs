//! The coordinates of smallest absolute value, found in linear time and without sorting: they determine which of all
//! axis-aligned wedges is the nearest.
//!
//! The cut above the smallest ones is found by counting, which vector instructions do at the speed of memory: how many
//! coordinates lie below two guesses, which the counts improve until few are left in between to choose from.

use crate::numerics::Real;
use crate::points::for_each_where;
use crate::simd::{Instructions, Kernel, Vector};
use std::cell::RefCell;

/// The magnitude of an infinity. A NaN lies above it.
const INFINITE: i64 = f64::INFINITY.to_bits() as i64;

/// This number of coordinates counts as few, and so does this fraction of them.
const FEW: usize = 64;
const FEW_OF: usize = 32;

/// From this number of coordinates on, the first guess comes from a sample of them.
const SAMPLED: usize = 1 << 14;

/// The relative distance of the first guesses from the last cut.
const MOVED: f64 = 0.125;

/// The cut above the smallest coordinates by absolute value. Of equal ones those of lower index come first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cut {
    /// All coordinates below it are among the smallest.
    magnitude: i64,
    /// The number of coordinates equal to it that are also among the smallest.
    at_magnitude: usize,
    /// The number of smallest coordinates.
    count: usize,
    /// Whether a coordinate is NaN. A NaN counts as larger than all other values.
    pub(super) has_nan: bool,
    /// The instructions that search. They do not change the result.
    instructions: Instructions,
}

thread_local! {
    /// Shared by all calls: buffers, and a guess that does not change the result.
    static SEARCH: RefCell<Search> = RefCell::default();
}

impl Cut {
    /// The cut above the `count` smallest coordinates, or above all if there are fewer.
    pub(super) fn behind<T: Real>(point: &[T], count: usize) -> Self {
        Self::behind_by(Instructions::best(), point, count)
    }

    fn behind_by<T: Real>(instructions: Instructions, point: &[T], count: usize) -> Self {
        let count = count.min(point.len());
        let mut cut = Self { magnitude: 0, at_magnitude: 0, count, has_nan: false, instructions };
        SEARCH.with_borrow_mut(|search| {
            instructions.run(Find { point, search, cut: &mut cut });
        });
        cut
    }

    /// Visits the axes of the smallest coordinates of the point that the cut was computed for, in ascending order.
    pub(super) fn for_each_axis<T: Real>(self, point: &[T], visit: impl FnMut(usize)) {
        self.instructions.run(Visit { point, cut: self, visit });
    }

    /// The axes of the smallest coordinates of the point that the cut was computed for, in ascending order.
    pub(super) fn axes<T: Real>(self, point: &[T]) -> Vec<u32> {
        let mut axes = Vec::with_capacity(self.count);
        self.for_each_axis(point, |axis| axes.push(axis as u32));
        axes
    }
}

/// The absolute value as an integer of the same order: the bits of non-negative floating-point numbers are ordered like
/// that.
#[inline(always)]
fn magnitude<T: Real>(coordinate: T) -> i64 {
    coordinate.wide().abs().to_bits() as i64
}

struct Visit<'a, T, F> {
    point: &'a [T],
    cut: Cut,
    visit: F,
}

impl<T: Real, F: FnMut(usize)> Kernel for Visit<'_, T, F> {
    #[inline(always)]
    fn run<V: Vector>(mut self) {
        let (cut, mut room) = (self.cut.magnitude, self.cut.at_magnitude);
        for_each_where(
            self.point,
            |coordinate| magnitude(coordinate) <= cut,
            |axis| {
                if magnitude(self.point[axis]) == cut {
                    if room == 0 {
                        return;
                    }
                    room -= 1;
                }
                (self.visit)(axis);
            },
        );
    }
}

#[derive(Debug, Default)]
struct Search {
    /// Magnitudes to choose from.
    some: Vec<i64>,
    /// The last cut.
    last: Option<i64>,
}

/// Bounds of the cut: at least `low`, and below `high`.
struct Bracket {
    low: i64,
    below_low: usize,
    high: i64,
    below_high: usize,
}

impl Bracket {
    /// How many magnitudes lie within the bounds.
    fn inside(&self) -> usize {
        self.below_high - self.below_low
    }

    fn is_one_magnitude(&self) -> bool {
        self.high - self.low <= 1
    }

    /// Uses that `below` magnitudes lie below a pivot, for a cut above `count` of them.
    fn narrow(&mut self, pivot: i64, below: usize, count: usize) {
        if below < count && pivot > self.low {
            (self.low, self.below_low) = (pivot, below);
        } else if below >= count && pivot < self.high {
            (self.high, self.below_high) = (pivot, below);
        }
    }

    /// Two pivots that would enclose `few` magnitudes and the cut if magnitudes were evenly spread. `None` if there is
    /// an infinity.
    fn interpolate(&self, count: usize, few: usize) -> Option<[i64; 2]> {
        let (low, high) = (f64::from_bits(self.low as u64), f64::from_bits(self.high as u64));
        let pivot = |rank: usize| {
            let share = rank.saturating_sub(self.below_low) as f64 / self.inside() as f64;
            let value = low + (high - low) * share.min(1.0);
            (value.to_bits() as i64).clamp(self.low + 1, self.high - 1)
        };
        high.is_finite().then(|| [pivot(count.saturating_sub(few / 4)), pivot(count + few / 4)])
    }

    /// Two pivots that divide the bit range into thirds, wherever the magnitudes lie.
    fn thirds(&self) -> [i64; 2] {
        let third = ((self.high - self.low) / 3).max(1);
        [self.low + third, self.high - third]
    }
}

struct Find<'a, T> {
    point: &'a [T],
    search: &'a mut Search,
    cut: &'a mut Cut,
}

impl<T: Real> Kernel for Find<'_, T> {
    #[inline(always)]
    fn run<V: Vector>(self) {
        let Self { point, search, cut } = self;
        let (size, count) = (point.len(), cut.count);
        let pivots = search.first_pivots(point, count);
        let census = census(point, pivots);
        cut.has_nan = census.largest > INFINITE;
        if count == 0 || count == size {
            cut.magnitude = if count == 0 { 0 } else { i64::MAX };
            return;
        }
        let mut bracket = Bracket { low: 0, below_low: 0, high: census.largest + 1, below_high: size };
        let few = FEW.max(size / FEW_OF);
        narrow(&mut bracket, pivots, &census, count);
        let mut is_even = true;
        while bracket.inside() > few && !bracket.is_one_magnitude() {
            let before = bracket.inside();
            let interpolated = bracket.interpolate(count, few).filter(|_| is_even);
            let pivots = interpolated.unwrap_or_else(|| bracket.thirds());
            narrow(&mut bracket, pivots, &self::census(point, pivots), count);
            // If guesses do not help, the search bisects the bits, so that the work stays bounded.
            is_even = 2 * bracket.inside() <= before;
        }
        (cut.magnitude, cut.at_magnitude) = search.choose(point, &bracket, count);
        search.last = Some(cut.magnitude);
    }
}

#[inline(always)]
fn narrow(bracket: &mut Bracket, pivots: [i64; 2], census: &Census, count: usize) {
    for (pivot, below) in pivots.into_iter().zip(census.below) {
        bracket.narrow(pivot, below, count);
    }
}

/// The result of one pass over all magnitudes.
struct Census {
    /// How many lie below each of the pivots.
    below: [usize; 2],
    largest: i64,
}

#[inline(always)]
fn census<T: Real>(point: &[T], [first, second]: [i64; 2]) -> Census {
    let (mut below_first, mut below_second, mut largest) = (0_i64, 0_i64, 0);
    for &coordinate in point {
        let magnitude = magnitude(coordinate);
        below_first += i64::from(magnitude < first);
        below_second += i64::from(magnitude < second);
        largest = magnitude.max(largest);
    }
    Census { below: [below_first as usize, below_second as usize], largest }
}

impl Search {
    /// Two guesses that may enclose the cut.
    #[inline(always)]
    fn first_pivots<T: Real>(&mut self, point: &[T], count: usize) -> [i64; 2] {
        if point.len() >= SAMPLED {
            return self.sampled_pivots(point, count);
        }
        let last = self.last.map_or(0.0, |last| f64::from_bits(last as u64));
        [1.0 - MOVED, 1.0 + MOVED].map(|factor| magnitude(last * factor))
    }

    /// Magnitudes of a sample, on both sides of the one whose rank corresponds to the cut's.
    fn sampled_pivots<T: Real>(&mut self, point: &[T], count: usize) -> [i64; 2] {
        let wanted = (point.len() as f64).powf(2.0 / 3.0);
        let step = (point.len() as f64 / wanted) as usize;
        self.some.clear();
        self.some.extend(point.iter().step_by(step.max(1)).map(|&coordinate| magnitude(coordinate)));
        let size = self.some.len();
        let share = count as f64 / point.len() as f64;
        // Three standard deviations of the number of sampled magnitudes below the cut.
        let slack = 3.0 * (share * (1.0 - share) * size as f64).sqrt() + 1.0;
        let rank = share * size as f64;
        let mut at = |rank: f64| *self.some.select_nth_unstable((rank as usize).min(size - 1)).1;
        [at(rank - slack), at(rank + slack).saturating_add(1)]
    }

    /// The cut above `count` magnitudes, and how many of those equal to it belong to them.
    #[inline(always)]
    fn choose<T: Real>(&mut self, point: &[T], bracket: &Bracket, count: usize) -> (i64, usize) {
        let wanted = count - bracket.below_low;
        if bracket.is_one_magnitude() {
            return (bracket.low, wanted);
        }
        let (low, high) = (bracket.low, bracket.high);
        self.some.clear();
        let is_inside = |coordinate| {
            let magnitude = magnitude(coordinate);
            low <= magnitude && magnitude < high
        };
        for_each_where(point, is_inside, |place| self.some.push(magnitude(point[place])));
        let (before, &mut cut, _) = self.some.select_nth_unstable(wanted - 1);
        (cut, wanted - before.iter().filter(|&&magnitude| magnitude < cut).count())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The result of every set of instructions.
    fn smallest<T: Real>(point: &[T], count: usize) -> Vec<u32> {
        let found = Cut::behind_by(Instructions::Portable, point, count);
        for instructions in Instructions::available() {
            let other = Cut::behind_by(instructions, point, count);
            assert_eq!(other, Cut { instructions, ..found });
            assert_eq!(other.axes(point), found.axes(point), "{instructions}");
        }
        found.axes(point)
    }

    /// The definition: a stable sort by absolute value, NaN after everything else.
    fn sorted<T: Real>(point: &[T], count: usize) -> Vec<u32> {
        let mut order: Vec<u32> = (0..point.len() as u32).collect();
        order.sort_by(|&one, &other| {
            point[one as usize].wide().abs().total_cmp(&point[other as usize].wide().abs())
        });
        let mut first = order[..count].to_vec();
        first.sort_unstable();
        first
    }

    #[test]
    fn ties_go_to_the_lower_index() {
        let point = [1.0, -0.5, 0.5, 0.0, -0.0, 0.5, f64::INFINITY];
        assert_eq!(smallest(&point, 0), Vec::<u32>::new());
        assert_eq!(smallest(&point, 1), [3]);
        assert_eq!(smallest(&point, 2), [3, 4]);
        assert_eq!(smallest(&point, 3), [1, 3, 4]);
        assert_eq!(smallest(&point, 4), [1, 2, 3, 4]);
        assert_eq!(smallest(&point, 6), [0, 1, 2, 3, 4, 5]);
        assert_eq!(smallest(&point, 7), [0, 1, 2, 3, 4, 5, 6]);
        assert_eq!(smallest::<f64>(&[], 0), Vec::<u32>::new());
    }

    #[test]
    fn nan_is_reported_and_comes_last() {
        let point = [f64::NAN, 1.0, f64::INFINITY, -2.0];
        assert!(Cut::behind(&point, 2).has_nan && Cut::behind(&point, 0).has_nan);
        assert_eq!(smallest(&point, 3), [1, 2, 3]);
        assert!(!Cut::behind(&point[1..], 2).has_nan && !Cut::behind(&point[1..], 3).has_nan);
    }

    /// Coordinates that are hard to search: many ties, and a range from the smallest to the largest numbers.
    fn coordinate() -> impl Strategy<Value = f64> {
        let special =
            vec![0.0, -0.0, 1.0, -1.0, 5e-324, -1e-310, f64::MIN_POSITIVE, f64::MAX, f64::INFINITY, 1.5];
        prop_oneof![
            4 => -1.0..1.0_f64,
            3 => prop::sample::select(special),
            1 => (-300.0..300.0_f64).prop_map(|power| libm::pow(10.0, power)),
        ]
    }

    proptest! {
        #[test]
        fn the_smallest_are_those_that_sorting_finds(
            point in prop::collection::vec(coordinate(), 1..400),
            repeated in 1_usize..8,
            share in 0.0..=1.0_f64,
        ) {
            let point = point.repeat(repeated);
            let count = (share * point.len() as f64) as usize;
            prop_assert_eq!(smallest(&point, count), sorted(&point, count));
            let single: Vec<f32> = point.iter().map(|&coordinate| coordinate as f32).collect();
            prop_assert_eq!(smallest(&single, count), sorted(&single, count));
        }
    }

    #[test]
    fn the_smallest_of_many_are_those_that_sorting_finds() {
        let many = 3 * SAMPLED + 5;
        let hashed = |place: usize| (place as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 11;
        let shapes: [fn(u64) -> f64; 5] = [
            |hash| hash as f64,
            |hash| (hash % 3) as f64,
            |_| 7.0,
            // Equally many magnitudes in every power of two, so that even guesses do not help.
            |hash| f64::from_bits(hash << 10),
            |hash| if hash % 1000 == 0 { 1e-300 } else { f64::INFINITY },
        ];
        for shape in shapes {
            let point: Vec<f64> = (0..many).map(|place| shape(hashed(place))).collect();
            for count in [1, 2, many / 10, many / 2, many - 1, many] {
                assert_eq!(smallest(&point, count), sorted(&point, count), "{count}");
            }
        }
    }
}
