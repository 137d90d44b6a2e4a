//! Jobs: one experiment on one landscape from beginning to end, the same in the command line and in a browser's worker.
//!
//! A [`Specification`] goes in, [`Event`]s come out, and a finished job is one [`ResultFile`] that either side opens.

mod control;
mod event;
mod network_specification;
mod pacing;
mod result_file;
mod run;
mod specification;
mod specification_error;

#[cfg(feature = "compute")]
mod networks;
#[cfg(not(feature = "compute"))]
#[path = "without_networks.rs"]
mod networks;

pub use control::{Command, Control};
pub use event::Event;
pub use network_specification::{DeviceChoice, NetworkSpecification};
pub use result_file::{Provenance, ResultError, ResultFile};
pub use run::{Finished, JobError, run};
pub use specification::{LandscapeSpecification, Specification, from_text};
pub use specification_error::SpecificationError;

pub use networks::evaluate_parameters;
#[cfg(feature = "compute")]
pub use networks::{DeviceError, ListedAdapter, OpenedDevice, list_adapters, open_device};

use crate::data::{DataError, Loaded, Source};

/// Where a job gets its images: a folder natively, dropped files in the page.
pub trait ImageSource {
    /// All images of a data set.
    ///
    /// # Errors
    /// When they are missing or malformed.
    fn load(&self, source: Source, directory: Option<&str>) -> Result<Loaded, DataError>;
}
