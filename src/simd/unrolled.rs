//! Loops that are unrolled when the program is compiled.
//!
//! Sums in an array stay in registers only if every index is a constant. A compiler that optimises for size, as for a
//! browser, does not unroll loops, so this macro does.

/// Runs the block for every `place` from 0 to below `count`, a constant of at most 2, 4, 6 or 16, as stated after it.
macro_rules! unrolled {
    ($place:ident < $count:expr, at most 2, $body:block) => {
        unrolled!(@ $place, $count, $body, 0 1)
    };
    ($place:ident < $count:expr, at most 4, $body:block) => {
        unrolled!(@ $place, $count, $body, 0 1 2 3)
    };
    ($place:ident < $count:expr, at most 6, $body:block) => {
        unrolled!(@ $place, $count, $body, 0 1 2 3 4 5)
    };
    ($place:ident < $count:expr, at most 16, $body:block) => {
        unrolled!(@ $place, $count, $body, 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15)
    };
    (@ $place:ident, $count:expr, $body:block, $($number:literal)*) => {
        $(
            if $number < $count {
                let $place: usize = $number;
                $body
            }
        )*
    };
}

pub(crate) use unrolled;
