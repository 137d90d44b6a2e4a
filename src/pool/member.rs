//! A worker of a pool from inside: it is told of a network, and then computes what it is asked for.

use super::PoolError;
use super::fit::{check_points, check_stretch};
use super::order::{self, Network, Order};
use crate::data::Dataset;
use crate::descent::Subspace;
use crate::kernel::Instructions;
use crate::landscape::{HostNetwork, HostPoints, Landscape, Variation};
use crate::observer::Unobserved;

/// What a worker of a pool knows.
#[derive(Default)]
pub struct Member {
    /// A network whose images are not all there.
    coming: Option<Coming>,
    network: Option<HostNetwork>,
    /// The network with the variations that hold.
    varied: Option<HostNetwork>,
    subspace: Option<Subspace<HostPoints<f32>>>,
}

struct Coming {
    network: Network,
    pixels: Vec<u8>,
    images: Vec<Dataset>,
}

impl Member {
    /// Obeys an order, and answers those that ask for something.
    ///
    /// # Errors
    /// When the order makes no sense.
    pub async fn obey(&mut self, order: &[u8]) -> Result<Option<Vec<u8>>, PoolError> {
        // What is computed besides the network's kernels, too.
        let _chosen = self.network.as_ref().map(|network| network.instructions().choose());
        match Order::read(order)? {
            Order::Network(network) => {
                *self = Self::default();
                self.coming = Some(Coming { network, pixels: Vec::new(), images: Vec::new() });
            }
            Order::Pixels(pixels) => {
                let coming = self.coming.as_mut().ok_or(PoolError::TooEarly("the images of a network"))?;
                coming.pixels.extend(pixels);
            }
            Order::Labels(labels) => self.complete_images(labels)?,
            Order::Variations(variations) => self.vary(&variations)?,
            Order::Subspace(subspace) => self.subspace = Some(subspace),
            Order::Stretch(number, mut stretch) => {
                let subspace = self.subspace.as_ref().ok_or(PoolError::TooEarly("steps in a subspace"))?;
                stretch.subspace = subspace.clone();
                check_stretch(&stretch, self.network()?)?;
                let stretched = stretch.take(self.network()?, &mut Unobserved).await?;
                return order::stretched(number, stretched).await.map(Some);
            }
            Order::Measure(number, split, points) => {
                check_points(&points, self.network()?)?;
                let measured = self.network()?.evaluate(&points, split, &mut Unobserved).await?;
                return Ok(Some(order::measured(number, &measured)));
            }
        }
        Ok(None)
    }

    fn network(&self) -> Result<&HostNetwork, PoolError> {
        self.varied.as_ref().or(self.network.as_ref()).ok_or(PoolError::TooEarly("a network’s losses"))
    }

    fn vary(&mut self, variations: &[Variation]) -> Result<(), PoolError> {
        self.varied = None;
        for &variation in variations {
            let varied = self.network()?.varied(variation);
            self.varied = Some(varied.ok_or(PoolError::Damaged("a network cannot be varied so"))?);
        }
        Ok(())
    }

    fn complete_images(&mut self, labels: Vec<u8>) -> Result<(), PoolError> {
        let mut coming = self.coming.take().ok_or(PoolError::TooEarly("the labels of images"))?;
        let shape = &coming.network.shape;
        let classes = (0..shape.classes).map(|class| class.to_string()).collect();
        let pixels = std::mem::take(&mut coming.pixels);
        coming.images.push(Dataset::new("images", pixels, labels, shape.image, classes)?);
        if coming.images.len() < coming.network.image_sets {
            self.coming = Some(coming);
            return Ok(());
        }
        let Coming { network, images, .. } = coming;
        self.network = Some(network.with_images(&images)?);
        Ok(())
    }
}

impl Network {
    fn with_images(self, images: &[Dataset]) -> Result<HostNetwork, PoolError> {
        let Self { shape, normalisation, regularisation, .. } = self;
        // Others would give other numbers, in silence.
        let instructions = self.instructions.parse().ok().filter(|known: &Instructions| known.is_available());
        let instructions = instructions.ok_or(PoolError::Instructions(self.instructions))?;
        let [train, test, evaluation @ ..] = images else {
            return Err(PoolError::TooEarly("a network without images"));
        };
        let network = HostNetwork::new(shape, train, test, &normalisation, regularisation, instructions)?;
        Ok(match evaluation {
            [] => network,
            [examples, ..] => network.with_evaluation(examples, &normalisation)?,
        })
    }
}
