//! Several optima, each on a different wedge if the landscape is made of wedges.

use super::training::train;
use super::{ExperimentError, UnsuitableSetting};
use crate::descent::DescentSpecification;
use crate::landscape::wedges::WedgesSpecification;
use crate::landscape::{Landscape, Wedges};
use crate::numerics::random::trial_seeds;
use crate::observer::{Note, Observer};
use crate::points::Points;

/// How many starts are drawn for every optimum that is needed.
const STARTS_PER_OPTIMUM: usize = 200;

/// Descends to `count` optima (at least one) from the initial points of `seed` and the seeds after it: one per row, in
/// that order.
///
/// On wedges, a start is skipped if an earlier optimum lies on its nearest wedge. On networks no start is skipped,
/// because their wedges cannot be distinguished.
///
/// # Errors
/// When random starts do not reach enough wedges, a descent diverges, the work is cancelled, or the device fails.
pub async fn different_optima<L: Landscape>(
    landscape: &L,
    wedges: Option<&Wedges>,
    descent: &DescentSpecification,
    seed: u64,
    count: usize,
    observer: &mut impl Observer,
) -> Result<L::Points, ExperimentError> {
    let seeds = seeds_of_different_wedges(wedges, seed, count)?;
    let mut optima = Vec::with_capacity(count);
    for (number, seed) in seeds.into_iter().enumerate() {
        observer.note(Note::Stage(format!("finding optimum {} of {count}", number + 1)));
        optima.push(train(landscape, descent, seed, observer).await?.optimum);
    }
    Ok(L::Points::stack(&optima))
}

/// The distance between the seeds of two repetitions on networks: the optima of one repetition come from the seeds in
/// between.
const BETWEEN_REPETITIONS: u64 = 100;

/// The seeds of `repetitions` repetitions (at least one), `seed` first. On networks they do not depend on the
/// experiment, so that experiments use the same optima.
pub fn seeds_of_repetitions(wedges: Option<&Wedges>, seed: u64, repetitions: usize) -> Vec<u64> {
    match wedges {
        Some(_) => std::iter::once(seed).chain(trial_seeds(seed, repetitions.saturating_sub(1))).collect(),
        None => (0..repetitions as u64).map(|repetition| seed_of_repetition(seed, repetition)).collect(),
    }
}

/// The seed of a network's repetition, the first being repetition 0.
pub fn seed_of_repetition(seed: u64, repetition: u64) -> u64 {
    seed.wrapping_add(BETWEEN_REPETITIONS * repetition)
}

/// The first `count` seeds from `seed` on whose starts are nearest to different wedges.
fn seeds_of_different_wedges(
    wedges: Option<&Wedges>,
    seed: u64,
    count: usize,
) -> Result<Vec<u64>, ExperimentError> {
    let starts = count.saturating_mul(STARTS_PER_OPTIMUM);
    let seeds = (0..starts as u64).map(|number| seed.wrapping_add(number));
    let Some(wedges) = wedges else { return Ok(seeds.take(count).collect()) };
    let (mut chosen, mut taken) = (Vec::new(), Vec::new());
    for seed in seeds {
        if chosen.len() == count {
            break;
        }
        let wedge = wedges.nearest(wedges.start(seed).point(0));
        if !taken.contains(&wedge) {
            taken.push(wedge);
            chosen.push(seed);
        }
    }
    match chosen.len() == count {
        true => Ok(chosen),
        false => Err(ExperimentError::TooFewWedgesMet { wanted: count, found: chosen.len(), starts }),
    }
}

/// Checks that the landscape, if made of wedges, has at least `optima` different ones.
///
/// # Errors
/// When there are fewer wedges than optima.
pub fn check_wedges_suffice(
    wedges: Option<&WedgesSpecification>,
    optima: usize,
) -> Result<(), UnsuitableSetting> {
    let most = wedges.map_or(u64::MAX, WedgesSpecification::most_different_wedges);
    match most >= optima as u64 {
        true => Ok(()),
        false => Err(UnsuitableSetting {
            field: "wedges",
            advice: format!(
                "{optima} optima on different wedges are needed, but there are only {most}; \
                 choose more wedges, fewer optima or, with family=all, other dimensions"
            ),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::landscape::measure;
    use crate::observer::Unobserved;
    use crate::points::Split;

    #[test]
    fn optima_lie_on_wedges_of_their_own() {
        let specification =
            WedgesSpecification { dimension: 60, wedge_dimension: 50, wedges: 6, ..Default::default() };
        let wedges = Wedges::<f64>::new(&specification, 3).unwrap();
        let descent = DescentSpecification::for_wedges();
        let optima =
            pollster::block_on(different_optima(&wedges, Some(&wedges), &descent, 3, 6, &mut Unobserved))
                .unwrap();
        let nearest: Vec<_> = optima.iter().map(|point| wedges.nearest(point)).collect();
        for (number, wedge) in nearest.iter().enumerate() {
            assert!(!nearest[..number].contains(wedge));
        }
        let losses = pollster::block_on(measure(&wedges, &optima, Split::Train, &mut Unobserved)).unwrap();
        assert!(losses.iter().all(|measured| measured.loss < 1e-12));
    }

    #[test]
    fn more_optima_than_wedges_are_refused() {
        let specification = WedgesSpecification { wedges: 4, ..Default::default() };
        assert!(check_wedges_suffice(Some(&specification), 4).is_ok());
        let error = check_wedges_suffice(Some(&specification), 5).unwrap_err();
        assert_eq!(error.field, "wedges");
        assert!(error.to_string().contains("only 4;"), "{error}");
        assert!(check_wedges_suffice(None, 5).is_ok());
        let wedges = Wedges::<f64>::new(&specification, 3).unwrap();
        let descent = DescentSpecification::for_wedges();
        let found =
            pollster::block_on(different_optima(&wedges, Some(&wedges), &descent, 3, 5, &mut Unobserved));
        assert!(matches!(found, Err(ExperimentError::TooFewWedgesMet { wanted: 5, found: 4, starts: 1000 })));
    }
}
