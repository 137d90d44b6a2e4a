//! The curvature at an optimum: the trace of the Hessian of L²/2 by Hutchinson's estimate, from gradients alone.

use super::CurvatureNumbers;
use crate::experiment::{Claim, ExperimentError};
use crate::landscape::wedges::{Objective, ShortDirections};
use crate::landscape::{Landscape, LandscapeError, Wedges};
use crate::numerics::random::{Purpose, stream};
use crate::numerics::statistics::{STANDARD_ERRORS, mean};
use crate::numerics::wide_dot;
use crate::observer::{Observer, Work};
use crate::points::{HostPoints, Minibatch, PendingLosses, Points};
use rand::Rng;
use rand_chacha::ChaCha8Rng;

/// The initial half step of a difference, as a share of a coordinate's size. L²/2 is quadratic as long as the nearest
/// wedge stays the same, so any step is exact, and a large one has the smallest rounding error.
const FIRST_STEP: f64 = 1e-2;
/// A step is halved until its ends have the same nearest wedge, but not below this share.
const LAST_STEP: f64 = 1e-8;
/// The relative error of a trace from differences of rounded gradients.
const PRECISION: f64 = 1e-3;

/// zᵀHz = z · (g(P + hz) − g(P − hz)) / 2h for `probes` random vectors z of ±1; its mean is the trace of H.
///
/// # Errors
/// When the work is cancelled or the device fails.
pub(super) async fn measure<L: Landscape>(
    landscape: &L,
    wedges: &Wedges,
    optimum: &HostPoints<f64>,
    probes: usize,
    seed: u64,
    observer: &mut impl Observer,
) -> Result<CurvatureNumbers, ExperimentError> {
    let generator = &mut stream(seed, Purpose::Directions);
    let at_once = (landscape.gradients_at_once() / 2).clamp(1, probes);
    let mut estimate = Vec::with_capacity(probes);
    while estimate.len() < probes {
        let count = at_once.min(probes - estimate.len());
        let mut probed = Vec::with_capacity(count);
        for _ in 0..count {
            let signs = signs(generator, optimum.dimension());
            let step = step(wedges, optimum, &signs);
            probed.push((signs, step));
        }
        let ends = probed
            .iter()
            .flat_map(|(signs, step)| [optimum.clone().add(*step, signs), optimum.clone().add(-step, signs)]);
        let ends = landscape.points(&HostPoints::stack(&ends.collect::<Vec<_>>()));
        let gradients = half_square_gradients(landscape, wedges, &ends).await?;
        for (number, (signs, step)) in probed.iter().enumerate() {
            let along = |end: usize| wide_dot(gradients.point(end), signs.point(0));
            estimate.push((along(2 * number) - along(2 * number + 1)) / (2.0 * step));
        }
        observer.rest(Work::Gradient((2 * count) as f64)).await.map_err(LandscapeError::from)?;
    }
    Ok(CurvatureNumbers { short_directions: mean(&estimate), estimate })
}

/// The gradients of L²/2, whichever objective the landscape descends on.
async fn half_square_gradients<L: Landscape>(
    landscape: &L,
    wedges: &Wedges,
    points: &L::Points,
) -> Result<HostPoints<f64>, LandscapeError> {
    let batch = Minibatch { examples: vec![0], noise: 0 };
    let (losses, gradients) = landscape.loss_and_gradient(points, &batch)?;
    let mut gradients = gradients.read().await?;
    if wedges.specification().objective == Objective::Distance {
        let losses = L::Losses::read(vec![losses]).await?.concat();
        for (row, loss) in losses.into_iter().enumerate() {
            gradients.point_mut(row).iter_mut().for_each(|value| *value *= loss);
        }
    }
    Ok(gradients)
}

/// The half step along `signs` such that both ends have the same nearest wedge as the optimum.
fn step(wedges: &Wedges, optimum: &HostPoints<f64>, signs: &HostPoints<f64>) -> f64 {
    let point = optimum.point(0);
    let typical = (wide_dot(point, point) / point.len() as f64).sqrt();
    let size = if typical > 0.0 { typical } else { 1.0 };
    let wedge = wedges.nearest(point);
    let mut step = FIRST_STEP * size;
    let changes = |step: f64| {
        let is_other = |end: f64| wedges.nearest(optimum.clone().add(end, signs).point(0)) != wedge;
        is_other(step) || is_other(-step)
    };
    while step > LAST_STEP * size && changes(step) {
        step /= 2.0;
    }
    step
}

/// One row of independent signs.
fn signs(generator: &mut ChaCha8Rng, dimension: usize) -> HostPoints<f64> {
    let mut bits = 0;
    HostPoints::from_fn(1, dimension, |_, axis| {
        if axis % 64 == 0 {
            bits = generator.next_u64();
        }
        let sign = if bits & 1 == 1 { 1.0 } else { -1.0 };
        bits >>= 1;
        sign
    })
}

/// The trace is s. The variance of its estimate is 2 Σ_{i≠j} H_ij² = 2(s − Σ H_ii²): zero along the axes.
pub(super) fn claim(wedges: &Wedges, optima: &HostPoints<f64>, curvature: &CurvatureNumbers) -> Claim {
    let wedge = wedges.nearest(optima.point(0));
    let short = wedge.short_dimension() as f64;
    let squared_diagonal = match wedge.short_directions() {
        ShortDirections::Axes(axes) => axes.len() as f64,
        ShortDirections::Basis(basis) => {
            let mut diagonal = vec![0.0; wedges.specification().dimension];
            for direction in basis.iter() {
                diagonal.iter_mut().zip(direction).for_each(|(sum, value)| *sum += value * value);
            }
            wide_dot(&diagonal, &diagonal)
        }
    };
    let probes = curvature.estimate.len() as f64;
    let standard_error = libm::sqrt(2.0 * (short - squared_diagonal).max(0.0) / probes);
    // Sums of few squares lie far above their mean more often than normal numbers do: by the Cornish–Fisher correction,
    // (4² − 1)/6 times the skewness √(8/s) of a sum of s squares, over √N.
    let skewed = (STANDARD_ERRORS * STANDARD_ERRORS - 1.0) / 6.0 * libm::sqrt(8.0 / (short * probes));
    Claim::equal(
        "curvature",
        "at an optimum the Hessian of L²/2 has trace s: its eigenvalues are 1 in the wedge's s short directions and 0 in \
         all others",
        curvature.short_directions,
        short,
        (STANDARD_ERRORS + skewed) * standard_error + PRECISION * short,
    )
}
