//! The figures of a result.

use super::{Figure, figures_of};
use crate::experiment::{Numbers, Unreadable};
use crate::job::ResultFile;
use serde_json::{Map, Value};

/// A result that cannot be drawn.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum FigureError {
    /// The experiment has no known figure.
    #[error("this program has no figure for the experiment '{0}'; use the program that wrote the result")]
    UnknownExperiment(String),
    /// The numbers do not belong to the experiment.
    #[error("the result's numbers cannot be drawn ({0}); check whether the file was changed")]
    Numbers(String),
}

impl From<&Unreadable> for FigureError {
    fn from(reason: &Unreadable) -> Self {
        match reason {
            Unreadable::Experiment(name) => Self::UnknownExperiment(name.clone()),
            Unreadable::Field(field) => Self::Numbers(field.to_string()),
        }
    }
}

/// The figures of a result, in the order in which to show them.
///
/// # Errors
/// When the experiment is unknown, or the numbers do not belong to it.
pub fn figures(result: &ResultFile) -> Result<Vec<Figure>, FigureError> {
    figures_of(&result.numbers, loss_label(result.specification.get("landscape")))
}

/// The figures of a result given as a JSON object: [`figures`] for a program without the readers of everything else
/// in a result.
///
/// # Errors
/// When the experiment is unknown, or the numbers do not belong to it.
pub fn figures_of_result(result: &Map<String, Value>) -> Result<Vec<Figure>, FigureError> {
    let object = |name: &str| result.get(name).filter(|value| value.is_object());
    let loss_label = loss_label(object("specification").and_then(|settings| settings.get("landscape")));
    let missing = || FigureError::Numbers("none found".to_owned());
    let numbers = object("numbers").ok_or_else(missing)?;
    let experiment = result.get("experiment").and_then(Value::as_str).unwrap_or_default();
    let numbers = match object("diverged") {
        Some(_) => Numbers::read_until_divergence(numbers),
        None => Numbers::read(experiment, numbers),
    };
    figures_of(&numbers, loss_label)
}

