//! Storage for kernels: single-precision numbers that begin at a cache line.

use std::ops::{Deref, DerefMut};

/// Numbers in a cache line.
const LINE: usize = 16;

#[derive(Debug, Clone, Copy)]
#[repr(C, align(64))]
struct Line([f32; LINE]);

/// A slice of numbers that begins at a cache line, and one whole line of noughts behind its end: vectors may be read that
/// begin inside and reach over it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Numbers {
    lines: Vec<Line>,
    length: usize,
}

impl Numbers {
    /// So many noughts.
    pub(crate) fn noughts(length: usize) -> Self {
        Self { lines: vec![Line([0.0; LINE]); length.div_ceil(LINE) + 1], length }
    }
}

impl Deref for Numbers {
    type Target = [f32];

    fn deref(&self) -> &[f32] {
        // SAFETY: the lines are arrays of numbers without gaps, and at least `length` of them.
        unsafe { std::slice::from_raw_parts(self.lines.as_ptr().cast(), self.length) }
    }
}

impl DerefMut for Numbers {
    fn deref_mut(&mut self) -> &mut [f32] {
        // SAFETY: as above, and nobody else has them.
        unsafe { std::slice::from_raw_parts_mut(self.lines.as_mut_ptr().cast(), self.length) }
    }
}
