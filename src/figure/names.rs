//! The names that the figures of an experiment may have, known before there is a result.

/// The names of all figures that a result of this experiment may have: [`super::figures`] gives some of them. The loss is
/// drawn of every experiment that diverged.
pub fn figure_names(experiment: &str) -> &'static [&'static str] {
    match experiment {
        "training" => &["loss", "accuracy"],
        "interpolation" => &["loss", "accuracy", "labels"],
        "tunnel" => &["loss", "accuracy", "cosine", "labels-of-the-first", "labels-of-the-second"],
        "connector" => {
            &["loss", "accuracy", "short-directions", "triangle-before", "triangle-after", "triangle-beside"]
        }
        "plane" => &["loss", "accuracy", "ways", "path-loss", "path-distance"],
        "radial-probe" => &["loss", "well", "radius-and-angle"],
        "short-directions" => &[
            "loss",
            "short-directions",
            "beside-an-optimum",
            "tunnel",
            "connector",
            "learning-rate",
            "planes",
            "curvature",
        ],
        "tunnel-width" => &["loss", "angular-width", "euclidean-width"],
        "averaging" => {
            &["loss", "accuracy", "changed", "disagreement", "half-way", "from-snapshot-to-snapshot"]
        }
        "random-cut" => &["loss", "accuracy", "loss-ratio", "success", "connection", "radius"],
        "descent-path" => &["loss", "distance-moved", "path-length"],
        _ => &["loss"],
    }
}
