//! Wedge Lab: experiments on the large-scale structure of neural-network loss landscapes.
//!
//! Fort and Jastrzebski (*Large Scale Structure of Neural Network Loss Landscapes*, NeurIPS 2019) say: the low-loss
//! region of a deep network is a union of high-dimensional wedges, and this one picture explains tunnels between
//! optima, training in random planes, connectors of many optima, the width of radial tunnels, and why averaging weights
//! fails at high learning rates. They show the same experiments on a toy (the loss is the distance to the nearest wedge)
//! and on a small convolutional network.
//!
//! So does this crate: every experiment is written once, over a [`landscape::Landscape`], and runs on the wedges and on
//! a network without a change, natively and in a browser.
//!
//! From the bottom up:
//! - [`landscape`]: batches of points, losses over them, the wedges and the networks;
//! - [`network`] and [`data`]: networks as functions of a flat vector, and the images they see;
//! - [`kernel`]: their loss and gradient on a CPU, fast;
//! - [`descent`]: from points to lower points, in a subspace, by an optimizer;
//! - [`pool`]: a network on the CPU that several workers compute together;
//! - [`observer`] and [`journal`]: how long work is watched, held, and taken up again;
//! - [`experiment`]: one file for each claim of the paper;
//! - [`linear_algebra`]: least squares and ranks of dense matrices;
//! - [`statistics`]: means, spreads and the normal distribution, for comparing numbers with formulas;
//! - [`figure`]: results as charts and maps;
//! - [`chapter`] and [`illustration`]: what the page computes and draws for its text;
//! - [`three_sheets`]: the three wedges of the paper's figure 1 as a scene in space;
//! - [`job`]: an experiment from beginning to end, with progress, pause, cancel and checkpoints;
//! - [`report`]: the figures of the paper as lists of experiments, and what came of its claims;
//! - `benchmark`: how fast all this is on a computer;
//! - [`address`]: the page's settings in its address;
//! - [`typed`]: numbers as people type them;
//! - `web` and `cli`: the page and the command line, which only show what a job tells.
// A job is one future, made of those of its experiment, its descents and its device: deep types.
#![recursion_limit = "512"]
// They panic where nobody reads on, or the disk is full: `cli::standard_streams` writes instead.
#![deny(clippy::print_stdout, clippy::print_stderr)]

pub mod address;
#[cfg(any(feature = "networks", not(target_arch = "wasm32")))]
pub mod benchmark;
pub mod chapter;
#[cfg(not(target_arch = "wasm32"))]
pub mod cli;
pub mod data;
pub mod descent;
pub mod experiment;
pub mod fields;
pub mod figure;
pub mod illustration;
pub mod job;
pub mod journal;
pub mod kernel;
pub mod landscape;
pub mod linear_algebra;
pub mod names;
pub mod network;
mod null_number;
pub mod numerics;
pub mod observer;
mod parallel;
mod platform;
pub mod pool;
mod principal_directions;
pub mod random;
pub mod range;
pub mod report;
pub mod setting;
pub mod spectrum;
pub mod statistics;
pub mod three_sheets;
pub mod trained_points;
pub mod typed;
#[cfg(target_arch = "wasm32")]
pub mod web;
