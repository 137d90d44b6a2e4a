//! The requests to a pool's workers.

use super::PoolError;
use super::network::Recipe;
use super::sent_points::{SentPoints, numbers, read, written};
use crate::data::{ImageShape, Normalisation};
use crate::landscape::{Regularisation, Variation};
use crate::network::{Activation, Architecture, NetworkShape};
use crate::points::{HostPoints, Minibatch, Points, Split};
use crate::step::{Optimizer, Plane, StepSequence, Subspace};
use serde::{Deserialize, Serialize};

/// A request as read from a message.
pub(super) enum Request {
    /// Prepare for a network. Its images follow, set by set.
    Network(Network),
    /// Some of the pixels of the images.
    Pixels(Vec<u8>),
    /// The labels of the images whose pixels have arrived: a set of images is complete.
    Labels(Vec<u8>),
    /// Compute the network with these variations from now on.
    Variations(Vec<Variation>),
    /// The subspace of the next steps.
    Subspace(Subspace<HostPoints<f32>>),
    /// Take steps in the last subspace sent. The number comes back with the answer.
    Steps(u64, StepSequence<HostPoints<f32>>),
    /// Measure the loss at points.
    Measure(u64, Split, HostPoints<f32>),
}

/// A network without its images.
pub(super) struct Network {
    pub(super) shape: NetworkShape,
    pub(super) normalisation: Normalisation,
    pub(super) regularisation: Regularisation,
    /// The name of the vector instructions.
    pub(super) instructions: String,
    /// Sets of images that follow: training, test and, if separate, the measured ones.
    pub(super) image_sets: usize,
}

/// A request as it is sent. Numbers of requests have a fixed length, so that they are found without the rest.
#[derive(Serialize, Deserialize)]
enum Message<'a> {
    Network(SentNetwork),
    Pixels(#[serde(borrow, with = "serde_bytes")] &'a [u8]),
    Labels(#[serde(borrow, with = "serde_bytes")] &'a [u8]),
    Variations(Vec<Variation>),
    Subspace(#[serde(borrow)] SentSubspace<'a>),
    Steps {
        #[serde(with = "postcard::fixint::le")]
        number: u64,
        #[serde(borrow)]
        steps: SentSteps<'a>,
    },
    Measure {
        #[serde(with = "postcard::fixint::le")]
        number: u64,
        split: Split,
        #[serde(borrow)]
        points: SentPoints<'a>,
    },
}

#[derive(Serialize, Deserialize)]
struct SentNetwork {
    architecture: Architecture,
    activation: Activation,
    image: ImageShape,
    classes: usize,
    normalisation: Normalisation,
    regularisation: Regularisation,
    instructions: String,
    image_sets: usize,
}

#[derive(Serialize, Deserialize)]
enum SentSubspace<'a> {
    Full,
    Normal {
        #[serde(borrow)]
        through: SentPoints<'a>,
        #[serde(borrow)]
        directions: SentPoints<'a>,
    },
    /// The origins, and the transposed axes.
    Planes(#[serde(borrow)] Vec<(SentPoints<'a>, SentPoints<'a>)>),
}

#[derive(Serialize, Deserialize)]
struct SentSteps<'a> {
    descent: u64,
    optimizer: Optimizer,
    taken: usize,
    #[serde(borrow)]
    variables: SentPoints<'a>,
    #[serde(borrow)]
    memory: Vec<SentPoints<'a>>,
    #[serde(borrow)]
    steps: Vec<SentStep<'a>>,
}

#[derive(Serialize, Deserialize)]
struct SentStep<'a> {
    #[serde(borrow, with = "serde_bytes")]
    examples: &'a [u8],
    noise: u64,
    rate: f64,
}

/// The most numbers in an image.
const LARGEST_IMAGE: usize = 1 << 24;
/// Labels are bytes.
const MOST_CLASSES: usize = 256;
/// Training, test and, if separate, the measured ones.
const IMAGE_SETS: std::ops::RangeInclusive<usize> = 2..=3;

pub(super) fn network(recipe: &Recipe<'_>) -> Vec<u8> {
    let Recipe { shape, normalisation, regularisation, .. } = recipe;
    written(&Message::Network(SentNetwork {
        architecture: shape.architecture.clone(),
        activation: shape.activation,
        image: shape.image,
        classes: shape.classes,
        normalisation: (*normalisation).clone(),
        regularisation: *regularisation,
        instructions: recipe.instructions.to_owned(),
        image_sets: recipe.images().count(),
    }))
}

pub(super) fn pixels(pixels: &[u8]) -> Vec<u8> {
    written(&Message::Pixels(pixels))
}

pub(super) fn labels(labels: &[u8]) -> Vec<u8> {
    written(&Message::Labels(labels))
}

pub(super) fn variations(variations: &[Variation]) -> Vec<u8> {
    written(&Message::Variations(variations.to_vec()))
}

pub(super) fn subspace(subspace: &Subspace<HostPoints<f32>>) -> Vec<u8> {
    let rows: Vec<_> = match subspace {
        Subspace::Planes(planes) => planes.iter().map(|plane| plane.parts().1.to_points()).collect(),
        _ => Vec::new(),
    };
    written(&Message::Subspace(match subspace {
        Subspace::Full => SentSubspace::Full,
        Subspace::Normal { through, directions } => {
            SentSubspace::Normal { through: SentPoints::of(through), directions: SentPoints::of(directions) }
        }
        Subspace::Planes(planes) => {
            let origins = planes.iter().map(|plane| SentPoints::of(plane.parts().0));
            SentSubspace::Planes(origins.zip(rows.iter().map(SentPoints::of)).collect())
        }
    }))
}

