//! Whose folder an output folder is, which decides what a message about its content advises.

use super::Failure;
use crate::job::CheckpointError;
use anyhow::anyhow;

/// Whose folder it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FolderOwner {
    /// `train` or `run`: `--restart` discards what the folder holds.
    Run,
    /// A report, whose experiments have a folder each: `--restart` would discard all of them.
    Report,
}

impl FolderOwner {
    /// What to do about a result with other settings.
    pub(super) fn advice_on_another_result(self) -> &'static str {
        match self {
            Self::Run => "choose another folder, or discard it with --restart",
            Self::Report => "move it away, or choose another folder for the report",
        }
    }

    /// The failure to resume a checkpoint.
    pub(super) fn refusal(self, error: &CheckpointError) -> Failure {
        Failure::BadInput(match self {
            Self::Run => anyhow!(error.with_way_to_start_over("start over with --restart")),
            Self::Report => anyhow!(error.to_string()),
        })
    }
}
