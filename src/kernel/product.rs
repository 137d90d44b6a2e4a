//! Products of small matrices, which take most of the forward pass: a tile of the result stays in registers.

use crate::simd::{Vector, unrolled};

/// The left matrix: entry (i, k) lies at `at + i · row + k · step`, for `length` values of k; the next segment begins
/// `segment` further on.
#[derive(Clone, Copy)]
pub(super) struct Left {
    pub(super) at: *const f32,
    pub(super) row: usize,
    pub(super) step: usize,
    pub(super) length: usize,
    pub(super) segment: usize,
    pub(super) segments: usize,
}

/// The right matrix: row k lies at `at + k · row`, segment after segment.
#[derive(Clone, Copy)]
pub(super) struct Right {
    pub(super) at: *const f32,
    pub(super) row: usize,
}

/// Where the product goes: row i at `at + i · row`. Columns are whole vectors.
#[derive(Clone, Copy)]
pub(super) struct Target {
    pub(super) at: *mut f32,
    pub(super) row: usize,
    pub(super) rows: usize,
    pub(super) columns: usize,
}

/// The product replaces the target.
pub(super) const REPLACE: bool = false;
/// The product is added to the target.
pub(super) const ADD: bool = true;
/// The distance between rows of the left matrix is only known at run time. Any other distance is a constant of the
/// compiled kernel, so that addresses cost nothing.
pub(super) const ANY_DISTANCE: usize = 0;

/// `target = left · right`, or `target += left · right`.
///
/// # Safety
/// All named entries lie in memory that the caller owns, and the target lies in none that is read.
#[cfg_attr(target_arch = "wasm32", inline(never))]
#[cfg_attr(not(target_arch = "wasm32"), inline(always))]
pub(super) unsafe fn multiply<V: Vector, const MODE: bool, const ROW: usize>(
    left: Left,
    right: Right,
    target: Target,
) {
    let mut column = 0;
    // SAFETY: the tiles lie inside the matrices.
    unsafe {
        while column + 2 * V::LANES <= target.columns {
            strip::<V, 2, MODE, ROW>(left, right, target, column);
            column += 2 * V::LANES;
        }
        if column < target.columns {
            strip::<V, 1, MODE, ROW>(left, right, target, column);
        }
    }
}

/// The product for `COLUMNS` vectors of columns, from `column` on.
///
/// # Safety
/// As for [`multiply`]; the target has these columns.
#[inline(always)]
unsafe fn strip<V: Vector, const COLUMNS: usize, const MODE: bool, const ROW: usize>(
    left: Left,
    right: Right,
    target: Target,
    column: usize,
) {
    let mut row = 0;
    // SAFETY: as promised above.
    unsafe {
        if V::REGISTERS >= 32 && COLUMNS == 1 {
            while row + 16 <= target.rows {
                tile::<V, 16, COLUMNS, MODE, ROW>(left, right, target, row, column);
                row += 16;
            }
        }
        if V::REGISTERS >= 32 || COLUMNS == 1 {
            while row + 8 <= target.rows {
                tile::<V, 8, COLUMNS, MODE, ROW>(left, right, target, row, column);
                row += 8;
            }
        }
        while row + 4 <= target.rows {
            tile::<V, 4, COLUMNS, MODE, ROW>(left, right, target, row, column);
            row += 4;
        }
        while row < target.rows {
            tile::<V, 1, COLUMNS, MODE, ROW>(left, right, target, row, column);
            row += 1;
        }
    }
}

