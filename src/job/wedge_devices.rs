//! Jobs on the toy that are not settled on the host: a GPU is looked for.

use super::networks::{ChosenDevice, open_device};
use super::wedges::{ComputedBy, UnderWay};
use super::{DeviceChoice, Finished, JobError};
use crate::landscape::{DeviceWedges, Wedges};

/// Runs a job on the device of one's choice: `auto` takes a hardware GPU, or else the host.
///
/// # Errors
/// When a GPU was asked for by name and there is none or it does not hold the wedges, the checkpoint is another job's, or
/// the job is cancelled.
pub(super) async fn run(
    job: UnderWay<'_>,
    wedges: Wedges,
    choice: DeviceChoice,
) -> Result<Finished, JobError> {
    if let Err(error) = DeviceWedges::check_size(wedges.specification()) {
        return match choice {
            DeviceChoice::Auto => job.on_host(&wedges, "a GPU does not hold these wedges".to_owned()).await,
            _ => Err(error.into()),
        };
    }
    let opened = match open_device(choice).await? {
        ChosenDevice::Cpu { reason } => return job.on_host(&wedges, reason).await,
        ChosenDevice::Gpu(opened) => opened,
    };
    let specification = *wedges.specification();
    let landscape = DeviceWedges::new(wedges, &opened.device)?;
    let computed_by = ComputedBy {
        device: opened.name,
        backend: opened.backend,
        instructions: None,
        reason: opened.reason,
    };
    job.conclude(&landscape, computed_by, &specification).await
}
