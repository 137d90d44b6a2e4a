//! Convolution, activation and pooling in the forward pass.

use super::activate::Activate;
use super::plan::Block;
use super::product::{ANY_DISTANCE, Left, REPLACE, Right, Target, multiply};
use super::winograd::{PATCH, PRODUCTS, TILE, transform_input, transform_output};
use crate::simd::{Vector, unrolled};

/// Tiles that are processed together, so that their products stay in the near caches.
const TILES: usize = 8;
/// Not a power of two, so that the products of a tile do not all map to the same cache lines.
const APART: usize = 16;

/// The length of the transformed tiles of a block.
pub(super) fn tiles_length(block: &Block) -> usize {
    PRODUCTS * (TILES * block.input_stride + APART)
}

/// The length of their products.
pub(super) fn products_length(block: &Block) -> usize {
    PRODUCTS * (TILES * block.output_stride + APART)
}

/// The convolution's results, without biases, for all pixels that are pooled.
///
/// # Safety
/// The pointers lead to distinct buffers of the lengths that the block gives.
#[inline(always)]
pub(super) unsafe fn convolve<V: Vector>(
    block: &Block,
    weights: *const f32,
    input: *const f32,
    results: *mut f32,
    tiles: *mut f32,
    products: *mut f32,
) {
    // SAFETY: as promised above. The distances are those of the paper's network and of grey images, and any other.
    unsafe {
        match (block.is_winograd(), block.input_stride) {
            (false, 1) => convolve_directly::<V, 1>(block, weights, input, results),
            (false, 3) => convolve_directly::<V, 3>(block, weights, input, results),
            (false, _) => convolve_directly::<V, ANY_DISTANCE>(block, weights, input, results),
            (true, 16) => convolve_tiles::<V, 16>(block, weights, input, results, tiles, products),
            (true, 32) => convolve_tiles::<V, 32>(block, weights, input, results, tiles, products),
            (true, _) => convolve_tiles::<V, ANY_DISTANCE>(block, weights, input, results, tiles, products),
        }
    }
}

/// Row by row from the definition: each result row is the product of its pixels' neighbourhoods and the weights.
///
/// # Safety
/// As for [`convolve`]; `STRIDE` is the distance between input pixels, or [`ANY_DISTANCE`].
#[cfg_attr(target_arch = "wasm32", inline(never))]
#[cfg_attr(not(target_arch = "wasm32"), inline(always))]
unsafe fn convolve_directly<V: Vector, const STRIDE: usize>(
    block: &Block,
    weights: *const f32,
    input: *const f32,
    results: *mut f32,
) {
    for row in 0..2 * block.pooled_height {
        // SAFETY: as promised above.
        unsafe {
            let left = Left {
                at: input.add(row * block.input_row()),
                row: block.input_stride,
                step: 1,
                length: 3 * block.input_stride,
                segment: block.input_row(),
                segments: 3,
            };
            let target = Target {
                at: results.add(row * block.result_row()),
                row: block.output_stride,
                rows: 2 * block.pooled_width,
                columns: block.output_stride,
            };
            let right = Right { at: weights, row: block.output_stride };
            multiply::<V, REPLACE, STRIDE>(left, right, target);
        }
    }
}

/// Tile by tile with Winograd's method.
///
/// # Safety
/// As for [`convolve`]; `STRIDE` is the distance between input pixels, or [`ANY_DISTANCE`], and pixels are whole
/// vectors.
#[cfg_attr(target_arch = "wasm32", inline(never))]
#[cfg_attr(not(target_arch = "wasm32"), inline(always))]
unsafe fn convolve_tiles<V: Vector, const STRIDE: usize>(
    block: &Block,
    weights: *const f32,
    input: *const f32,
    results: *mut f32,
    tiles: *mut f32,
    products: *mut f32,
) {
    let across = block.tiles_across();
    let count = block.tiles_down() * across;
    let tile_distance = TILES * block.input_stride + APART;
    let product_distance = TILES * block.output_stride + APART;
    let pairs = block.inputs * block.output_stride;
    let mut first = 0;
    while first < count {
        let together = (count - first).min(TILES);
        // SAFETY: as promised above.
        unsafe {
            for tile in 0..together {
                let (down, right) = ((first + tile) / across, (first + tile) % across);
                let patch = input.add(TILE * (down * block.input_row() + right * block.input_stride));
                transform_patch::<V>(block, patch, tiles.add(tile * block.input_stride), tile_distance);
            }
            for product in 0..PRODUCTS {
                let left = Left {
                    at: tiles.add(product * tile_distance),
                    row: block.input_stride,
                    step: 1,
                    length: block.inputs,
                    segment: 0,
                    segments: 1,
                };
                let target = Target {
                    at: products.add(product * product_distance),
                    row: block.output_stride,
                    rows: together,
                    columns: block.output_stride,
                };
                let right = Right { at: weights.add(product * pairs), row: block.output_stride };
                multiply::<V, REPLACE, STRIDE>(left, right, target);
            }
            for tile in 0..together {
                let (down, right) = ((first + tile) / across, (first + tile) % across);
                let place = results.add(TILE * (down * block.result_row() + right * block.output_stride));
                finish_tile::<V>(block, products.add(tile * block.output_stride), product_distance, place);
            }
        }
        first += together;
    }
}

