//! Figure 5: how wide tunnels are.

use super::Outline;
use super::table::{ByPreset, Table};
use serde_json::json;

pub(super) const OUTLINE: Outline = Outline {
    title: "What makes tunnels wide",
    claim: "The higher the learning rate, the stronger L2, the more dropout and the smaller the batches in training, the further one can go from the optimum before the loss is high; L2 and dropout that are too strong lose that effect.",
    fill,
};

fn fill(table: &mut Table<'_>) {
    let variations = [
        (
            "learning_rate",
            json!([1e-3, 3e-3, 1e-2]),
            json!([2e-4, 5e-4, 1e-3, 2e-3, 5e-3, 1e-2, 2e-2]),
            3,
            280.0,
        ),
        ("l2", json!([0.0, 1e-4, 1e-3]), json!([0.0, 1e-5, 1e-4, 1e-3, 1e-2]), 5, 350.0),
        ("dropout", json!([0.0, 0.2, 0.5]), json!([0.0, 0.1, 0.2, 0.3, 0.5, 0.7]), 5, 490.0),
        ("batch_size", json!([20, 50, 200]), json!([16, 64, 128, 512, 1024]), 3, 200.0),
        ("width", json!([0.5, 1.0, 2.0]), json!([0.25, 0.5, 1.0, 2.0, 4.0]), 3, 1000.0),
    ];
    for (vary, few, many, repetitions, seconds) in variations {
        let quick = json!({
            "vary": vary,
            "values": few,
            "repetitions": 2,
            "target_loss": 0.9,
        });
        let paper = json!({
            "vary": vary,
            "values": many,
            "repetitions": repetitions,
            "target_loss": 1.2,
        });
        let name = format!("width-by-{}", vary.replace('_', "-"));
        table.network(&name, "tunnel-width", ByPreset { quick: (6.0, quick), paper: (seconds, paper) });
    }
    // Wedges are equally wide wherever a descent ends; their width depends on their thickness.
    for (name, thickness) in [("thin", 0.05), ("thick", 0.2)] {
        table.wedges(name, "radial-probe", 0.1, json!({ "thickness": thickness }));
    }
}
