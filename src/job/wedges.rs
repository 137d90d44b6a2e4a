//! Jobs on the toy: its settings, and where it is computed.

use super::run::{Setting, conclude};
use super::{Checkpoint, Control, DeviceChoice, Finished, FrontDoor, JobError, Specification, wedge_devices};
use crate::fields::{FieldError, fields_of, part_from};
use crate::kernel::Instructions;
use crate::landscape::Wedges;
use crate::landscape::wedges::WedgesSpecification;
use crate::platform::threads;
use crate::setting::Setting as NamedSetting;
use serde_json::{Map, Value};

/// The settings of the toy: which wedges, and what computes them.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct WedgesJob {
    /// Which wedges.
    pub wedges: WedgesSpecification,
    /// `cpu` computes in double precision and needs nothing else; `gpu` and `software-gpu` insist on such a device, and
    /// compute in single precision. `auto` takes the CPU unless there is much to compute for every point and a hardware
    /// GPU to do it.
    pub device: DeviceChoice,
}

const DEVICE: NamedSetting = NamedSetting::name("device", "device", DeviceChoice::NAMES).means(
    "What computes: auto uses the CPU, in double precision, unless the work is large and there is a GPU",
);
/// The name of the CPU.
const CPU: &str = "CPU";
const COUNT: usize = WedgesSpecification::SETTINGS.len() + 1;

impl WedgesJob {
    /// Every setting, with what it may be set to.
    pub const SETTINGS: &'static [NamedSetting] = &{
        let mut settings = [DEVICE; COUNT];
        let mut place = 1;
        while place < COUNT {
            settings[place] = WedgesSpecification::SETTINGS[place - 1];
            place += 1;
        }
        settings
    };

    /// Every field by name, those of the wedges and the device side by side.
    pub fn fields(&self) -> Map<String, Value> {
        let mut fields = fields_of(&self.wedges);
        fields.insert(DEVICE.name.to_owned(), self.device.name().into());
        fields
    }

    /// The settings that are found among others in `filled`; what is not found stays.
    ///
    /// # Errors
    /// When a field does not fit.
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

/// Runs a job on the toy.
///
/// # Errors
/// When the wedges or the device are not to be had, the checkpoint is another job's, or the job is cancelled.
pub(super) async fn run(
    specification: &Specification,
    job: &WedgesJob,
    control: &Control,
    checkpoint: Option<(&str, Checkpoint)>,
    door: &mut dyn FrontDoor,
) -> Result<Finished, JobError> {
    let wedges = Wedges::new(&job.wedges, specification.seed)?;
    let under_way = UnderWay { specification, control, checkpoint, door };
    if job.device != DeviceChoice::Cpu && specification.experiment.computes_on_host() {
        let reason = "what is solved exactly needs double precision";
        return under_way.on_host(&wedges, reason.to_owned()).await;
    }
    match job.device {
        DeviceChoice::Cpu => under_way.on_host(&wedges, "as requested".to_owned()).await,
        DeviceChoice::Auto if !is_large(&job.wedges) => {
            under_way.on_host(&wedges, "so little work needs no GPU".to_owned()).await
        }
        choice => wedge_devices::run(under_way, wedges, choice).await,
    }
}

/// A GPU takes about a millisecond to be told of a step, in which a CPU has worked through a million numbers. From a few
/// times that on a point it is worth the while, and the loss of digits.
const WORTH_A_GPU: u64 = 1 << 22;
/// To find the smallest of some numbers takes about so many times as long as to add them.
const SELECTION: u64 = 4;

fn is_large(wedges: &WedgesSpecification) -> bool {
    wedges.stored_numbers().max(SELECTION * wedges.dimension as u64) >= WORTH_A_GPU
}

/// What computes, as text, and why that.
pub(super) struct ComputedBy {
    pub(super) device: String,
    pub(super) backend: String,
    /// The vector instructions that sums depend on, on the CPU.
    pub(super) instructions: Option<Instructions>,
    pub(super) reason: String,
}

/// A job whose device is still to be settled.
pub(super) struct UnderWay<'a> {
    specification: &'a Specification,
    control: &'a Control,
    checkpoint: Option<(&'a str, Checkpoint)>,
    door: &'a mut dyn FrontDoor,
}

impl UnderWay<'_> {
    /// Computes on the CPU, in double precision; `reason` says why that, in words.
    pub(super) async fn on_host(self, wedges: &Wedges, reason: String) -> Result<Finished, JobError> {
        let computed_by = ComputedBy {
            device: CPU.to_owned(),
            backend: "own, in double precision".to_owned(),
            instructions: Some(Instructions::in_use()),
            reason,
        };
        self.conclude(wedges, computed_by, wedges.specification()).await
    }

    /// Computes on a landscape that is ready.
    pub(super) async fn conclude(
        self,
        landscape: &impl crate::landscape::Landscape,
        computed_by: ComputedBy,
        wedges: &WedgesSpecification,
    ) -> Result<Finished, JobError> {
        let description =
            format!("wedges of {} dimensions in a space of {}", wedges.wedge_dimension, wedges.dimension);
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
        let Self { specification, control, checkpoint, door } = self;
        let (result, _) = conclude(specification, landscape, setting, control, checkpoint, door).await?;
        Ok(Finished { result, parameters: None })
    }
}
