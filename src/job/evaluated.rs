//! The loss and accuracy of the parameters in a file.

use crate::data::Normalisation;
use crate::experiment::FinalMeasurements;

/// Loss and accuracy of the parameters in a file, and how they were computed.
#[derive(Debug, Clone, PartialEq)]
pub struct Evaluated {
    /// On training and test images.
    pub measured: FinalMeasurements,
    /// How pixels became inputs.
    pub normalisation: Normalisation,
    /// Sentences on how the file was read.
    pub remarks: Vec<String>,
}
