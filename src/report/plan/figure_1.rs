//! Figure 1: two optima of a network, and the low ground between them.

use super::Outline;
use super::table::{ByPreset, Table};
use serde_json::json;

pub(super) const OUTLINE: Outline = Outline {
    title: "Low ground between two optima",
    claim: "Two optima lie apart, and the straight line between them climbs high above both, although a network gets from a random start to its optimum without a climb. Yet the two belong to one landscape of wedges that cross: a continuous band of low loss leads from one to the other.",
    fill,
};

fn fill(table: &mut Table<'_>) {
    let coarse = json!({ "through": "origin-optima", "columns": 21 });
    let fine = json!({ "through": "origin-optima", "columns": 41 });
    table.network_thrice("plane", "plane", ByPreset { quick: (3.0, coarse), paper: (95.0, fine.clone()) });
    table.wedges("plane", "plane", 0.5, fine);
    let coarse = json!({ "through": "optima-and-tunnel", "columns": 21, "steps": 300 });
    let fine = json!({ "through": "optima-and-tunnel", "columns": 41, "steps": 1000 });
    table.network_thrice(
        "plane-with-tunnel",
        "plane",
        ByPreset { quick: (3.0, coarse), paper: (80.0, fine) },
    );
    table.wedges("plane-with-tunnel", "plane", 0.5, json!({ "through": "optima-and-crossing" }));
    for (name, ends) in [("interpolation", "optima"), ("interpolation-from-start", "start-to-optimum")] {
        let line = json!({ "ends": ends, "repetitions": 3 });
        table.network(
            name,
            "interpolation",
            ByPreset { quick: (1.0, line.clone()), paper: (6.0, line.clone()) },
        );
        table.wedges(name, "interpolation", 0.1, line);
    }
}
