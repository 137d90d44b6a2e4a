//! Figure 6: means of snapshots.

use super::Outline;
use super::table::{ByPreset, Table};
use serde_json::json;

pub(super) const OUTLINE: Outline = Outline {
    title: "Averaging snapshots",
    claim: "Snapshots that a low maximum learning rate keeps on one wedge have a mean of low loss. A high one moves them to other wedges: the mean of their weights does badly, and the mean of their predictions does the better for it.",
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
            paper: (800.0, json!({ "cycle_epochs": 5, "snapshots": 5, "repetitions": 3 })),
        },
    );
    table.wedges("averaging", "averaging", 1.0, json!({}));
}
