//! One network on two devices: the CPU, and a software GPU if the machine has one.

use crate::network::scene::{COLOUR, Scene};
use crate::skipped::skipped;
use burn::tensor::Device;
use pollster::block_on;
use wedgelab::job::{DeviceChoice, open_device};
use wedgelab::landscape::Regularisation;
use wedgelab::network::Activation;
use wedgelab::points::{Minibatch, PendingLosses, Points};
use wedgelab::step::Gradient;

/// Loss and gradient of a tiny network on a device, with a fifth of its units silent.
fn loss_and_gradient(name: &str, device: &Device) -> (f64, Vec<f64>) {
    let regularisation = Regularisation { l2: 0.0, dropout: 0.2 };
    let scene = Scene::regularised(name, Activation::Relu, COLOUR, regularisation, device);
    let point = scene.point(&scene.parameters(2));
    let batch = Minibatch { examples: vec![0, 1, 2, 3, 4, 5], noise: 0 };
    let (losses, gradient) = scene.landscape.loss_and_gradient(&point, &batch).unwrap();
    let loss = block_on(PendingLosses::read(vec![losses])).unwrap()[0][0];
    (loss, block_on(gradient.read()).unwrap().into_values())
}

#[test]
fn a_gpu_computes_what_the_cpu_computes() {
    let gpu = match block_on(open_device(DeviceChoice::SoftwareGpu)) {
        Ok(chosen) => chosen.gpu().expect("a GPU was asked for by name"),
        Err(error) => {
            skipped("networks on a GPU in software", error);
            return;
        }
    };
    for name in ["cnn-4-3", "resnet-8-16"] {
        let (cpu_loss, cpu_gradient) = loss_and_gradient(name, &Device::flex());
        let (gpu_loss, gpu_gradient) = loss_and_gradient(name, &gpu.device);
        let difference = (gpu_loss / cpu_loss - 1.0).abs();
        assert!(difference < 1e-4, "{name}: {gpu_loss} on {}, {cpu_loss} on the CPU", gpu.name);
        let largest = cpu_gradient.iter().fold(0.0_f64, |largest, value| largest.max(value.abs()));
        for (gpu, cpu) in gpu_gradient.iter().zip(&cpu_gradient) {
            assert!((gpu - cpu).abs() < 1e-4 * largest, "{name}: {gpu}, {cpu}");
        }
    }
}

#[test]
fn a_software_gpu_is_never_taken_by_itself() {
    let auto = block_on(open_device(DeviceChoice::Auto)).unwrap();
    let has_hardware = block_on(open_device(DeviceChoice::Gpu)).is_ok();
    assert!(!auto.reason().is_empty());
    assert_eq!(auto.clone().gpu().is_some(), has_hardware, "{auto:?}");
}
