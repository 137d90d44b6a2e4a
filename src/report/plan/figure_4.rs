//! Figure 4: how many short directions there are.

use super::Outline;
use super::table::{ByPreset, Table};
use serde_json::json;

pub(super) const OUTLINE: Outline = Outline {
    title: "How many directions are short",
    claim: "The number of short directions of a wedge is also the dimension from which random planes through a start contain a solution. In the middle of a tunnel, where two wedges cross, more directions are short than at its ends; the more optima a connector joins, the more directions are short in its middle; and a higher learning rate leads to optima with fewer of them.",
    fill,
};

fn fill(table: &mut Table<'_>) {
    let few = json!({
        "m": [1, 2],
        "trials": 1,
        "plane_dimensions": [8, 16, 32, 64, 128, 256],
        "plane_steps": 150,
        "steps": 600,
        "learning_rates": [1e-3, 3e-3, 1e-2],
        "lanczos_steps": 20,
        "curvature_examples": 500,
    });
    let many = json!({ "m": [1, 2, 3, 5, 7, 9], "repetitions": 3 });
    table.network(
        "short-directions",
        "short-directions",
        ByPreset { quick: (30.0, few), paper: (1000.0, many) },
    );
    table.wedges("short-directions", "short-directions", 1.0, json!({}));
    let few = json!({ "m": [1, 2, 3, 5], "triangle": 0, "steps": 300 });
    let many = json!({ "m": [1, 2, 3, 5, 7, 9], "steps": 2000, "repetitions": 3 });
    table.network("connector", "connector", ByPreset { quick: (8.0, few), paper: (600.0, many) });
    table.wedges("connector", "connector", 8.0, json!({}));
    let few = json!({
        "plane_dimensions": [2, 10, 50, 200, 500],
        "trials": 2,
        "steps": 160,
        "radii": [0.3, 1.0, 3.0],
        "radius_dimension": 50,
    });
    let many = json!({
        "plane_dimensions": [2, 4, 9, 20, 43, 93, 200, 430, 930, 2000],
        "trials": 3,
    });
    table.network("random-cut", "random-cut", ByPreset { quick: (12.0, few), paper: (280.0, many) });
    table.wedges("random-cut", "random-cut", 5.0, json!({}));
}
