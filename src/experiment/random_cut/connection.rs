//! The quantitative connection (section 3.3 of the paper): a network's short directions, the dimension from which
//! random planes train it, and wedges with equal numbers of dimensions and short directions.

use super::plane::Plane;
use super::solver::{Solver, exact_loss_ratio};
use crate::descent::DescentSpecification;
use crate::experiment::from_json::from_json;
use crate::experiment::short_directions::{ShortDirections, Trial, passes_beside, trials_beside};
use crate::experiment::training::{train, train_passes};
use crate::experiment::{ExperimentError, Protocol};
use crate::landscape::Landscape;
use crate::landscape::wedges::{Family, Wedges, WedgesSpecification};
use crate::numerics::statistics::mean;
use crate::observer::{Note, Observer};
use crate::points::Points;
use serde::Serialize;

/// The dimensions of planes that cut the wedges, as shares of s.
const SHARES: [f64; 9] = [0.1, 0.25, 0.5, 0.75, 0.9, 1.0, 1.25, 2.0, 4.0];

/// A network and the wedges that correspond to it.
#[derive(Debug, Clone, Serialize)]
pub struct Connection {
    /// The number of short directions near the trained optimum, one per trial; NaN if no plane reaches the threshold.
    pub short_directions: Vec<f64>,
    /// Their mean.
    pub mean_short_directions: f64,
    /// All wedges along the axes with the network's D and as many short directions; `None` if there is no count.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wedges: Option<WedgesCut>,
}

from_json!(Connection: needs [mean_short_directions], may lack [short_directions, wedges]);

/// Random planes through the wedges, solved exactly.
#[derive(Debug, Clone, Serialize)]
pub struct WedgesCut {
    /// D.
    pub dimension: usize,
    /// s.
    pub short_dimension: usize,
    /// d.
    pub plane_dimension: Vec<usize>,
    /// The loss where the solver ends over that at the plane's origin, averaged over planes.
    pub mean_loss_ratio: Vec<f64>,
    /// The smallest of these dimensions at which every plane meets a wedge.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub threshold: Option<usize>,
}

from_json! {
    WedgesCut:
    needs [plane_dimension, mean_loss_ratio],
    may lack [dimension, short_dimension, threshold]
}

/// Counts short directions near the optimum of `seed`, and cuts wedges with as many.
pub(super) async fn connect<L: Landscape>(
    landscape: &L,
    descent: &DescentSpecification,
    seed: u64,
    seeds: &[u64],
    observer: &mut impl Observer,
) -> Result<Connection, ExperimentError> {
    observer.note(Note::Stage("finding the optimum".to_owned()));
    let optimum = train(landscape, descent, seed, observer).await?.optimum.read().await?;
    observer.note(Note::Stage("counting short directions near the optimum".to_owned()));
    let counting = ShortDirections::on_networks();
    let trials = trials_beside(&counting, landscape, descent, &optimum, seeds, observer).await?;
    let counts: Vec<f64> = trials.iter().filter_map(|trial| trial.short_directions).collect();
    let count = mean(&counts);
    let wedges = match count.round() {
        short if short >= 1.0 => {
            observer
                .note(Note::Stage("descending in planes on wedges with as many short directions".to_owned()));
            cut_wedges(landscape.dimension(), short as usize, seeds, observer).await?
        }
        _ => None,
    };
    let short_directions = |trial: &Trial| trial.short_directions.unwrap_or(f64::NAN);
    Ok(Connection {
        short_directions: trials.iter().map(short_directions).collect(),
        mean_short_directions: count,
        wedges,
    })
}

/// The work of the network's part, in passes of an example.
pub(super) fn passes(landscape: &impl Landscape, descent: &DescentSpecification, trials: usize) -> f64 {
    let counting = ShortDirections { trials, ..ShortDirections::on_networks() };
    train_passes(landscape, descent) + passes_beside(&counting, landscape, descent, 1)
}

async fn cut_wedges(
    dimension: usize,
    short_dimension: usize,
    seeds: &[u64],
    observer: &mut impl Observer,
) -> Result<Option<WedgesCut>, ExperimentError> {
    let specification = WedgesSpecification {
        dimension,
        wedge_dimension: dimension - short_dimension.min(dimension),
        family: Family::All,
        ..Default::default()
    };
    // The specification is valid for every network.
    let Ok(wedges) = Wedges::<f64>::new(&specification, 0) else { return Ok(None) };
    let mut plane_dimension: Vec<usize> = SHARES
        .iter()
        .map(|share| ((share * short_dimension as f64).round() as usize).clamp(1, dimension))
        .collect();
    plane_dimension.dedup();
    let (mut mean_loss_ratio, mut threshold) = (Vec::new(), None);
    for &plane_dimension in &plane_dimension {
        let mut ratios = Vec::with_capacity(seeds.len());
        for &seed in seeds {
            let plane = Plane::random(&wedges, plane_dimension, 1.0, seed, seed).await?;
            ratios.push(exact_loss_ratio(&wedges, &plane, observer).await?);
        }
        if threshold.is_none() && ratios.iter().all(|&ratio| ratio < Solver::Exact.success()) {
            threshold = Some(plane_dimension);
        }
        mean_loss_ratio.push(mean(&ratios));
    }
    Ok(Some(WedgesCut { dimension, short_dimension, plane_dimension, mean_loss_ratio, threshold }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::observer::Unobserved;

    #[test]
    fn wedges_are_met_from_as_many_dimensions_on_as_they_are_short() {
        let cut = pollster::block_on(cut_wedges(300, 20, &[1, 2, 3], &mut Unobserved)).unwrap().unwrap();
        assert_eq!((cut.dimension, cut.short_dimension, cut.threshold), (300, 20, Some(20)));
        assert_eq!(cut.plane_dimension, [2, 5, 10, 15, 18, 20, 25, 40, 80]);
        assert!(cut.mean_loss_ratio[..5].windows(2).all(|pair| pair[1] < pair[0]), "{cut:?}");
        assert!(cut.mean_loss_ratio[4] > 1e-4 && cut.mean_loss_ratio[5] < 1e-6, "{cut:?}");
    }
}
