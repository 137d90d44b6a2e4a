//! The orders to a pool's workers, and their answers.

use super::PoolError;
use super::bytes::{Reader, Writer};
use super::network::Recipe;
use crate::data::{ImageShape, Normalisation};
use crate::landscape::{Regularisation, Variation};
use crate::network::{Activation, Architecture, NetworkShape};
use crate::points::{HostPoints, Measurement, Minibatch, Points, Split};
use crate::step::{Optimizer, Plane, StepSequence, StepsTaken, Subspace};
use serde::{Deserialize, Serialize};

/// An request as read from a message.
pub(super) enum Request {
    /// Prepare for a network. Its images follow, set by set.
    Network(Network),
    /// Some of the pixels of the images.
    Pixels(Vec<u8>),
    /// The labels of the images whose pixels have arrived: a set of images is complete.
    Labels(Vec<u8>),
    /// Compute the network with these variations from now on.
    Variations(Vec<Variation>),
    /// The subspace of the next stretches.
    Subspace(Subspace<HostPoints<f32>>),
    /// Take steps in the last subspace sent. The number comes back with the answer.
    StepSequence(u64, StepSequence<HostPoints<f32>>),
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

/// The part of a network's description that is sent as text.
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

/// The most numbers in an image.
const LARGEST_IMAGE: usize = 1 << 24;
/// Labels are bytes.
const MOST_CLASSES: usize = 256;
/// Training, test and, if separate, the measured ones.
const IMAGE_SETS: std::ops::RangeInclusive<usize> = 2..=3;

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
    // A few names and whole numbers always serialise. Numbers that JSON does not represent exactly follow as bytes.
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
        // NaN stands for no change.
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

pub(super) fn stretch(number: u64, stretch: &StepSequence<HostPoints<f32>>) -> Vec<u8> {
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

impl Request {
    pub(super) fn read(bytes: &[u8]) -> Result<Self, PoolError> {
        let mut reader = Reader::new(bytes);
        let request = Self::read_from(&mut reader)?;
        reader.end()?;
        Ok(request)
    }

    fn read_from(reader: &mut Reader<'_>) -> Result<Self, PoolError> {
        Ok(match reader.whole()? {
            NETWORK => Self::Network(read_network(reader)?),
            PIXELS => Self::Pixels(reader.raw()?.to_vec()),
            LABELS => Self::Labels(reader.raw()?.to_vec()),
            VARIATIONS => {
                let variations = (0..reader.whole()?).map(|_| read_variation(reader));
                Self::Variations(variations.collect::<Result<_, _>>()?)
            }
            SUBSPACE => Self::Subspace(read_subspace(reader)?),
            STRETCH => Self::StepSequence(reader.whole()?, read_stretch(reader)?),
            MEASURE => Self::Measure(reader.whole()?, one_of(&SPLITS, reader.whole()?)?, reader.points()?),
            _ => return Err(PoolError::Damaged("unknown request")),
        })
    }
}

fn one_of<T: Copy>(known: &[T], place: u64) -> Result<T, PoolError> {
    let found = usize::try_from(place).ok().and_then(|place| known.get(place));
    found.copied().ok_or(PoolError::Damaged("unknown name"))
}

fn read_network(reader: &mut Reader<'_>) -> Result<Network, PoolError> {
    let words: Words = serde_json::from_str(reader.text()?)
        .map_err(|_| PoolError::Damaged("invalid description of the network"))?;
    check_sizes(&words)?;
    let normalisation = Normalisation { mean: reader.reals()?, standard_deviation: reader.reals()? };
    let regularisation = Regularisation { l2: reader.real()?, dropout: reader.real()? };
    check_regularisation(Some(regularisation.l2), Some(regularisation.dropout))?;
    Ok(Network {
        // Its layers are already widened.
        shape: NetworkShape::new(&words.architecture, words.activation, 1.0, words.image, words.classes)?,
        instructions: words.instructions,
        image_sets: words.image_sets,
        normalisation,
        regularisation,
    })
}

/// Checks the values that sizes are computed from.
fn check_sizes(words: &Words) -> Result<(), PoolError> {
    let ImageShape { channels, height, width } = words.image;
    let numbers = channels.checked_mul(height).and_then(|plane| plane.checked_mul(width));
    if !numbers.is_some_and(|numbers| (1..=LARGEST_IMAGE).contains(&numbers)) {
        return Err(PoolError::Damaged("an image is empty or too large"));
    }
    if !(1..=MOST_CLASSES).contains(&words.classes) {
        return Err(PoolError::Damaged("too few or too many classes"));
    }
    match IMAGE_SETS.contains(&words.image_sets) {
        true => Ok(()),
        false => Err(PoolError::Damaged("a network needs two or three sets of images")),
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

fn read_variation(reader: &mut Reader<'_>) -> Result<Variation, PoolError> {
    let [l2, dropout, width] = reader.reals()?[..] else {
        return Err(PoolError::Damaged("a variation does not have three numbers"));
    };
    let number = |number: f64| (!number.is_nan()).then_some(number);
    check_regularisation(number(l2), number(dropout))?;
    Ok(Variation { l2: number(l2), dropout: number(dropout), width: number(width) })
}

fn read_subspace(reader: &mut Reader<'_>) -> Result<Subspace<HostPoints<f32>>, PoolError> {
    Ok(match reader.whole()? {
        FULL => Subspace::Full,
        NORMAL => Subspace::Normal { through: reader.points()?, directions: reader.points()? },
        PLANES => {
            let planes = (0..reader.whole()?).map(|_| read_plane(reader)).collect::<Result<_, PoolError>>();
            Subspace::Planes(planes?)
        }
        _ => return Err(PoolError::Damaged("unknown kind of subspace")),
    })
}

fn read_plane(reader: &mut Reader<'_>) -> Result<Plane<HostPoints<f32>>, PoolError> {
    let (origin, rows) = (reader.points()?, reader.points()?);
    match (origin.count(), rows.count()) {
        (1, count) if count == Points::dimension(&origin) => Ok(Plane::of_rows(origin, &rows.convert())),
        _ => Err(PoolError::Damaged("the rows of a plane do not match the coordinates of its origin")),
    }
}

/// The subspace is [`Subspace::Full`]: the actual one came before.
fn read_stretch(reader: &mut Reader<'_>) -> Result<StepSequence<HostPoints<f32>>, PoolError> {
    let descent = reader.whole()?;
    let optimizer = one_of(&OPTIMIZERS, reader.whole()?)?;
    let (taken, variables) = (reader.count()?, reader.points()?);
    let memory = (0..reader.whole()?).map(|_| reader.points()).collect::<Result<_, _>>()?;
    let mut steps = Vec::new();
    for _ in 0..reader.whole()? {
        steps.push((Minibatch { examples: reader.indices()?, noise: reader.whole()? }, reader.real()?));
    }
    Ok(StepSequence { descent, subspace: Subspace::Full, variables, optimizer, memory, taken, steps })
}

/// The answer to a stretch.
pub(super) async fn stretched(
    number: u64,
    stretched: StepsTaken<HostPoints<f32>, Vec<f64>>,
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

/// The answer to [`Request::Measure`].
pub(super) fn measured(number: u64, measurements: &[Measurement]) -> Vec<u8> {
    let mut writer = Writer::default();
    let accuracy = |measured: &Measurement| measured.accuracy.unwrap_or(f64::NAN);
    writer.whole(number);
    writer.reals(&measurements.iter().map(|measured| measured.loss).collect::<Vec<_>>());
    writer.reals(&measurements.iter().map(accuracy).collect::<Vec<_>>()).finish()
}

/// The number of the request that an answer belongs to.
pub(super) fn number_of(answer: &[u8]) -> Option<u64> {
    Reader::new(answer).whole().ok()
}

/// Reads the answer to a stretch of the shape of `asked`.
pub(super) fn read_stretched(
    answer: &[u8],
    asked: &StepSequence<HostPoints<f32>>,
) -> Result<StepsTaken<HostPoints<f32>, Vec<f64>>, PoolError> {
    let mut reader = Reader::new(answer);
    reader.whole()?;
    let variables = reader.points()?;
    let memory = (0..reader.whole()?).map(|_| reader.points()).collect::<Result<Vec<_>, _>>()?;
    let losses = (0..reader.whole()?).map(|_| reader.reals()).collect::<Result<Vec<_>, _>>()?;
    let shape = |points: &HostPoints<f32>| (points.count(), Points::dimension(points));
    reader.end()?;
    let wanted = shape(&asked.variables);
    let memories = asked.optimizer.memories(asked.taken + asked.steps.len());
    let is_whole = memory.len() == memories
        && memory.iter().chain([&variables]).all(|points| shape(points) == wanted)
        && losses.len() == asked.steps.len()
        && losses.iter().all(|losses| losses.len() == wanted.0);
    match is_whole {
        true => Ok(StepsTaken::received(variables, memory, losses)),
        false => Err(PoolError::Damaged("the answer does not match the request")),
    }
}

/// Reads the answer to [`Request::Measure`] at `count` points.
pub(super) fn read_measured(answer: &[u8], count: usize) -> Result<Vec<Measurement>, PoolError> {
    let mut reader = Reader::new(answer);
    reader.whole()?;
    let (losses, accuracies) = (reader.reals()?, reader.reals()?);
    reader.end()?;
    if (losses.len(), accuracies.len()) != (count, count) {
        return Err(PoolError::Damaged("the answer does not match the request"));
    }
    let measurement = |(loss, accuracy): (f64, f64)| Measurement {
        loss,
        accuracy: (!accuracy.is_nan()).then_some(accuracy),
    };
    Ok(losses.into_iter().zip(accuracies).map(measurement).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An answer that is truncated, extended or has a changed byte is refused or has the requested shape, because its
    /// content is combined with what is computed here.
    fn assert_judged<T>(answer: &[u8], read: impl Fn(&[u8]) -> Option<T>, is_fit: impl Fn(&T) -> bool) {
        assert!(read(answer).is_some_and(|read| is_fit(&read)));
        let longer = [answer, &[0]].concat();
        let cut = (0..answer.len()).map(|end| &answer[..end]);
        assert!(cut.chain([&*longer]).all(|answer| read(answer).is_none()));
        for place in 0..answer.len() {
            for byte in [0, 1, 2, 3, 127, 255] {
                let mut damaged = answer.to_vec();
                damaged[place] = byte;
                assert!(read(&damaged).is_none_or(|read| is_fit(&read)), "{byte} at {place}");
            }
        }
    }

    #[test]
    fn answers_are_refused_where_they_do_not_fit_what_was_asked() {
        let points = HostPoints::from_fn(2, 3, |point, axis| (point + axis) as f32);
        let step = |noise| (Minibatch { examples: vec![0], noise }, 0.1);
        for optimizer in OPTIMIZERS {
            for taken in [0, 4] {
                let asked = StepSequence {
                    descent: 1,
                    subspace: Subspace::Full,
                    variables: points.clone(),
                    optimizer,
                    memory: vec![points.clone(); optimizer.memories(taken)],
                    taken,
                    steps: vec![step(1), step(2)],
                };
                let answer = |memories: usize| {
                    let losses = vec![vec![0.5, 1.5]; 2];
                    let sent = StepsTaken::received(points.clone(), vec![points.clone(); memories], losses);
                    pollster::block_on(stretched(7, sent)).unwrap()
                };
                let memories = optimizer.memories(taken + 2);
                let read = |answer: &[u8]| read_stretched(answer, &asked).ok();
                assert_judged(&answer(memories), read, |read| {
                    let shape = |points: &HostPoints<f32>| (points.count(), Points::dimension(points));
                    read.memory.len() == memories
                        && read.memory.iter().chain([&read.variables]).all(|points| shape(points) == (2, 3))
                });
                assert!(read(&answer(memories + 1)).is_none());
                assert!(memories == 0 || read(&answer(memories - 1)).is_none());
            }
        }
        let measurements = [Measurement { loss: 1.0, accuracy: Some(0.5) }; 3];
        let answer = measured(7, &measurements);
        assert_judged(&answer, |answer| read_measured(answer, 3).ok(), |read| read.len() == 3);
        assert!(read_measured(&answer, 2).is_err() && read_measured(&answer, 4).is_err());
    }
}
