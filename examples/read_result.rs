//! Reads a `result.json`: what was asked, where it was computed, what was found.
//!
//! `cargo run --release --example read_result -- runs/one/result.json`

use wedgelab::prelude::*;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("which result.json? give its path")?;
    let result = ResultFile::read(&path, &std::fs::read(&path)?)?;
    println!("{} on {}", result.experiment, result.specification["landscape"]);
    println!("computed by {} in {:.1} s", result.provenance.device, result.provenance.seconds);
    for claim in &result.claims {
        let verdict = match claim.holds() {
            Some(true) => "holds",
            Some(false) => "does not hold",
            None => "could not be judged",
        };
        println!("{}: {verdict} ({})", claim.name, claim.statement);
    }
    for figure in &figures(&result)? {
        println!("{}: {} lines of CSV", figure.name(), to_csv(figure).lines().count());
    }
    Ok(())
}
