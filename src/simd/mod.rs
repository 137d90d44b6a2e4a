//! Vectors of single-precision numbers: which instructions a processor has, and the operations that kernels are built
//! from.

mod instructions;
mod numbers;
mod unrolled;
mod vector;

pub(crate) use instructions::Kernel;
pub use instructions::{ChosenInstructions, Instructions};
pub(crate) use numbers::Numbers;
pub(crate) use unrolled::unrolled;
pub(crate) use vector::{Lists, Vector, tanh};
