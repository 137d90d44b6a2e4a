//! Runs a job: builds the landscape, runs the experiment, and puts the findings into a result.

use super::knowledge::Knowledge;
use super::pacing::Pacing;
use super::{
    Checkpoint, CheckpointError, Control, Divergence, Event, Frontend, ImageSource, LandscapeSpecification,
    Provenance, ResultFile, Specification, SpecificationError, Surroundings, TooFewImages, WorkedBy, wedges,
};
use crate::data::DataError;
use crate::descent::DescentError;
use crate::experiment::{ExperimentError, Findings};
use crate::kernel::NoKernels;
use crate::landscape::wedges::WedgesError;
use crate::landscape::{HostNetworkError, Landscape, LandscapeError};
use crate::network::{ArchitectureError, ParameterFileError};
use crate::numerics::NUMERICS;
use crate::observer::{Interrupted, Observer, Record};
use crate::platform::start_time;
use crate::points::ReadError;
use crate::simd::Instructions;

/// Why a job has no result.
#[derive(Debug, thiserror::Error)]
pub enum JobError {
    /// The specification is invalid.
    #[error(transparent)]
    Specification(#[from] SpecificationError),
    /// The wedges cannot be built.
    #[error(transparent)]
    Wedges(#[from] WedgesError),
    /// The images are missing or malformed.
    #[error(transparent)]
    Data(#[from] DataError),
    /// There are fewer images than a setting requests.
    #[error(transparent)]
    TooFewImages(#[from] TooFewImages),
    /// The network cannot be built.
    #[error(transparent)]
    Architecture(#[from] ArchitectureError),
    /// The device is unavailable.
    #[cfg(feature = "compute")]
    #[error(transparent)]
    Device(#[from] super::DeviceError),
    /// The wedges do not fit on the device.
    #[cfg(feature = "compute")]
    #[error(transparent)]
    TooLargeForDevice(#[from] crate::landscape::TooLargeForDevice),
    /// A parameter file could not be written or used.
    #[error(transparent)]
    Parameters(#[from] ParameterFileError),
    /// This program was built without networks.
    #[error("this build has no networks; build with the feature `networks`")]
    NoNetworks,
    /// This program was built for the CPU alone.
    #[error(
        "this build computes on the CPU alone; choose the device `cpu` or `auto`, \
         or build with the feature `compute`"
    )]
    NoGpus,
    /// The network has no kernels, and this program computes networks on the CPU by kernels alone.
    #[error("{0}, and this build computes networks by kernels alone; build with the feature `compute`")]
    NoKernels(#[from] NoKernels),
    /// The job needs Burn, for a GPU or for a network without kernels, and this worker of the page has no Burn.
    #[error(
        "the job needs Burn, for a GPU or for a network without kernels of its own, and this worker has no Burn; use the \
         worker that has it"
    )]
    NeedsAnotherWorker,
    /// The landscape is a function, which a specification does not hold.
    #[error(
        "the landscape is a function of the caller, and this program has none; use the library's `run_on`"
    )]
    NeedsFunction,
    /// The checkpoint cannot be resumed.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
    /// The experiment ended early.
    #[error(transparent)]
    Experiment(#[from] ExperimentError),
}

impl From<HostNetworkError> for JobError {
    fn from(error: HostNetworkError) -> Self {
        match error {
            HostNetworkError::NoKernels(error) => error.into(),
            HostNetworkError::Images(error) => error.into(),
        }
    }
}

impl From<LandscapeError> for JobError {
    fn from(error: LandscapeError) -> Self {
        Self::Experiment(error.into())
    }
}

impl JobError {
    /// Whether the job ended because it was cancelled.
    pub fn is_interruption(&self) -> bool {
        matches!(
            self,
            Self::Experiment(ExperimentError::Descent(DescentError::Landscape(LandscapeError::Interrupted(
                Interrupted
            ))))
        )
    }

    /// How the device failed, if it did so during the job. The job can resume from its last checkpoint.
    pub fn device_failure(&self) -> Option<&ReadError> {
        match self {
            Self::Experiment(ExperimentError::Descent(DescentError::Landscape(LandscapeError::Read(
                failed,
            )))) => Some(failed),
            _ => None,
        }
    }

    /// Whether the checkpoint cannot be resumed: it is another job's, or trained points that it used are missing.
    pub fn is_foreign_record(&self) -> bool {
        matches!(
            self,
            Self::Experiment(ExperimentError::Descent(
                DescentError::ForeignRecord | DescentError::Landscape(LandscapeError::OtherWork(_))
            ))
        )
    }

    /// Whether the request is at fault rather than something that happened during the job.
    pub fn is_bad_input(&self) -> bool {
        match self {
            Self::Experiment(error) => matches!(error, ExperimentError::TooFewWedgesMet { .. }),
            _ => true,
        }
    }
}

/// The output of a finished job.
#[derive(Debug, Clone)]
pub struct Finished {
    /// The result, for `result.json`.
    pub result: ResultFile,
    /// The trained θ as a safetensors file, if the job was the training of a network.
    pub parameters: Option<Vec<u8>>,
}

/// What computes, and on what, as text.
pub(super) struct Setting {
    pub(super) device: String,
    pub(super) backend: String,
    /// How many threads may compute at once.
    pub(super) threads: usize,
    pub(super) reason: String,
    pub(super) landscape: String,
    /// The vector instructions; `None` on a GPU.
    pub(super) instructions: Option<String>,
    /// The SHA-256 of the images; `None` on the wedges.
    pub(super) data_sha256: Option<String>,
    /// Whether its files are the published ones, if known.
    pub(super) data_published: Option<bool>,
}

/// Runs a job to its end, from its beginning or from a checkpoint with the name of its file. All events go to `frontend`;
/// `control` pauses and cancels.
///
/// A job whose loss becomes NaN or infinite ends with a result that says so.
///
/// # Errors
/// When the specification is invalid, the data or the device is unavailable, the checkpoint is another job's, or the
/// job is cancelled.
pub async fn run(
    specification: &Specification,
    images: &impl ImageSource,
    control: &Control,
    checkpoint: Option<(&str, Checkpoint)>,
    frontend: &mut dyn Frontend,
) -> Result<Finished, JobError> {
    if let Some((file, checkpoint)) = &checkpoint {
        // Before the images are read: other settings may mean other images.
        checkpoint.check_settings(file, &specification.to_map())?;
    }
    let instructions = match &checkpoint {
        Some((file, checkpoint)) => checkpoint.instructions(file, frontend.instructions())?,
        None => frontend.instructions(),
    };
    let _chosen = instructions.map(Instructions::choose);
    match &specification.landscape {
        LandscapeSpecification::Wedges(job) => {
            wedges::run(specification, job, control, checkpoint, frontend).await
        }
        #[cfg(any(feature = "networks", not(target_arch = "wasm32")))]
        LandscapeSpecification::Network(network) => {
            super::networks::run(specification, network, images, control, checkpoint, frontend).await
        }
        #[cfg(all(not(feature = "networks"), target_arch = "wasm32"))]
        LandscapeSpecification::Network(_) => {
            let _ = images;
            Err(JobError::NoNetworks)
        }
        LandscapeSpecification::Function(_) => Err(JobError::NeedsFunction),
    }
}

/// Runs the experiment on a landscape that is ready. A job that diverged has a result but no findings.
pub(super) async fn conclude<L: Landscape>(
    specification: &Specification,
    (landscape, knowledge): (&L, impl Knowledge),
    setting: Setting,
    control: &Control,
    checkpoint: Option<(&str, Checkpoint)>,
    frontend: &mut dyn Frontend,
) -> Result<(ResultFile, Option<Findings>), JobError> {
    let this_run = WorkedBy::this_run(setting.instructions.clone(), setting.threads, frontend.command());
    let begun = begin(specification, &setting, checkpoint, &this_run)?;
    frontend.hear(Event::Started {
        device: setting.device.clone(),
        reason: setting.reason.clone(),
        landscape: setting.landscape.clone(),
    });
    let choice = begun.choice.clone();
    let (start, resumptions) = (begun.start.clone(), begun.resumptions);
    let earlier_runs = begun.runs.iter().rev().skip(1).rev().cloned().collect();
    let devices: Vec<&str> =
        begun.earlier_devices.iter().map(String::as_str).chain([&*setting.device]).collect();
    let device = devices.join(", then ");
    let expected = knowledge.passes(specification, landscape);
    let mut pacing = Pacing::from_checkpoint(control.clone(), expected, begun, frontend);
    let found = hold_and_run(specification, landscape, &knowledge, &mut pacing).await;
    let provenance = Provenance {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        commit: option_env!("WEDGELAB_COMMIT").unwrap_or("unknown").to_owned(),
        device,
        choice,
        backend: setting.backend,
        threads: this_run.threads,
        instructions: this_run.instructions,
        host: this_run.host,
        processor: this_run.processor,
        command: this_run.command,
        earlier_runs,
        seeds: vec![specification.seed],
        landscape: setting.landscape,
        data_sha256: setting.data_sha256,
        data_published: setting.data_published,
        start,
        seconds: pacing.active_seconds(),
        resumptions,
    };
    match found {
        Ok(findings) => Ok((ResultFile::new(specification, provenance, &findings), Some(findings))),
        Err(ExperimentError::Descent(DescentError::Diverged { step, losses })) => {
            let diverged = Divergence { step, stage: pacing.stage().to_owned() };
            Ok((ResultFile::of_divergence(specification, provenance, diverged, &losses), None))
        }
        Err(error) => {
            // Saves the work so far, so that it need not be repeated.
            pacing.save();
            Err(error.into())
        }
    }
}

/// Waits until the job is not held, then runs the experiment.
async fn hold_and_run<L: Landscape>(
    specification: &Specification,
    landscape: &L,
    knowledge: &impl Knowledge,
    observer: &mut impl Observer,
) -> Result<Findings, ExperimentError> {
    observer.hold().await.map_err(LandscapeError::from)?;
    knowledge.run(specification, landscape, observer).await
}

/// The state that the job begins with: the checkpoint's, or an empty one.
fn begin(
    specification: &Specification,
    setting: &Setting,
    checkpoint: Option<(&str, Checkpoint)>,
    this_run: &WorkedBy,
) -> Result<Checkpoint, CheckpointError> {
    let surroundings = Surroundings {
        numerics: NUMERICS,
        instructions: setting.instructions.clone(),
        device: Some(setting.device.clone()),
        backend: Some(setting.backend.clone()),
        landscape: setting.landscape.clone(),
        data_sha256: setting.data_sha256.clone(),
    };
    let Some((file, checkpoint)) = checkpoint else {
        return Ok(Checkpoint {
            specification: specification.to_map(),
            surroundings,
            start: start_time(),
            seconds: 0.0,
            passes: 0.0,
            resumptions: 0,
            earlier_devices: Vec::new(),
            choice: Some(setting.reason.clone()),
            runs: vec![this_run.clone()],
            record: Record::default(),
        });
    };
    checkpoint.check(file, &specification.to_map(), &surroundings)?;
    // A resumed device keeps its original reason.
    let choice = match checkpoint.last_device() == Some(&setting.device) {
        true => checkpoint.choice.clone(),
        false => Some(setting.reason.clone()),
    };
    let mut earlier_devices = checkpoint.earlier_devices.clone();
    // A device that was lost and returned counts once.
    earlier_devices.pop_if(|last| *last == setting.device);
    let resumptions = checkpoint.resumptions + 1;
    let mut runs = checkpoint.runs.clone();
    // A run equal to the one before it counts once.
    runs.pop_if(|last| last == this_run);
    runs.push(this_run.clone());
    Ok(Checkpoint { resumptions, earlier_devices, choice, runs, surroundings, ..checkpoint })
}
