//! Runs the experiment behind a chapter: the same code as on the command line, on the wedges.

use crate::experiment::{Claim, Numbers};
use crate::figure::{Figure, figures_of};
use crate::job::{Finished, JobError, ResultFile, Specification};
use crate::teaching::chapter::{ChapterError, Chosen, Described, Named, NoImages, Shown, Watch, tables};
use serde_json::{Map, Value};
use std::pin::Pin;

/// The result of an experiment.
pub(super) struct Run {
    pub(super) figures: Vec<Figure>,
    pub(super) numbers: Numbers,
    claims: Vec<Claim>,
    specification: Map<String, Value>,
}

/// Runs an experiment on the wedges with these settings; others take their defaults.
///
/// # Errors
/// If the settings are inconsistent, the experiment fails, or it was cancelled.
pub(super) async fn run(
    experiment: &str,
    chosen: &Chosen,
    short_dimension: usize,
    settings: &[(&str, Value)],
    watch: &mut Watch<'_>,
) -> Result<Run, ChapterError> {
    let dimension = chosen.count("D");
    let mut given = named(settings.to_vec());
    let mut put = |name: &str, value: Value| given.insert(name.to_owned(), value);
    put("experiment", experiment.into());
    put("landscape", "wedges".into());
    put("dimension", dimension.into());
    put("wedge_dimension", (dimension - short_dimension).into());
    put("seed", chosen.seed.into());
    let specification = Specification::from_map(&given)?;
    let control = watch.control.clone();
    // Boxed, because the nested futures of a job are too deep for the compiler.
    let job: Pin<Box<dyn Future<Output = Result<Finished, JobError>>>> =
        Box::pin(crate::job::run(&specification, &NoImages, &control, None, watch));
    let finished = job.await?;
    let ResultFile { numbers, claims, .. } = finished.result;
    Ok(Run {
        figures: figures_of(&numbers, "loss (distance to the nearest wedge)")?,
        numbers,
        claims,
        specification: given,
    })
}

/// Values by name.
pub(super) fn named(values: Vec<(&str, Value)>) -> Map<String, Value> {
    let mut map = Map::new();
    for (name, value) in values {
        map.insert(name.to_owned(), value);
    }
    map
}

/// A number of a list; `None` if there is none, or it is not finite.
pub(super) fn number(list: &[f64], place: usize) -> Option<f64> {
    list.get(place).copied().filter(|number| number.is_finite())
}

impl Run {
    /// The measured and the expected value of a claim.
    pub(super) fn claim(&self, name: &str) -> (Option<f64>, Option<f64>) {
        let claim = self.claims.iter().find(|claim| claim.name == name);
        (claim.and_then(Claim::measured), claim.map(Claim::expected))
    }

    /// The content of a chapter, with these numbers and this sentence.
    pub(super) fn shown(self, numbers: Vec<Named>, status: String) -> Shown {
        Shown {
            tables: tables(self.figures.iter()),
            figures: self.figures.into_iter().map(Described::of).collect(),
            numbers,
            status,
            specification: self.specification,
            data: self.numbers.to_map(),
        }
    }
}
