//! Figure 3: a tunnel between two optima.

use super::Outline;
use super::table::{ByPreset, Table};
use serde_json::json;

pub(super) const OUTLINE: Outline = Outline {
    title: "A tunnel of low loss between two optima",
    claim: "Descents inside the hyperplanes across the straight line between two optima find a path of low loss. It leaves the line in one direction along its first half, and in another, nearly perpendicular one along its second half, as a path does that follows one wedge and then another; and the predicted labels change along with it.",
    fill,
};

fn fill(table: &mut Table<'_>) {
    let tunnel = json!({ "points": 9, "samples": 10 });
    table.network(
        "tunnel",
        "tunnel",
        ByPreset { quick: (10.0, tunnel.clone()), paper: (200.0, tunnel.clone()) },
    );
    table.wedges("tunnel", "tunnel", 1.0, json!({}));
    let line = json!({ "ends": "optima" });
    table.network(
        "interpolation",
        "interpolation",
        ByPreset { quick: (1.0, line.clone()), paper: (10.0, line.clone()) },
    );
    table.wedges("interpolation", "interpolation", 0.1, line);
    for (name, network) in [("tunnel-mnist-mlp", "mlp-64-64"), ("tunnel-mnist-cnn", "simple-cnn")] {
        let mut own = tunnel.clone();
        own["network"] = network.into();
        table.mnist(name, "tunnel", 150.0, own);
    }
}
