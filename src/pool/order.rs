//! What workers of a pool are told, and what they answer.

use super::PoolError;
use super::bytes::{Reader, Writer};
use super::network::Recipe;
use crate::data::{ImageShape, Normalisation};
use crate::descent::{Optimizer, Plane, Stretch, Stretched, Subspace};
use crate::landscape::{HostPoints, Measurement, Minibatch, Points, Regularisation, Split, Variation};
use crate::network::{Activation, Architecture, NetworkShape};
use serde::{Deserialize, Serialize};

/// An order as it is read.
pub(super) enum Order {
    /// Make ready for a network. Its images follow, set by set.
    Network(Network),
    /// Some of the pixels of the images.
    Pixels(Vec<u8>),
    /// The labels of all images whose pixels have come: a set of images is complete.
    Labels(Vec<u8>),
    /// Compute the network with these variations from now on.
    Variations(Vec<Variation>),
    /// Where the points of the next stretches may move.
    Subspace(Subspace<HostPoints<f32>>),
    /// Take steps, in the subspace that came last. The number comes back with the answer.
    Stretch(u64, Stretch<HostPoints<f32>>),
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
    /// Sets of images that follow: for training, for tests and, where they are others, those that are measured.
    pub(super) image_sets: usize,
}

/// What of a network can be told in words.
#[derive(Serialize, Deserialize)]
struct Words {
    architecture: Architecture,
    activation: Activation,
    image: ImageShape,
    classes: usize,
    instructions: String,
    image_sets: usize,
}

const NETWORK: u64 = 0;
const PIXELS: u64 = 1;
const LABELS: u64 = 2;
const SUBSPACE: u64 = 3;
const STRETCH: u64 = 4;
const MEASURE: u64 = 5;
const VARIATIONS: u64 = 6;

const FULL: u64 = 0;
const NORMAL: u64 = 1;
const PLANES: u64 = 2;

const SPLITS: [Split; 3] = [Split::Train, Split::Evaluation, Split::Test];
const OPTIMIZERS: [Optimizer; 3] = [Optimizer::Adam, Optimizer::Sgd, Optimizer::Momentum];

pub(super) fn network(recipe: &Recipe<'_>) -> Vec<u8> {
    let Recipe { shape, normalisation, regularisation, .. } = recipe;
    let words = Words {
        architecture: shape.architecture.clone(),
        activation: shape.activation,
        image: shape.image,
        classes: shape.classes,
        instructions: recipe.instructions.to_owned(),
        image_sets: recipe.images().count(),
    };
    // A few names and whole numbers always serialise. What is no number exactly in JSON follows as bytes.
    let words = serde_json::to_string(&words).unwrap_or_default();
    let mut writer = Writer::default();
    writer.whole(NETWORK).text(&words).reals(&normalisation.mean).reals(&normalisation.standard_deviation);
    writer.real(regularisation.l2).real(regularisation.dropout).finish()
}

pub(super) fn pixels(pixels: &[u8]) -> Vec<u8> {
    Writer::default().whole(PIXELS).raw(pixels).finish()
}

pub(super) fn labels(labels: &[u8]) -> Vec<u8> {
    Writer::default().whole(LABELS).raw(labels).finish()
}

pub(super) fn variations(variations: &[Variation]) -> Vec<u8> {
    let mut writer = Writer::default();
    writer.whole(VARIATIONS).whole(variations.len() as u64);
    for Variation { l2, dropout, width } in variations {
        // What is not changed is no number.
        writer.reals(&[l2, dropout, width].map(|number| number.unwrap_or(f64::NAN)));
    }
    writer.finish()
}

pub(super) fn subspace(subspace: &Subspace<HostPoints<f32>>) -> Vec<u8> {
    let mut writer = Writer::default();
    writer.whole(SUBSPACE);
    match subspace {
        Subspace::Full => writer.whole(FULL).finish(),
        Subspace::Normal { through, directions } => {
            writer.whole(NORMAL).points(through).points(directions).finish()
        }
        Subspace::Planes(planes) => {
            writer.whole(PLANES).whole(planes.len() as u64);
            for plane in planes {
                let (origin, rows) = plane.parts();
                writer.points(origin).points(&rows.to_points());
            }
            writer.finish()
        }
    }
}

