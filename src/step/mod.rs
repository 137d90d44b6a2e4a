//! One step of a descent, or several at once: optimizers, the subspaces that points move in, and how a step is divided.

mod cut;
mod gradient;
pub(crate) mod leap;
mod optimizer;
mod step_sequence;
mod subspace;

pub(crate) use cut::{StepLosses, gradient_in_parts};
pub use gradient::{Gradient, LandscapeError};
pub use optimizer::{AdamMoments, Optimizer, OptimizerState};
pub use step_sequence::{StepSequence, StepsTaken};
pub use subspace::{Plane, Subspace};
