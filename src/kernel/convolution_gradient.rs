//! The backward pass through pooling, activation and convolution.
//!
//! Of the four results under a pool only one has a gradient, and even that is zero where the activation is flat. So
//! there is no dense product: the active results (those with a gradient) are listed by channel, and each adds its share
//! to the gradient of the weights and, if there is a block below, to the gradient of the block's input.

use super::plan::Block;
use crate::simd::{Lists, Vector, unrolled};

/// What the backward pass through a block reads and writes.
#[derive(Clone, Copy)]
pub(super) struct WayBack {
    /// The gradient at the pooled numbers, and the distance between its rows.
    pub(super) upstream: *const f32,
    pub(super) upstream_row: usize,
    /// What the pool recorded.
    pub(super) slopes: *const f32,
    pub(super) winners: *const f32,
    /// The block's input.
    pub(super) input: *const f32,
    /// The weights, one output channel after another.
    pub(super) weights: *const f32,
    /// The gradient of the weights and the biases, to which this block adds.
    pub(super) kernel_gradient: *mut f32,
    pub(super) bias_gradient: *mut f32,
    /// Lists of active results, one for each output channel, each with room for all pooled pixels. An entry is where
    /// the result's neighbourhood begins in the input (lower half) and its gradient (upper half).
    pub(super) entries: *mut u64,
    /// The lists' lengths.
    pub(super) lengths: *mut u32,
    /// For one pixel: the gradients of its channels, and which of them are active at each of the four places.
    pub(super) pixel: *mut f32,
    pub(super) live: *mut u64,
}

/// Channels whose bits are in one word.
pub(super) const WORD: usize = 64;

/// Lists the active results, adds to the gradient of the biases and, if `below` is given, to the gradient of the input.
///
/// # Safety
/// The pointers lead to distinct buffers of the lengths that the block gives.
#[cfg_attr(target_arch = "wasm32", inline(never))]
#[cfg_attr(not(target_arch = "wasm32"), inline(always))]
pub(super) unsafe fn go_back<V: Vector>(block: &Block, way: WayBack, below: Option<*mut f32>) {
    let stride = block.output_stride;
    // SAFETY: as promised above.
    unsafe {
        for output in 0..block.outputs {
            *way.lengths.add(output) = 0;
        }
        if let Some(below) = below {
            below.write_bytes(0, block.input_length());
        }
        for down in 0..block.pooled_height {
            for right in 0..block.pooled_width {
                let noted = (down * block.pooled_width + right) * stride;
                let upstream = way.upstream.add(down * way.upstream_row + right * stride);
                let window = 2 * (down * block.input_row() + right * block.input_stride);
                let begins =
                    [0, block.input_stride, block.input_row(), block.input_row() + block.input_stride]
                        .map(|begin| (window + begin) as u32);
                let mut channel = 0;
                while channel < stride {
                    let gradient =
                        V::load(upstream.add(channel)).multiply(V::load(way.slopes.add(noted + channel)));
                    gradient.store(way.pixel.add(channel));
                    let bias = way.bias_gradient.add(channel);
                    V::load(bias).add(gradient).store(bias);
                    let winners = V::load(way.winners.add(noted + channel));
                    if channel < block.outputs {
                        gradient.list(winners, begins, lists(block, way, channel));
                    }
                    if below.is_some() {
                        mark(block, way, channel, gradient, winners);
                    }
                    channel += V::LANES;
                }
                if let Some(below) = below {
                    spread::<V>(block, way, below.add(window));
                }
            }
        }
        for output in 0..block.outputs {
            let entries = way.entries.add(output * block.pooled());
            let length = *way.lengths.add(output) as usize;
            gather::<V>(block, way, entries, length, way.kernel_gradient.add(output * 3 * block.run));
        }
    }
}

/// The lists of the channels from `channel` on.
///
/// # Safety
/// As for [`go_back`]; there is such a channel.
#[inline(always)]
unsafe fn lists(block: &Block, way: WayBack, channel: usize) -> Lists {
    // SAFETY: as promised above; a list is never longer than the number of pixels so far.
    unsafe {
        Lists {
            entries: way.entries.add(channel * block.pooled()),
            room: block.pooled(),
            lengths: way.lengths.add(channel),
            count: block.outputs - channel,
        }
    }
}