/// The product for `ROWS` rows and `COLUMNS` vectors of columns, from `row` and `column` on.
///
/// # Safety
/// As for [`multiply`]; the target has these rows and columns.
#[inline(always)]
unsafe fn tile<V: Vector, const ROWS: usize, const COLUMNS: usize, const MODE: bool, const ROW: usize>(
    left: Left,
    right: Right,
    target: Target,
    row: usize,
    column: usize,
) {
    let distance = if ROW == ANY_DISTANCE { left.row } else { ROW };
    let mut sums = [[V::zero(); COLUMNS]; ROWS];
    // SAFETY: as promised above.
    unsafe {
        let place = target.at.add(row * target.row + column);
        if MODE == ADD {
            unrolled!(i < ROWS, at most 16, {
                unrolled!(j < COLUMNS, at most 2, {
                    sums[i][j] = V::load(place.add(i * target.row + j * V::LANES));
                });
            });
        }
        let mut weights = right.at.add(column);
        for segment in 0..left.segments {
            let mut values = left.at.add(row * distance + segment * left.segment);
            for _ in 0..left.length {
                let mut line = [V::zero(); COLUMNS];
                unrolled!(j < COLUMNS, at most 2, {
                    line[j] = V::load(weights.add(j * V::LANES));
                });
                unrolled!(i < ROWS, at most 16, {
                    let value = V::splat(*values.add(i * distance));
                    unrolled!(j < COLUMNS, at most 2, {
                        sums[i][j] = value.multiply_add(line[j], sums[i][j]);
                    });
                });
                values = values.add(left.step);
                weights = weights.add(right.row);
            }
        }
        unrolled!(i < ROWS, at most 16, {
            unrolled!(j < COLUMNS, at most 2, {
                sums[i][j].store(place.add(i * target.row + j * V::LANES));
            });
        });
    }
}

/// Dot products of rows with rows: `target[i][j] = Σ_k left[i][k] · right[j][k]`, for whole vectors of k.
///
/// # Safety
/// As for [`multiply`].
#[cfg_attr(target_arch = "wasm32", inline(never))]
#[cfg_attr(not(target_arch = "wasm32"), inline(always))]
pub(super) unsafe fn multiply_by_rows<V: Vector>(left: Right, right: Right, length: usize, target: Target) {
    let mut row = 0;
    // SAFETY: as promised above.
    unsafe {
        while row + 4 <= target.rows {
            rows_by_rows::<V, 4>(left, right, length, target, row);
            row += 4;
        }
        while row < target.rows {
            rows_by_rows::<V, 1>(left, right, length, target, row);
            row += 1;
        }
    }
}

/// The dot products of `ROWS` rows of the left matrix, from `row` on, with all rows of the right one.
///
/// # Safety
/// As for [`multiply`]; the target has these rows, and every row of both matrices is `length` long, in whole vectors.
#[inline(always)]
unsafe fn rows_by_rows<V: Vector, const ROWS: usize>(
    left: Right,
    right: Right,
    length: usize,
    target: Target,
    row: usize,
) {
    let mut column = 0;
    // SAFETY: as promised above.
    unsafe {
        while column + 4 <= target.columns {
            dots::<V, ROWS, 4>(left, right, length, target, row, column);
            column += 4;
        }
        while column < target.columns {
            dots::<V, ROWS, 1>(left, right, length, target, row, column);
            column += 1;
        }
    }
}

/// The dot products of `ROWS` rows of the left matrix with `COLUMNS` rows of the right one, from `row` and `column` on.
///
/// # Safety
/// As for [`rows_by_rows`]; the target has these rows and columns.
#[inline(always)]
unsafe fn dots<V: Vector, const ROWS: usize, const COLUMNS: usize>(
    left: Right,
    right: Right,
    length: usize,
    target: Target,
    row: usize,
    column: usize,
) {
    let mut sums = [[V::zero(); COLUMNS]; ROWS];
    // SAFETY: as promised above.
    unsafe {
        let mut k = 0;
        while k < length {
            let mut line = [V::zero(); COLUMNS];
            unrolled!(j < COLUMNS, at most 4, {
                line[j] = V::load(right.at.add((column + j) * right.row + k));
            });
            unrolled!(i < ROWS, at most 4, {
                let value = V::load(left.at.add((row + i) * left.row + k));
                unrolled!(j < COLUMNS, at most 4, {
                    sums[i][j] = value.multiply_add(line[j], sums[i][j]);
                });
            });
            k += V::LANES;
        }
        unrolled!(i < ROWS, at most 4, {
            unrolled!(j < COLUMNS, at most 4, {
                *target.at.add((row + i) * target.row + column + j) = sums[i][j].sum();
            });
        });
    }
}
