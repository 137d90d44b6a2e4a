//! The answers of a pool's workers. Each begins with the number of its request.

use super::PoolError;
use super::sent_points::{SentPoints, read, written};
use crate::points::{HostPoints, Measurement, Points};
use crate::step::{StepLosses, StepSequence, StepsTaken};
use serde::{Deserialize, Serialize};

/// The answer to [`Request::Steps`](super::request::Request::Steps).
#[derive(Serialize, Deserialize)]
struct SentStepsTaken<'a> {
    #[serde(with = "postcard::fixint::le")]
    number: u64,
    #[serde(borrow)]
    variables: SentPoints<'a>,
    #[serde(borrow)]
    memory: Vec<SentPoints<'a>>,
    /// One row for each step, one loss for each point.
    losses: Vec<Vec<f64>>,
}

/// The answer to [`Request::Measure`](super::request::Request::Measure).
#[derive(Serialize, Deserialize)]
struct SentMeasurements {
    #[serde(with = "postcard::fixint::le")]
    number: u64,
    /// The loss and the accuracy, if there is one.
    measurements: Vec<(f64, Option<f64>)>,
}

/// The answer to a request for steps.
///
/// # Errors
/// When the losses cannot be read.
pub(super) async fn steps_taken(
    number: u64,
    taken: StepsTaken<HostPoints<f32>, Vec<f64>>,
) -> Result<Vec<u8>, PoolError> {
    let StepsTaken { variables, memory, losses } = taken;
    let losses = StepLosses::read(losses).await.map_err(crate::landscape::LandscapeError::from)?;
    let (variables, memory) = (SentPoints::of(&variables), SentPoints::all(&memory));
    Ok(written(&SentStepsTaken { number, variables, memory, losses }))
}

/// The answer to a request for losses.
pub(super) fn measured(number: u64, measurements: &[Measurement]) -> Vec<u8> {
    let measurements = measurements.iter().map(|measured| (measured.loss, measured.accuracy)).collect();
    written(&SentMeasurements { number, measurements })
}

/// The number of the request that an answer belongs to.
pub(super) fn number_of(answer: &[u8]) -> Option<u64> {
    answer.first_chunk().map(|&number| u64::from_le_bytes(number))
}

/// Reads the answer to a request for these steps.
///
/// # Errors
/// When it is damaged, or has not the shape of what was requested.
pub(super) fn read_steps_taken(
    answer: &[u8],
    asked: &StepSequence<HostPoints<f32>>,
) -> Result<StepsTaken<HostPoints<f32>, Vec<f64>>, PoolError> {
    let SentStepsTaken { variables, memory, losses, .. } = read(answer)?;
    let variables = variables.points()?;
    let memory = memory.iter().map(SentPoints::points).collect::<Result<Vec<_>, _>>()?;
    let shape = |points: &HostPoints<f32>| (points.count(), Points::dimension(points));
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

/// Reads the answer to a request for the losses at `count` points.
///
/// # Errors
/// When it is damaged, or answers for another number of points.
pub(super) fn read_measured(answer: &[u8], count: usize) -> Result<Vec<Measurement>, PoolError> {
    let SentMeasurements { measurements, .. } = read(answer)?;
    match measurements.len() == count {
        true => Ok(measurements.into_iter().map(|(loss, accuracy)| Measurement { loss, accuracy }).collect()),
        false => Err(PoolError::Damaged("the answer does not match the request")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::points::Minibatch;
    use crate::step::{Optimizer, Subspace};

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
        for optimizer in [Optimizer::Adam, Optimizer::Sgd, Optimizer::Momentum] {
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
                    pollster::block_on(steps_taken(7, sent)).unwrap()
                };
                let memories = optimizer.memories(taken + 2);
                let read = |answer: &[u8]| read_steps_taken(answer, &asked).ok();
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
