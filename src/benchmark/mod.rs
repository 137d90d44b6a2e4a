//! How fast this computer computes: training steps and losses of networks, and the wedges.
//!
//! What is timed is what an experiment does, whole: drawing the minibatch, loss, gradient, optimizer. Work and seeds are
//! fixed, so that figures of different computers and versions compare.

mod networks;
mod stretches;
mod wedges;

use crate::data::DataError;
use crate::descent::DescentError;
use crate::kernel::Instructions;
use crate::landscape::wedges::WedgesError;
use crate::landscape::{LandscapeError, ReadError};
use crate::network::ArchitectureError;
use networks::{NETWORKS, Network};
use serde::Serialize;
use std::fmt;

/// Images of a minibatch, or of a measurement.
const BATCHES: [usize; 4] = [1, 32, 128, 512];
/// Points that descend side by side, as those of a tunnel do, each with a minibatch of 128.
const POINTS: [usize; 2] = [4, 16];
/// D.
const DIMENSIONS: [usize; 5] = [1_000, 10_000, 100_000, 1_000_000, 10_000_000];

/// Images of a minibatch where there is but one size: in a browser, and of several points.
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

/// What was measured.
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
    /// What computed.
    pub device: &'static str,
    /// By how many threads.
    pub threads: usize,
    /// With which vector instructions, where they are chosen by the program.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instructions: Option<&'static str>,
    /// The share of pooled results that have a gradient at the end, from 0 to 1: the fewer, the faster. For convolutions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub live_units: Option<f64>,
}

/// A line of a table.
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

/// A benchmark that cannot be done.
#[derive(Debug, thiserror::Error)]
pub enum BenchmarkError {
    /// The images cannot be made.
    #[error(transparent)]
    Data(#[from] DataError),
    /// The network is none.
    #[error(transparent)]
    Network(#[from] ArchitectureError),
    /// The descent ended before its time.
    #[error(transparent)]
    Descent(#[from] DescentError),
    /// The landscape gave out.
    #[error(transparent)]
    Landscape(#[from] LandscapeError),
    /// The wedges are not to be had.
    #[error(transparent)]
    Wedges(#[from] WedgesError),
    /// Numbers did not come back.
    #[error(transparent)]
    Read(#[from] ReadError),
}

impl Benchmark {
    /// All of them.
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

    /// Those that a browser shows: minibatches of 128, and wedges that are measured within seconds.
    pub fn for_a_browser() -> impl Iterator<Item = Self> {
        Self::all().filter(|benchmark| match benchmark.0 {
            Kind::Training(_, batch) | Kind::Forward(_, batch) => batch == USUAL_BATCH,
            Kind::Wedges(_, dimension) | Kind::Cut(dimension) => dimension <= BROWSER_DIMENSION,
            Kind::Points(..) => false,
            Kind::RandomCut => true,
        })
    }

    /// Its name, part after part with strokes between.
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

    /// How many steps are taken before the clock starts; none where nothing is trained.
    pub fn warm_up_steps(self) -> usize {
        match self.0 {
            Kind::Training(..) | Kind::Points(..) => networks::STEPS_BEFORE,
            Kind::Forward(..) | Kind::Wedges(..) | Kind::Cut(_) | Kind::RandomCut => 0,
        }
    }

    /// Measures for about so many seconds (above 0), beside what goes before the clock starts. Networks use these
    /// instructions.
    ///
    /// # Errors
    /// When the images, the wedges or the memory are not to be had.
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
