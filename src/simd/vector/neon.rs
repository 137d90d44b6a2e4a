//! Four numbers at once: NEON, which every 64-bit ARM processor has.

use super::Vector;
use std::arch::aarch64::*;

/// A NEON vector.
#[derive(Clone, Copy)]
pub(in crate::simd) struct Neon(float32x4_t);

impl Vector for Neon {
    const LANES: usize = 4;
    const REGISTERS: usize = 32;

    #[inline(always)]
    unsafe fn load(at: *const f32) -> Self {
        // SAFETY: NEON is part of the architecture; the caller promises four numbers.
        unsafe { Self(vld1q_f32(at)) }
    }

    #[inline(always)]
    unsafe fn store(self, at: *mut f32) {
        // SAFETY: NEON is part of the architecture; the caller promises room for four numbers.
        unsafe { vst1q_f32(at, self.0) }
    }

    #[inline(always)]
    fn splat(value: f32) -> Self {
        // SAFETY: NEON is part of the architecture.
        unsafe { Self(vdupq_n_f32(value)) }
    }

    #[inline(always)]
    fn add(self, other: Self) -> Self {
        // SAFETY: NEON is part of the architecture.
        unsafe { Self(vaddq_f32(self.0, other.0)) }
    }

    #[inline(always)]
    fn subtract(self, other: Self) -> Self {
        // SAFETY: NEON is part of the architecture.
        unsafe { Self(vsubq_f32(self.0, other.0)) }
    }

    #[inline(always)]
    fn multiply(self, other: Self) -> Self {
        // SAFETY: NEON is part of the architecture.
        unsafe { Self(vmulq_f32(self.0, other.0)) }
    }

    #[inline(always)]
    fn divide(self, other: Self) -> Self {
        // SAFETY: NEON is part of the architecture.
        unsafe { Self(vdivq_f32(self.0, other.0)) }
    }

    #[inline(always)]
    fn multiply_add(self, factor: Self, summand: Self) -> Self {
        // SAFETY: NEON is part of the architecture.
        unsafe { Self(vfmaq_f32(summand.0, self.0, factor.0)) }
    }

    #[inline(always)]
    fn maximum(self, other: Self) -> Self {
        self.choose_if_above(other, self, other)
    }

    #[inline(always)]
    fn minimum(self, other: Self) -> Self {
        other.choose_if_above(self, self, other)
    }

    #[inline(always)]
    fn choose_if_above(self, other: Self, yes: Self, no: Self) -> Self {
        // SAFETY: NEON is part of the architecture.
        unsafe { Self(vbslq_f32(vcgtq_f32(self.0, other.0), yes.0, no.0)) }
    }

    #[inline(always)]
    fn equal_lanes(self, other: Self) -> u32 {
        // SAFETY: NEON is part of the architecture.
        unsafe {
            let bits: [u32; 4] = [1, 2, 4, 8];
            vaddvq_u32(vandq_u32(vceqq_f32(self.0, other.0), vld1q_u32(bits.as_ptr())))
        }
    }

    #[inline(always)]
    fn sum(self) -> f32 {
        // SAFETY: NEON is part of the architecture.
        unsafe { vaddvq_f32(self.0) }
    }
}
