//! The eigenvalues of a landscape's Hessian at a point, from differences of gradients: the curvature's count of short
//! directions.

use crate::experiment::ExperimentError;
use crate::landscape::{Landscape, LandscapeError};
use crate::numerics::length;
use crate::numerics::random::{Purpose, standard_normal, stream};
use crate::numerics::spectrum::{Lanczos, RitzValue, ritz_values};
use crate::observer::{Observer, Work};
use crate::points::{HostPoints, Minibatch, Points, Split};

/// Half the step of a difference of gradients, as a share of the point's length. Larger steps leave the quadratic
/// region, and with smaller ones the difference drowns in the rounding errors of single precision.
const STEP: f64 = 1e-3;

/// The Hessian of the loss over some training examples, without regularisation.
pub(super) struct Hessian<'a, L> {
    landscape: &'a L,
    point: HostPoints<f64>,
    step: f64,
    examples: Vec<u32>,
}

impl<'a, L: Landscape> Hessian<'a, L> {
    /// The Hessian at one point, over `examples` training examples, evenly spread among all.
    pub(super) fn at(landscape: &'a L, point: HostPoints<f64>, examples: usize) -> Self {
        let all = landscape.examples(Split::Train);
        let count = examples.clamp(1, all);
        let length = length(point.point(0));
        Self {
            landscape,
            step: STEP * if length > 0.0 { length } else { 1.0 },
            point,
            examples: (0..count).map(|example| (example * all / count) as u32).collect(),
        }
    }

    /// The product with a direction of length 1: (g(P + hv) − g(P − hv)) / 2h.
    ///
    /// # Errors
    /// When the work is cancelled or the device fails.
    pub(super) async fn times(
        &self,
        direction: &[f64],
        observer: &mut impl Observer,
    ) -> Result<Vec<f64>, ExperimentError> {
        let direction = HostPoints::single(direction.to_vec());
        let ends = [self.step, -self.step].map(|step| self.point.clone().add(step, &direction));
        let ends = self.landscape.points(&HostPoints::stack(&ends));
        let at_once = (self.landscape.gradients_at_once() / 2).max(1);
        let mut difference = vec![0.0; direction.dimension()];
        for examples in self.examples.chunks(at_once) {
            let share = examples.len() as f64 / self.examples.len() as f64;
            let batch = Minibatch { examples: examples.to_vec(), noise: 0 };
            let (_, gradients) = self.landscape.loss_and_gradient(&ends, &batch)?;
            let gradients = gradients.read().await?;
            let both = gradients.point(0).iter().zip(gradients.point(1));
            difference.iter_mut().zip(both).for_each(|(sum, (up, down))| *sum += share * (up - down));
            observer.rest(Work::Gradient(2.0 * examples.len() as f64)).await.map_err(LandscapeError::from)?;
        }
        difference.iter_mut().for_each(|value| *value /= 2.0 * self.step);
        Ok(difference)
    }

    /// The Ritz values after `steps` steps (at least one) of the Lanczos method from the random start of each seed.
    /// Finished runs are recorded.
    ///
    /// # Errors
    /// When the work is cancelled or the device fails.
    pub(super) async fn spectra(
        &self,
        seeds: &[u64],
        steps: usize,
        observer: &mut impl Observer,
    ) -> Result<Vec<Vec<RitzValue>>, ExperimentError> {
        let mut runs = Vec::with_capacity(seeds.len());
        for &seed in seeds {
            let work = format!("{steps} steps of Lanczos' method, seed {seed}");
            let recorded = observer.journal().map(|journal| journal.recall_points(&work)).transpose();
            let matrix = match recorded.map_err(LandscapeError::from)?.flatten() {
                Some(matrix) if matrix.count() == 2 => matrix,
                Some(_) => return Err(foreign_record()),
                None => {
                    let matrix = self.tridiagonal(seed, steps, observer).await?;
                    if let Some(journal) = observer.journal() {
                        journal.put_points(&work, matrix.clone());
                    }
                    matrix
                }
            };
            runs.push(ritz_values(matrix.point(0), matrix.point(1)));
        }
        Ok(runs)
    }

    /// The Lanczos tridiagonal matrix: its diagonal and its off-diagonal, as two rows.
    async fn tridiagonal(
        &self,
        seed: u64,
        steps: usize,
        observer: &mut impl Observer,
    ) -> Result<HostPoints<f64>, ExperimentError> {
        let mut generator = stream(seed, Purpose::Directions);
        let mut lanczos = Lanczos::new(&standard_normal(&mut generator, self.point.dimension()));
        for _ in 0..steps {
            let Some(vector) = lanczos.vector() else { break };
            let product = self.times(vector, observer).await?;
            lanczos.extend(&product);
        }
        let (diagonal, off_diagonal) = lanczos.tridiagonal();
        Ok(HostPoints::from_fn(2, diagonal.len(), |row, place| [diagonal, off_diagonal][row][place]))
    }
}

