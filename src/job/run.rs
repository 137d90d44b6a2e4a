//! Runs a job: builds the landscape, runs the experiment, and puts the findings into a result.

use super::pacing::Pacing;
use super::{
    Control, Event, ImageSource, LandscapeSpecification, Provenance, ResultFile, Specification,
    SpecificationError, networks,
};
use crate::data::DataError;
use crate::experiment::{ExperimentError, Findings};
use crate::landscape::wedges::{Wedges, WedgesError, WedgesSpecification};
use crate::landscape::{Landscape, LandscapeError};
use crate::network::{ArchitectureError, ParameterFileError};
use crate::observer::Interrupted;
use crate::platform::{start_time, threads};

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
    /// A parameter file could not be made or used.
    #[error(transparent)]
    Parameters(#[from] ParameterFileError),
    /// This program was built without networks.
    #[error("this build has no networks; build with the feature `compute`")]
    NoNetworks,
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
        use crate::descent::DescentError;
        matches!(
            self,
            Self::Experiment(ExperimentError::Descent(DescentError::Landscape(LandscapeError::Interrupted(
                Interrupted
            ))))
        )
    }

    /// Whether what was asked for is to blame, and not what happened on the way.
    pub fn is_bad_input(&self) -> bool {
        !matches!(self, Self::Experiment(_))
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
    pub(super) reason: String,
    pub(super) landscape: String,
}

/// Runs a job to its end. Whatever happens on the way goes to `send`; `control` pauses and cancels.
///
/// # Errors
/// When the specification, the data or the device is not to be had, the descent diverges, or the job is cancelled.
pub async fn run(
    specification: &Specification,
    images: &impl ImageSource,
    control: &Control,
    send: &mut impl FnMut(Event),
) -> Result<Finished, JobError> {
    match &specification.landscape {
        LandscapeSpecification::Wedges(wedges) => run_on_wedges(specification, wedges, control, send).await,
        LandscapeSpecification::Network(network) => {
            networks::run(specification, network, images, control, send).await
        }
    }
}

async fn run_on_wedges(
    specification: &Specification,
    wedges: &WedgesSpecification,
    control: &Control,
    send: &mut impl FnMut(Event),
) -> Result<Finished, JobError> {
    let landscape = Wedges::<f64>::new(wedges, specification.seed)?;
    let setting = Setting {
        device: "CPU".to_owned(),
        backend: "own".to_owned(),
        reason: "the toy needs no more".to_owned(),
        landscape: format!(
            "wedges of {} dimensions in a space of {}",
            wedges.wedge_dimension, wedges.dimension
        ),
    };
    let (result, _) = conclude(specification, &landscape, setting, control, send).await?;
    Ok(Finished { result, parameters: None })
}

/// Runs the experiment on a landscape that is ready.
pub(super) async fn conclude<L: Landscape>(
    specification: &Specification,
    landscape: &L,
    setting: Setting,
    control: &Control,
    send: &mut impl FnMut(Event),
) -> Result<(ResultFile, Findings), JobError> {
    let start = start_time();
    send(Event::Started {
        device: setting.device.clone(),
        reason: setting.reason,
        landscape: setting.landscape.clone(),
    });
    let expected = specification.experiment.passes(landscape, &specification.descent);
    let mut pacing = Pacing::new(control.clone(), expected, send);
    let findings = specification
        .experiment
        .run(landscape, &specification.descent, specification.seed, &mut pacing)
        .await?;
    let provenance = Provenance {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        commit: option_env!("WEDGELAB_COMMIT").unwrap_or("unknown").to_owned(),
        device: setting.device,
        backend: setting.backend,
        threads: threads(),
        seeds: vec![specification.seed],
        landscape: setting.landscape,
        start,
        seconds: pacing.active_seconds(),
    };
    let result = ResultFile::new(
        specification.experiment.name(),
        specification.to_map(),
        provenance,
        findings.final_measurements,
        findings.numbers.clone(),
        findings.claims.clone(),
    );
    Ok((result, findings))
}
