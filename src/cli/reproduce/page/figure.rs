//! A figure of the paper: its claim, and experiments on networks next to the same ones on the wedges.

use super::{PageError, charts, claims};
use crate::experiment::Tally;
use crate::job::ResultFile;
use crate::report::{Outcome, ReportedClaim, ReportedExperiment, ReportedFigure, Verdict};
use maud::{Markup, html};

/// The section of a figure, given the outcomes of its experiments.
pub(super) fn section(figure: &ReportedFigure, outcomes: &[Outcome]) -> Result<Markup, PageError> {
    let mut rows = Vec::new();
    for subject in subjects(figure) {
        let mut cells = Vec::new();
        for landscape in ["network", "wedges"] {
            for (experiment, outcome) in figure.experiments.iter().zip(outcomes) {
                if self::subject(experiment) == subject && experiment.landscape == landscape {
                    cells.push(article(figure, experiment, outcome)?);
                }
            }
        }
        rows.push(cells);
    }
    Ok(html! {
        section id={ "figure-" (figure.number) } {
            h2 { "Figure " (figure.number) ". " (figure.title) }
            p.claim { (figure.claim) }
            p { (verdict_in_words(figure)) }
            @for cells in rows {
                div.row { @for cell in cells { (cell) } }
            }
        }
    })
}

/// The subject of an experiment; one on a network and one on the wedges may share it.
fn subject(experiment: &ReportedExperiment) -> &str {
    experiment.name.trim_end_matches("-on-wedges")
}

/// All subjects without repetition, in order of appearance.
fn subjects(figure: &ReportedFigure) -> Vec<&str> {
    let mut subjects: Vec<&str> = Vec::new();
    for subject in figure.experiments.iter().map(subject) {
        if !subjects.contains(&subject) {
            subjects.push(subject);
        }
    }
    subjects
}

fn verdict_in_words(figure: &ReportedFigure) -> Markup {
    let holding = |landscape: &str| {
        let is_on = |claim: &&ReportedClaim| {
            figure
                .experiments
                .iter()
                .any(|experiment| experiment.name == claim.experiment && experiment.landscape == landscape)
        };
        Tally::of(figure.claims.iter().filter(is_on).map(|claim| &claim.claim))
    };
    let part = |words: &str, verdict: Verdict, tally: Tally| {
        html! { (words) " it " (claims::verdict(verdict)) " (" (tally) ")" }
    };
    html! {
        "The paper's claim " (claims::verdict(figure.verdict)) ": "
        (part("on networks", figure.verdicts.network, holding("network"))) ", "
        (part("on the wedges", figure.verdicts.wedges, holding("wedges"))) "."
    }
}

fn article(
    figure: &ReportedFigure,
    experiment: &ReportedExperiment,
    outcome: &Outcome,
) -> Result<Markup, PageError> {
    let claims: Vec<&ReportedClaim> =
        figure.claims.iter().filter(|claim| claim.experiment == experiment.name).collect();
    let place = if experiment.landscape == "network" { "On a network" } else { "On the wedges" };
    let what = match outcome {
        Outcome::Failed(reason) => html! { p.failure { "This experiment has no result: " (reason) "." } },
        Outcome::Finished(result) => {
            let folder = format!("figure-{}/{}", figure.number, experiment.name);
            let charts = charts::charts(result, &folder)?;
            html! {
                @if let Some(step) = experiment.diverged_after {
                    p.failure { "The descent diverged: the loss became NaN or infinite after step " (step) ". Lower the learning rate." }
                }
                (charts)
                (claims::claims(&claims))
                (settings(result, &folder))
            }
        }
    };
    Ok(html! {
        article {
            h3 { (place) ": " (subject(experiment).replace('-', " ")) }
            (what)
        }
    })
}

/// All settings of the experiment, collapsed.
fn settings(result: &ResultFile, folder: &str) -> Markup {
    html! {
        details {
            summary { "Settings, and " (claims::number(result.provenance.seconds)) " s of computing time" }
            p { (result.provenance.landscape) "; " a href={ (folder) "/result.json" } { "result.json" } }
            dl {
                @for (name, value) in &result.specification {
                    dt { (name) }
                    dd { (value.as_str().map_or_else(|| value.to_string(), str::to_owned)) }
                }
            }
        }
    }
}
