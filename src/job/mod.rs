//! Jobs: one experiment on one landscape from beginning to end, the same on the command line and in a browser's worker.
//!
//! A [`Specification`] goes in, [`Event`]s come out, and a finished job is one [`ResultFile`] that either side opens.
//! While it runs, a job emits [`Checkpoint`]s from which an interrupted job resumes.

mod checkpoint;
mod common_settings;
mod control;
mod differences;
mod evaluated;
mod event;
mod from_text;
mod frontend;
mod function;
mod images_used;
mod knowledge;
mod landscape_specification;
mod network_specification;
mod numbers_file;
mod pacing;
mod readings;
mod result_file;
mod run;
mod specification;
mod specification_error;
mod trained_point_file;
mod unused_settings;
#[cfg(feature = "compute")]
mod wedge_devices;
mod wedges;
mod worked_by;

// The page's light worker leaves networks out: it does not use them, and they would make it larger.
#[cfg(any(feature = "networks", not(target_arch = "wasm32")))]
mod networks;

pub use checkpoint::{Checkpoint, CheckpointError, Surroundings};
pub use common_settings::SEED;
pub use control::{Command, Control, Start};
pub use evaluated::Evaluated;
pub use event::Event;
pub use from_text::from_text;
pub use frontend::{Frontend, ImageSource};
pub use function::{FunctionSpecification, run_on};
pub use images_used::{ImagesUsed, TooFewImages};
pub use landscape_specification::LandscapeSpecification;
pub use network_specification::{DeviceChoice, NetworkSpecification};
pub use result_file::{Divergence, Provenance, ResultError, ResultFile};
pub use run::{Finished, JobError, run};
pub use specification::Specification;
pub use specification_error::SpecificationError;
pub use trained_point_file::TrainedPointFile;
pub use wedges::WedgesJob;
pub use worked_by::WorkedBy;

#[cfg(all(feature = "compute", not(target_arch = "wasm32")))]
pub(crate) use networks::{CPU, host_backend};
#[cfg(feature = "compute")]
pub use networks::{ChosenDevice, DeviceError, ListedAdapter, OpenedDevice, list_adapters, open_device};
#[cfg(any(feature = "networks", not(target_arch = "wasm32")))]
pub use networks::{check_support, evaluate_parameters};