/// Transforms a patch of the input into a tile: each of its numbers belongs to another product, `distance` apart.
///
/// # Safety
/// The patch lies in the block's input buffer, from `patch` on [`PATCH`] rows and columns of whole vectors, and there
/// is room for one pixel in each of [`PRODUCTS`] places from `tile` on.
#[cfg_attr(target_arch = "wasm32", inline(never))]
#[cfg_attr(not(target_arch = "wasm32"), inline(always))]
unsafe fn transform_patch<V: Vector>(block: &Block, patch: *const f32, tile: *mut f32, distance: usize) {
    let mut channel = 0;
    while channel < block.input_stride {
        let mut middle = [[V::zero(); PATCH]; PATCH];
        // SAFETY: as promised above.
        unsafe {
            unrolled!(column < PATCH, at most 6, {
                let mut line = [V::zero(); PATCH];
                unrolled!(row < PATCH, at most 6, {
                    let place = row * block.input_row() + column * block.input_stride + channel;
                    line[row] = V::load(patch.add(place));
                });
                middle[column] = transform_input(line);
            });
            unrolled!(row < PATCH, at most 6, {
                let mut line = [V::zero(); PATCH];
                unrolled!(column < PATCH, at most 6, {
                    line[column] = middle[column][row];
                });
                let line = transform_input(line);
                unrolled!(column < PATCH, at most 6, {
                    line[column].store(tile.add((row * PATCH + column) * distance + channel));
                });
            });
        }
        channel += V::LANES;
    }
}

/// Transforms the products of a tile, `distance` apart, into results.
///
/// # Safety
/// Each of [`PRODUCTS`] places from `products` on holds a pixel's product, and [`TILE`] rows and columns of pixels from
/// `place` on lie in the block's results.
#[cfg_attr(target_arch = "wasm32", inline(never))]
#[cfg_attr(not(target_arch = "wasm32"), inline(always))]
unsafe fn finish_tile<V: Vector>(block: &Block, products: *const f32, distance: usize, place: *mut f32) {
    let mut channel = 0;
    while channel < block.output_stride {
        let mut middle = [[V::zero(); TILE]; PATCH];
        // SAFETY: as promised above.
        unsafe {
            unrolled!(column < PATCH, at most 6, {
                let mut line = [V::zero(); PATCH];
                unrolled!(row < PATCH, at most 6, {
                    line[row] = V::load(products.add((row * PATCH + column) * distance + channel));
                });
                middle[column] = transform_output(line);
            });
            unrolled!(row < TILE, at most 4, {
                let mut line = [V::zero(); PATCH];
                unrolled!(column < PATCH, at most 6, {
                    line[column] = middle[column][row];
                });
                let line = transform_output(line);
                unrolled!(column < TILE, at most 4, {
                    let offset = row * block.result_row() + column * block.output_stride + channel;
                    line[column].store(place.add(offset));
                });
            });
        }
        channel += V::LANES;
    }
}

/// What a pool records for the backward pass.
#[derive(Clone, Copy)]
pub(super) struct PoolRecord {
    /// For every pooled number, the slope of the activation there.
    pub(super) slopes: *mut f32,
    /// Which of the four numbers of the window was the largest: 0 to 3, row by row.
    pub(super) winners: *mut f32,
}

/// Where pooled numbers are written: pixel by pixel, row by row.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub(super) at: *mut f32,
    pub(super) row: usize,
}

/// The largest of every 2×2 window, activated. The activations are monotonic, so they can be applied after the maximum.
///
/// # Safety
/// As for [`convolve`].
#[cfg_attr(target_arch = "wasm32", inline(never))]
#[cfg_attr(not(target_arch = "wasm32"), inline(always))]
pub(super) unsafe fn pool<V: Vector, A: Activate>(
    block: &Block,
    activation: A,
    results: *const f32,
    bias: *const f32,
    place: Place,
    record: PoolRecord,
) {
    let (row, stride) = (block.result_row(), block.output_stride);
    for down in 0..block.pooled_height {
        for right in 0..block.pooled_width {
            // SAFETY: as promised above.
            unsafe {
                let window = results.add(2 * (down * row + right * stride));
                let target = place.at.add(down * place.row + right * stride);
                let noted = (down * block.pooled_width + right) * stride;
                let mut channel = 0;
                while channel < stride {
                    let (a, b) = (V::load(window.add(channel)), V::load(window.add(stride + channel)));
                    let (c, d) =
                        (V::load(window.add(row + channel)), V::load(window.add(row + stride + channel)));
                    let (above, below) = (a.maximum(b), c.maximum(d));
                    let of_above = b.choose_if_above(a, V::splat(1.0), V::zero());
                    let of_below = d.choose_if_above(c, V::splat(3.0), V::splat(2.0));
                    let winner = below.choose_if_above(above, of_below, of_above);
                    let sum = above.maximum(below).add(V::load(bias.add(channel)));
                    let value = activation.value(sum);
                    value.store(target.add(channel));
                    activation.slope(value).store(record.slopes.add(noted + channel));
                    winner.store(record.winners.add(noted + channel));
                    channel += V::LANES;
                }
            }
        }
    }
}

/// Activates all results in place, with their biases, before dropout.
///
/// # Safety
/// As for [`convolve`].
#[cfg_attr(target_arch = "wasm32", inline(never))]
#[cfg_attr(not(target_arch = "wasm32"), inline(always))]
pub(super) unsafe fn activate_results<V: Vector, A: Activate>(
    block: &Block,
    activation: A,
    results: *mut f32,
    bias: *const f32,
) {
    let mut at = 0;
    while at < block.result_length() {
        // SAFETY: as promised above; pixels follow each other without gaps.
        unsafe {
            let sum = V::load(results.add(at)).add(V::load(bias.add(at % block.output_stride)));
            activation.value(sum).store(results.add(at));
        }
        at += V::LANES;
    }
}
