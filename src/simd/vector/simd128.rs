//! Four numbers at once: SIMD128 in WebAssembly.

use super::Vector;
use std::arch::wasm32::*;

/// A SIMD128 vector.
#[derive(Clone, Copy)]
pub(in crate::simd) struct Simd128(v128);

impl Vector for Simd128 {
    const LANES: usize = 4;
    const REGISTERS: usize = 16;

    #[inline(always)]
    unsafe fn load(at: *const f32) -> Self {
        // SAFETY: the caller promises four numbers.
        unsafe { Self(v128_load(at.cast())) }
    }

    #[inline(always)]
    unsafe fn store(self, at: *mut f32) {
        // SAFETY: the caller promises room for four numbers.
        unsafe { v128_store(at.cast(), self.0) }
    }

    #[inline(always)]
    fn splat(value: f32) -> Self {
        Self(f32x4_splat(value))
    }

    #[inline(always)]
    fn add(self, other: Self) -> Self {
        Self(f32x4_add(self.0, other.0))
    }

    #[inline(always)]
    fn subtract(self, other: Self) -> Self {
        Self(f32x4_sub(self.0, other.0))
    }

    #[inline(always)]
    fn multiply(self, other: Self) -> Self {
        Self(f32x4_mul(self.0, other.0))
    }

    #[inline(always)]
    fn divide(self, other: Self) -> Self {
        Self(f32x4_div(self.0, other.0))
    }

    #[inline(always)]
    fn multiply_add(self, factor: Self, summand: Self) -> Self {
        Self(f32x4_add(f32x4_mul(self.0, factor.0), summand.0))
    }

    #[inline(always)]
    fn maximum(self, other: Self) -> Self {
        Self(f32x4_pmax(other.0, self.0))
    }

    #[inline(always)]
    fn minimum(self, other: Self) -> Self {
        Self(f32x4_pmin(other.0, self.0))
    }

    #[inline(always)]
    fn choose_if_above(self, other: Self, yes: Self, no: Self) -> Self {
        Self(v128_bitselect(yes.0, no.0, f32x4_gt(self.0, other.0)))
    }

    #[inline(always)]
    fn equal_lanes(self, other: Self) -> u32 {
        u32::from(i32x4_bitmask(f32x4_eq(self.0, other.0)))
    }

    #[inline(always)]
    fn sum(self) -> f32 {
        let halves = f32x4_add(self.0, i32x4_shuffle::<2, 3, 0, 1>(self.0, self.0));
        f32x4_extract_lane::<0>(halves) + f32x4_extract_lane::<1>(halves)
    }
}
