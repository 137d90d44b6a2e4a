//! The coordinates of smallest absolute value for many points at once: exactly, without sorting and without reading
//! anything back, so that it runs on WebGPU too.

use burn::tensor::{Bool, Tensor};

/// Smaller magnitudes count as zero: 2⁻¹⁰⁰, below which squares vanish. This is well above the numbers that a GPU may
/// flush to zero itself (below 2⁻¹²⁶), so that every device chooses the same coordinates.
const SMALLEST_EXPONENT: i32 = -100;

/// Which coordinates of each row of `points`, `[points, D]`, are the `count` smallest in absolute value: a mask of the
/// same shape. Ties go to the lower index, as on the host. The mask of a row with a NaN is meaningless.
///
/// The cut, the count-th smallest magnitude, is found by bisection on its value, bit by bit. One pass over the
/// magnitudes equal to it resolves ties.
pub(super) fn smallest(points: &Tensor<2>, count: usize) -> Tensor<2, Bool> {
    let [_, dimension] = points.dims();
    match count {
        0 => return points.zeros_like().bool(),
        _ if count >= dimension => return points.ones_like().bool(),
        _ => {}
    }
    let magnitudes = points.clone().abs();
    let is_zero = magnitudes.clone().lower_elem(power_of_two(SMALLEST_EXPONENT));
    let magnitudes = magnitudes.mask_fill(is_zero, 0.0);
    let cut = cut(&magnitudes, count).expand(magnitudes.dims());
    let below = magnitudes.clone().lower(cut.clone()).float();
    let ties = magnitudes.equal(cut).float();
    let room = below.clone().sum_dim(1).neg() + count as f32;
    let has_room = running_count(&ties).lower_equal(room.expand(ties.dims())).float();
    (below + ties * has_room).greater_elem(0.5)
}

/// The `count`-th smallest of each row, `[points, 1]`: the largest number that fewer than `count` magnitudes lie below.
/// First its power of two, then its mantissa bits.
fn cut(magnitudes: &Tensor<2>, count: usize) -> Tensor<2> {
    let few_below = |trial: &Tensor<2>| {
        let below = magnitudes.clone().lower(trial.clone().expand(magnitudes.dims()));
        below.float().sum_dim(1).lower_elem(count as f32)
    };
    let raise = |cut: Tensor<2>, trial: Tensor<2>| cut.mask_where(few_below(&trial), trial);
    let zero = magnitudes.clone().narrow(1, 0, 1).zeros_like();
    let least = zero.clone() + power_of_two(SMALLEST_EXPONENT);
    let is_positive = few_below(&least);
    let mut cut = least;
    // Up to 2²⁵⁵ times the smallest: beyond all magnitudes. 2¹²⁸ is not representable, so it takes two steps.
    for exponent in [64, 64, 64, 32, 16, 8, 4, 2, 1] {
        let trial = cut.clone() * power_of_two(exponent);
        cut = raise(cut, trial);
    }
    let mut step = cut.clone();
    for _ in 1..f32::MANTISSA_DIGITS {
        step = step * 0.5;
        let trial = cut.clone() + step.clone();
        cut = raise(cut, trial);
    }
    zero.mask_where(is_positive, cut)
}

/// 2 to a power from −126 to 127, exactly: the powers that a browser computes are less exact.
fn power_of_two(exponent: i32) -> f32 {
    f32::from_bits(((127 + exponent) as u32) << (f32::MANTISSA_DIGITS - 1))
}

/// The number of ones in each row up to and including each column, by shifts of 1, 2, 4, … columns. Exact below 2²⁴.
fn running_count(ones: &Tensor<2>) -> Tensor<2> {
    let [points, dimension] = ones.dims();
    let mut counts = ones.clone();
    let mut shift = 1;
    while shift < dimension {
        let nothing = Tensor::zeros([points, shift], &ones.device());
        let earlier = counts.clone().narrow(1, 0, dimension - shift);
        counts = counts + Tensor::cat(vec![nothing, earlier], 1);
        shift *= 2;
    }
    counts
}
