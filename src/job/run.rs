//! Runs a job: builds the landscape, runs the experiment, and puts the findings into a result.

use super::pacing::Pacing;
use super::{
    Checkpoint, CheckpointError, Control, Divergence, Event, FrontDoor, ImageSource, LandscapeSpecification,
    Provenance, ResultFile, Specification, SpecificationError, Surroundings, WorkedBy, networks, wedges,
};
use crate::data::DataError;
use crate::descent::DescentError;
use crate::experiment::{ExperimentError, Findings};
use crate::journal::Record;
use crate::kernel::Instructions;
use crate::landscape::wedges::WedgesError;
use crate::landscape::{Landscape, LandscapeError};
use crate::network::{ArchitectureError, ParameterFileError};
use crate::numerics::NUMERICS;
use crate::observer::{Interrupted, Observer};
use crate::platform::start_time;

/// Why a job left no result.
#[derive(Debug, thiserror::Error)]
pub enum JobError {
    /// The specification makes no sense.
    #[error(transparent)]
    Specification(#[from] SpecificationError),
    /// The wedges cannot be.
    #[error(transparent)]
    Wedges(#[from] WedgesError),
    /// The images are missing or malformed.
    #[error(transparent)]
    Data(#[from] DataError),
    /// The network cannot be built.
    #[error(transparent)]
    Architecture(#[from] ArchitectureError),
    /// There is no such device.
    #[cfg(feature = "compute")]
    #[error(transparent)]
    Device(#[from] super::DeviceError),
    /// The device does not hold the wedges.
    #[cfg(feature = "compute")]
    #[error(transparent)]
    TooLargeForDevice(#[from] crate::landscape::TooLargeForDevice),
    /// A parameter file could not be made or used.
    #[error(transparent)]
    Parameters(#[from] ParameterFileError),
    /// This program was built without networks.
    #[error("this part of the program has no networks; build it with the feature `compute`")]
    NoNetworks,
    /// This program was built without devices besides the CPU.
    #[error(
        "this build computes on the CPU alone; choose the device `cpu` or `auto`, \
         or build with the feature `compute`"
    )]
    NoGpus,
    /// This worker of the page has no GPUs, and one is wanted.
    #[error("a GPU is wanted, and this worker has none; use the worker that has")]
    NeedsGpu,
    /// The checkpoint cannot be gone on from.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
    /// The experiment ended early.
    #[error(transparent)]
    Experiment(#[from] ExperimentError),
}

impl From<LandscapeError> for JobError {
    fn from(error: LandscapeError) -> Self {
        Self::Experiment(error.into())
    }
}

impl JobError {
    /// Whether the job ended because somebody cancelled it.
    pub fn is_interruption(&self) -> bool {
        matches!(
            self,
            Self::Experiment(ExperimentError::Descent(DescentError::Landscape(LandscapeError::Interrupted(
                Interrupted
            ))))
        )
    }

    /// Whether the device gave out on the way. The job can go on from its last checkpoint on one that works.
    pub fn is_device_failure(&self) -> bool {
        matches!(
            self,
            Self::Experiment(ExperimentError::Descent(DescentError::Landscape(LandscapeError::Read(_))))
        )
    }

    /// Whether the checkpoint does not lead on: it was another job's, or trained points that it began with are gone.
    pub fn is_foreign_record(&self) -> bool {
        matches!(
            self,
            Self::Experiment(ExperimentError::Descent(
                DescentError::ForeignRecord | DescentError::Landscape(LandscapeError::OtherWork(_))
            ))
        )
    }

    /// Whether what was asked for is to blame, and not what happened on the way.
    pub fn is_bad_input(&self) -> bool {
        match self {
            Self::Experiment(error) => matches!(error, ExperimentError::TooFewWedgesMet { .. }),
            _ => true,
        }
    }
}

/// What a finished job leaves.
#[derive(Debug, Clone)]
pub struct Finished {
    /// The result, for `result.json`.
    pub result: ResultFile,
    /// The trained θ as a safetensors file, where the job was the training of a network.
    pub parameters: Option<Vec<u8>>,
}

/// What computes, and on what, in words.
pub(super) struct Setting {
    pub(super) device: String,
    pub(super) backend: String,
    /// How many may compute at once.
    pub(super) threads: usize,
    pub(super) reason: String,
    pub(super) landscape: String,
    /// The vector instructions; `None` on a GPU.
    pub(super) instructions: Option<String>,
    /// The SHA-256 of the images; `None` on the toy.
    pub(super) data_sha256: Option<String>,
    /// Whether its files are the published ones, where that is known.
    pub(super) data_published: Option<bool>,
}

/// Runs a job to its end, from its beginning or from a checkpoint with the name of its file. Whatever happens on the way
/// goes to `door`; `control` pauses and cancels.
///
/// A job whose loss leaves all numbers ends with a result that says so.
///
/// # Errors
/// When the specification, the data or the device is not to be had, the checkpoint is another job's, or the job is
/// cancelled.
pub async fn run(
    specification: &Specification,
    images: &impl ImageSource,
    control: &Control,
    checkpoint: Option<(&str, Checkpoint)>,
    door: &mut dyn FrontDoor,
) -> Result<Finished, JobError> {
    if let Some((file, checkpoint)) = &checkpoint {
        // Before the images are read: other settings may mean other images.
        checkpoint.check_settings(file, &specification.to_map())?;
    }
    let instructions = match &checkpoint {
        Some((file, checkpoint)) => checkpoint.instructions(file, door.instructions())?,
        None => door.instructions(),
    };
    let _chosen = instructions.map(Instructions::choose);
    match &specification.landscape {
        LandscapeSpecification::Wedges(job) => {
            wedges::run(specification, job, control, checkpoint, door).await
        }
        LandscapeSpecification::Network(network) => {
            networks::run(specification, network, images, control, checkpoint, door).await
        }
    }
}

/// Runs the experiment on a landscape that is ready. A job that diverged leaves no findings besides its result.
pub(super) async fn conclude<L: Landscape>(
    specification: &Specification,
    landscape: &L,
    setting: Setting,
    control: &Control,
    checkpoint: Option<(&str, Checkpoint)>,
    door: &mut dyn FrontDoor,
) -> Result<(ResultFile, Option<Findings>), JobError> {
    let this_run = WorkedBy::this_run(setting.instructions.clone(), setting.threads, door.command());
    let begun = begin(specification, &setting, checkpoint, &this_run)?;
    door.hear(Event::Started {
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
    let expected = specification.experiment.passes(landscape, &specification.descent);
    let mut pacing = Pacing::from_checkpoint(control.clone(), expected, begun, door);
    let found = hold_and_run(specification, landscape, &mut pacing).await;
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
            // What was done until here is not to be done again.
            pacing.save();
            Err(error.into())
        }
    }
}

/// Runs the experiment, from when the job is not held any more.
async fn hold_and_run<L: Landscape>(
    specification: &Specification,
    landscape: &L,
    observer: &mut impl Observer,
) -> Result<Findings, ExperimentError> {
    observer.hold().await.map_err(LandscapeError::from)?;
    specification.experiment.run(landscape, &specification.descent, specification.seed, observer).await
}

/// The state that the job begins with: the checkpoint's, or one of nothing done.
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
    // Of a device that goes on it is told why it was chosen at first.
    let choice = match checkpoint.last_device() == Some(&setting.device) {
        true => checkpoint.choice.clone(),
        false => Some(setting.reason.clone()),
    };
    let mut earlier_devices = checkpoint.earlier_devices.clone();
    // A device that was lost and came again is one device.
    earlier_devices.pop_if(|last| *last == setting.device);
    let resumptions = checkpoint.resumptions + 1;
    let mut runs = checkpoint.runs.clone();
    // One that went on just as the one before is no news.
    runs.pop_if(|last| last == this_run);
    runs.push(this_run.clone());
    Ok(Checkpoint { resumptions, earlier_devices, choice, runs, surroundings, ..checkpoint })
}
