//! Why a checkpoint cannot be resumed.

use super::file::FORMAT;
use crate::settings::without_advice;
use crate::simd::Instructions;

/// What every message ends with.
const START_OVER: &str = "delete the file to start over";

/// A checkpoint that cannot be resumed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CheckpointError {
    /// Not a checkpoint, or one that was changed or truncated.
    #[error("{file} is damaged ({reason}); put an undamaged copy in its place, or {START_OVER}")]
    Damaged {
        /// The file's name.
        file: String,
        /// What is wrong with it.
        reason: String,
    },
    /// Written by another version of the program.
    #[error(
        "{file} has the format '{format}', but this program resumes '{FORMAT}'; resume with the program that wrote it, or \
         {START_OVER}"
    )]
    Format {
        /// The file's name.
        file: String,
        /// The format it names.
        format: String,
    },
    /// Written by a program that computed different numbers, or in a different order.
    #[error(
        "{file} was written by another version of the numerics ({then}, but this is {now}); resume with the program that \
         wrote it, or {START_OVER}"
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
         they are available, or {START_OVER}"
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
         --instructions, choose another folder, or {START_OVER}"
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
         another folder, or {START_OVER}"
    )]
    OtherSettings {
        /// The file's name.
        file: String,
        /// Which settings, with both values.
        differences: String,
    },
    /// The surroundings differ, so that the numbers would not be those of one run.
    #[error(
        "{file} was computed with {then}, but this run has {now}; resume with {then}, choose another folder, or {START_OVER}"
    )]
    OtherSurroundings {
        /// The file's name.
        file: String,
        /// What it was.
        then: String,
        /// What it is.
        now: String,
    },
    /// Something else drives the device, so that the numbers would not be those of one run. No setting chooses it: it depends
    /// on the program, the processor and the drivers.
    #[error(
        "{file} was computed with the backend {then}, but this run has the backend {now}; resume with the program that began \
         it, on a computer of the same kind, choose another folder, or {START_OVER}"
    )]
    OtherBackend {
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
         back to resume it, choose another folder, or {START_OVER}"
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

impl CheckpointError {
    /// The message, with another way to start over than to delete the file, such as an option of a program.
    pub fn with_way_to_start_over(&self, way: &str) -> String {
        self.to_string().replace(START_OVER, way)
    }

    /// What was found, without what to do about it: for a program whose user sees no file.
    pub fn found(&self) -> String {
        without_advice(&self.to_string()).to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn every_error() -> Vec<CheckpointError> {
        let text = str::to_owned;
        let file = || text("a.safetensors");
        let (then, now) = (text("one"), text("another"));
        vec![
            CheckpointError::Damaged { file: file(), reason: text("it is empty") },
            CheckpointError::Format { file: file(), format: text("x") },
            CheckpointError::Numerics { file: file(), then: 1, now: 2 },
            CheckpointError::MissingInstructions { file: file(), then: text("x"), available: text("y") },
            CheckpointError::OtherInstructions { file: file(), then: text("x"), now: Instructions::Portable },
            CheckpointError::OtherSettings { file: file(), differences: text("seed is 1 there and 2 here") },
            CheckpointError::OtherSurroundings { file: file(), then: then.clone(), now: now.clone() },
            CheckpointError::OtherBackend { file: file(), then: then.clone(), now: now.clone() },
            CheckpointError::OtherImages { file: file(), then, now },
        ]
    }

    #[test]
    fn every_message_offers_to_start_over_in_the_way_of_its_program() {
        for error in every_error() {
            assert!(error.to_string().ends_with(", or delete the file to start over"), "{error}");
            let by_option = error.with_way_to_start_over("start over with --restart");
            assert!(by_option.ends_with(", or start over with --restart"), "{by_option}");
        }
    }

    #[test]
    fn what_was_found_names_the_file_and_advises_nothing() {
        for error in every_error() {
            let found = error.found();
            assert!(found.starts_with("a.safetensors ") && !found.contains("start over"), "{found}");
            assert!(error.to_string().starts_with(&format!("{found}; ")), "{found}");
        }
    }
}
