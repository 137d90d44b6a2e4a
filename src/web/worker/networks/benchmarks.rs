//! The benchmarks of `wedgelab bench` in a browser, one after the other.

use crate::benchmark::{Benchmark, Figure};
use crate::platform::{breathe, threads};
use crate::simd::Instructions;
use crate::web::worker::{message, post};
use serde::Serialize;

/// The approximate time for each benchmark, in seconds.
const SECONDS: f64 = 2.0;

/// What the worker reports to the page while benchmarks run.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
enum WorkerMessage {
    /// A benchmark begins.
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
    /// A benchmark failed; its name and the error.
    Failed(String),
    /// All are done.
    Finished,
}

/// Runs the benchmarks whose names begin with `beginning`, and sends each figure to the page.
pub(super) async fn measure(beginning: &str) {
    let all = Benchmark::for_a_browser();
    let benchmarks: Vec<Benchmark> =
        all.filter(|benchmark| benchmark.name().starts_with(beginning)).collect();
    for (done, benchmark) in benchmarks.iter().enumerate() {
        tell(&WorkerMessage::Begun { name: benchmark.name(), done, of: benchmarks.len() });
        // So that the message goes out before the work, not after it.
        breathe().await;
        match benchmark.measure(Instructions::best(), threads(), SECONDS).await {
            Ok(figure) => tell(&WorkerMessage::Measured(figure)),
            Err(error) => tell(&WorkerMessage::Failed(format!("{}: {error}", benchmark.name()))),
        }
    }
    tell(&WorkerMessage::Finished);
}

fn tell(told: &WorkerMessage) {
    match serde_json::to_string(told) {
        Ok(text) => post(message::BENCHMARK, &text, None),
        Err(error) => web_sys::console::error_1(&error.to_string().into()),
    }
}
