//! The inside of a pool's worker: it receives a network, and then computes what requests ask for.

use super::PoolError;
use super::answer;
use super::fit::{check_points, check_steps};
use super::request::{Network, Request};
use crate::data::Dataset;
use crate::landscape::{HostNetwork, Landscape, Variation};
use crate::observer::Unobserved;
use crate::points::HostPoints;
use crate::simd::Instructions;
use crate::step::Subspace;

/// The state of a pool's worker.
#[derive(Default)]
pub struct WorkerState {
    /// A network whose images have not all arrived.
    coming: Option<Coming>,
    network: Option<HostNetwork>,
    /// The network with the current variations.
    varied: Option<HostNetwork>,
    subspace: Option<Subspace<HostPoints<f32>>>,
}

struct Coming {
    network: Network,
    pixels: Vec<u8>,
    images: Vec<Dataset>,
}

impl WorkerState {
    /// Carries out a request, and answers those that request something.
    ///
    /// # Errors
    /// When the request is invalid.
    pub async fn obey(&mut self, request: &[u8]) -> Result<Option<Vec<u8>>, PoolError> {
        // Also for computations outside the network's kernels.
        let _chosen = self.network.as_ref().map(|network| network.instructions().choose());
        match Request::read(request)? {
            Request::Network(network) => {
                *self = Self::default();
                self.coming = Some(Coming { network, pixels: Vec::new(), images: Vec::new() });
            }
            Request::Pixels(pixels) => {
                let coming = self.coming.as_mut().ok_or(PoolError::TooEarly("the images of a network"))?;
                coming.pixels.extend(pixels);
            }
            Request::Labels(labels) => self.complete_images(labels)?,
            Request::Variations(variations) => self.vary(&variations)?,
            Request::Subspace(subspace) => self.subspace = Some(subspace),
            Request::Steps(number, mut steps) => {
                let subspace = self.subspace.as_ref().ok_or(PoolError::TooEarly("steps in a subspace"))?;
                steps.subspace = subspace.clone();
                check_steps(&steps, self.network()?)?;
                let taken = steps.take(self.network()?, &mut Unobserved).await?;
                return answer::steps_taken(number, taken).await.map(Some);
            }
            Request::Measure(number, split, points) => {
                check_points(&points, self.network()?)?;
                let measured = self.network()?.evaluate(&points, split, &mut Unobserved).await?;
                return Ok(Some(answer::measured(number, &measured)));
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
            self.varied = Some(varied.ok_or(PoolError::Damaged("invalid variation of the network"))?);
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
        // Other instructions would silently give other numbers.
        let instructions = self.instructions.parse().ok().filter(|known: &Instructions| known.is_available());
        let instructions = instructions.ok_or(PoolError::Instructions(self.instructions))?;
        let [train, test, measured @ ..] = images else {
            return Err(PoolError::TooEarly("a network without images"));
        };
        let network = HostNetwork::new(shape, train, test, &normalisation, regularisation, instructions)?;
        Ok(match measured {
            [] => network,
            [examples, ..] => network.with_measured_images(examples, &normalisation)?,
        })
    }
}
