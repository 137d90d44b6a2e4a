//! Whether a request fits the worker's network: messages are never trusted.

use super::PoolError;
use crate::landscape::{HostNetwork, Landscape};
use crate::points::{HostPoints, Points, Split};
use crate::step::{StepSequence, Subspace};

/// Checks that points have the network's dimension.
///
/// # Errors
/// When they have another number of coordinates.
pub(super) fn check_points(points: &HostPoints<f32>, network: &HostNetwork) -> Result<(), PoolError> {
    check("coordinates of a point", Points::dimension(points), network.dimension())
}

/// Checks that steps can be taken.
///
/// # Errors
/// When points, planes, the optimizer's memory or the minibatches do not fit the network or each other.
pub(super) fn check_steps(
    sequence: &StepSequence<HostPoints<f32>>,
    network: &HostNetwork,
) -> Result<(), PoolError> {
    let StepSequence { subspace, variables, optimizer, memory, taken, steps, .. } = sequence;
    if variables.count() == 0 {
        return Err(PoolError::Damaged("no points to descend from"));
    }
    check_subspace(subspace, variables, network)?;
    check("memories of the optimizer", memory.len(), optimizer.memories(*taken))?;
    for points in memory {
        check("coordinates of the optimizer's memory", Points::dimension(points), variables.dimension())?;
        check("points in the optimizer's memory", points.count(), variables.count())?;
    }
    if taken.checked_add(steps.len()).is_none_or(|steps| u32::try_from(steps).is_err()) {
        return Err(PoolError::Damaged("too many steps"));
    }
    let examples = network.examples(Split::Train);
    let is_known = |example: &u32| usize::try_from(*example).is_ok_and(|example| example < examples);
    match steps.iter().all(|(batch, _)| !batch.examples.is_empty() && batch.examples.iter().all(is_known)) {
        true => Ok(()),
        false => Err(PoolError::Damaged("a minibatch is empty or names an unknown image")),
    }
}

fn check_subspace(
    subspace: &Subspace<HostPoints<f32>>,
    variables: &HostPoints<f32>,
    network: &HostNetwork,
) -> Result<(), PoolError> {
    match subspace {
        Subspace::Full => check_points(variables, network),
        Subspace::Normal { through, directions } => {
            [variables, through, directions]
                .into_iter()
                .try_for_each(|points| check_points(points, network))?;
            match through.count() {
                1 => Ok(()),
                count => check("points that hyperplanes go through", count, variables.count()),
            }
        }
        Subspace::Planes(planes) => {
            check("planes", planes.len(), variables.count())?;
            for plane in planes {
                let (origin, rows) = plane.parts();
                check_points(origin, network)?;
                check("origins of a plane", origin.count(), 1)?;
                check("rows of a plane", rows.count(), network.dimension())?;
                check("coordinates in a plane", rows.dimension(), variables.dimension())?;
            }
            Ok(())
        }
    }
}

fn check(what: &'static str, found: usize, wanted: usize) -> Result<(), PoolError> {
    match found == wanted {
        true => Ok(()),
        false => Err(PoolError::Misfit { what, found, wanted }),
    }
}
