//! Stands for jobs on networks in the page's light worker: they are refused.

use super::{
    Checkpoint, Control, Evaluated, Finished, FrontDoor, ImageSource, JobError, NetworkSpecification,
    Specification,
};

/// Refuses a job on a network.
///
/// # Errors
/// Always.
pub(super) async fn run(
    _specification: &Specification,
    _network: &NetworkSpecification,
    _images: &impl ImageSource,
    _control: &Control,
    _checkpoint: Option<(&str, Checkpoint)>,
    _door: &mut dyn FrontDoor,
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
    _door: &mut dyn FrontDoor,
) -> Result<Evaluated, JobError> {
    Err(JobError::NoNetworks)
}
