//! Figure 6: means of snapshots.

use super::Outline;
use super::table::{ByPreset, Table};
use serde_json::json;

pub(super) const OUTLINE: Outline = Outline {
    title: "Averaging snapshots",
    claim: "Snapshots that a low maximum learning rate keeps on one wedge have a mean of low loss. A high one moves them to other wedges: the mean of their weights does badly, and the mean of their predictions benefits.",
    fill,
};

fn fill(table: &mut Table<'_>) {
    table.network(
        "averaging",
        "averaging",
        ByPreset {
            quick: (
                10.0,
                json!({
                    "maximum_rates": [0.001, 0.01, 0.03], "cycle_epochs": 2, "snapshots": 3, "repetitions": 2
                }),
            ),
            paper: (560.0, json!({ "cycle_epochs": 5, "snapshots": 5, "repetitions": 3 })),
        },
    );
    // The paper does not say which optimizer its cycles use: Adam, as for its optima, or momentum, as in snapshot
    // ensembles (Huang et al., 2017).
    let few = json!({
        "cycle_optimizer": "momentum", "maximum_rates": [0.01, 0.03, 0.1],
        "cycle_epochs": 2, "snapshots": 2, "repetitions": 2,
    });
    let many = json!({
        "cycle_optimizer": "momentum", "maximum_rates": [0.005, 0.01, 0.02, 0.04],
        "cycle_epochs": 5, "snapshots": 3, "repetitions": 3,
    });
    table.network(
        "averaging-with-momentum",
        "averaging",
        ByPreset { quick: (4.0, few), paper: (220.0, many) },
    );
    table.wedges("averaging", "averaging", 1.0, json!({}));
}
