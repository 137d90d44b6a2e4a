//! Errors on files and folders that the system refuses: what was found, its cause in parentheses, and then what to do.

use super::Failure;
use crate::platform::system_cause;
use anyhow::anyhow;
use std::fmt::Display;
use std::io;
use std::path::Path;

/// `FOUND (CAUSE); ADVICE`.
pub(super) fn with_cause(found: impl Display, cause: &io::Error, advice: &str) -> anyhow::Error {
    anyhow!("{found} ({}); {advice}", system_cause(cause))
}

/// The failure to read a file of this program.
pub(super) fn unreadable(file: &Path, cause: &io::Error) -> Failure {
    let found = format!("{} cannot be read", file.display());
    Failure::BadInput(with_cause(found, cause, "check its permissions, or choose another folder"))
}

/// The failure to write a file while a command runs: probably the disk is full.
pub(super) fn unwritable(file: &Path, cause: &io::Error) -> Failure {
    let found = format!("{} cannot be written", file.display());
    Failure::Other(with_cause(found, cause, "free disk space, then run the same command again"))
}

/// The failure to create or to use a folder that the user named.
pub(super) fn unusable_folder(folder: &Path, cause: &io::Error) -> Failure {
    let found = format!("{} cannot be written", folder.display());
    Failure::BadInput(with_cause(found, cause, "choose another folder"))
}

/// The failure to remove the half-written files that a killed run left in a folder.
pub(super) fn stuck_leftovers(folder: &Path, cause: &io::Error) -> Failure {
    let found = format!("unfinished files in {} cannot be removed", folder.display());
    Failure::BadInput(with_cause(found, cause, "choose another folder"))
}

/// Checks that no file has the name of a folder. The system says only that the folder cannot be created.
///
/// # Errors
/// When something other than a folder has the name, even a dangling link.
pub(super) fn check_no_file(folder: &Path) -> Result<(), Failure> {
    if folder.is_dir() || folder.symlink_metadata().is_err() {
        return Ok(());
    }
    Err(Failure::BadInput(anyhow!("{} is not a folder; choose another folder", folder.display())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cause_stands_before_the_advice() {
        let full = io::Error::other("no space left");
        assert_eq!(
            unwritable(Path::new("out/loss.csv"), &full).to_string(),
            "out/loss.csv cannot be written (no space left); free disk space, then run the same command again"
        );
    }

    #[test]
    fn a_file_is_no_folder_and_what_does_not_exist_may_become_one() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        std::fs::write(&file, "").unwrap();
        assert!(check_no_file(&file).unwrap_err().to_string().contains("file is not a folder; choose"));
        assert!(check_no_file(folder.path()).is_ok() && check_no_file(&folder.path().join("new")).is_ok());
    }
}
