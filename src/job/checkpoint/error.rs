//! Why a checkpoint cannot be resumed.

use super::file::FORMAT;
use crate::simd::Instructions;

/// A checkpoint that cannot be resumed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CheckpointError {
    /// Not a checkpoint, or one that was changed or truncated.
    #[error(
        "{file} is damaged ({reason}); put an undamaged copy in its place, or delete it to begin from the start"
    )]
    Damaged {
        /// The file's name.
        file: String,
        /// What is wrong with it.
        reason: String,
    },
    /// Written by another version of the program.
    #[error(
        "{file} has the format '{format}', but this program resumes '{FORMAT}'; use the program that wrote it"
    )]
    Format {
        /// The file's name.
        file: String,
        /// The format it names.
        format: String,
    },
    /// Written by a program that computed different numbers, or in a different order.
    #[error(
        "{file} was written by another version of the numerics ({then}, but this is {now}); delete it to begin from the \
         start, or resume with the program that wrote it"
    )]
    Numerics {
        /// The file's name.
        file: String,
        /// The version that it names, 1 if it names none.
        then: u32,
        /// This program's version.
        now: u32,
    },
    /// This processor lacks the vector instructions that the numbers come from.
    #[error(
        "{file} was computed with the vector instructions '{then}', but this processor has only {available}; resume where \
         they are available, or delete the file to begin from the start"
    )]
    MissingInstructions {
        /// The file's name.
        file: String,
        /// The instructions that it names.
        then: String,
        /// Those of this processor.
        available: String,
    },
    /// The requested vector instructions differ from those that the numbers come from.
    #[error(
        "{file} was computed with the vector instructions '{then}', but '{now}' are requested; resume without \
         --instructions, choose another folder, or delete the file to begin from the start"
    )]
    OtherInstructions {
        /// The file's name.
        file: String,
        /// The instructions that it names.
        then: String,
        /// The requested ones.
        now: Instructions,
    },
    /// The settings differ.
    #[error(
        "{file} belongs to a run with other settings ({differences}); give those settings to resume it, choose \
         another folder, or delete the file to begin from the start"
    )]
    OtherSettings {
        /// The file's name.
        file: String,
        /// Which settings, with both values.
        differences: String,
    },
    /// The surroundings differ, so that the numbers would not be those of one run.
    #[error(
        "{file} was written with {then}, but this is {now}; resume with what it began with, choose another folder, or delete the \
         file to begin from the start"
    )]
    OtherSurroundings {
        /// The file's name.
        file: String,
        /// What it was.
        then: String,
        /// What it is.
        now: String,
    },
    /// The files of the data set were replaced by others.
    #[error(
        "{file} belongs to a run on other images (SHA-256 {then} there, {now} here); put the original files of the data set \
         back to resume it, choose another folder, or delete the file to begin from the start"
    )]
    OtherImages {
        /// The file's name.
        file: String,
        /// The SHA-256 of the images that it began with.
        then: String,
        /// The SHA-256 of the present images.
        now: String,
    },
}
