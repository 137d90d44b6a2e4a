//! Benchmarks of this computer: training steps and losses of networks, and the wedges.
//!
//! Each times the whole work of an experiment: drawing the minibatch, loss, gradient, optimizer. Work and seeds are
//! fixed, so that figures of different computers and versions are comparable.

mod networks;
mod stretches;
mod wedges;

use crate::data::DataError;
use crate::descent::DescentError;
use crate::landscape::wedges::WedgesError;
use crate::landscape::{HostNetworkError, LandscapeError};
use crate::network::ArchitectureError;
use crate::points::ReadError;
use crate::simd::Instructions;
use networks::{NETWORKS, Network};
use serde::Serialize;
use std::fmt;

/// Images of a minibatch, or of a measurement.
const BATCHES: [usize; 4] = [1, 32, 128, 512];
/// Points that descend side by side, like those of a tunnel, each with a minibatch of 128.
const POINTS: [usize; 2] = [4, 16];
/// The dimensions D of the wedges.
const DIMENSIONS: [usize; 5] = [1_000, 10_000, 100_000, 1_000_000, 10_000_000];

/// Images of a minibatch where only one size is measured: in a browser, and with several points.
const USUAL_BATCH: usize = 128;
/// The largest D in a browser.
const BROWSER_DIMENSION: usize = 100_000;

/// Something that can be timed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Benchmark(Kind);

#[derive(Debug, Clone, Copy, PartialEq)]
enum Kind {
    Training(&'static Network, usize),
    Points(&'static Network, usize),
    Forward(&'static Network, usize),
    Wedges(wedges::Task, usize),
    Cut(usize),
    RandomCut,
}

/// A measurement.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Figure {
    /// The benchmark's name.
    pub name: String,
    /// The best of several stretches.
    pub value: f64,
    /// What is counted: `images/s`, `points/s`, `steps/s` (more is better), or `s` (less is better).
    pub unit: &'static str,
    /// The median of the stretches.
    pub median: f64,
    /// The device.
    pub device: &'static str,
    /// The number of threads.
    pub threads: usize,
    /// The vector instructions, if the caller chose them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instructions: Option<&'static str>,
    /// The share of live units at the end, from 0 to 1: pooled results that pass a gradient. The fewer, the faster.
    /// Only for convolutions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub live_units: Option<f64>,
}

/// One line of a table.
impl fmt::Display for Figure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = if self.value < 100.0 { 3 } else { 0 };
        let Self { name, value, median, unit, threads, .. } = self;
        write!(
            formatter,
            "{name:<40}{value:>12.digits$} {unit:<9} median {median:.digits$}, {threads} {}",
            if *threads == 1 { "thread" } else { "threads" }
        )?;
        if let Some(instructions) = self.instructions {
            write!(formatter, ", {instructions}")?;
        }
        if let Some(live) = self.live_units {
            write!(formatter, ", {live:.2} of the units live")?;
        }
        Ok(())
    }
}

