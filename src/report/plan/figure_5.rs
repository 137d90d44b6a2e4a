//! Figure 5: how wide tunnels are.

use super::Outline;
use super::table::{ByPreset, Table};
use serde_json::json;

pub(super) const OUTLINE: Outline = Outline {
    title: "What makes tunnels wide",
    claim: "From an optimum one can go the further before the loss is high, the higher the learning rate, the stronger L2, the more dropout and the smaller the batches were that led there; L2 and dropout that are too strong lose that effect.",
    fill,
};

fn fill(table: &mut Table<'_>) {
    for (name, rate) in [("radial-probe-low-rate", 1e-3), ("radial-probe-high-rate", 5e-3)] {
        let coarse =
            json!({ "directions": 10, "distances": 12, "angles": 21, "radii": 11, "learning_rate": rate });
        let fine = json!({ "directions": 20, "distances": 25, "learning_rate": rate });
        table.network(name, "radial-probe", ByPreset { quick: (5.0, coarse), paper: (60.0, fine) });
    }
    table.wedges("radial-probe", "radial-probe", 1.0, json!({ "thickness": 0.2 }));
}
