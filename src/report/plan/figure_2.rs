//! Figure 2: loss in random directions.

use super::Outline;
use super::table::{ByPreset, Table};
use serde_json::json;

pub(super) const OUTLINE: Outline = Outline {
    title: "A round well in every random direction",
    claim: "From a point of low loss the loss rises equally in almost every random direction, as at the bottom of a round well, although the low ground extends without end in a few directions that random ones never meet.",
    fill,
};

fn fill(table: &mut Table<'_>) {
    let fine = json!({ "directions": 30, "distances": 25 });
    let coarse = json!({ "directions": 10, "distances": 12, "angles": 21, "radii": 11 });
    table.network_thrice(
        "radial-probe",
        "radial-probe",
        ByPreset { quick: (5.0, coarse), paper: (75.0, fine) },
    );
    table.wedges("radial-probe", "radial-probe", 1.0, json!({}));
}