/// Why a benchmark failed.
#[derive(Debug, thiserror::Error)]
pub enum BenchmarkError {
    /// The images cannot be made.
    #[error(transparent)]
    Data(#[from] DataError),
    /// The network is invalid.
    #[error(transparent)]
    Network(#[from] ArchitectureError),
    /// The network has no kernels, or the images do not fit it.
    #[error(transparent)]
    Host(#[from] HostNetworkError),
    /// The descent failed.
    #[error(transparent)]
    Descent(#[from] DescentError),
    /// The landscape failed.
    #[error(transparent)]
    Landscape(#[from] LandscapeError),
    /// The wedges are invalid.
    #[error(transparent)]
    Wedges(#[from] WedgesError),
    /// The numbers could not be read back.
    #[error(transparent)]
    Read(#[from] ReadError),
}

impl Benchmark {
    /// All benchmarks.
    pub fn all() -> impl Iterator<Item = Self> {
        let networks = NETWORKS.iter().flat_map(|network| {
            let training = BATCHES.map(|batch| Kind::Training(network, batch));
            training.into_iter().chain(BATCHES.map(|batch| Kind::Forward(network, batch)))
        });
        let points =
            NETWORKS.iter().take(1).flat_map(|network| POINTS.map(|points| Kind::Points(network, points)));
        let wedges = wedges::Task::ALL
            .into_iter()
            .flat_map(|task| DIMENSIONS.map(|dimension| Kind::Wedges(task, dimension)));
        let cuts = DIMENSIONS.map(Kind::Cut);
        networks.chain(points).chain(wedges).chain(cuts).chain([Kind::RandomCut]).map(Self)
    }

    /// The benchmarks for a browser: minibatches of 128, and wedges that can be measured within seconds.
    pub fn for_a_browser() -> impl Iterator<Item = Self> {
        Self::all().filter(|benchmark| match benchmark.0 {
            Kind::Training(_, batch) | Kind::Forward(_, batch) => batch == USUAL_BATCH,
            Kind::Wedges(_, dimension) | Kind::Cut(dimension) => dimension <= BROWSER_DIMENSION,
            Kind::Points(..) => false,
            Kind::RandomCut => true,
        })
    }

    /// Its name, with slashes between the parts.
    pub fn name(self) -> String {
        match self.0 {
            Kind::Training(network, batch) => format!("{}/train/{batch}", network.name),
            Kind::Points(network, points) => format!("{}/train-points/{points}", network.name),
            Kind::Forward(network, batch) => format!("{}/forward/{batch}", network.name),
            Kind::Wedges(task, dimension) => format!("wedges-all/{}/{dimension}", task.name()),
            Kind::Cut(dimension) => format!("wedges-all/cut/{dimension}"),
            Kind::RandomCut => wedges::RANDOM_CUT.to_owned(),
        }
    }

    /// The number of steps before the clock starts; 0 if nothing is trained.
    pub fn warm_up_steps(self) -> usize {
        match self.0 {
            Kind::Training(..) | Kind::Points(..) => networks::STEPS_BEFORE,
            Kind::Forward(..) | Kind::Wedges(..) | Kind::Cut(_) | Kind::RandomCut => 0,
        }
    }

    /// Measures for about `seconds` seconds (above 0), not counting the work before the clock starts. Networks use
    /// these instructions.
    ///
    /// # Errors
    /// If the images, the wedges or the memory are unavailable.
    pub async fn measure(
        self,
        instructions: Instructions,
        threads: usize,
        seconds: f64,
    ) -> Result<Figure, BenchmarkError> {
        let figure = |rates: stretches::Rates, unit| Figure {
            name: self.name(),
            value: rates.best,
            unit,
            median: rates.median,
            device: "CPU",
            threads,
            instructions: None,
            live_units: None,
        };
        let with_instructions = |figure| Figure { instructions: Some(instructions.name()), ..figure };
        Ok(match self.0 {
            Kind::Training(network, batch) => {
                let (rates, live_units) = network.training(1, batch, instructions, seconds).await?;
                Figure { live_units, ..with_instructions(figure(rates, "images/s")) }
            }
            Kind::Points(network, points) => {
                let training = network.training(points, USUAL_BATCH, instructions, seconds);
                let (rates, live_units) = training.await?;
                Figure { live_units, ..with_instructions(figure(rates, "images/s")) }
            }
            Kind::Forward(network, batch) => {
                with_instructions(figure(network.forward(batch, instructions, seconds).await?, "images/s"))
            }
            Kind::Wedges(task, dimension) => figure(task.rates(dimension, seconds).await?, "points/s"),
            Kind::Cut(dimension) => figure(wedges::cut(dimension, seconds).await?, "steps/s"),
            Kind::RandomCut => figure(wedges::random_cut(seconds).await?, "s"),
        })
    }
}
