//! Storage for kernels: single-precision numbers aligned to a cache line.

use std::ops::{Deref, DerefMut};

/// Numbers in a cache line.
const LINE: usize = 16;

#[derive(Debug, Clone, Copy)]
#[repr(C, align(64))]
struct Line([f32; LINE]);

/// A slice of numbers that begins at a cache line and is followed by one whole line of zeros, so that a vector that
/// begins inside may be read past the end.
#[derive(Debug, Clone, Default)]
pub(crate) struct Numbers {
    lines: Vec<Line>,
    length: usize,
}

impl Numbers {
    /// This number of zeros.
    pub(crate) fn zeros(length: usize) -> Self {
        Self { lines: vec![Line([0.0; LINE]); length.div_ceil(LINE) + 1], length }
    }

    /// Where the numbers begin, for reading past their end: a pointer from the slice is valid only within the slice,
    /// this one up to the end of the line behind it.
    pub(crate) fn padded_ptr(&self) -> *const f32 {
        self.lines.as_ptr().cast()
    }

    /// [`Numbers::padded_ptr`], for writing.
    pub(crate) fn padded_mut_ptr(&mut self) -> *mut f32 {
        self.lines.as_mut_ptr().cast()
    }
}

impl Deref for Numbers {
    type Target = [f32];

    fn deref(&self) -> &[f32] {
        // SAFETY: the lines are arrays of numbers without gaps, and hold at least `length` numbers.
        unsafe { std::slice::from_raw_parts(self.lines.as_ptr().cast(), self.length) }
    }
}

impl DerefMut for Numbers {
    fn deref_mut(&mut self) -> &mut [f32] {
        // SAFETY: the lines are arrays of numbers without gaps, hold at least `length` numbers, and are borrowed only
        // here.
        unsafe { std::slice::from_raw_parts_mut(self.lines.as_mut_ptr().cast(), self.length) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_line_of_zeros_behind_the_end_can_be_read() {
        for length in [0, 1, 15, 16, 17] {
            let mut numbers = Numbers::zeros(length);
            numbers.fill(1.0);
            // SAFETY: as documented, a line follows the numbers.
            let behind = unsafe { std::slice::from_raw_parts(numbers.padded_ptr().add(length), LINE) };
            assert_eq!(behind, [0.0; LINE], "{length}");
            // SAFETY: as above, and nothing else accesses the numbers.
            unsafe { *numbers.padded_mut_ptr().add(length) = 2.0 };
            assert!(numbers.iter().all(|&number| number == 1.0), "{length}");
        }
    }
}
