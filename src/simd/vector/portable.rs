//! Four numbers at once in plain Rust, for processors without a vector type here, and as the reference for the others.

use super::Vector;

/// A vector that the compiler optimises as well as it can.
#[derive(Clone, Copy)]
#[repr(align(16))]
pub(in crate::simd) struct Portable([f32; 4]);

impl Portable {
    #[inline(always)]
    fn with(self, other: Self, combine: impl Fn(f32, f32) -> f32) -> Self {
        let (a, b) = (self.0, other.0);
        Self([combine(a[0], b[0]), combine(a[1], b[1]), combine(a[2], b[2]), combine(a[3], b[3])])
    }
}

impl Vector for Portable {
    const LANES: usize = 4;
    const REGISTERS: usize = 16;

    #[inline(always)]
    unsafe fn load(at: *const f32) -> Self {
        // SAFETY: the caller promises four numbers.
        unsafe { Self(at.cast::<[f32; 4]>().read_unaligned()) }
    }

    #[inline(always)]
    unsafe fn store(self, at: *mut f32) {
        // SAFETY: the caller promises room for four numbers.
        unsafe { at.cast::<[f32; 4]>().write_unaligned(self.0) }
    }

    #[inline(always)]
    fn splat(value: f32) -> Self {
        Self([value; 4])
    }

    #[inline(always)]
    fn add(self, other: Self) -> Self {
        self.with(other, |a, b| a + b)
    }

    #[inline(always)]
    fn subtract(self, other: Self) -> Self {
        self.with(other, |a, b| a - b)
    }

    #[inline(always)]
    fn multiply(self, other: Self) -> Self {
        self.with(other, |a, b| a * b)
    }

    #[inline(always)]
    fn divide(self, other: Self) -> Self {
        self.with(other, |a, b| a / b)
    }

    #[inline(always)]
    fn multiply_add(self, factor: Self, summand: Self) -> Self {
        self.multiply(factor).add(summand)
    }

    #[inline(always)]
    fn maximum(self, other: Self) -> Self {
        self.with(other, |a, b| if a > b { a } else { b })
    }

    #[inline(always)]
    fn minimum(self, other: Self) -> Self {
        self.with(other, |a, b| if a < b { a } else { b })
    }

    #[inline(always)]
    fn choose_if_above(self, other: Self, yes: Self, no: Self) -> Self {
        let (a, b, yes, no) = (self.0, other.0, yes.0, no.0);
        let choose = |lane: usize| if a[lane] > b[lane] { yes[lane] } else { no[lane] };
        Self([choose(0), choose(1), choose(2), choose(3)])
    }

    #[inline(always)]
    fn equal_lanes(self, other: Self) -> u32 {
        let bit = |lane: usize| u32::from(self.0[lane] == other.0[lane]) << lane;
        bit(0) | bit(1) | bit(2) | bit(3)
    }

    #[inline(always)]
    fn sum(self) -> f32 {
        (self.0[0] + self.0[2]) + (self.0[1] + self.0[3])
    }
}
