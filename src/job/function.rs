//! Jobs on a landscape of your own: a function, a network, anything that implements [`Landscape`].

use super::knowledge::ValuesAlone;
use super::run::{Setting, conclude};
use super::{
    Checkpoint, Control, Finished, Frontend, JobError, LandscapeSpecification, Specification,
    SpecificationError,
};
use crate::experiment::UnsuitableSetting;
use crate::landscape::Landscape;
use crate::platform::threads;
use crate::settings::{Range, Setting as NamedSetting};
use crate::simd::Instructions;
use serde::{Deserialize, Serialize};

/// What a checkpoint and a result know of a landscape of your own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FunctionSpecification {
    /// Identifies the function: a run does not resume under another name, and two functions must not share one.
    pub name: String,
    /// The number of coordinates.
    pub dimension: usize,
}

impl FunctionSpecification {
    /// Every setting, with what it may be set to.
    pub const SETTINGS: &'static [NamedSetting] = &[
        NamedSetting::text("name", "name").means("Identifies the function"),
        NamedSetting::number("dimension", Range::Whole(1, 1 << 40)).in_unit("coordinates").means("Dimension"),
    ];

    pub(super) fn validate(&self) -> Result<(), SpecificationError> {
        let refuse = |field, advice: &str| Err(UnsuitableSetting { field, advice: advice.to_owned() }.into());
        if self.name.trim().is_empty() {
            return refuse("name", "the name of the function is empty; give one that no other function has");
        }
        if self.dimension == 0 {
            return refuse("dimension", "the function has 0 coordinates; give at least 1");
        }
        Ok(())
    }
}

/// Runs a job on a landscape of your own to its end, from its beginning or from a checkpoint with the name of its file.
/// Events and checkpoints go to `frontend`; `control` pauses and cancels.
///
/// Experiments that know their landscape refuse: the descent path is for wedges, the width of tunnels for networks whose
/// settings can be varied.
///
/// # Errors
/// When the specification is not one of a function of this dimension, the checkpoint is another job's, the landscape
/// cannot be evaluated, or the job is cancelled.
pub async fn run_on<L: Landscape>(
    specification: &Specification,
    landscape: &L,
    control: &Control,
    checkpoint: Option<(&str, Checkpoint)>,
    frontend: &mut dyn Frontend,
) -> Result<Finished, JobError> {
    let LandscapeSpecification::Function(function) = &specification.landscape else {
        let found = specification.landscape.name();
        return Err(refused(format!(
            "the specification is for the landscape '{found}', and run_on takes functions only; make it with \
             Specification::on_function"
        )));
    };
    if function.dimension != landscape.dimension() {
        let (said, found) = (function.dimension, landscape.dimension());
        return Err(refused(format!(
            "the function has {found} dimensions, but the specification states {said}; give Specification::on_function \
             the dimension {found}"
        )));
    }
    specification.validate()?;
    let instructions = match &checkpoint {
        Some((file, checkpoint)) => {
            checkpoint.check_settings(file, &specification.to_map())?;
            checkpoint.instructions(file, frontend.instructions())?
        }
        None => frontend.instructions(),
    };
    let _chosen = instructions.map(Instructions::choose);
    let setting = Setting {
        device: "CPU".to_owned(),
        backend: "a function of the caller".to_owned(),
        threads: threads(),
        reason: "the function runs there".to_owned(),
        landscape: format!("{} in {} dimensions", function.name, function.dimension),
        instructions: Some(Instructions::in_use().name().to_owned()),
        data_sha256: None,
        data_published: None,
    };
    let knowledge = (landscape, ValuesAlone);
    let (result, _) = conclude(specification, knowledge, setting, control, checkpoint, frontend).await?;
    Ok(Finished { result, parameters: None })
}

fn refused(advice: String) -> JobError {
    SpecificationError::from(UnsuitableSetting { field: "landscape", advice }).into()
}
