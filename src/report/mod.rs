//! A report on the paper: its figures, each as a list of experiments on a network and on the wedges, and what came of the
//! paper's claims.
//!
//! [`ReportSettings`] say which figures, how thoroughly and on what; [`ReportSettings::plan`] lists the experiments;
//! [`ReportFile::of`] puts their results together.

mod file;
mod plan;
mod settings;
mod verdict;

pub use file::{Outcome, ReportFile, ReportProvenance, ReportedClaim, ReportedExperiment, ReportedFigure};
pub use plan::{PlannedExperiment, PlannedFigure};
pub use settings::{FIGURES, Preset, ReportSettings};
pub use verdict::{Verdict, Verdicts};
