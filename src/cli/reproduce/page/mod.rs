//! The report as one self-contained HTML file: it needs no network, no script and no other file.

mod charts;
mod claims;
mod figure;

use crate::cli::progress::in_words;
use crate::figure::{DrawingError, FigureError};
use crate::report::{Outcome, Preset, ReportFile};
use maud::{DOCTYPE, Markup, PreEscaped, html};

/// The colours and sizes of the web page, and the styles of the report.
const STYLE: [&str; 2] =
    [include_str!("../../../../style/tokens.css"), include_str!("../../../../style/report.css")];

/// The page loads nothing and runs nothing, whatever a name or a message contains.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/// A report that cannot be drawn.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub(super) enum PageError {
    /// A result's numbers do not fit its experiment.
    #[error(transparent)]
    Figure(#[from] FigureError),
    /// A figure cannot be drawn.
    #[error(transparent)]
    Drawing(#[from] DrawingError),
}

/// The page of a report, given the outcomes of each figure's experiments, in order.
///
/// # Errors
/// When a result cannot be drawn.
pub(super) fn page(report: &ReportFile, outcomes: &[Vec<Outcome>]) -> Result<String, PageError> {
    let sections = report
        .figures
        .iter()
        .zip(outcomes)
        .map(|(figure, outcomes)| figure::section(figure, outcomes))
        .collect::<Result<Vec<Markup>, PageError>>()?;
    let document = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                title { "Large Scale Structure of Neural Network Loss Landscapes, reproduced" }
                style { @for sheet in STYLE { (PreEscaped(sheet)) } }
            }
            body {
                header {
                    h1 { "Loss landscapes, reproduced" }
                    p.lead {
                        "Fort and Jastrzebski, "
                        a href="https://arxiv.org/abs/1906.04724" {
                            cite { "Large Scale Structure of Neural Network Loss Landscapes" }
                        }
                        " (NeurIPS 2019): their claims, what was measured here on a network and on a union of wedges, \
                         and whether the two agree."
                    }
                    (contents(report))
                }
                main {
                    @for section in sections { (section) }
                }
                footer { (circumstances(report)) }
            }
        }
    };
    Ok(document.into_string())
}

/// Every figure with its verdict.
fn contents(report: &ReportFile) -> Markup {
    html! {
        nav aria-label="Figures" {
            ol.contents {
                @for figure in &report.figures {
                    li {
                        a href={ "#figure-" (figure.number) } { "Figure " (figure.number) ". " (figure.title) }
                        " " (claims::verdict(figure.verdict))
                    }
                }
            }
        }
    }
}

/// Settings, seeds, time and device.
fn circumstances(report: &ReportFile) -> Markup {
    let settings = &report.settings;
    let preset = match settings.preset {
        Preset::Quick => "quick: a small network, few repetitions",
        Preset::Paper => "paper: the paper's network, three repetitions",
    };
    html! {
        h2 { "Run details" }
        dl {
            dt { "Preset" } dd { (preset) }
            dt { "Seed" } dd { (settings.seed) }
            dt { "Images" } dd { (settings.data.title()) }
            dt { "Networks" } dd { @for words in &report.landscapes { p { (words) } } }
            dt { "Networks computed by" } dd { (report.devices.join(", then ")) }
            dt { "Wedges computed by" } dd { "CPU, in double precision" }
            dt { "Threads" } dd { (report.provenance.threads) }
            dt { "Computing time" } dd { (in_words(report.seconds)) }
            dt { "Started" } dd { time datetime=(report.provenance.start) { (report.provenance.start) } }
            dt { "Program" } dd { "wedgelab " (report.provenance.version) ", commit " (report.provenance.commit) }
        }
        p {
            "Machine-readable version: " a href="report.json" { "report.json" }
            ". The folders next to it hold every experiment's settings and numbers, and its figures as SVG, PNG and CSV."
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::Source;
    use crate::job::DeviceChoice;
    use crate::report::{PlannedExperiment, PlannedFigure, ReportProvenance, ReportSettings};
    use serde_json::{Map, Value};

    #[test]
    fn words_from_elsewhere_are_shown_and_not_obeyed() {
        let settings = ReportSettings {
            preset: Preset::Quick,
            figures: vec![1],
            seed: 1,
            data: Source::Synthetic,
            data_dir: None,
            has_mnist: false,
            device: DeviceChoice::Cpu,
        };
        let word = |value: &str| Value::String(value.to_owned());
        let planned = PlannedExperiment {
            name: "line".to_owned(),
            settings: Map::from_iter([("landscape".to_owned(), word("network"))]),
            seconds: 1.0,
        };
        let figure =
            PlannedFigure { number: 1, title: "A < B", claim: "It is so.", experiments: vec![planned] };
        let provenance = ReportProvenance {
            version: "1".to_owned(),
            commit: "</style><script>".to_owned(),
            threads: 1,
            start: "\"><script>".to_owned(),
        };
        let outcomes = [vec![Outcome::Failed("<img src=x>".to_owned())]];
        let report = ReportFile::of(&settings, provenance, &[figure], &outcomes);
        let page = page(&report, &outcomes).unwrap();
        assert!(!page.contains("<script") && !page.contains("<img"), "{page}");
        for words in [
            "A &lt; B",
            "It is so.",
            "This experiment has no result: &lt;img src=x&gt;",
            "could not be judged",
        ] {
            assert!(page.contains(words), "{words}");
        }
    }
}
