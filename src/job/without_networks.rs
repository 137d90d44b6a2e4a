//! Replaces jobs on networks in the page's light worker, which rejects them.

use super::{
    Checkpoint, Control, Evaluated, Finished, Frontend, ImageSource, JobError, NetworkSpecification,
    Specification,
};

/// Rejects a job on a network.
///
/// # Errors
/// Always.
pub(super) async fn run(
    _specification: &Specification,
    _network: &NetworkSpecification,
    _images: &impl ImageSource,
    _control: &Control,
    _checkpoint: Option<(&str, Checkpoint)>,
    _door: &mut dyn Frontend,
) -> Result<Finished, JobError> {
    Err(JobError::NoNetworks)
}

/// Refuses to evaluate a network.
///
/// # Errors
/// Always.
pub async fn evaluate_parameters(
    _network: &NetworkSpecification,
    _images: &impl ImageSource,
    _file: &str,
    _bytes: &[u8],
    _control: &Control,
    _door: &mut dyn Frontend,
) -> Result<Evaluated, JobError> {
    Err(JobError::NoNetworks)
}