pub(super) fn stretch(number: u64, stretch: &Stretch<HostPoints<f32>>) -> Vec<u8> {
    let mut writer = Writer::default();
    let optimizer = OPTIMIZERS.iter().position(|&known| known == stretch.optimizer).unwrap_or_default();
    writer.whole(STRETCH).whole(number).whole(stretch.descent).whole(optimizer as u64);
    writer.whole(stretch.taken as u64).points(&stretch.variables).whole(stretch.memory.len() as u64);
    stretch.memory.iter().for_each(|points| {
        writer.points(points);
    });
    writer.whole(stretch.steps.len() as u64);
    for (batch, rate) in &stretch.steps {
        writer.indices(&batch.examples).whole(batch.noise).real(*rate);
    }
    writer.finish()
}

pub(super) fn measure(number: u64, split: Split, points: &HostPoints<f32>) -> Vec<u8> {
    let split = SPLITS.iter().position(|&known| known == split).unwrap_or_default();
    Writer::default().whole(MEASURE).whole(number).whole(split as u64).points(points).finish()
}

impl Order {
    pub(super) fn read(bytes: &[u8]) -> Result<Self, PoolError> {
        let mut reader = Reader::new(bytes);
        Ok(match reader.whole()? {
            NETWORK => Self::Network(read_network(&mut reader)?),
            PIXELS => Self::Pixels(reader.raw()?.to_vec()),
            LABELS => Self::Labels(reader.raw()?.to_vec()),
            VARIATIONS => {
                let variations = (0..reader.whole()?).map(|_| read_variation(&mut reader));
                Self::Variations(variations.collect::<Result<_, _>>()?)
            }
            SUBSPACE => Self::Subspace(read_subspace(&mut reader)?),
            STRETCH => Self::Stretch(reader.whole()?, read_stretch(&mut reader)?),
            MEASURE => Self::Measure(reader.whole()?, one_of(&SPLITS, reader.whole()?)?, reader.points()?),
            _ => return Err(PoolError::Damaged("it is no known order")),
        })
    }
}

fn one_of<T: Copy>(known: &[T], place: u64) -> Result<T, PoolError> {
    let found = usize::try_from(place).ok().and_then(|place| known.get(place));
    found.copied().ok_or(PoolError::Damaged("a name is unknown"))
}

fn read_network(reader: &mut Reader<'_>) -> Result<Network, PoolError> {
    let words: Words = serde_json::from_str(reader.text()?)
        .map_err(|_| PoolError::Damaged("what it says of the network is not understood"))?;
    Ok(Network {
        // Its layers were widened before.
        shape: NetworkShape::new(&words.architecture, words.activation, 1.0, words.image, words.classes)?,
        instructions: words.instructions,
        image_sets: words.image_sets,
        normalisation: Normalisation { mean: reader.reals()?, standard_deviation: reader.reals()? },
        regularisation: Regularisation { l2: reader.real()?, dropout: reader.real()? },
    })
}

fn read_variation(reader: &mut Reader<'_>) -> Result<Variation, PoolError> {
    let [l2, dropout, width] = reader.reals()?[..] else {
        return Err(PoolError::Damaged("a variation is no variation"));
    };
    let number = |number: f64| (!number.is_nan()).then_some(number);
    Ok(Variation { l2: number(l2), dropout: number(dropout), width: number(width) })
}

fn read_subspace(reader: &mut Reader<'_>) -> Result<Subspace<HostPoints<f32>>, PoolError> {
    Ok(match reader.whole()? {
        FULL => Subspace::Full,
        NORMAL => Subspace::Normal { through: reader.points()?, directions: reader.points()? },
        PLANES => {
            let planes = (0..reader.whole()?)
                .map(|_| Ok(Plane::of_rows(reader.points()?, &reader.points()?.convert())))
                .collect::<Result<_, PoolError>>();
            Subspace::Planes(planes?)
        }
        _ => return Err(PoolError::Damaged("it is no known part of the space")),
    })
}

