//! Runs the experiment behind a chapter: the same code as everywhere, on the wedges.

use super::watch::NoImages;
use super::{ChapterError, Chosen, Described, Named, Shown, Watch, tables};
use crate::experiment::Claim;
use crate::figure::{Figure, figures_of};
use crate::job::{Finished, JobError, ResultFile, Specification};
use serde_json::{Map, Value};
use std::pin::Pin;

/// What was found.
pub(super) struct Run {
    pub(super) figures: Vec<Figure>,
    pub(super) numbers: Map<String, Value>,
    claims: Vec<Claim>,
    specification: Map<String, Value>,
}

/// Runs an experiment on the wedges with these settings; others are as by default.
///
/// # Errors
/// When the settings do not go together, the experiment finds nothing, or it was cancelled.
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
    // Behind a pointer, because what a job may be doing is nested too deeply for the compiler else.
    let job: Pin<Box<dyn Future<Output = Result<Finished, JobError>>>> =
        Box::pin(crate::job::run(&specification, &NoImages, &control, None, watch));
    let finished = job.await?;
    let ResultFile { experiment, numbers, claims, .. } = finished.result;
    Ok(Run {
        figures: figures_of(&experiment, &numbers, "loss (distance to a wedge)")?,
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

impl Run {
    /// A number, or one of a list, by name.
    pub(super) fn number(&self, name: &str, place: usize) -> Option<f64> {
        match self.numbers.get(name)? {
            Value::Array(numbers) => numbers.get(place)?.as_f64(),
            number => number.as_f64(),
        }
    }

    /// A list of numbers by name.
    pub(super) fn list(&self, name: &str) -> Vec<f64> {
        let list = self.numbers.get(name).and_then(Value::as_array);
        list.into_iter().flatten().map(|number| number.as_f64().unwrap_or(f64::NAN)).collect()
    }

    /// What was measured for a claim, and what it says.
    pub(super) fn claim(&self, name: &str) -> (Option<f64>, Option<f64>) {
        let claim = self.claims.iter().find(|claim| claim.name == name);
        (claim.and_then(Claim::measured), claim.map(Claim::expected))
    }

    /// All of it, to be shown with these numbers and this sentence.
    pub(super) fn shown(self, numbers: Vec<Named>, status: String) -> Shown {
        Shown {
            tables: tables(self.figures.iter()),
            figures: self.figures.into_iter().map(Described::of).collect(),
            numbers,
            status,
            specification: self.specification,
            data: self.numbers,
        }
    }
}
