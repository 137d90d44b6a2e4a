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
    match &result.numbers {
        Numbers::Interpolation(line) => println!("the line climbs {:.4} above its ends", line.barrier),
        Numbers::Tunnel(tunnel) => {
            let highest = tunnel.barrier.last().copied().unwrap_or(f64::NAN);
            println!("the straight line climbs {:.4}, the tunnel {highest:.4}", tunnel.straight_barrier);
        }
        Numbers::UntilDivergence(curves) => {
            println!("{} losses until it diverged", curves.training.loss.len())
        }
        // They have no figures.
        Numbers::Unknown(unknown) => {
            println!("numbers that this program cannot read: {}", unknown.reason);
            return Ok(());
        }
        others => println!("numbers: {}", others.to_map().keys().cloned().collect::<Vec<_>>().join(", ")),
    }
    for figure in &figures(&result)? {
        println!("{}: {} lines of CSV", figure.name(), to_csv(figure).lines().count());
    }
    Ok(())
}
