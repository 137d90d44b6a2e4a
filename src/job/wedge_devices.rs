//! Jobs on the wedges that may run on a GPU: searches for one.

use super::networks::{ChosenDevice, open_device};
use super::wedges::{ComputedBy, UnderWay};
use super::{DeviceChoice, Finished, JobError};
use crate::landscape::{DeviceWedges, Wedges};

/// Runs a job on the chosen device: `auto` takes a hardware GPU if there is one, else the host.
///
/// # Errors
/// When a GPU was requested by name and there is none or the wedges do not fit on it, the checkpoint is another job's,
/// or the job is cancelled.
pub(super) async fn run(
    job: UnderWay<'_>,
    wedges: Wedges,
    choice: DeviceChoice,
) -> Result<Finished, JobError> {
    if let Err(error) = DeviceWedges::check_size(wedges.specification()) {
        return match choice {
            DeviceChoice::Auto => job.on_host(&wedges, "these wedges do not fit on a GPU".to_owned()).await,
            _ => Err(error.into()),
        };
    }
    let opened = match open_device(choice).await? {
        ChosenDevice::Cpu { reason } => return job.on_host(&wedges, reason).await,
        ChosenDevice::Gpu(opened) => opened,
    };
    let landscape = DeviceWedges::new(wedges, &opened.device)?;
    let computed_by = ComputedBy {
        device: opened.name,
        backend: opened.backend,
        instructions: None,
        reason: opened.reason,
    };
    job.conclude(&landscape, computed_by, landscape.on_host()).await
}
