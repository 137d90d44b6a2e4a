//! Whether what a worker is asked for fits the network that it has: bytes from elsewhere are believed in nothing.

use super::PoolError;
use crate::descent::{Stretch, Subspace};
use crate::landscape::{HostNetwork, HostPoints, Landscape, Points, Split};

/// Checks that points are points of the network.
///
/// # Errors
/// When they have another number of coordinates.
pub(super) fn check_points(points: &HostPoints<f32>, network: &HostNetwork) -> Result<(), PoolError> {
    check("coordinates of a point", Points::dimension(points), network.dimension())
}

/// Checks that steps can be taken.
///
/// # Errors
/// When points, planes, what the optimizer remembers or the minibatches do not fit the network or each other.
pub(super) fn check_stretch(
    stretch: &Stretch<HostPoints<f32>>,
    network: &HostNetwork,
) -> Result<(), PoolError> {
    let Stretch { subspace, variables, optimizer, memory, taken, steps, .. } = stretch;
    if variables.count() == 0 {
        return Err(PoolError::Damaged("no point is to descend"));
    }
    check_subspace(subspace, variables, network)?;
    check("memories of the optimizer", memory.len(), optimizer.memories(*taken))?;
    for points in memory {
        check("coordinates of the optimizer's memory", Points::dimension(points), variables.dimension())?;
        check("points in the optimizer's memory", points.count(), variables.count())?;
    }
    if taken.checked_add(steps.len()).is_none_or(|steps| u32::try_from(steps).is_err()) {
        return Err(PoolError::Damaged("there are more steps than can be counted"));
    }
    let examples = network.examples(Split::Train);
    let is_known = |example: &u32| usize::try_from(*example).is_ok_and(|example| example < examples);
    match steps.iter().all(|(batch, _)| !batch.examples.is_empty() && batch.examples.iter().all(is_known)) {
        true => Ok(()),
        false => Err(PoolError::Damaged("a minibatch is empty, or names an image that there is not")),
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
