//! One training, two points: where a target loss was first reached, and where the training ended.

use super::course::{Course, only};
use super::{Trained, comes_from_elsewhere, keep, key, known};
use crate::descent::{DescentError, DescentSpecification};
use crate::experiment::ExperimentError;
use crate::landscape::{Landscape, measure};
use crate::observer::Observer;
use crate::points::Split;

/// The outcome of a training that continued past its target loss.
#[derive(Debug, Clone)]
pub struct TrainedPastTarget<P> {
    /// Where the target loss was first reached; `None` if it never was.
    pub at_target: Option<Trained<P>>,
    /// Where all epochs ended, or the step after which the loss was NaN or infinite.
    pub at_end: Result<Trained<P>, usize>,
}

/// Trains from the start that `seed` draws through all epochs, and keeps the point at which the target loss of the
/// settings was first reached: exactly the points that [`train`](super::train) finds with that target and without one.
///
/// # Errors
/// When the work is cancelled, or the device fails. A training that diverges is not an error.
pub async fn train_past_target<L: Landscape>(
    landscape: &L,
    settings: &DescentSpecification,
    seed: u64,
    observer: &mut impl Observer,
) -> Result<TrainedPastTarget<L::Points>, ExperimentError> {
    let without_target = DescentSpecification { target_loss: 0.0, ..settings.clone() };
    let keys = [settings, &without_target].map(|settings| key(landscape, settings, seed));
    let [first, last] = [0, 1].map(|place| known(keys[place].as_ref(), observer));
    if comes_from_elsewhere(seed, first.is_some() && last.is_some(), observer)? {
        // If one is `None` now, the points were there when this job began and have been removed.
        let (first, last) = first.zip(last).ok_or(DescentError::ForeignRecord)?;
        let [first, last] = [first, last].map(|point| Trained::recalled(landscape, seed, point));
        let stopped_early = first.losses.len() < last.losses.len();
        let has_met = stopped_early || meets_target(landscape, &first, settings, observer).await?;
        return Ok(TrainedPastTarget { at_target: has_met.then_some(first), at_end: Ok(last) });
    }
    let [target_key, end_key] = keys;
    let mut at_target = None;
    let ended = async {
        let mut course = Course::begin(landscape, settings, seed, observer)?;
        if course.run_to_target(observer).await? {
            at_target = Some(course.here(observer).await?);
            course.run_to_end(observer).await?;
        }
        course.finish(observer).await
    };
    let at_end = match ended.await {
        Ok(trained) => Ok(trained),
        Err(DescentError::Diverged { step, .. }) => Err(step),
        Err(error) => return Err(error.into()),
    };
    // A training that does not reach its target stops at the end.
    if let Some(stopped) = at_target.as_ref().or(at_end.as_ref().ok()) {
        keep(target_key, stopped, observer).await?;
    }
    if let Ok(trained) = &at_end {
        keep(end_key, trained, observer).await?;
    }
    Ok(TrainedPastTarget { at_target, at_end })
}

async fn meets_target<L: Landscape>(
    landscape: &L,
    trained: &Trained<L::Points>,
    settings: &DescentSpecification,
    observer: &mut impl Observer,
) -> Result<bool, ExperimentError> {
    match settings.target_loss > 0.0 {
        true => {
            let measured = measure(landscape, &trained.optimum, Split::Measured, observer).await?;
            Ok(only(measured).loss <= settings.target_loss)
        }
        false => Ok(false),
    }
}
