//! Passes the commit, the compiler and Burn's version to the program, for the provenance of its results and `doctor`.

use std::process::Command;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    // Without git, or outside a checkout, the commit stays unknown.
    if let Some(log) = git(&["rev-parse", "--git-path", "logs/HEAD"]) {
        println!("cargo::rerun-if-changed={log}");
    }
    if let Some(commit) = git(&["rev-parse", "--short=12", "HEAD"]) {
        println!("cargo::rustc-env=WEDGELAB_COMMIT={commit}");
    }
    if let Some(rustc) =
        std::env::var_os("RUSTC").and_then(|rustc| first_line(Command::new(rustc).arg("--version")))
    {
        println!("cargo::rustc-env=WEDGELAB_RUSTC={rustc}");
    }
    println!("cargo::rerun-if-changed=Cargo.lock");
    if let Some(version) = locked_version("burn") {
        println!("cargo::rustc-env=WEDGELAB_BURN={version}");
    }
}

/// The version of a package in Cargo.lock: the line after its name.
fn locked_version(package: &str) -> Option<String> {
    let lock = std::fs::read_to_string("Cargo.lock").ok()?;
    let mut lines = lock.lines().skip_while(|line| *line != format!("name = \"{package}\""));
    let version = lines.nth(1)?.strip_prefix("version = \"")?;
    Some(version.trim_end_matches('"').to_owned())
}

fn git(arguments: &[&str]) -> Option<String> {
    first_line(Command::new("git").args(arguments))
}

/// The output of a command, if it succeeds and prints something.
fn first_line(command: &mut Command) -> Option<String> {
    let output = command.output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?.trim().to_owned();
    (output.status.success() && !text.is_empty()).then_some(text)
}
