//! The program, run as a user runs it.

use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// A folder, and the program that fetches into it.
pub struct Place {
    folder: TempDir,
}

/// The output of a run of the program.
#[derive(Debug)]
pub struct Run {
    pub code: Option<i32>,
    pub output: String,
    pub errors: String,
}

impl From<Output> for Run {
    fn from(output: Output) -> Self {
        let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
        Self { code: output.status.code(), output: text(&output.stdout), errors: text(&output.stderr) }
    }
}

impl Place {
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn write(&self, name: &str, bytes: &[u8]) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }

    /// The names in the folder, or in one of its sub-folders, without hidden ones.
    pub fn names(&self, folder: &str) -> Vec<String> {
        let entries = std::fs::read_dir(self.path(folder)).unwrap();
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
        names.retain(|name| !name.ends_with(".lock"));
        names.sort();
        names
    }

    /// The command `wedgelab data fetch`.
    pub fn command(&self, data: &str, addresses: &[&str], checksums: &[String]) -> Command {
        let mut command = program();
        command.args(["data", "fetch", data, "--dir"]).arg(self.folder.path());
        for address in addresses {
            command.args(["--url", address]);
        }
        for checksum in checksums {
            command.args(["--sha256", checksum]);
        }
        command
    }

    pub fn fetch(&self, data: &str, addresses: &[&str], checksums: &[String]) -> Run {
        self.command(data, addresses, checksums).output().unwrap().into()
    }

    pub fn verify_as_json(&self) -> serde_json::Value {
        let output = program().args(["data", "verify", "--json"]).arg(self.folder.path()).output().unwrap();
        serde_json::from_slice(&output.stdout).unwrap()
    }

    pub fn verify(&self) -> Run {
        program().args(["data", "verify"]).arg(self.folder.path()).output().unwrap().into()
    }
}

fn program() -> Command {
    let mut command = crate::program::running::program();
    command.stdin(Stdio::null());
    // The server is on this computer, so any proxy is ignored.
    for name in ["http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"] {
        command.env_remove(name);
    }
    command
}

/// The SHA-256 of bytes as text.
pub fn sha256(bytes: &[u8]) -> String {
    wedgelab::data::native::Checksum::of(bytes).to_string()
}

/// Asserts that nothing else is in the folder, complete or partial.
pub fn assert_only(place: &Place, names: &[&str]) {
    assert_eq!(place.names(""), names);
}