/// Marks which channels of one vector are active at each of the four places, one bit each in words of 64 channels.
///
/// # Safety
/// As for [`go_back`]; the vector holds the gradients of the channels from `channel` on, and there is such a channel.
#[inline(always)]
unsafe fn mark<V: Vector>(block: &Block, way: WayBack, channel: usize, gradient: V, winners: V) {
    let dead = gradient.equal_lanes(V::zero());
    // Channels that only pad a vector have a gradient of zero or NaN.
    let real = ((1_u64 << (block.outputs - channel).min(V::LANES)) - 1) as u32;
    unrolled!(place < 4, at most 4, {
        let live = winners.equal_lanes(V::splat(place as f32)) & real & !dead;
        // SAFETY: as promised above.
        unsafe {
            let word = way.live.add(4 * (channel / WORD) + place);
            let earlier = if channel.is_multiple_of(WORD) { 0 } else { *word };
            *word = earlier | u64::from(live) << (channel % WORD);
        }
    });
}

/// Adds to the gradient of the 4×4 pixels that the four results of a window depend on: all at once if there are enough
/// registers, else first for the upper results and then for the lower ones, 3×4 pixels each.
///
/// # Safety
/// As for [`go_back`]; `below` is where a window of 4×4 pixels begins in the gradient of the input, and `pixel` and
/// `live` hold what [`mark`] wrote for it.
#[cfg_attr(target_arch = "wasm32", inline(never))]
#[cfg_attr(not(target_arch = "wasm32"), inline(always))]
unsafe fn spread<V: Vector>(block: &Block, way: WayBack, below: *mut f32) {
    let mut channel = 0;
    while channel < block.input_stride {
        // SAFETY: as promised above.
        unsafe {
            let below = below.add(channel);
            if V::REGISTERS >= 32 {
                spread_rows::<V, 16, 0, 2>(block, way, channel, below);
            } else {
                spread_rows::<V, 12, 0, 1>(block, way, channel, below);
                spread_rows::<V, 12, 1, 2>(block, way, channel, below.add(block.input_row()));
            }
        }
        channel += V::LANES;
    }
}

/// The share of the results in some rows of the window, for one vector of channels of `PIXELS` pixels.
///
/// # Safety
/// As for [`spread`]; `below` is where `PIXELS` pixels begin, four to a row, for one vector of channels from `channel`
/// on, and the window's rows from `FIRST` up to `END` depend on them.
#[inline(always)]
unsafe fn spread_rows<V: Vector, const PIXELS: usize, const FIRST: usize, const END: usize>(
    block: &Block,
    way: WayBack,
    channel: usize,
    below: *mut f32,
) {
    let mut sums = [V::zero(); PIXELS];
    // SAFETY: as promised above.
    unsafe {
        unrolled!(pixel < PIXELS, at most 16, {
            let place = (pixel / 4) * block.input_row() + (pixel % 4) * block.input_stride;
            sums[pixel] = V::load(below.add(place));
        });
        let mut outputs = 0;
        while outputs < block.output_stride {
            let live = way.live.add(4 * (outputs / WORD));
            let weights = way.weights.add(outputs * 9 * block.input_stride + channel);
            let gradients = way.pixel.add(outputs);
            for row in FIRST..END {
                let first = 4 * (row - FIRST);
                spread_place::<V, PIXELS>(block, &mut sums, first, *live.add(2 * row), gradients, weights);
                spread_place::<V, PIXELS>(
                    block,
                    &mut sums,
                    first + 1,
                    *live.add(2 * row + 1),
                    gradients,
                    weights,
                );
            }
            outputs += WORD;
        }
        unrolled!(pixel < PIXELS, at most 16, {
            let place = (pixel / 4) * block.input_row() + (pixel % 4) * block.input_stride;
            sums[pixel].store(below.add(place));
        });
    }
}

/// Adds the share of one result of a window to the sums of its 3×3 pixels, of which `first` is the first.
///
/// # Safety
/// Every channel whose bit is set in `live` has a gradient in `gradients`, and weights of nine taps from `weights` on,
/// each one vector long. Nine pixels from `first` on lie in the sums, four to a row.
#[inline(always)]
unsafe fn spread_place<V: Vector, const PIXELS: usize>(
    block: &Block,
    sums: &mut [V; PIXELS],
    first: usize,
    live: u64,
    gradients: *const f32,
    weights: *const f32,
) {
    let mut live = live;
    while live != 0 {
        let output = live.trailing_zeros() as usize;
        live &= live - 1;
        // SAFETY: as promised above.
        unsafe {
            let gradient = V::splat(*gradients.add(output));
            let weights = weights.add(output * 9 * block.input_stride);
            unrolled!(row < 3, at most 4, {
                unrolled!(column < 3, at most 4, {
                    let pixel = first + row * 4 + column;
                    let weight = V::load(weights.add((row * 3 + column) * block.input_stride));
                    sums[pixel] = weight.multiply_add(gradient, sums[pixel]);
                });
            });
        }
    }
}