pub(super) fn steps(number: u64, sequence: &StepSequence<HostPoints<f32>>) -> Vec<u8> {
    let steps = sequence.steps.iter().map(|(batch, rate)| SentStep {
        examples: bytemuck::cast_slice(&batch.examples),
        noise: batch.noise,
        rate: *rate,
    });
    let steps = SentSteps {
        descent: sequence.descent,
        optimizer: sequence.optimizer,
        taken: sequence.taken,
        variables: SentPoints::of(&sequence.variables),
        memory: SentPoints::all(&sequence.memory),
        steps: steps.collect(),
    };
    written(&Message::Steps { number, steps })
}

pub(super) fn measure(number: u64, split: Split, points: &HostPoints<f32>) -> Vec<u8> {
    written(&Message::Measure { number, split, points: SentPoints::of(points) })
}

impl Request {
    /// Reads a request.
    ///
    /// # Errors
    /// When the message is damaged, or what it says of sizes is impossible.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, PoolError> {
        Ok(match read(bytes)? {
            Message::Network(sent) => Self::Network(sent.network()?),
            Message::Pixels(pixels) => Self::Pixels(pixels.to_vec()),
            Message::Labels(labels) => Self::Labels(labels.to_vec()),
            Message::Variations(variations) => {
                let checked = |changed: &Variation| check_regularisation(changed.l2, changed.dropout);
                variations.iter().try_for_each(checked)?;
                Self::Variations(variations)
            }
            Message::Subspace(sent) => Self::Subspace(sent.subspace()?),
            Message::Steps { number, steps } => Self::Steps(number, steps.sequence()?),
            Message::Measure { number, split, points } => Self::Measure(number, split, points.points()?),
        })
    }
}

impl SentNetwork {
    fn network(self) -> Result<Network, PoolError> {
        self.check_sizes()?;
        let Self { architecture, activation, image, classes, regularisation, .. } = self;
        check_regularisation(Some(regularisation.l2), Some(regularisation.dropout))?;
        Ok(Network {
            // Its layers are already widened.
            shape: NetworkShape::new(&architecture, activation, 1.0, image, classes)?,
            normalisation: self.normalisation,
            regularisation,
            instructions: self.instructions,
            image_sets: self.image_sets,
        })
    }

    /// Checks the values that sizes are computed from.
    fn check_sizes(&self) -> Result<(), PoolError> {
        let ImageShape { channels, height, width } = self.image;
        let numbers = channels.checked_mul(height).and_then(|plane| plane.checked_mul(width));
        if !numbers.is_some_and(|numbers| (1..=LARGEST_IMAGE).contains(&numbers)) {
            return Err(PoolError::Damaged("an image is empty or too large"));
        }
        if !(1..=MOST_CLASSES).contains(&self.classes) {
            return Err(PoolError::Damaged("too few or too many classes"));
        }
        match IMAGE_SETS.contains(&self.image_sets) {
            true => Ok(()),
            false => Err(PoolError::Damaged("a network needs two or three sets of images")),
        }
    }
}

/// Checks the changed values of the regularisation.
fn check_regularisation(l2: Option<f64>, dropout: Option<f64>) -> Result<(), PoolError> {
    let is_possible = l2.is_none_or(|l2| l2 >= 0.0 && l2.is_finite())
        && dropout.is_none_or(|dropout| (0.0..1.0).contains(&dropout));
    match is_possible {
        true => Ok(()),
        false => Err(PoolError::Damaged("invalid regularisation")),
    }
}

impl SentSubspace<'_> {
    fn subspace(self) -> Result<Subspace<HostPoints<f32>>, PoolError> {
        Ok(match self {
            Self::Full => Subspace::Full,
            Self::Normal { through, directions } => {
                Subspace::Normal { through: through.points()?, directions: directions.points()? }
            }
            Self::Planes(planes) => {
                let planes = planes.iter().map(|(origin, rows)| plane(origin.points()?, &rows.points()?));
                Subspace::Planes(planes.collect::<Result<_, _>>()?)
            }
        })
    }
}

fn plane(origin: HostPoints<f32>, rows: &HostPoints<f32>) -> Result<Plane<HostPoints<f32>>, PoolError> {
    match (origin.count(), rows.count()) {
        (1, count) if count == Points::dimension(&origin) => Ok(Plane::of_rows(origin, &rows.convert())),
        _ => Err(PoolError::Damaged("the rows of a plane do not match the coordinates of its origin")),
    }
}

impl SentSteps<'_> {
    /// The subspace is [`Subspace::Full`]: the actual one came before.
    fn sequence(self) -> Result<StepSequence<HostPoints<f32>>, PoolError> {
        let step = |SentStep { examples, noise, rate }: SentStep<'_>| {
            Ok((Minibatch { examples: numbers(examples)?, noise }, rate))
        };
        Ok(StepSequence {
            descent: self.descent,
            subspace: Subspace::Full,
            variables: self.variables.points()?,
            optimizer: self.optimizer,
            memory: self.memory.iter().map(SentPoints::points).collect::<Result<_, _>>()?,
            taken: self.taken,
            steps: self.steps.into_iter().map(step).collect::<Result<_, PoolError>>()?,
        })
    }
}