/// The subspace is [`Subspace::Full`]: the one that holds came before.
fn read_stretch(reader: &mut Reader<'_>) -> Result<Stretch<HostPoints<f32>>, PoolError> {
    let descent = reader.whole()?;
    let optimizer = one_of(&OPTIMIZERS, reader.whole()?)?;
    let (taken, variables) = (reader.count()?, reader.points()?);
    let memory = (0..reader.whole()?).map(|_| reader.points()).collect::<Result<_, _>>()?;
    let mut steps = Vec::new();
    for _ in 0..reader.whole()? {
        steps.push((Minibatch { examples: reader.indices()?, noise: reader.whole()? }, reader.real()?));
    }
    Ok(Stretch { descent, subspace: Subspace::Full, variables, optimizer, memory, taken, steps })
}

/// The answer to a stretch.
pub(super) async fn stretched(
    number: u64,
    stretched: Stretched<HostPoints<f32>, Vec<f64>>,
) -> Result<Vec<u8>, PoolError> {
    let mut writer = Writer::default();
    writer.whole(number).points(&stretched.variables).whole(stretched.memory.len() as u64);
    stretched.memory.iter().for_each(|points| {
        writer.points(points);
    });
    let losses = stretched.read_losses().await.map_err(crate::landscape::LandscapeError::from)?;
    writer.whole(losses.len() as u64);
    losses.iter().for_each(|losses| {
        writer.reals(losses);
    });
    Ok(writer.finish())
}

/// The answer to [`Order::Measure`].
pub(super) fn measured(number: u64, measurements: &[Measurement]) -> Vec<u8> {
    let mut writer = Writer::default();
    let accuracy = |measured: &Measurement| measured.accuracy.unwrap_or(f64::NAN);
    writer.whole(number);
    writer.reals(&measurements.iter().map(|measured| measured.loss).collect::<Vec<_>>());
    writer.reals(&measurements.iter().map(accuracy).collect::<Vec<_>>()).finish()
}

/// The number of the order that an answer is to.
pub(super) fn number_of(answer: &[u8]) -> Option<u64> {
    Reader::new(answer).whole().ok()
}

/// Reads the answer to a stretch of such a shape.
pub(super) fn read_stretched(
    answer: &[u8],
    asked: &Stretch<HostPoints<f32>>,
) -> Result<Stretched<HostPoints<f32>, Vec<f64>>, PoolError> {
    let mut reader = Reader::new(answer);
    reader.whole()?;
    let variables = reader.points()?;
    let memory = (0..reader.whole()?).map(|_| reader.points()).collect::<Result<Vec<_>, _>>()?;
    let losses = (0..reader.whole()?).map(|_| reader.reals()).collect::<Result<Vec<_>, _>>()?;
    let shape = |points: &HostPoints<f32>| (points.count(), Points::dimension(points));
    let wanted = shape(&asked.variables);
    let is_whole = memory.iter().chain([&variables]).all(|points| shape(points) == wanted)
        && losses.len() == asked.steps.len()
        && losses.iter().all(|losses| losses.len() == wanted.0);
    match is_whole {
        true => Ok(Stretched::told(variables, memory, losses)),
        false => Err(PoolError::Damaged("it is no answer to what was asked")),
    }
}

/// Reads the answer to [`Order::Measure`] at so many points.
pub(super) fn read_measured(answer: &[u8], count: usize) -> Result<Vec<Measurement>, PoolError> {
    let mut reader = Reader::new(answer);
    reader.whole()?;
    let (losses, accuracies) = (reader.reals()?, reader.reals()?);
    if (losses.len(), accuracies.len()) != (count, count) {
        return Err(PoolError::Damaged("it is no answer to what was asked"));
    }
    let measurement = |(loss, accuracy): (f64, f64)| Measurement {
        loss,
        accuracy: (!accuracy.is_nan()).then_some(accuracy),
    };
    Ok(losses.into_iter().zip(accuracies).map(measurement).collect())
}
