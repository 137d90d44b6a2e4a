//! What a program that studies landscapes of its own begins with.
//!
//! ```
//! use wedgelab::prelude::*;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! // Two valleys: f(x, y) = (x² − 1)² + y².
//! let valleys = FunctionLandscape::new(
//!     2,
//!     |seed| vec![if seed % 2 == 0 { 0.5 } else { -0.5 }, 1.0],
//!     |theta, gradient| {
//!         let (x, y) = (theta[0], theta[1]);
//!         gradient.copy_from_slice(&[4.0 * x * (x * x - 1.0), 2.0 * y]);
//!         (x * x - 1.0).powi(2) + y * y
//!     },
//! );
//! let line = Specification::on_function("two valleys", 2, "interpolation")?.with("positions", 11)?;
//! let result = run_blocking(&line, &valleys)?;
//! // Half way between the minima the loss is that of the origin.
//! let Numbers::Interpolation(line) = &result.numbers else { return Err("a training diverged".into()) };
//! assert!((line.loss[5] - 1.0).abs() < 0.05);
//! # Ok(())
//! # }
//! ```

pub use crate::data::{Dataset, ImageShape, Normalisation};
pub use crate::descent::{Descended, DescentSpecification, Plan, descend};
pub use crate::experiment::{Claim, Experiment, Numbers, Protocol};
pub use crate::figure::{Theme, figures, to_csv, to_svg};
pub use crate::job::{
    Checkpoint, Control, Event, Finished, Frontend, JobError, LandscapeSpecification, ResultFile,
    Specification, run_on,
};
pub use crate::landscape::wedges::WedgesSpecification;
pub use crate::landscape::{
    FunctionLandscape, HostNetwork, Landscape, Regularisation, Wedges, measure, measure_sweep,
};
pub use crate::network::{Activation, Architecture, NetworkShape};
pub use crate::observer::{Observer, Unobserved};
pub use crate::points::{HostPoints, Measurement, Minibatch, Points, Split, Sweep};
pub use crate::simd::Instructions;
pub use crate::step::{Gradient, LandscapeError, Optimizer, Subspace};

/// Hears nothing and keeps nothing.
#[cfg(not(target_arch = "wasm32"))]
struct Silent;

#[cfg(not(target_arch = "wasm32"))]
impl Frontend for Silent {
    fn hear(&mut self, _event: Event) {}

    fn keep(&mut self, _checkpoint: &Checkpoint) {}
}

/// Runs a job on a landscape of your own to its end, in this thread: [`run_on`] without progress, checkpoints and Cancel.
///
/// # Errors
/// As of [`run_on`].
#[cfg(not(target_arch = "wasm32"))]
pub fn run_blocking<L: Landscape>(
    specification: &Specification,
    landscape: &L,
) -> Result<ResultFile, JobError> {
    let control = Control::default();
    let mut frontend = Silent;
    Ok(pollster::block_on(run_on(specification, landscape, &control, None, &mut frontend))?.result)
}
