//! Small random images and networks on them, on a device and in double precision.

use burn::tensor::Device;
use rand::{Rng, RngExt};
use wedgelab::data::{Dataset, ImageShape, Normalisation};
use wedgelab::landscape::{DeviceNetwork, HostNetwork, Landscape, Portions, Regularisation};
use wedgelab::network::{Activation, NetworkShape, xavier_uniform};
use wedgelab::numerics::random::{Purpose, stream};
use wedgelab::points::HostPoints;
use wedgelab::simd::Instructions;
use wedgelab::step::Gradient;

/// A network, random images, and the landscape they define.
pub struct Scene {
    pub shape: NetworkShape,
    pub landscape: DeviceNetwork,
    pub images: Vec<Vec<f64>>,
    pub labels: Vec<u8>,
    data: Dataset,
    normalisation: Normalisation,
    regularisation: Regularisation,
}

/// How many images a scene has.
pub const IMAGES: usize = 6;

impl Scene {
    /// A network of that name on images of that shape with four classes.
    pub fn new(name: &str, activation: Activation, image: ImageShape, device: &Device) -> Self {
        Self::regularised(name, activation, image, Regularisation::default(), device)
    }

    pub fn regularised(
        name: &str,
        activation: Activation,
        image: ImageShape,
        regularisation: Regularisation,
        device: &Device,
    ) -> Self {
        Self::in_parts(name, activation, image, regularisation, u64::MAX, device)
    }

    /// A scene whose gradients are computed in parts of at most `multiplications` multiplications.
    pub fn in_parts(
        name: &str,
        activation: Activation,
        image: ImageShape,
        regularisation: Regularisation,
        multiplications: u64,
        device: &Device,
    ) -> Self {
        let mut random = stream(11, Purpose::Directions);
        let mut pixels = vec![0; IMAGES * image.values()];
        random.fill_bytes(&mut pixels);
        let labels: Vec<u8> = (0..IMAGES).map(|_| random.random_range(0..4)).collect();
        let names = ["a", "b", "c", "d"].map(str::to_owned).to_vec();
        let data = Dataset::new("random", pixels, labels.clone(), image, names).unwrap();
        let normalisation = Normalisation::of(&data);
        let shape = NetworkShape::new(&name.parse().unwrap(), activation, 1.0, image, 4).unwrap();
        // A storage smaller than the images, so that gathering crosses tensors.
        let portions = Portions { evaluation: 4, multiplications, storage: 4 };
        let landscape =
            DeviceNetwork::new(shape.clone(), &data, &data, &normalisation, regularisation, portions, device)
                .unwrap();
        let mut normalised = Vec::new();
        normalisation.write_range(&data, 0..IMAGES, &mut normalised).unwrap();
        let images = normalised
            .chunks_exact(image.values())
            .map(|image| image.iter().copied().map(f64::from).collect())
            .collect();
        Self { shape, landscape, images, labels, data, normalisation, regularisation }
    }

    /// Xavier weights with biases that are not zero, so that every bias matters.
    pub fn parameters(&self, seed: u64) -> Vec<f64> {
        let mut random = stream(seed, Purpose::Directions);
        xavier_uniform(&self.shape.layout(), seed)
            .into_iter()
            .map(|weight| f64::from(weight + (random.random::<f32>() - 0.5) * 0.2))
            .collect()
    }

    /// The same landscape with the host's kernels.
    pub fn on_host(&self) -> HostNetwork {
        let Self { shape, data, normalisation, regularisation, .. } = self;
        HostNetwork::new(shape.clone(), data, data, normalisation, *regularisation, Instructions::best())
            .unwrap()
    }

    pub fn point(&self, parameters: &[f64]) -> <DeviceNetwork as Gradient>::Points {
        self.landscape.points(&HostPoints::single(parameters.to_vec()))
    }
}

/// Shapes to test: colour, grey, odd sides.
pub const COLOUR: ImageShape = ImageShape { channels: 3, height: 8, width: 8 };
pub const GREY_ODD: ImageShape = ImageShape { channels: 1, height: 7, width: 5 };
