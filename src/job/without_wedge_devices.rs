//! Replaces the choice of a device in a build without Burn, such as the page's light worker: only the host computes.

use super::wedges::UnderWay;
use super::{DeviceChoice, Finished, JobError};
use crate::landscape::Wedges;

/// Runs a job on the host, unless a GPU was requested by name.
///
/// # Errors
/// When a GPU was requested by name, the checkpoint is another job's, or the job is cancelled.
pub(super) async fn run(
    job: UnderWay<'_>,
    wedges: Wedges,
    choice: DeviceChoice,
) -> Result<Finished, JobError> {
    match choice {
        DeviceChoice::Auto | DeviceChoice::Cpu => {
            job.on_host(&wedges, "this program is built without GPU support".to_owned()).await
        }
        DeviceChoice::Gpu | DeviceChoice::SoftwareGpu => Err(JobError::NoGpus),
    }
}
