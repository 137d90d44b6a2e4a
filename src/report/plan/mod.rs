//! The plan of a report: the experiments, with their settings, for each figure of the paper.

mod figure_1;
mod figure_2;
mod figure_3;
mod figure_4;
mod figure_5;
mod figure_6;
mod table;

use super::ReportSettings;
use serde_json::{Map, Value};
use table::Table;

/// One experiment of a report.
#[derive(Debug, Clone, PartialEq)]
pub struct PlannedExperiment {
    /// Its name, also that of its folder; unique within a figure.
    pub name: String,
    /// Its settings, in the form from which a specification is read.
    pub settings: Map<String, Value>,
    /// Roughly how many seconds it takes on two cores; only used to estimate the time left.
    pub seconds: f64,
}

/// One figure of the paper.
#[derive(Debug, Clone, PartialEq)]
pub struct PlannedFigure {
    /// Its number in the paper.
    pub number: u64,
    /// Its topic.
    pub title: &'static str,
    /// The paper's claim.
    pub claim: &'static str,
    /// The experiments for it.
    pub experiments: Vec<PlannedExperiment>,
}

/// The plan of a figure.
struct Outline {
    title: &'static str,
    claim: &'static str,
    fill: fn(&mut Table<'_>),
}

/// The plans of all figures, in their order.
const OUTLINES: [Outline; 6] = [
    figure_1::OUTLINE,
    figure_2::OUTLINE,
    figure_3::OUTLINE,
    figure_4::OUTLINE,
    figure_5::OUTLINE,
    figure_6::OUTLINE,
];

impl ReportSettings {
    /// The requested figures, with all their experiments.
    pub fn plan(&self) -> Vec<PlannedFigure> {
        (1..)
            .zip(OUTLINES)
            .filter(|(number, _)| self.figures.contains(number))
            .map(|(number, outline)| {
                let mut table = Table::new(self);
                (outline.fill)(&mut table);
                PlannedFigure {
                    number,
                    title: outline.title,
                    claim: outline.claim,
                    experiments: table.finish(),
                }
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::Preset;
    use super::*;
    use crate::data::Source;
    use crate::job::{DeviceChoice, Specification};
    use std::collections::BTreeSet;

    fn settings(preset: Preset, seed: u64) -> ReportSettings {
        ReportSettings {
            preset,
            figures: (1..=6).collect(),
            seed,
            data: preset.data(),
            data_dir: None,
            has_mnist: true,
            device: DeviceChoice::Cpu,
        }
    }

    fn experiments(settings: &ReportSettings) -> Vec<PlannedExperiment> {
        settings.plan().into_iter().flat_map(|figure| figure.experiments).collect()
    }

    #[test]
    fn every_figure_has_experiments_on_both_landscapes_under_names_of_their_own() {
        for preset in [Preset::Quick, Preset::Paper] {
            let plan = settings(preset, 1).plan();
            assert_eq!(plan.iter().map(|figure| figure.number).collect::<Vec<_>>(), [1, 2, 3, 4, 5, 6]);
            for figure in plan {
                let names: BTreeSet<&str> =
                    figure.experiments.iter().map(|experiment| experiment.name.as_str()).collect();
                assert_eq!(names.len(), figure.experiments.len(), "{names:?}");
                for landscape in ["network", "wedges"] {
                    let is_there = |planned: &PlannedExperiment| planned.settings["landscape"] == landscape;
                    assert!(
                        figure.experiments.iter().any(is_there),
                        "figure {} on {landscape}",
                        figure.number
                    );
                }
                assert!(figure.experiments.iter().all(|experiment| experiment.seconds > 0.0));
            }
        }
    }

    #[test]
    fn every_specification_can_be_run() {
        for preset in [Preset::Quick, Preset::Paper] {
            for planned in experiments(&settings(preset, 1)) {
                let read = Specification::from_map(&planned.settings);
                assert!(read.is_ok(), "{}: {}", planned.name, read.unwrap_err());
            }
        }
    }

    #[test]
    fn the_seed_moves_every_experiment_and_nothing_else() {
        let (one, other) =
            (experiments(&settings(Preset::Paper, 1)), experiments(&settings(Preset::Paper, 9)));
        assert_eq!(one.len(), other.len());
        for (mut one, other) in one.into_iter().zip(other) {
            let seed = one.settings["seed"].as_u64().unwrap();
            assert_eq!(other.settings["seed"].as_u64(), Some(seed + 8));
            one.settings.insert("seed".to_owned(), (seed + 8).into());
            assert_eq!(one, other);
        }
    }

    #[test]
    fn the_preset_paper_has_three_seeds_of_planes_and_of_wells() {
        for (preset, seeds) in [(Preset::Quick, vec![1]), (Preset::Paper, vec![1, 101, 201])] {
            for figure in &settings(preset, 1).plan()[..2] {
                let first = &figure.experiments[0].settings["experiment"];
                let on_networks = figure.experiments.iter().map(|planned| &planned.settings);
                let mut found: Vec<u64> = on_networks
                    .filter(|settings| settings["landscape"] == "network" && &settings["experiment"] == first)
                    .map(|settings| settings["seed"].as_u64().unwrap())
                    .collect();
                found.sort_unstable();
                found.dedup();
                assert_eq!(found, seeds, "figure {}", figure.number);
            }
        }
    }

    #[test]
    fn only_the_figures_that_are_asked_for_are_planned() {
        let some = ReportSettings { figures: vec![2, 5], ..settings(Preset::Quick, 1) };
        assert_eq!(some.plan().iter().map(|figure| figure.number).collect::<Vec<_>>(), [2, 5]);
        assert_eq!(some.plan()[0], settings(Preset::Quick, 1).plan()[1]);
    }

    #[test]
    fn what_is_worth_repeating_runs_on_mnist_where_it_is() {
        let on_mnist = |has_mnist| {
            let settings = ReportSettings { has_mnist, ..settings(Preset::Paper, 1) };
            experiments(&settings)
                .iter()
                .filter(|planned| planned.settings.get("data") == Some(&Source::Mnist.name().into()))
                .count()
        };
        assert_eq!((on_mnist(false), on_mnist(true)), (0, 2));
    }
}
