//! Sixteen numbers at once: AVX-512.

use super::{Lists, Vector};
use std::arch::x86_64::*;

/// An AVX-512 vector. Code that makes one is compiled for AVX-512, and runs only after a check that it is available
/// (see [`Instructions::run`](super::super::Instructions::run)).
#[derive(Clone, Copy)]
pub(in crate::simd) struct Avx512(__m512);

impl Vector for Avx512 {
    const LANES: usize = 16;
    const REGISTERS: usize = 32;

    #[inline(always)]
    unsafe fn load(at: *const f32) -> Self {
        // SAFETY: code with this type runs only where the processor has AVX-512; the caller promises sixteen numbers.
        unsafe { Self(_mm512_loadu_ps(at)) }
    }

    #[inline(always)]
    unsafe fn store(self, at: *mut f32) {
        // SAFETY: a vector of this type exists only where the processor has AVX-512; the caller promises room.
        unsafe { _mm512_storeu_ps(at, self.0) }
    }

    #[inline(always)]
    fn splat(value: f32) -> Self {
        // SAFETY: a vector of this type exists only where the processor has AVX-512.
        unsafe { Self(_mm512_set1_ps(value)) }
    }

    #[inline(always)]
    fn add(self, other: Self) -> Self {
        // SAFETY: a vector of this type exists only where the processor has AVX-512.
        unsafe { Self(_mm512_add_ps(self.0, other.0)) }
    }

    #[inline(always)]
    fn subtract(self, other: Self) -> Self {
        // SAFETY: a vector of this type exists only where the processor has AVX-512.
        unsafe { Self(_mm512_sub_ps(self.0, other.0)) }
    }

    #[inline(always)]
    fn multiply(self, other: Self) -> Self {
        // SAFETY: a vector of this type exists only where the processor has AVX-512.
        unsafe { Self(_mm512_mul_ps(self.0, other.0)) }
    }

    #[inline(always)]
    fn divide(self, other: Self) -> Self {
        // SAFETY: a vector of this type exists only where the processor has AVX-512.
        unsafe { Self(_mm512_div_ps(self.0, other.0)) }
    }

    #[inline(always)]
    fn multiply_add(self, factor: Self, summand: Self) -> Self {
        // SAFETY: a vector of this type exists only where the processor has AVX-512.
        unsafe { Self(_mm512_fmadd_ps(self.0, factor.0, summand.0)) }
    }

    #[inline(always)]
    fn maximum(self, other: Self) -> Self {
        // SAFETY: a vector of this type exists only where the processor has AVX-512.
        unsafe { Self(_mm512_max_ps(self.0, other.0)) }
    }

    #[inline(always)]
    fn minimum(self, other: Self) -> Self {
        // SAFETY: a vector of this type exists only where the processor has AVX-512.
        unsafe { Self(_mm512_min_ps(self.0, other.0)) }
    }

    #[inline(always)]
    fn choose_if_above(self, other: Self, yes: Self, no: Self) -> Self {
        // SAFETY: a vector of this type exists only where the processor has AVX-512.
        unsafe {
            let above = _mm512_cmp_ps_mask::<_CMP_GT_OQ>(self.0, other.0);
            Self(_mm512_mask_blend_ps(above, no.0, yes.0))
        }
    }

    #[inline(always)]
    fn equal_lanes(self, other: Self) -> u32 {
        // SAFETY: a vector of this type exists only where the processor has AVX-512.
        unsafe { u32::from(_mm512_cmp_ps_mask::<_CMP_EQ_OQ>(self.0, other.0)) }
    }

    #[inline(always)]
    unsafe fn list(self, places: Self, [a, b, c, d]: [u32; 4], lists: Lists) {
        // SAFETY: a vector of this type exists only where the processor has AVX-512. Every list has room for
        // another entry, as the caller promises; lanes without a list are masked out.
        unsafe {
            let real = ((1_u32 << lists.count.min(Self::LANES)) - 1) as u16;
            let live = _mm512_mask_cmp_ps_mask::<_CMP_NEQ_UQ>(real, self.0, _mm512_setzero_ps());
            let [a, b, c, d] = [a, b, c, d].map(|begin| begin as i32);
            let begins = _mm512_broadcast_i32x4(_mm_setr_epi32(a, b, c, d));
            let begins = _mm512_permutexvar_epi32(_mm512_cvttps_epi32(places.0), begins);
            let gradients = _mm512_castps_si512(self.0);
            let lengths = _mm512_maskz_loadu_epi32(real, lists.lengths.cast());
            let lanes = _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
            let rooms = _mm512_mullo_epi32(lanes, _mm512_set1_epi32(lists.room as i32));
            let entries = _mm512_add_epi32(rooms, lengths);
            let entry = |begins, gradients| {
                let gradients = _mm512_slli_epi64::<32>(_mm512_cvtepu32_epi64(gradients));
                _mm512_or_epi64(_mm512_cvtepu32_epi64(begins), gradients)
            };
            _mm512_mask_i32scatter_epi64::<8>(
                lists.entries.cast(),
                live as u8,
                _mm512_castsi512_si256(entries),
                entry(_mm512_castsi512_si256(begins), _mm512_castsi512_si256(gradients)),
            );
            _mm512_mask_i32scatter_epi64::<8>(
                lists.entries.cast(),
                (live >> 8) as u8,
                _mm512_extracti32x8_epi32::<1>(entries),
                entry(_mm512_extracti32x8_epi32::<1>(begins), _mm512_extracti32x8_epi32::<1>(gradients)),
            );
            let longer = _mm512_mask_add_epi32(lengths, live, lengths, _mm512_set1_epi32(1));
            _mm512_mask_storeu_epi32(lists.lengths.cast(), real, longer);
        }
    }

    #[inline(always)]
    fn sum(self) -> f32 {
        // SAFETY: a vector of this type exists only where the processor has AVX-512.
        unsafe { _mm512_reduce_add_ps(self.0) }
    }

    #[inline(always)]
    fn sums([a, b, c, d]: [Self; 4]) -> [f32; 4] {
        // SAFETY: a vector of this type exists only where the processor has AVX-512.
        unsafe {
            let pairs =
                |one, other| _mm512_add_ps(_mm512_unpacklo_ps(one, other), _mm512_unpackhi_ps(one, other));
            let (ab, cd) = (pairs(a.0, b.0), pairs(c.0, d.0));
            // Each quarter holds a share of all four sums.
            let quarters =
                _mm512_add_ps(_mm512_shuffle_ps::<0x44>(ab, cd), _mm512_shuffle_ps::<0xee>(ab, cd));
            let halves =
                _mm256_add_ps(_mm512_castps512_ps256(quarters), _mm512_extractf32x8_ps::<1>(quarters));
            let sums = _mm_add_ps(_mm256_castps256_ps128(halves), _mm256_extractf128_ps::<1>(halves));
            let mut four = [0.0; 4];
            _mm_storeu_ps(four.as_mut_ptr(), sums);
            four
        }
    }
}
