//! Single and double precision behind one name.

use num_traits::{Float, FromPrimitive, ToPrimitive};

/// The floating-point numbers that host points are made of: `f32` or `f64`.
pub trait Real:
    Float + FromPrimitive + ToPrimitive + std::iter::Sum + std::fmt::Debug + Send + Sync + 'static
{
    /// The nearest value to an `f64`.
    fn of(value: f64) -> Self;

    /// The value as an `f64`, exact for both types.
    fn wide(self) -> f64;
}

impl Real for f32 {
    #[inline(always)]
    fn of(value: f64) -> Self {
        value as f32
    }

    #[inline(always)]
    fn wide(self) -> f64 {
        f64::from(self)
    }
}

impl Real for f64 {
    #[inline(always)]
    fn of(value: f64) -> Self {
        value
    }

    #[inline(always)]
    fn wide(self) -> f64 {
        self
    }
}
