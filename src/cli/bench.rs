//! `wedgelab bench`: how fast this computer computes.

use super::Failure;
use super::arguments::BenchArguments;
use super::standard_streams::{print, remark};
use crate::benchmark::Benchmark;
use crate::platform::threads;
use crate::simd::Instructions;
use anyhow::anyhow;

/// Runs the chosen benchmarks, and prints one line for each.
pub(super) fn bench(arguments: &BenchArguments) -> Result<(), Failure> {
    let instructions = arguments.instructions.chosen()?.unwrap_or_else(Instructions::best);
    let chosen: Vec<Benchmark> =
        Benchmark::all().filter(|benchmark| benchmark.name().starts_with(&arguments.only)).collect();
    if chosen.is_empty() {
        // There are too many names to read all of them.
        let mut groups: Vec<String> = Benchmark::all()
            .map(|benchmark| benchmark.name().split('/').next().unwrap_or_default().to_owned())
            .collect();
        groups.dedup();
        return Err(Failure::BadInput(anyhow!(
            "no benchmark's name begins with '{}'; choose one of {}, or the beginning of a full name",
            arguments.only,
            groups.join(", ")
        )));
    }
    for benchmark in chosen {
        let steps = benchmark.warm_up_steps();
        if steps > 0 && !arguments.json {
            let seconds = arguments.seconds;
            remark(&format!("{}: {steps} warm-up steps, then {seconds} s of measurement", benchmark.name()));
        }
        let measuring = benchmark.measure(instructions, threads(), arguments.seconds);
        let figure = pollster::block_on(measuring).map_err(Failure::other)?;
        let line = match arguments.json {
            true => serde_json::to_string(&figure).map_err(Failure::other)?,
            false => figure.to_string(),
        };
        print(format!("{line}\n").as_bytes())?;
    }
    Ok(())
}
