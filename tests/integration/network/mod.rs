//! Networks as landscapes: against a plain reference in double precision, finite differences, PyTorch, and themselves.

mod agreement;
mod gradients;
mod parts;
mod pytorch;
mod regularisation;
mod scene;
