//! The report as one JSON object.

use super::verdict::{Verdict, Verdicts};
use super::{PlannedExperiment, PlannedFigure, ReportSettings};
use crate::experiment::{Claim, Tally};
use crate::job::ResultFile;
use serde::{Deserialize, Serialize};

/// The version of the format that this program writes.
const FORMAT: &str = "wedgelab.report/2";

/// How an experiment of a report ended.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// With a result, which may be a divergence.
    Finished(Box<ResultFile>),
    /// Without a result; the reason, as text.
    Failed(String),
}

/// Where and when a report was computed. Two reports with the same settings on the same device differ only in this and
/// in the seconds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReportProvenance {
    /// The program's version.
    pub version: String,
    /// The commit it was built from, or "unknown".
    pub commit: String,
    /// The number of threads available for the computation.
    pub threads: usize,
    /// When it was started (UTC, RFC 3339).
    pub start: String,
}

/// A claim of the paper, and the experiment that measured it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReportedClaim {
    /// The name of the experiment.
    pub experiment: String,
    /// The claim with what was measured.
    #[serde(flatten)]
    pub claim: Claim,
}

/// An experiment of a figure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReportedExperiment {
    /// Its name, also of its folder.
    pub name: String,
    /// The kind of experiment.
    pub experiment: String,
    /// Its landscape: `network` or `wedges`.
    pub landscape: String,
    /// The path of its result, relative to the report's folder; `None` if it has no result.
    pub result: Option<String>,
    /// The step after which it diverged, if it did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub diverged_after: Option<usize>,
    /// Why it has no result, as text, if it has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<String>,
    /// How long it took, in seconds.
    pub seconds: f64,
}

/// A figure of the paper.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReportedFigure {
    /// Its number in the paper.
    pub number: u64,
    /// Its topic.
    pub title: String,
    /// The paper's claim.
    pub claim: String,
    /// The experiments that were run.
    pub experiments: Vec<ReportedExperiment>,
    /// The claims that were measured.
    pub claims: Vec<ReportedClaim>,
    /// The overall verdict.
    pub verdict: Verdict,
    /// The same, by landscape.
    pub verdicts: Verdicts,
    /// How long its experiments took, in seconds.
    pub seconds: f64,
}

/// A whole report.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReportFile {
    /// Names this format and its version.
    pub format: String,
    /// The settings of the report.
    pub settings: ReportSettings,
    /// The landscapes of networks, as text: one sentence per data set and network.
    pub landscapes: Vec<String>,
    /// The devices that computed networks, as text.
    pub devices: Vec<String>,
    /// Where and when it was computed.
    pub provenance: ReportProvenance,
    /// The figures, in the paper's order.
    pub figures: Vec<ReportedFigure>,
    /// How long all experiments took, in seconds.
    pub seconds: f64,
}

impl ReportFile {
    /// The report on a plan, from the outcomes of each figure's experiments, in the plan's order.
    pub fn of(
        settings: &ReportSettings,
        provenance: ReportProvenance,
        plan: &[PlannedFigure],
        outcomes: &[Vec<Outcome>],
    ) -> Self {
        let figures: Vec<ReportedFigure> =
            plan.iter().zip(outcomes).map(|(figure, outcomes)| reported(figure, outcomes)).collect();
        let mut report = Self {
            format: FORMAT.to_owned(),
            settings: settings.clone(),
            landscapes: Vec::new(),
            devices: Vec::new(),
            provenance,
            seconds: figures.iter().map(|figure| figure.seconds).sum(),
            figures,
        };
        for outcome in outcomes.iter().flatten() {
            let Outcome::Finished(result) = outcome else { continue };
            if result.specification.get("landscape").is_some_and(|landscape| landscape == "network") {
                let provenance = &result.provenance;
                add(&mut report.landscapes, provenance.landscape.clone());
                add(&mut report.devices, format!("{} ({})", provenance.device, provenance.backend));
            }
        }
        report
    }

    /// The report as indented JSON.
    ///
    /// # Errors
    /// If the JSON writer fails.
    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string_pretty(self).map(|text| text + "\n")
    }
}

impl PlannedFigure {
    /// The folder of an experiment's result, relative to the report's folder.
    pub fn folder(&self, experiment: &PlannedExperiment) -> String {
        format!("figure-{}/{}", self.number, experiment.name)
    }
}

fn add(list: &mut Vec<String>, words: String) {
    if !list.contains(&words) {
        list.push(words);
    }
}

fn reported(figure: &PlannedFigure, outcomes: &[Outcome]) -> ReportedFigure {
    let mut experiments = Vec::new();
    let mut claims = Vec::new();
    for (planned, outcome) in figure.experiments.iter().zip(outcomes) {
        experiments.push(experiment(figure, planned, outcome));
        if let Outcome::Finished(result) = outcome {
            let of = |claim: &Claim| ReportedClaim { experiment: planned.name.clone(), claim: claim.clone() };
            claims.extend(result.claims.iter().map(of));
        }
    }
    let on = |landscape| verdict(&experiments, &claims, landscape);
    let verdicts = Verdicts { network: on("network"), wedges: on("wedges") };
    ReportedFigure {
        number: figure.number,
        title: figure.title.to_owned(),
        claim: figure.claim.to_owned(),
        verdict: verdicts.together(),
        verdicts,
        seconds: experiments.iter().map(|experiment| experiment.seconds).sum(),
        experiments,
        claims,
    }
}

fn experiment(figure: &PlannedFigure, planned: &PlannedExperiment, outcome: &Outcome) -> ReportedExperiment {
    let word = |name: &str| planned.settings.get(name).and_then(|value| value.as_str()).unwrap_or_default();
    let none = ReportedExperiment {
        name: planned.name.clone(),
        experiment: word("experiment").to_owned(),
        landscape: word("landscape").to_owned(),
        result: None,
        diverged_after: None,
        failure: None,
        seconds: 0.0,
    };
    match outcome {
        Outcome::Failed(reason) => ReportedExperiment { failure: Some(reason.clone()), ..none },
        Outcome::Finished(result) => ReportedExperiment {
            result: Some(format!("{}/result.json", figure.folder(planned))),
            diverged_after: result.diverged.as_ref().map(|diverged| diverged.step),
            seconds: result.provenance.seconds,
            ..none
        },
    }
}

/// The verdict on the experiments on a landscape.
fn verdict(experiments: &[ReportedExperiment], claims: &[ReportedClaim], landscape: &str) -> Verdict {
    let chosen: Vec<&ReportedExperiment> =
        experiments.iter().filter(|experiment| experiment.landscape == landscape).collect();
    let is_measured =
        |experiment: &&ReportedExperiment| experiment.result.is_some() && experiment.diverged_after.is_none();
    let is_of = |claim: &&ReportedClaim| chosen.iter().any(|experiment| experiment.name == claim.experiment);
    let tally = Tally::of(claims.iter().filter(is_of).map(|claim| &claim.claim));
    Verdict::on(tally, chosen.iter().all(is_measured))
}
