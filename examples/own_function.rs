//! The paper's experiments on a function of your own: a tunnel, a radial probe and a plane.
//!
//! `cargo run --release --example own_function` writes a folder with `result.json` and pictures for each experiment.

use std::path::Path;
use wedgelab::prelude::*;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // A circle of minima in the first two of ten coordinates: (|(x, y)| − 1)² + z²/2.
    let ring = FunctionLandscape::new(10, start, |theta, gradient| {
        let radius = theta[0].hypot(theta[1]);
        gradient.copy_from_slice(theta);
        gradient[..2].iter_mut().for_each(|value| *value *= 2.0 * (radius - 1.0) / radius);
        (radius - 1.0).powi(2) + theta[2..].iter().map(|z| z * z / 2.0).sum::<f64>()
    });
    let ring = ring.named("ring");
    let folder = std::env::args().nth(1).unwrap_or_else(|| "own-function".to_owned());
    for experiment in ["tunnel", "radial-probe", "plane"] {
        let specification = Specification::on_function("ring", 10, experiment)?;
        let result = run_blocking(&specification, &ring)?;
        println!("{experiment}: {}", in_words(&result.numbers));
        for claim in &result.claims {
            println!("  {}: measured {:?}, {:?}", claim.name, claim.measured(), claim.holds());
        }
        write(&Path::new(&folder).join(experiment), &result)?;
    }
    Ok(())
}

/// One of the numbers of an experiment.
fn in_words(numbers: &Numbers) -> String {
    match numbers {
        Numbers::Tunnel(tunnel) => format!("the straight line climbs by {:.3}", tunnel.straight_barrier),
        Numbers::RadialProbe(probe) => format!("losses at {} distances", probe.distance.len()),
        Numbers::Plane(plane) => format!("{} by {} losses", plane.x.len(), plane.y.len()),
        other => format!("{} lists and numbers", other.to_map().len()),
    }
}

/// Where the descent of a seed begins: a place on a larger circle, away from it in the other coordinates.
fn start(seed: u64) -> Vec<f64> {
    let angle = seed as f64;
    (0..10).map(|axis| if axis < 2 { 2.0 * (angle + axis as f64 * 1.5).cos() } else { 0.5 }).collect()
}

fn write(folder: &Path, result: &ResultFile) -> Result<(), Box<dyn std::error::Error>> {
    std::fs::create_dir_all(folder)?;
    for figure in &figures(result)? {
        std::fs::write(folder.join(format!("{}.svg", figure.name())), to_svg(figure, Theme::LIGHT)?)?;
    }
    std::fs::write(folder.join("result.json"), result.to_sealed_json()?)?;
    Ok(())
}
