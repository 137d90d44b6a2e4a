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
    for (name, ends) in [("interpolation", "optima"), ("interpolation-from-start", "start-to-optimum")] {
        let line = json!({ "ends": ends });
        table.network(
            name,
            "interpolation",
            ByPreset { quick: (2.0, line.clone()), paper: (30.0, line.clone()) },
        );
        table.wedges(name, "interpolation", 0.1, line);
    }
    for (name, through) in [("plane-of-origin", "origin-optima"), ("plane-of-tunnel", "optima-and-tunnel")] {
        let coarse = json!({ "through": through, "columns": 15 });
        let fine = json!({ "through": through, "columns": 41 });
        table.network(name, "plane", ByPreset { quick: (5.0, coarse), paper: (100.0, fine.clone()) });
    }
    for (name, through) in
        [("plane-of-origin", "origin-optima"), ("plane-of-crossing", "optima-and-crossing")]
    {
        table.wedges(name, "plane", 1.0, json!({ "through": through }));
    }
}
