//! Figure 3: a tunnel between two optima.

use super::Outline;
use super::table::{ByPreset, Table};
use serde_json::json;

pub(super) const OUTLINE: Outline = Outline {
    title: "A tunnel of low loss between two optima",
    claim: "Descents inside the hyperplanes across the straight line between two optima find a path of low loss. It leaves the line in one direction along its first half, and in another, nearly perpendicular one along its second half, like a path that follows one wedge and then another; and the predicted labels change along it.",
    fill,
};

fn fill(table: &mut Table<'_>) {
    let short = json!({ "points": 9, "samples": 10, "pairs": 2, "steps": 300 });
    let long = json!({ "points": 9, "samples": 10, "pairs": 3, "steps": 1000 });
    table.network("tunnel", "tunnel", ByPreset { quick: (8.0, short), paper: (160.0, long.clone()) });
    table.wedges("tunnel", "tunnel", 0.5, json!({}));
    let line = json!({ "ends": "optima", "repetitions": 3 });
    table.network(
        "interpolation",
        "interpolation",
        ByPreset { quick: (0.5, line.clone()), paper: (6.0, line.clone()) },
    );
    table.wedges("interpolation", "interpolation", 0.1, line);
    for (name, network, seconds) in
        [("tunnel-on-mnist-mlp", "mlp-64-64", 45.0), ("tunnel-on-mnist-cnn", "simple-cnn", 140.0)]
    {
        let mut own = long.clone();
        own["network"] = network.into();
        table.mnist(name, "tunnel", seconds, own);
    }
}
