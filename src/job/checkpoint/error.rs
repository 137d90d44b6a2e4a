//! Why a checkpoint cannot be gone on from.

use super::file::FORMAT;
use crate::kernel::Instructions;

/// A checkpoint that cannot be gone on from.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CheckpointError {
    /// Not a checkpoint, or one that was changed or cut off.
    #[error(
        "{file} is damaged ({reason}); put a whole copy in its place, or delete it to begin from the start"
    )]
    Damaged {
        /// The file's name.
        file: String,
        /// What is wrong with it.
        reason: String,
    },
    /// Written by another version of the program.
    #[error(
        "{file} has the format '{format}', and this program goes on from '{FORMAT}'; use the program that wrote it"
    )]
    Format {
        /// The file's name.
        file: String,
        /// The format it names.
        format: String,
    },
    /// Written by a program that computed other numbers, or in another order.
    #[error(
        "{file} was written by another version of the numerics ({then}, and this is {now}); delete it to begin from the \
         start, or go on with the program that wrote it"
    )]
    Numerics {
        /// The file's name.
        file: String,
        /// The version that it names, 1 where it names none.
        then: u32,
        /// This program's version.
        now: u32,
    },
    /// This processor lacks the vector instructions that the numbers come from.
    #[error(
        "{file} was computed with the vector instructions '{then}', and this processor has only {available}; go on where \
         they are, or delete the file to begin from the start"
    )]
    MissingInstructions {
        /// The file's name.
        file: String,
        /// The instructions that it names.
        then: String,
        /// Those that are here.
        available: String,
    },
    /// Other vector instructions are asked for than the numbers come from.
    #[error(
        "{file} was computed with the vector instructions '{then}', and '{now}' are asked for; go on without \
         --instructions, choose another folder, or delete the file to begin from the start"
    )]
    OtherInstructions {
        /// The file's name.
        file: String,
        /// The instructions that it names.
        then: String,
        /// Those that are asked for.
        now: Instructions,
    },
    /// The settings differ.
    #[error(
        "{file} belongs to a run with other settings ({differences}); give those settings to go on with it, choose \
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
        "{file} was written with {then}, and this is {now}; go on as it was begun, choose another folder, or delete the \
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
    /// The files of the data set were exchanged for others.
    #[error(
        "{file} belongs to a run on other images (SHA-256 {then} there, {now} here); put the former files of the data set \
         back to go on with it, choose another folder, or delete the file to begin from the start"
    )]
    OtherImages {
        /// The file's name.
        file: String,
        /// The SHA-256 of the images that it began with.
        then: String,
        /// The SHA-256 of those that are there now.
        now: String,
    },
}
