//! A report on the paper: for each figure a list of experiments on a network and on the wedges, and verdicts on the
//! paper's claims.
//!
//! [`ReportSettings`] choose the figures, the thoroughness and the data; [`ReportSettings::plan`] lists the
//! experiments; [`ReportFile::of`] collects their results.

mod file;
mod plan;
mod settings;
mod verdict;

pub use file::{Outcome, ReportFile, ReportProvenance, ReportedClaim, ReportedExperiment, ReportedFigure};
pub use plan::{PlannedExperiment, PlannedFigure};
pub use settings::{FIGURES, Preset, ReportSettings};
pub use verdict::{Verdict, Verdicts};