/// Adds a channel's active results, each multiplied by its neighbourhood, to the gradient of the channel's weights.
/// Three adjacent pixels are one run of numbers.
///
/// # Safety
/// As for [`go_back`]; `entries` is a list of length `length`, and three runs of numbers begin at `gradient`.
#[inline(always)]
unsafe fn gather<V: Vector>(
    block: &Block,
    way: WayBack,
    entries: *const u64,
    length: usize,
    gradient: *mut f32,
) {
    let (row, run) = (block.input_row(), block.run);
    // SAFETY: as promised above. A run may be read to the end of its last vector: a spare cache line follows every
    // buffer.
    unsafe {
        match run / V::LANES {
            1 => walk::<V, 3, 1, 2>(way.input, row, entries, length, gradient, run),
            2 => walk::<V, 3, 2, 1>(way.input, row, entries, length, gradient, run),
            3 => walk::<V, 3, 3, 1>(way.input, row, entries, length, gradient, run),
            6 if V::REGISTERS >= 32 => walk::<V, 3, 6, 1>(way.input, row, entries, length, gradient, run),
            vectors => {
                for down in 0..3 {
                    let (input, gradient) = (way.input.add(down * row), gradient.add(down * run));
                    let mut done = 0;
                    while vectors - done >= 12 {
                        let at = done * V::LANES;
                        walk::<V, 1, 12, 1>(input.add(at), row, entries, length, gradient.add(at), run);
                        done += 12;
                    }
                    while vectors - done >= 6 {
                        let at = done * V::LANES;
                        walk::<V, 1, 6, 1>(input.add(at), row, entries, length, gradient.add(at), run);
                        done += 6;
                    }
                    while vectors - done >= 2 {
                        let at = done * V::LANES;
                        walk::<V, 1, 2, 2>(input.add(at), row, entries, length, gradient.add(at), run);
                        done += 2;
                    }
                    if done < vectors {
                        let at = done * V::LANES;
                        walk::<V, 1, 1, 2>(input.add(at), row, entries, length, gradient.add(at), run);
                    }
                }
            }
        }
    }
}

/// Walks the list once for some vectors of the gradient, which stay in registers. If there are so few that each
/// addition would wait for the one before, several sets of sums take turns.
///
/// # Safety
/// Each of the `length` entries names a place at `input` from which `ROWS` rows, `row` apart, of `VECTORS` vectors can
/// be read, and as many vectors, in rows `run` apart, lie at `gradient`, in memory that is not read otherwise.
#[cfg_attr(target_arch = "wasm32", inline(never))]
#[cfg_attr(not(target_arch = "wasm32"), inline(always))]
unsafe fn walk<V: Vector, const ROWS: usize, const VECTORS: usize, const SETS: usize>(
    input: *const f32,
    row: usize,
    entries: *const u64,
    length: usize,
    gradient: *mut f32,
    run: usize,
) {
    let mut sums = [[[V::zero(); VECTORS]; ROWS]; SETS];
    let mut entry = 0;
    // SAFETY: as promised above.
    unsafe {
        while entry + SETS <= length {
            unrolled!(set < SETS, at most 2, {
                add_entry(&mut sums[set], input, row, *entries.add(entry + set));
            });
            entry += SETS;
        }
        while entry < length {
            add_entry(&mut sums[0], input, row, *entries.add(entry));
            entry += 1;
        }
        unrolled!(down < ROWS, at most 4, {
            unrolled!(vector < VECTORS, at most 16, {
                let place = gradient.add(down * run + vector * V::LANES);
                let mut sum = V::load(place);
                unrolled!(set < SETS, at most 2, {
                    sum = sum.add(sums[set][down][vector]);
                });
                sum.store(place);
            });
        });
    }
}

/// Adds the neighbourhood of one active result, multiplied by its gradient, to the sums.
///
/// # Safety
/// The entry names a place at `input` from which `ROWS` rows, `row` apart, of `VECTORS` vectors can be read.
#[inline(always)]
unsafe fn add_entry<V: Vector, const ROWS: usize, const VECTORS: usize>(
    sums: &mut [[V; VECTORS]; ROWS],
    input: *const f32,
    row: usize,
    entry: u64,
) {
    let gradient = V::splat(f32::from_bits((entry >> 32) as u32));
    // SAFETY: as promised above.
    unsafe {
        let begin = input.add(entry as u32 as usize);
        unrolled!(down < ROWS, at most 4, {
            unrolled!(vector < VECTORS, at most 16, {
                let value = V::load(begin.add(down * row + vector * V::LANES));
                sums[down][vector] = value.multiply_add(gradient, sums[down][vector]);
            });
        });
    }
}
