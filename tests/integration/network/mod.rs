//! Networks as landscapes: against a plain reference in double precision, finite differences, and themselves.

mod agreement;
mod gradients;
mod parts;
mod regularisation;
mod scene;
