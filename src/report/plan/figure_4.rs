//! Figure 4: how many short directions there are.

use super::Outline;
use super::table::{ByPreset, Table};
use serde_json::json;

pub(super) const OUTLINE: Outline = Outline {
    title: "How many directions are short",
    claim: "A wedge is short in a number of directions that is also the dimension from which on random planes through a start hold a solution. In the middle of a tunnel, where two wedges cross, more directions are short than at its ends, and in the middle of a connector the more, the more optima it joins.",
    fill,
};

fn fill(table: &mut Table<'_>) {
    let optima = json!({ "m": [1, 2, 3, 5] });
    let more = json!({ "m": [1, 2, 3, 5, 7, 9] });
    table.network("connector", "connector", ByPreset { quick: (20.0, optima), paper: (400.0, more) });
    table.wedges("connector", "connector", 1.0, json!({}));
    let few = json!({
        "plane_dimensions": [2, 10, 50, 200, 1000], "trials": 2, "steps": 160, "radii": [0.3, 1.0, 3.0],
        "radius_dimension": 50,
    });
    let many = json!({ "plane_dimensions": [2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000], "trials": 3 });
    table.network("random-cut", "random-cut", ByPreset { quick: (20.0, few), paper: (600.0, many) });
    table.wedges("random-cut", "random-cut", 2.0, json!({}));
    let few = json!({
        "m": [1, 2], "trials": 1, "plane_dimensions": [8, 16, 32, 64, 128, 256], "plane_steps": 150, "steps": 600,
        "learning_rates": [1e-3, 3e-3, 1e-2], "lanczos_steps": 20, "curvature_examples": 500,
    });
    table.network(
        "short-directions",
        "short-directions",
        ByPreset { quick: (30.0, few), paper: (900.0, json!({ "repetitions": 2 })) },
    );
    table.wedges("short-directions", "short-directions", 3.0, json!({}));
}
