//! A network of some shape on random images, with parameters at which nothing nearly ties.

use crate::kernels::backpropagation::{Found, loss_and_gradient};
use rand::{Rng, RngExt};
use wedgelab::data::{Dataset, ImageShape, Normalisation};
use wedgelab::landscape::{HostNetwork, Regularisation};
use wedgelab::network::{Activation, NetworkShape, xavier_uniform};
use wedgelab::numerics::random::{Purpose, stream};
use wedgelab::points::{HostPoints, Minibatch};
use wedgelab::simd::Instructions;
use wedgelab::step::Gradient;

/// A network, its parameters and images.
pub struct Scene {
    pub shape: NetworkShape,
    pub data: Dataset,
    pub parameters: Vec<f64>,
    pub images: Vec<Vec<f64>>,
    pub labels: Vec<u8>,
}

/// A network of that name for images with these channels, rows and columns.
pub fn shape(
    name: &str,
    activation: Activation,
    (channels, height, width): (usize, usize, usize),
    classes: usize,
) -> NetworkShape {
    let image = ImageShape { channels, height, width };
    NetworkShape::new(&name.parse().unwrap(), activation, 1.0, image, classes).unwrap()
}

/// The smallest margin of a decision that is safe in single precision.
const MARGIN: f64 = 1e-5;

impl Scene {
    /// `count` images of noise. They and the parameters are drawn again until nothing nearly ties.
    pub fn new(shape: NetworkShape, count: usize) -> Self {
        (0..300)
            .map(|seed| Self::of_seed(shape.clone(), count, seed))
            .find(|scene| scene.expected().margin > MARGIN)
            .unwrap()
    }

    pub fn of_seed(shape: NetworkShape, count: usize, seed: u64) -> Self {
        let mut random = stream(seed, Purpose::Directions);
        let mut pixels = vec![0; count * shape.image.values()];
        random.fill_bytes(&mut pixels);
        let labels: Vec<u8> = (0..count).map(|_| random.random_range(0..shape.classes) as u8).collect();
        let names = (0..shape.classes).map(|class| class.to_string()).collect();
        let data = Dataset::new("random", pixels, labels.clone(), shape.image, names).unwrap();
        let mut normalised = Vec::new();
        Normalisation::of(&data).write_range(&data, 0..count, &mut normalised).unwrap();
        let images = normalised
            .chunks_exact(shape.image.values())
            .map(|image| image.iter().copied().map(f64::from).collect())
            .collect();
        // Biases that are not zero, so that every bias matters.
        let parameters = xavier_uniform(&shape.layout(), seed)
            .into_iter()
            .map(|weight| f64::from(weight + (random.random::<f32>() - 0.5) * 0.2))
            .collect();
        Self { shape, data, parameters, images, labels }
    }

    /// The result of the reference.
    pub fn expected(&self) -> Found {
        loss_and_gradient(&self.shape, &self.parameters, &self.images, &self.labels)
    }

    /// The landscape with these instructions.
    pub fn landscape(&self, instructions: Instructions, regularisation: Regularisation) -> HostNetwork {
        let normalisation = Normalisation::of(&self.data);
        HostNetwork::new(
            self.shape.clone(),
            &self.data,
            &self.data,
            &normalisation,
            regularisation,
            instructions,
        )
        .unwrap()
    }

    /// The parameters as a point.
    pub fn point(&self) -> HostPoints<f32> {
        HostPoints::single(self.parameters.clone()).convert()
    }

    /// Loss and gradient by the kernels, over all images.
    pub fn computed(&self, instructions: Instructions) -> (f64, Vec<f32>) {
        let landscape = self.landscape(instructions, Regularisation::default());
        let batch = Minibatch { examples: (0..self.labels.len() as u32).collect(), noise: 0 };
        let (losses, gradient) = landscape.loss_and_gradient(&self.point(), &batch).unwrap();
        (losses[0], gradient.into_values())
    }
}
