//! Which run of the program worked on a job, and on what.

use crate::platform::{host, processor};
use serde::{Deserialize, Serialize};

/// One run of the program: a job that was interrupted and resumed has had several.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct WorkedBy {
    /// The host's name; `None` in a browser or if the system does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub host: Option<String>,
    /// The processor's model; `None` in a browser or if the system does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub processor: Option<String>,
    /// The vector instructions of the computation; `None` on a GPU.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instructions: Option<String>,
    /// Threads that could compute at once.
    pub threads: usize,
    /// The command as typed, the program's name first; `None` if no command started the job.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub command: Option<Vec<String>>,
}

impl WorkedBy {
    /// This run, on this computer.
    pub(super) fn this_run(
        instructions: Option<String>,
        threads: usize,
        command: Option<Vec<String>>,
    ) -> Self {
        Self { host: host(), processor: processor(), instructions, threads, command }
    }
}
