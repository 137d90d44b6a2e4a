//! Jobs on the wedges: their settings, and where they are computed.

use super::knowledge::MadeOfWedges;
use super::run::{Setting, conclude};
use super::{Checkpoint, Control, DeviceChoice, Finished, Frontend, JobError, Specification};
use crate::landscape::wedges::WedgesSpecification;
use crate::landscape::{Landscape, Wedges};
use crate::platform::threads;
use crate::settings::{DefaultValue, FieldError, Setting as NamedSetting, fields_of, part_from};
use crate::simd::Instructions;
use serde_json::{Map, Value};

/// The settings of a job on wedges: which wedges, and what computes them.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct WedgesJob {
    /// Which wedges.
    pub wedges: WedgesSpecification,
    /// `cpu` computes in double precision and needs nothing else; `gpu` and `software-gpu` require such a device, and
    /// compute in single precision. `auto` takes the CPU unless every point needs much computation and there is a
    /// hardware GPU.
    pub device: DeviceChoice,
}

const DEVICE: NamedSetting = NamedSetting::name("device", "device", DeviceChoice::NAMES)
    .with_default(DefaultValue::Name(DeviceChoice::Auto.name()))
    .means(
        "What computes: auto uses the CPU, in double precision, unless the work is large and there is a GPU",
    );
/// The name of the CPU.
const CPU: &str = "CPU";
const COUNT: usize = WedgesSpecification::SETTINGS.len() + 1;

impl WedgesJob {
    /// Every setting, with its allowed values.
    pub const SETTINGS: &'static [NamedSetting] = &{
        let mut settings = [DEVICE; COUNT];
        let mut place = 1;
        while place < COUNT {
            settings[place] = WedgesSpecification::SETTINGS[place - 1];
            place += 1;
        }
        settings
    };

    /// Every field by name: those of the wedges and the device.
    pub fn fields(&self) -> Map<String, Value> {
        let mut fields = fields_of(&self.wedges);
        fields.insert(DEVICE.name.to_owned(), self.device.name().into());
        fields
    }

    /// A copy with the settings found in `filled`, which may hold others; missing ones keep their values.
    ///
    /// # Errors
    /// When a field's value is invalid.
    pub fn with_fields(&self, filled: &Map<String, Value>) -> Result<Self, FieldError> {
        let device = match filled.get(DEVICE.name) {
            None => self.device,
            Some(value) => {
                serde_json::from_value(value.clone()).map_err(|error| FieldError::new(DEVICE.name, &error))?
            }
        };
        Ok(Self { wedges: part_from(&self.wedges, filled)?, device })
    }
}

/// Runs a job on the wedges.
///
/// # Errors
/// When the wedges cannot be built, the device is unavailable, the checkpoint is another job's, or the job is
/// cancelled.
pub(super) async fn run(
    specification: &Specification,
    job: &WedgesJob,
    control: &Control,
    checkpoint: Option<(&str, Checkpoint)>,
    frontend: &mut dyn Frontend,
) -> Result<Finished, JobError> {
    let wedges = Wedges::new(&job.wedges, specification.seed)?;
    let under_way = UnderWay { specification, control, checkpoint, frontend };
    if job.device != DeviceChoice::Cpu && specification.experiment.computes_on_host() {
        let reason = "exact solutions need double precision";
        return under_way.on_host(&wedges, reason.to_owned()).await;
    }
    match job.device {
        DeviceChoice::Cpu => under_way.on_host(&wedges, "it was requested".to_owned()).await,
        DeviceChoice::Auto if !is_large(&job.wedges) => {
            under_way.on_host(&wedges, "the work is too small for a GPU".to_owned()).await
        }
        #[cfg(feature = "compute")]
        choice => super::wedge_devices::run(under_way, wedges, choice).await,
        #[cfg(not(feature = "compute"))]
        choice => under_way.on_host(&wedges, choice.why_cpu()?).await,
    }
}

/// Submitting a step to a GPU takes about a millisecond, in which a CPU processes a million numbers. With a few times
/// as many numbers per point, a GPU is worth it, including the loss of precision.
const WORTH_A_GPU: u64 = 1 << 22;
/// Finding the smallest of some numbers takes about this many times as long as adding them.
const SELECTION: u64 = 4;

fn is_large(wedges: &WedgesSpecification) -> bool {
    wedges.stored_numbers().max(SELECTION * wedges.dimension as u64) >= WORTH_A_GPU
}

/// What computes, and why, as text.
pub(super) struct ComputedBy {
    pub(super) device: String,
    pub(super) backend: String,
    /// The vector instructions that sums depend on, on the CPU.
    pub(super) instructions: Option<Instructions>,
    pub(super) reason: String,
}

/// A job whose device is not yet chosen.
pub(super) struct UnderWay<'a> {
    specification: &'a Specification,
    control: &'a Control,
    checkpoint: Option<(&'a str, Checkpoint)>,
    frontend: &'a mut dyn Frontend,
}

impl UnderWay<'_> {
    /// Computes on the CPU, in double precision; `reason` says why, as text.
    pub(super) async fn on_host(self, wedges: &Wedges, reason: String) -> Result<Finished, JobError> {
        let computed_by = ComputedBy {
            device: CPU.to_owned(),
            backend: "own, in double precision".to_owned(),
            instructions: Some(Instructions::in_use()),
            reason,
        };
        self.conclude(wedges, computed_by, wedges).await
    }

    /// Computes on a landscape that is ready.
    pub(super) async fn conclude(
        self,
        landscape: &impl Landscape,
        computed_by: ComputedBy,
        wedges: &Wedges,
    ) -> Result<Finished, JobError> {
        let WedgesSpecification { dimension, wedge_dimension, .. } = wedges.specification();
        let description = format!("wedges of {wedge_dimension} dimensions in a space of {dimension}");
        let ComputedBy { device, backend, instructions, reason } = computed_by;
        let setting = Setting {
            device,
            backend,
            threads: threads(),
            reason,
            landscape: description,
            instructions: instructions.map(|instructions| instructions.name().to_owned()),
            data_sha256: None,
            data_published: None,
        };
        let Self { specification, control, checkpoint, frontend } = self;
        let (result, _) = conclude(
            specification,
            (landscape, MadeOfWedges(wedges)),
            setting,
            control,
            checkpoint,
            frontend,
        )
        .await?;
        Ok(Finished { result, parameters: None })
    }
}