fn loss_label(landscape: Option<&Value>) -> &'static str {
    match landscape.and_then(Value::as_str) {
        Some("network") => "loss (nats)",
        Some("function") => "loss",
        _ => "loss (distance to the nearest wedge)",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// The figures of these numbers of an experiment.
    fn drawn(experiment: &str, numbers: &Value) -> Result<Vec<Figure>, FigureError> {
        let result = json!({"experiment": experiment, "numbers": numbers, "specification": {}});
        figures_of_result(result.as_object().unwrap())
    }

    /// Of every experiment, on wedges and on networks where they differ, a file that has only what is drawn.
    fn stripped() -> Vec<(&'static str, Value)> {
        let line = json!({"position": [0, 1], "loss": [0.5, 1.5]});
        let path = json!({"loss": [1, 0], "distance_moved": [0, 1], "path_length": [0, 1]});
        let twice = json!([0.25, 0.75]);
        let spread = json!({"mean": [null], "standard_deviation": [0]});
        let curve = json!({"mean": [1], "spread": [0]});
        let cycles = [
            "maximum_rate",
            "single_accuracy",
            "weight_average_accuracy",
            "prediction_average_accuracy",
            "single_loss",
            "weight_average_loss",
            "prediction_average_loss",
            "disagreement",
            "middle_loss",
            "middle_rise",
        ];
        let mut cycles: Map<String, Value> =
            cycles.into_iter().map(|name| (name.to_owned(), twice.clone())).collect();
        cycles.insert("diverged".to_owned(), json!([0, 1]));
        cycles.insert("accuracy_errors".to_owned(), json!([[0, 0], [0, 0], [0, 0], [0, 0]]));
        cycles.insert("polyline".to_owned(), json!({"position": [1, 2], "loss": [[0.5, 1], []]}));
        vec![
            (
                "training",
                json!({
                    "training": {"step": [1, 2], "loss": [2, 1]}, "epochs": [{"epoch": 1, "test": {"loss": null}}],
                }),
            ),
            ("interpolation", line.clone()),
            (
                "random-cut",
                json!({
                    "plane_dimension": [0, 1], "mean_loss_ratio": twice, "low_loss_ratio": twice,
                    "high_loss_ratio": twice, "success": [0, 1],
                }),
            ),
            (
                "random-cut",
                json!({
                    "plane_dimension": [2, 5], "loss": [[1], [1]], "accuracy": [[0.1], [0.2]], "mean_loss": [1, 1],
                    "mean_accuracy": twice, "full_space": {"loss": 0.5},
                    "radii": {"factor": [0.5, 1], "loss": [[1], [1]], "mean_loss": [1, 1]},
                    "connection": {
                        "mean_short_directions": 3,
                        "wedges": {"plane_dimension": [2, 5], "mean_loss_ratio": twice},
                    },
                }),
            ),
            ("tunnel", json!({"straight": line, "tunnel": line, "cosine": [[1]]})),
            ("averaging", json!({"kick": [0.5, 1], "snapshot_loss": twice, "mean_loss_of_mean": twice})),
            ("averaging", Value::Object(cycles)),
            (
                "connector",
                json!({
                    "m": [1], "loss_before": [1], "loss_after": [0], "triangle": {"columns": 1, "before": [0]},
                    "repetitions": {"loss_before": curve, "loss_after": curve},
                }),
            ),
            ("descent-path", json!({"step": [0, 1], "distance": path, "half_square": path})),
            (
                "radial-probe",
                json!({
                    "distance": [1, 2], "loss": [twice], "mean_loss": twice, "low_loss": twice, "high_loss": twice,
                    "angular": {"radius": [1, 2], "angle": [0, 90], "loss": [twice, twice]},
                    "network": {"outward_loss": twice, "euclidean_width": {"mean": null}},
                }),
            ),
            (
                "plane",
                json!({
                    "axes": ["across", "upwards"], "x": [0, 1], "y": [0, 1], "loss": [twice, twice],
                    "points": [{"x": 0, "y": null}],
                    "ways": [{"x": [0, 1], "y": [0, 1], "travelled": [0, 1], "loss": twice}],
                }),
            ),
            (
                "short-directions",
                json!({
                    "short_dimension": 2, "curvature": {"short_directions": 2},
                    "perturbed": {"plane_dimension": [0, 2], "loss_ratio": [1, 0]},
                    "joint": {"m": [1], "short_directions": [2], "expected": [2], "single_wedge": [2]},
                }),
            ),
            (
                "short-directions",
                json!({
                    "plane_dimension": [2, 8], "threshold": [0.5],
                    "along": {
                        "position": [0, 1],
                        "counts": [{"mean": 2, "trials": [[{"loss": twice}]]}, {"mean": null}],
                    },
                    "far": {"position": [], "counts": []}, "connector": {"m": [1], "counts": [{"mean": 3}]},
                    "rates": {"learning_rate": [0.5], "counts": [{"mean": 1}]},
                    "spectra": [{"eigenvalue": [[2, 1]], "weight": [twice]}],
                }),
            ),
            (
                "tunnel-width",
                json!({
                    "values": [0.1],
                    "at_end": {"networks": [[{"outcome": "diverged"}]], "euclidean": spread, "angular": spread},
                }),
            ),
        ]
    }

    #[test]
    fn an_older_file_that_has_what_is_drawn_opens_with_its_figures() {
        for (experiment, numbers) in stripped() {
            let figures = drawn(experiment, &numbers);
            assert!(figures.as_ref().is_ok_and(|figures| !figures.is_empty()), "{experiment}: {figures:?}");
        }
    }

    #[test]
    fn numbers_that_lack_what_is_drawn_are_refused_and_nothing_is_made_up() {
        for (experiment, numbers) in stripped() {
            assert!(drawn(experiment, &json!({})).is_err(), "{experiment}");
            for (name, part) in numbers.as_object().unwrap() {
                let mut emptied = numbers.clone();
                if part.is_object() {
                    emptied[name] = json!({});
                    assert!(drawn(experiment, &emptied).is_err(), "{experiment}: {name} may be empty");
                }
            }
        }
    }
}
