//! Wedge Lab: experiments on the large-scale structure of neural-network loss landscapes.
//!
//! Fort and Jastrzebski (*Large Scale Structure of Neural Network Loss Landscapes*, NeurIPS 2019) claim: the low-loss
//! region of a deep network is a union of high-dimensional wedges, and this one picture explains tunnels between
//! optima, training in random planes, connectors of many optima, the width of radial tunnels, and why averaging weights
//! fails at high learning rates. They run the same experiments on a toy model (the loss is the distance to the nearest
//! wedge) and on a small convolutional network.
//!
//! So does this crate, natively and in a browser. Descents, lines, tunnels, connectors, planes and probes are written
//! once, over a [`landscape::Landscape`]. Every experiment has two entry points ([`experiment::Protocol`]): one for a
//! landscape of which only the values are known, such as a network, and one for the wedges, which also compares the
//! findings with the closed forms of the wedge model. Random cuts, averaging and short directions measure different
//! things on the two.
//!
//! From the bottom up:
//! - [`settings`]: settings, their allowed values, and how they are read;
//! - [`numerics`]: vectors, least squares, statistics, spectra and random streams, the same on every computer;
//! - [`simd`]: the vector instructions of a processor;
//! - [`points`]: batches of points, and measurements at them;
//! - [`data`] and [`network`]: images, and networks as functions of a flat vector;
//! - [`kernel`]: fast loss and gradient of networks on a CPU;
//! - [`observer`]: how long work is observed, paused and resumed;
//! - [`step`]: one descent step, in a subspace, by an optimizer;
//! - [`landscape`]: losses over points, the wedges and the networks;
//! - [`descent`]: descents from points, step by step;
//! - [`pool`]: a network on the CPU, computed by several workers;
//! - [`experiment`]: the experiments of the paper;
//! - [`figure`]: results as charts and maps;
//! - [`job`]: an experiment from beginning to end, with progress, pause, cancel and checkpoints;
//! - [`report`]: the figures of the paper as lists of experiments, and the verdicts on its claims;
//! - `benchmark`: the speed of this program on a computer;
//! - [`teaching`]: what the page computes and draws for its text;
//! - `web` and `cli`: the page and the command line, which run jobs and show what they report.
// They panic if the reader is gone or the disk is full: use `cli::standard_streams` instead.
#![deny(clippy::print_stdout, clippy::print_stderr)]

#[cfg(any(feature = "networks", not(target_arch = "wasm32")))]
pub mod benchmark;
#[cfg(all(feature = "cli", not(target_arch = "wasm32")))]
pub mod cli;
pub mod data;
pub mod descent;
pub mod experiment;
pub mod figure;
pub mod job;
pub mod kernel;
pub mod landscape;
pub mod network;
pub mod numerics;
pub mod observer;
mod platform;
pub mod points;
pub mod pool;
pub mod prelude;
pub mod report;
pub mod settings;
pub mod simd;
pub mod step;
pub mod teaching;
#[cfg(target_arch = "wasm32")]
pub mod web;
