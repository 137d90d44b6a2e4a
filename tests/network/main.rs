//! Networks as landscapes: against a plain reference in double precision, finite differences, and themselves.
#![cfg(feature = "compute")]

mod agreement;
mod gradients;
mod reference;
mod regularisation;
mod scene;
