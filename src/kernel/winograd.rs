//! Winograd's convolution F(4×4, 3×3): 4×4 results of a 3×3 convolution from 36 products for each pair of channels,
//! where the definition takes 144 (Lavin and Gray 2016, *Fast Algorithms for Convolutional Neural Networks*).

use crate::simd::Vector;

/// Side length of a tile of results.
pub(super) const TILE: usize = 4;
/// Side length of the patch that a tile is computed from.
pub(super) const PATCH: usize = 6;
/// Products for each tile and pair of channels.
pub(super) const PRODUCTS: usize = PATCH * PATCH;

/// Bᵀ d for six numbers in a line.
#[inline(always)]
pub(super) fn transform_input<V: Vector>(line: [V; PATCH]) -> [V; PATCH] {
    let [d0, d1, d2, d3, d4, d5] = line;
    let (minus_four, minus_five, four) = (V::splat(-4.0), V::splat(-5.0), V::splat(4.0));
    let (two, minus_two) = (V::splat(2.0), V::splat(-2.0));
    let (even, odd) = (d2.multiply_add(minus_four, d4), d1.multiply_add(minus_four, d3));
    let (even_near, odd_near) = (d4.subtract(d2), d3.subtract(d1));
    [
        d0.multiply_add(four, d2.multiply_add(minus_five, d4)),
        even.add(odd),
        even.subtract(odd),
        odd_near.multiply_add(two, even_near),
        odd_near.multiply_add(minus_two, even_near),
        d1.multiply_add(four, d3.multiply_add(minus_five, d5)),
    ]
}

/// Aᵀ m for six products in a line.
#[inline(always)]
pub(super) fn transform_output<V: Vector>(line: [V; PATCH]) -> [V; TILE] {
    let [m0, m1, m2, m3, m4, m5] = line;
    let (near_sum, near_difference) = (m1.add(m2), m1.subtract(m2));
    let (far_sum, far_difference) = (m3.add(m4), m3.subtract(m4));
    [
        m0.add(near_sum).add(far_sum),
        far_difference.multiply_add(V::splat(2.0), near_difference),
        far_sum.multiply_add(V::splat(4.0), near_sum),
        far_difference.multiply_add(V::splat(8.0), near_difference).add(m5),
    ]
}

/// G g for three weights in a line.
#[inline(always)]
pub(super) fn transform_weights<V: Vector>(line: [V; 3]) -> [V; PATCH] {
    let [g0, g1, g2] = line;
    let sixth = V::splat(1.0 / 6.0);
    let near = g0.add(g2).multiply(V::splat(-1.0 / 6.0));
    let far = g2.multiply_add(sixth, g0.multiply(V::splat(1.0 / 24.0)));
    let (near_middle, far_middle) = (g1.multiply(sixth), g1.multiply(V::splat(1.0 / 12.0)));
    [
        g0.multiply(V::splat(0.25)),
        near.subtract(near_middle),
        near.add(near_middle),
        far.add(far_middle),
        far.subtract(far_middle),
        g2,
    ]
}
