//! The devices that are compared with the host, and the comparison.

use burn::tensor::Device;
use pollster::block_on;
use std::sync::LazyLock;
use wedgelab::job::{DeviceChoice, open_device};
use wedgelab::landscape::wedges::WedgesSpecification;
use wedgelab::landscape::{DeviceWedges, Landscape, Wedges, measure};
use wedgelab::observer::Unobserved;
use wedgelab::points::{DevicePoints, HostPoints, Minibatch, PendingLosses, Points, Split};

use crate::skipped::skipped;

/// The relative tolerance between devices and the host.
pub const PRECISION: f64 = 1e-4;

/// The CPU, and a software GPU if available. A process starts a GPU once.
pub fn devices() -> Vec<(&'static str, Device)> {
    static GPU: LazyLock<Result<Device, String>> = LazyLock::new(|| {
        let opened = block_on(open_device(DeviceChoice::SoftwareGpu));
        let gpu = opened.map(|chosen| chosen.gpu().expect("a GPU was asked for by name"));
        gpu.map(|gpu| gpu.device).map_err(|error| error.to_string())
    });
    let mut devices = vec![("the CPU", Device::flex())];
    match &*GPU {
        Ok(gpu) => devices.push(("the GPU in software", gpu.clone())),
        Err(error) => skipped("the wedges on a GPU in software", error),
    }
    devices
}

/// Everything that a landscape of wedges computes for points.
#[derive(Debug, Clone)]
pub struct Answers {
    /// As in a descent.
    pub losses: Vec<f64>,
    /// As in an experiment's measurement.
    pub measured: Vec<f64>,
    pub gradients: HostPoints<f64>,
    pub projections: HostPoints<f64>,
}

fn ask<L: Landscape>(landscape: &L, points: &L::Points, projections: HostPoints<f64>) -> Answers {
    let batch = Minibatch { examples: vec![0], noise: 0 };
    let (losses, gradients) = landscape.loss_and_gradient(points, &batch).unwrap();
    let measured = block_on(measure(landscape, points, Split::Train, &mut Unobserved)).unwrap();
    Answers {
        losses: block_on(L::Losses::read(vec![losses])).unwrap().concat(),
        measured: measured.iter().map(|measurement| measurement.loss).collect(),
        gradients: block_on(gradients.read()).unwrap(),
        projections,
    }
}

pub fn on_host(wedges: &Wedges, points: &HostPoints<f64>) -> Answers {
    let projected = points.iter().flat_map(|point| wedges.nearest(point).project(point)).collect();
    ask(wedges, points, HostPoints::new(Points::dimension(points), projected).unwrap())
}

pub fn on_device(wedges: &Wedges, device: &Device, points: &HostPoints<f64>) -> Answers {
    let landscape = DeviceWedges::new(wedges.clone(), device).unwrap();
    let points = DevicePoints::on(device, points);
    ask(&landscape, &points, block_on(landscape.project(&points).read()).unwrap())
}

/// Checks that every device gives the host's answers for rows whose coordinates are exact in single precision.
pub fn assert_agree(specification: &WedgesSpecification, seed: u64, points: &HostPoints<f64>) {
    let wedges = Wedges::<f64>::new(specification, seed).unwrap();
    let host = on_host(&wedges, points);
    for (name, device) in devices() {
        let answers = on_device(&wedges, &device, points);
        let context = format!("{name}, {specification:?}, seed {seed}");
        assert_near(&host.losses, &answers.losses, &format!("losses on {context}"));
        assert_near(&host.measured, &answers.measured, &format!("measurements on {context}"));
        for row in 0..points.count() {
            let row_near = |size, expected: &HostPoints<f64>, found: &HostPoints<f64>, part| {
                let context = format!("{part} of point {row} on {context}");
                assert_row_near(size, expected.point(row), found.point(row), &context);
            };
            let size = largest(host.gradients.point(row));
            row_near(size, &host.gradients, &answers.gradients, "gradient");
            // The projection is as exact as the point.
            row_near(largest(points.point(row)), &host.projections, &answers.projections, "projection");
        }
    }
}

fn assert_near(expected: &[f64], found: &[f64], context: &str) {
    assert_eq!(expected.len(), found.len());
    for (expected, found) in expected.iter().zip(found) {
        let is_near = (found - expected).abs() <= PRECISION * expected.abs() || found == expected;
        assert!(is_near, "{context}: {found}, and {expected} on the host");
    }
}

fn largest(row: &[f64]) -> f64 {
    row.iter().fold(0.0, |largest, value| largest.max(value.abs()))
}

fn assert_row_near(size: f64, expected: &[f64], found: &[f64], context: &str) {
    for (place, (expected, found)) in expected.iter().zip(found).enumerate() {
        let is_near = (found - expected).abs() <= PRECISION * size || found == expected;
        assert!(is_near, "{context}, coordinate {place}: {found}, and {expected} on the host");
    }
}

/// The points with every coordinate rounded to single precision, as a device receives them.
pub fn rounded(points: &HostPoints<f64>) -> HostPoints<f64> {
    points.convert::<f32>().convert()
}