fn foreign_record() -> ExperimentError {
    ExperimentError::Descent(crate::descent::DescentError::ForeignRecord)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{Dataset, ImageShape, Normalisation};
    use crate::descent::DescentSpecification;
    use crate::experiment::training::train;
    use crate::landscape::wedges::{Family, Wedges, WedgesSpecification};
    use crate::landscape::{HostNetwork, Regularisation};
    use crate::network::{Activation, NetworkShape};
    use crate::numerics::spectrum::count_above;
    use crate::observer::Unobserved;
    use crate::simd::Instructions;
    use pollster::block_on;
    use rand::Rng;

    /// The eigenvalues of a dense symmetric matrix, the largest first, by Jacobi rotations.
    fn dense_eigenvalues(mut matrix: Vec<Vec<f64>>) -> Vec<f64> {
        let size = matrix.len();
        for _ in 0..12 {
            for row in 0..size {
                for column in row + 1..size {
                    let beside = matrix[row][column];
                    if beside.abs() < 1e-14 {
                        continue;
                    }
                    let half = 0.5 * (matrix[column][column] - matrix[row][row]) / beside;
                    let tangent = 1.0_f64.copysign(half) / (half.abs() + (half * half + 1.0).sqrt());
                    let cosine = 1.0 / (tangent * tangent + 1.0).sqrt();
                    let sine = tangent * cosine;
                    for line in matrix.iter_mut() {
                        let (left, right) = (line[row], line[column]);
                        line[row] = cosine * left - sine * right;
                        line[column] = sine * left + cosine * right;
                    }
                    let (upper, lower) = matrix.split_at_mut(column);
                    for (upper, lower) in upper[row].iter_mut().zip(&mut lower[0]) {
                        let turned = (cosine * *upper - sine * *lower, sine * *upper + cosine * *lower);
                        (*upper, *lower) = turned;
                    }
                }
            }
        }
        let mut eigenvalues: Vec<f64> = (0..size).map(|place| matrix[place][place]).collect();
        eigenvalues.sort_unstable_by(|left, right| right.total_cmp(left));
        eigenvalues
    }

    #[test]
    fn lanczos_finds_the_eigenvalues_of_a_networks_whole_hessian() {
        // tanh has a Hessian everywhere; with the kinks of ReLU or pooling, differences would not be symmetric.
        let image = ImageShape { channels: 1, height: 3, width: 3 };
        let mut generator = stream(7, Purpose::Directions);
        let mut pixels = vec![0; 60 * image.values()];
        generator.fill_bytes(&mut pixels);
        let labels = (0..60).map(|example| example % 3).collect();
        let classes = ["a", "b", "c"].map(str::to_owned).to_vec();
        let images = Dataset::new("random", pixels, labels, image, classes).unwrap();
        let shape = NetworkShape::new(&"mlp-5".parse().unwrap(), Activation::Tanh, 1.0, image, 3).unwrap();
        let (plain, normalisation) = (Regularisation::default(), Normalisation::of(&images));
        let network =
            HostNetwork::new(shape, &images, &images, &normalisation, plain, Instructions::best()).unwrap();
        let descent = DescentSpecification {
            epochs: 20,
            batch_size: 20,
            learning_rate: 0.01,
            ..DescentSpecification::for_networks()
        };
        let optimum = block_on(train(&network, &descent, 1, &mut Unobserved)).unwrap().optimum;
        let dimension = network.dimension();
        let hessian = Hessian::at(&network, block_on(optimum.read()).unwrap(), 60);
        let unit =
            |axis: usize| (0..dimension).map(|place| f64::from(u8::from(place == axis))).collect::<Vec<_>>();
        let rows: Vec<Vec<f64>> = (0..dimension)
            .map(|axis| block_on(hessian.times(&unit(axis), &mut Unobserved)).unwrap())
            .collect();
        let largest = rows.iter().flatten().fold(0.0_f64, |largest, value| largest.max(value.abs()));
        for (row, values) in rows.iter().enumerate() {
            for (column, value) in values.iter().enumerate() {
                let difference = (value - rows[column][row]).abs();
                assert!(difference < 2e-3 * largest, "({row}, {column}): {difference} of {largest}");
            }
        }
        let symmetric = (0..dimension)
            .map(|row| (0..dimension).map(|column| 0.5 * (rows[row][column] + rows[column][row])).collect());
        let exact = dense_eigenvalues(symmetric.collect());
        let runs = block_on(hessian.spectra(&[1], 60, &mut Unobserved)).unwrap();
        for place in 0..10 {
            let (found, exact) = (runs[0][place].value, exact[place]);
            assert!(
                (found - exact).abs() < 5e-3 * exact.abs().max(0.1 * runs[0][0].value),
                "{found}, {exact}"
            );
        }
    }

    #[test]
    fn at_an_optimum_of_the_toy_there_are_s_ones_and_zeros_otherwise() {
        for family in [Family::All, Family::Oriented] {
            let specification = WedgesSpecification {
                dimension: 200,
                wedge_dimension: 150,
                family,
                wedges: 3,
                ..Default::default()
            };
            let wedges = Wedges::<f64>::new(&specification, 2).unwrap();
            let descent = DescentSpecification::for_wedges();
            let optimum = block_on(train(&wedges, &descent, 2, &mut Unobserved)).unwrap().optimum;
            let hessian = Hessian::at(&wedges, optimum, 1);
            let seeds: Vec<u64> = (0..20).collect();
            let runs = block_on(hessian.spectra(&seeds, 10, &mut Unobserved)).unwrap();
            for ritz in runs.iter().flatten().filter(|ritz| ritz.weight > 1e-6) {
                assert!(ritz.value.abs().min((ritz.value - 1.0).abs()) < 1e-6, "{family:?}: {ritz:?}");
            }
            // A random start's share of 50 in 200 dimensions has the variance of Beta(25, 75).
            let deviation = 200.0 * (0.25_f64 * 0.75 / 101.0 / 20.0).sqrt();
            let count = count_above(&runs, 200, 0.5);
            assert!((count - 50.0).abs() < 4.0 * deviation, "{family:?}: {count}");
        }
    }
}
