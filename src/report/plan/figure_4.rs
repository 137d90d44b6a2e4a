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
    let few = json!({ "plane_dimensions": [2, 10, 50, 200, 1000], "trials": 2 });
    let many = json!({ "plane_dimensions": [2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000], "trials": 3 });
    table.network("random-cut", "random-cut", ByPreset { quick: (20.0, few), paper: (600.0, many) });
    table.wedges("random-cut", "random-cut", 2.0, json!({}));
    table.wedges("short-directions", "short-directions", 3.0, json!({}));
}
