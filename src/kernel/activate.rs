//! Activations on vectors, with their slopes as functions of the activated value.

use crate::simd::{Vector, tanh};

/// An activation and its slope.
pub(super) trait Activate: Copy {
    /// The activation of `sum`.
    fn value<V: Vector>(self, sum: V) -> V;

    /// The slope where the activation is `value`.
    fn slope<V: Vector>(self, value: V) -> V;
}

/// `max(x, 0)`.
#[derive(Clone, Copy)]
pub(super) struct Relu;

impl Activate for Relu {
    #[inline(always)]
    fn value<V: Vector>(self, sum: V) -> V {
        // In this order a NaN stays a NaN.
        V::zero().maximum(sum)
    }

    #[inline(always)]
    fn slope<V: Vector>(self, value: V) -> V {
        value.choose_if_above(V::zero(), V::splat(1.0), V::zero())
    }
}

/// The hyperbolic tangent.
#[derive(Clone, Copy)]
pub(super) struct Tanh;

impl Activate for Tanh {
    #[inline(always)]
    fn value<V: Vector>(self, sum: V) -> V {
        tanh(sum)
    }

    #[inline(always)]
    fn slope<V: Vector>(self, value: V) -> V {
        V::splat(1.0).subtract(value.multiply(value))
    }
}

/// Values that are already activated: dropout silenced some of them and scaled the others up by `kept`.
#[derive(Clone, Copy)]
pub(super) struct Silenced<A> {
    pub(super) activation: A,
    pub(super) kept: f32,
}

impl<A: Activate> Activate for Silenced<A> {
    #[inline(always)]
    fn value<V: Vector>(self, sum: V) -> V {
        sum
    }

    #[inline(always)]
    fn slope<V: Vector>(self, value: V) -> V {
        let slope = self.activation.slope(value.multiply(V::splat(1.0 / self.kept)));
        // What was silenced is exactly zero, and hardly anything else is.
        value.multiply(value).choose_if_above(V::zero(), slope.multiply(V::splat(self.kept)), V::zero())
    }
}
