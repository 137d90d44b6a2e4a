//! Points between several optima that descend orthogonally to all their differences until they are about as low as the
//! optima.

use crate::descent::{Descent, DescentError, Plan};
use crate::experiment::ExperimentError;
use crate::experiment::connector::crossing::across;
use crate::landscape::Landscape;
use crate::observer::Observer;
use crate::points::{HostPoints, Points, Split};
use crate::step::Subspace;

/// How often the loss is measured during a descent that takes all its steps.
const LOOKS: usize = 12;

/// The end of such a descent.
pub(super) struct Between {
    pub(super) point: HostPoints<f64>,
    pub(super) loss: f64,
    pub(super) steps: usize,
}

/// Descends from the combination `weights` of `corners` in the hyperplane normal to all differences of the corners,
/// until the loss is at most `target` or the plan ends. `None` if the descent diverges.
///
/// # Errors
/// When the work is cancelled or the device fails.
pub(super) async fn descend_between<L: Landscape>(
    landscape: &L,
    corners: &HostPoints<f64>,
    weights: Vec<f64>,
    target: f64,
    plan: Plan,
    observer: &mut impl Observer,
) -> Result<Option<Between>, ExperimentError> {
    let start = landscape.points(&HostPoints::single(weights).times(corners));
    let subspace = across(landscape, corners, start.clone());
    match descend_until(landscape, start, subspace, target, plan, observer).await {
        Err(ExperimentError::Descent(DescentError::Diverged { .. })) => Ok(None),
        ended => ended.map(Some),
    }
}

async fn descend_until<L: Landscape>(
    landscape: &L,
    start: L::Points,
    subspace: Subspace<L::Points>,
    target: f64,
    plan: Plan,
    observer: &mut impl Observer,
) -> Result<Between, ExperimentError> {
    let mut descent = Descent::begin(landscape, start, subspace, plan, observer)?;
    let mut loss = f64::NAN;
    for look in 1..=LOOKS {
        descent.run_to(look * plan.steps / LOOKS, observer).await?;
        let measured = descent.measure(Split::Measured, observer).await?;
        loss = measured.first().map_or(f64::NAN, |measured| measured.loss);
        if loss <= target {
            break;
        }
    }
    let steps = descent.steps_taken();
    let point = descent.finish(observer).await?.points.read().await?;
    Ok(Between { point, loss, steps })
}
