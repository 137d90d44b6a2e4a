//! Eight numbers at once: AVX2 with fused multiply-add.

use super::Vector;
use std::arch::x86_64::*;

/// An AVX2 vector. Code that makes one is compiled for AVX2 and FMA, and runs only after a check that both are
/// available (see [`Instructions::run`](super::super::Instructions::run)).
#[derive(Clone, Copy)]
pub(in crate::simd) struct Avx2(__m256);

impl Vector for Avx2 {
    const LANES: usize = 8;
    const REGISTERS: usize = 16;

    #[inline(always)]
    unsafe fn load(at: *const f32) -> Self {
        // SAFETY: code with this type runs only where the processor has AVX2 and FMA; the caller promises eight
        // numbers.
        unsafe { Self(_mm256_loadu_ps(at)) }
    }

    #[inline(always)]
    unsafe fn store(self, at: *mut f32) {
        // SAFETY: a vector of this type exists only where the processor has AVX2 and FMA; the caller promises room.
        unsafe { _mm256_storeu_ps(at, self.0) }
    }

    #[inline(always)]
    fn splat(value: f32) -> Self {
        // SAFETY: a vector of this type exists only where the processor has AVX2 and FMA.
        unsafe { Self(_mm256_set1_ps(value)) }
    }

    #[inline(always)]
    fn add(self, other: Self) -> Self {
        // SAFETY: a vector of this type exists only where the processor has AVX2 and FMA.
        unsafe { Self(_mm256_add_ps(self.0, other.0)) }
    }

    #[inline(always)]
    fn subtract(self, other: Self) -> Self {
        // SAFETY: a vector of this type exists only where the processor has AVX2 and FMA.
        unsafe { Self(_mm256_sub_ps(self.0, other.0)) }
    }

    #[inline(always)]
    fn multiply(self, other: Self) -> Self {
        // SAFETY: a vector of this type exists only where the processor has AVX2 and FMA.
        unsafe { Self(_mm256_mul_ps(self.0, other.0)) }
    }

    #[inline(always)]
    fn divide(self, other: Self) -> Self {
        // SAFETY: a vector of this type exists only where the processor has AVX2 and FMA.
        unsafe { Self(_mm256_div_ps(self.0, other.0)) }
    }

    #[inline(always)]
    fn multiply_add(self, factor: Self, summand: Self) -> Self {
        // SAFETY: a vector of this type exists only where the processor has AVX2 and FMA.
        unsafe { Self(_mm256_fmadd_ps(self.0, factor.0, summand.0)) }
    }

    #[inline(always)]
    fn maximum(self, other: Self) -> Self {
        // SAFETY: a vector of this type exists only where the processor has AVX2 and FMA.
        unsafe { Self(_mm256_max_ps(self.0, other.0)) }
    }

    #[inline(always)]
    fn minimum(self, other: Self) -> Self {
        // SAFETY: a vector of this type exists only where the processor has AVX2 and FMA.
        unsafe { Self(_mm256_min_ps(self.0, other.0)) }
    }

    #[inline(always)]
    fn choose_if_above(self, other: Self, yes: Self, no: Self) -> Self {
        // SAFETY: a vector of this type exists only where the processor has AVX2 and FMA.
        unsafe {
            let above = _mm256_cmp_ps::<_CMP_GT_OQ>(self.0, other.0);
            Self(_mm256_blendv_ps(no.0, yes.0, above))
        }
    }

    #[inline(always)]
    fn equal_lanes(self, other: Self) -> u32 {
        // SAFETY: a vector of this type exists only where the processor has AVX2 and FMA.
        unsafe { _mm256_movemask_ps(_mm256_cmp_ps::<_CMP_EQ_OQ>(self.0, other.0)) as u32 }
    }

    #[inline(always)]
    fn sum(self) -> f32 {
        // SAFETY: a vector of this type exists only where the processor has AVX2 and FMA.
        unsafe {
            let halves = _mm_add_ps(_mm256_castps256_ps128(self.0), _mm256_extractf128_ps::<1>(self.0));
            let pairs = _mm_add_ps(halves, _mm_movehl_ps(halves, halves));
            _mm_cvtss_f32(_mm_add_ss(pairs, _mm_movehdup_ps(pairs)))
        }
    }

    #[inline(always)]
    fn sums([a, b, c, d]: [Self; 4]) -> [f32; 4] {
        // SAFETY: a vector of this type exists only where the processor has AVX2 and FMA.
        unsafe {
            // Each half holds a share of all four sums.
            let halves = _mm256_hadd_ps(_mm256_hadd_ps(a.0, b.0), _mm256_hadd_ps(c.0, d.0));
            let sums = _mm_add_ps(_mm256_castps256_ps128(halves), _mm256_extractf128_ps::<1>(halves));
            let mut four = [0.0; 4];
            _mm_storeu_ps(four.as_mut_ptr(), sums);
            four
        }
    }
}
