//! The few operations on vectors of single-precision numbers that the kernels are built from, one type per instruction
//! set.
//!
//! Kernels are generic over [`Vector`] and inlined completely into a function that is compiled for the instruction set
//! (see [`Instructions`](super::Instructions)). Vectors of a set are only created there, so the operations need no
//! `unsafe`, and nothing outside this module can name them.

#[cfg(target_arch = "x86_64")]
mod avx2;
#[cfg(target_arch = "x86_64")]
mod avx512;
#[cfg(target_arch = "aarch64")]
mod neon;
mod portable;
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod simd128;

#[cfg(target_arch = "x86_64")]
pub(super) use avx2::Avx2;
#[cfg(target_arch = "x86_64")]
pub(super) use avx512::Avx512;
#[cfg(target_arch = "aarch64")]
pub(super) use neon::Neon;
pub(super) use portable::Portable;
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
pub(super) use simd128::Simd128;

/// Lists of active results (those with a gradient), one for each lane of a vector.
///
/// An entry is where the result's neighbourhood begins (lower half) and its gradient (upper half).
#[derive(Clone, Copy)]
pub(crate) struct Lists {
    /// Where the first list begins.
    pub(crate) entries: *mut u64,
    /// The distance from the beginning of one list to the next.
    pub(crate) room: usize,
    /// How long each list is.
    pub(crate) lengths: *mut u32,
    /// The number of lists from here on. Lanes beyond them have none.
    pub(crate) count: usize,
}

/// Several single-precision numbers that are processed at once.
pub(crate) trait Vector: Copy {
    /// The number of lanes: a power of two, at most 16.
    const LANES: usize;
    /// How many vector registers the processor has: 16 or 32.
    const REGISTERS: usize;

    /// The numbers at an address, which need not be aligned.
    ///
    /// # Safety
    /// [`Vector::LANES`] numbers can be read there.
    unsafe fn load(at: *const f32) -> Self;

    /// Writes the numbers to an address, which need not be aligned.
    ///
    /// # Safety
    /// [`Vector::LANES`] numbers can be written there.
    unsafe fn store(self, at: *mut f32);

    /// The same number in every lane.
    fn splat(value: f32) -> Self;

    /// `self + other`.
    fn add(self, other: Self) -> Self;

    /// `self − other`.
    fn subtract(self, other: Self) -> Self;

    /// `self · other`.
    fn multiply(self, other: Self) -> Self;

    /// `self / other`.
    fn divide(self, other: Self) -> Self;

    /// `self · factor + summand`, rounded once if the instruction set can.
    fn multiply_add(self, factor: Self, summand: Self) -> Self;

    /// The larger of two; `other` if one of them is NaN.
    fn maximum(self, other: Self) -> Self;

    /// The smaller of two; `other` if one of them is NaN.
    fn minimum(self, other: Self) -> Self;

    /// `yes` in the lanes where `self > other`, and `no` elsewhere.
    fn choose_if_above(self, other: Self, yes: Self, no: Self) -> Self;

    /// One bit per lane, the lowest for the first: whether the two are equal there.
    fn equal_lanes(self, other: Self) -> u32;

    /// Appends every non-zero lane, a gradient, to its list. The start of its neighbourhood is the entry of `begins`
    /// that the lane of `places`, 0 to 3, selects.
    ///
    /// # Safety
    /// Every list has room for another entry.
    #[inline(always)]
    unsafe fn list(self, places: Self, begins: [u32; 4], lists: Lists) {
        let (mut gradients, mut lanes) = ([0.0; 16], [0.0; 16]);
        // SAFETY: every list has room, as the caller promises; no vector has more than 16 lanes, and places are small
        // whole numbers.
        unsafe {
            self.store(gradients.as_mut_ptr());
            places.store(lanes.as_mut_ptr());
            for lane in 0..Self::LANES.min(lists.count) {
                let gradient = gradients[lane];
                let begin = begins[lanes[lane].to_int_unchecked::<i32>() as usize & 3];
                let length = lists.lengths.add(lane);
                // Without a branch: a zero gradient is written too, and then overwritten.
                let entry = lists.entries.add(lane * lists.room + *length as usize);
                *entry = u64::from(begin) | u64::from(gradient.to_bits()) << 32;
                *length += u32::from(gradient != 0.0);
            }
        }
    }

    /// The sum of all lanes.
    fn sum(self) -> f32;

    /// The sums of four vectors.
    #[inline(always)]
    fn sums(four: [Self; 4]) -> [f32; 4] {
        four.map(Self::sum)
    }

    /// Zero in every lane.
    #[inline(always)]
    fn zero() -> Self {
        Self::splat(0.0)
    }
}

/// The hyperbolic tangent, to within a few units in the last place.
///
/// A quotient of polynomials of degree 13 and 6; beyond their range the tangent is ±1 in single precision. The
/// coefficients are those of Eigen (`generic_fast_tanh_float`).
#[inline(always)]
pub(crate) fn tanh<V: Vector>(value: V) -> V {
    const BOUND: f32 = 7.905_311;
    const ABOVE: [f32; 7] = [
        -2.760_768_5e-16,
        2.000_188e-13,
        -8.604_672e-11,
        5.122_297e-8,
        1.485_722_4e-5,
        6.372_619_3e-4,
        4.893_524_6e-3,
    ];
    const BELOW: [f32; 4] = [1.198_258_4e-6, 1.185_347_1e-4, 2.268_434_6e-3, 4.893_525e-3];
    // In this order of the operands a NaN stays a NaN.
    let value = V::splat(BOUND).minimum(V::splat(-BOUND).maximum(value));
    let square = value.multiply(value);
    let mut above = V::splat(ABOVE[0]);
    for &coefficient in &ABOVE[1..] {
        above = above.multiply_add(square, V::splat(coefficient));
    }
    let mut below = V::splat(BELOW[0]);
    for &coefficient in &BELOW[1..] {
        below = below.multiply_add(square, V::splat(coefficient));
    }
    above.multiply(value).divide(below)
}
