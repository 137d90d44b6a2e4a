//! How fast this computer computes, in a browser: the same work as `wedgelab bench` does, one benchmark after the other.

use super::{message, post};
use crate::benchmark::{Benchmark, Figure};
use crate::kernel::Instructions;
use crate::platform::{breathe, threads};
use serde::Serialize;

/// Each is measured for about so many seconds.
const SECONDS: f64 = 2.0;

/// What the page is told while benchmarks run.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
enum Told {
    /// This one begins.
    Begun {
        /// Its name.
        name: String,
        /// How many have been done,
        done: usize,
        /// ... of how many.
        of: usize,
    },
    /// A figure.
    Measured(Figure),
    /// One cannot be done, and why.
    Failed(String),
    /// All are done.
    Finished,
}

/// Measures one benchmark after the other, of those whose names begin so, and tells the page of every figure.
pub(super) async fn measure(beginning: &str) {
    let all = Benchmark::for_a_browser();
    let benchmarks: Vec<Benchmark> =
        all.filter(|benchmark| benchmark.name().starts_with(beginning)).collect();
    for (done, benchmark) in benchmarks.iter().enumerate() {
        tell(&Told::Begun { name: benchmark.name(), done, of: benchmarks.len() });
        // The message goes out now, and not when the work is done.
        breathe().await;
        match benchmark.measure(Instructions::best(), threads(), SECONDS).await {
            Ok(figure) => tell(&Told::Measured(figure)),
            Err(error) => tell(&Told::Failed(format!("{}: {error}", benchmark.name()))),
        }
    }
    tell(&Told::Finished);
}

fn tell(told: &Told) {
    match serde_json::to_string(told) {
        Ok(text) => post(message::BENCHMARK, &text, None),
        Err(error) => web_sys::console::error_1(&error.to_string().into()),
    }
}
