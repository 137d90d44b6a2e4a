//! The computation behind the page's chapters. All but `distance` run an experiment with a few settings, and pick the
//! numbers that the chapter's text quotes.

mod averaging;
mod chosen;
mod connector;
mod cut;
mod distance;
pub mod outline;
mod run;
mod shown;
mod tables;
mod tunnel;
mod watch;
mod well;

pub use chosen::Detail;
pub use shown::{Described, Named, Shown, Table};
pub use tables::tables;
pub use watch::{NoImages, Watch};

use crate::figure::FigureError;
use crate::job::{JobError, SpecificationError};
use crate::landscape::wedges::WedgesError;
use chosen::Chosen;
use serde_json::{Map, Value};

/// Why a chapter cannot be shown.
#[derive(Debug, thiserror::Error)]
pub enum ChapterError {
    /// The chapter does not exist.
    #[error("unknown chapter {0}; choose one of the page's chapters")]
    Chapter(String),
    /// A value is not one that its control takes.
    #[error("{key} is {value}; choose a value of “{label}”")]
    Value {
        /// The control's key.
        key: &'static str,
        /// The given value, as text.
        value: String,
        /// The control's label.
        label: &'static str,
    },
    /// The settings are inconsistent.
    #[error(transparent)]
    Specification(#[from] SpecificationError),
    /// The union of wedges is invalid.
    #[error(transparent)]
    Wedges(#[from] WedgesError),
    /// The experiment failed.
    #[error(transparent)]
    Job(#[from] JobError),
    /// The result cannot be drawn.
    #[error(transparent)]
    Figure(#[from] FigureError),
    /// A descent diverged.
    #[error("the loss became NaN or infinite; choose other values")]
    Diverged,
}

/// Computes a chapter. `values` holds values by the keys of its controls; missing ones take their defaults, and other
/// keys are ignored. The same values and the same seed give the same result.
///
/// # Errors
/// If the chapter does not exist, a value is out of its control's range, the values are inconsistent, or the work was
/// cancelled.
pub async fn show(
    chapter: &str,
    values: &Map<String, Value>,
    seed: u64,
    detail: Detail,
    watch: &mut Watch<'_>,
) -> Result<Shown, ChapterError> {
    let unknown = || ChapterError::Chapter(chapter.to_owned());
    let outline = outline::named(chapter).ok_or_else(unknown)?;
    let chosen = Chosen::new(outline, values, seed, detail)?;
    match chapter {
        "distance" => distance::show(&chosen),
        "cut" => cut::show(&chosen, watch).await,
        "tunnel" => tunnel::show(&chosen, watch).await,
        "connector" => connector::show(&chosen, watch).await,
        "well" => well::show(&chosen, watch).await,
        "averaging" => averaging::show(&chosen, watch).await,
        _ => Err(unknown()),
    }
}
