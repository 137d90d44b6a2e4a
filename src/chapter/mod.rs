//! The computing behind the page's chapters. Each is an experiment at a few settings of its own, and says what of its
//! findings the chapter's text speaks of.

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
pub use watch::Watch;

use crate::figure::FigureError;
use crate::job::{JobError, SpecificationError};
use crate::landscape::wedges::WedgesError;
use chosen::Chosen;
use serde_json::{Map, Value};

/// Why a chapter cannot be shown.
#[derive(Debug, thiserror::Error)]
pub enum ChapterError {
    /// There is no such chapter.
    #[error("there is no chapter called {0}; choose one of the page's chapters")]
    Chapter(String),
    /// A value is not one that its control takes.
    #[error("{key} cannot be set to that; choose a value within the range of “{label}”")]
    Value {
        /// The control's key.
        key: &'static str,
        /// What it is, in words.
        label: &'static str,
    },
    /// The settings do not go together.
    #[error(transparent)]
    Specification(#[from] SpecificationError),
    /// There is no such union of wedges.
    #[error(transparent)]
    Wedges(#[from] WedgesError),
    /// The experiment found nothing.
    #[error(transparent)]
    Job(#[from] JobError),
    /// What it found cannot be drawn.
    #[error(transparent)]
    Figure(#[from] FigureError),
}

/// Computes a chapter. `values` are by the keys of its controls; what is left out is as by default, and other keys say
/// nothing. The same values and the same seed give the same.
///
/// # Errors
/// When there is no such chapter, a value is out of its control's range, the values do not go together, or the work was
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
