//! The eigenvalues of a large symmetric matrix that is known only by its products with vectors: the Lanczos method, and
//! from it the density of the whole spectrum.
//!
//! Only a tridiagonal matrix of about a hundred rows has to be solved: [`tridiagonal`] does that in about sixty lines,
//! where a library of dense linear algebra would add ten more crates to the page.

pub mod tridiagonal;

use crate::numerics::linear_algebra::OrthonormalBasis;
use tridiagonal::Eigenpair;

/// The Lanczos method with full re-orthogonalisation, one product after another: the caller multiplies
/// [`Lanczos::vector`] by the matrix, and passes the product to [`Lanczos::extend`].
#[derive(Debug, Clone)]
pub struct Lanczos {
    basis: OrthonormalBasis,
    diagonal: Vec<f64>,
    off_diagonal: Vec<f64>,
}

impl Lanczos {
    /// Begins with a non-zero vector.
    pub fn new(start: &[f64]) -> Self {
        let mut basis = OrthonormalBasis::default();
        basis.add(start);
        Self { basis, diagonal: Vec::new(), off_diagonal: Vec::new() }
    }

    /// The vector of length 1 to multiply next; `None` once the vectors span a space that the matrix maps into itself:
    /// then every eigenvalue with a component in the start is known.
    pub fn vector(&self) -> Option<&[f64]> {
        self.basis.vectors().get(self.diagonal.len()).map(Vec::as_slice)
    }

    /// Takes the matrix's product with [`Lanczos::vector`].
    pub fn extend(&mut self, product: &[f64]) {
        let (components, new) = self.basis.add(product);
        self.diagonal.extend(components.last());
        self.off_diagonal.push(new);
    }

    /// The tridiagonal matrix so far: its diagonal and its off-diagonal. The last off-diagonal number belongs to the
    /// next vector; it bounds the distance of the eigenvalues from those of the large matrix.
    pub fn tridiagonal(&self) -> (&[f64], &[f64]) {
        (&self.diagonal, &self.off_diagonal)
    }
}

/// An eigenvalue as the Lanczos method approximates it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RitzValue {
    /// The value.
    pub value: f64,
    /// The share of the start's squared length along its direction: the squared first component of the tridiagonal
    /// matrix's eigenvector. For a random start it is, on average, the share of the matrix's eigenvalues nearby.
    pub weight: f64,
    /// The large matrix has an eigenvalue at most this far away.
    pub error: f64,
}

/// The eigenvalues of the Lanczos method's tridiagonal matrix (see [`Lanczos::tridiagonal`]), in descending order.
pub fn ritz_values(diagonal: &[f64], off_diagonal: &[f64]) -> Vec<RitzValue> {
    let next = off_diagonal.get(diagonal.len().wrapping_sub(1)).copied().unwrap_or(0.0);
    let value = |pair: &Eigenpair| RitzValue {
        value: pair.value,
        weight: pair.first * pair.first,
        error: (next * pair.last).abs(),
    };
    let mut values: Vec<RitzValue> =
        tridiagonal::eigenpairs(diagonal, off_diagonal).iter().map(value).collect();
    values.sort_unstable_by(|left, right| right.value.total_cmp(&left.value));
    values
}

/// Stochastic Lanczos quadrature: an estimate of how many of a matrix's `dimension` eigenvalues are above a threshold,
/// from the Ritz values of several random starts (Ubaru, Chen and Saad 2017).
pub fn count_above(runs: &[Vec<RitzValue>], dimension: usize, threshold: f64) -> f64 {
    let above = |run: &Vec<RitzValue>| -> f64 {
        run.iter().filter(|ritz| ritz.value > threshold).map(|ritz| ritz.weight).sum()
    };
    dimension as f64 * runs.iter().map(above).sum::<f64>() / runs.len() as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numerics::dot;
    use crate::numerics::random::{Purpose, standard_normal, stream};

    /// Runs on a matrix with known eigenvalues in a random orthonormal basis.
    fn run(eigenvalues: &[f64], seed: u64, steps: usize) -> Vec<RitzValue> {
        let dimension = eigenvalues.len();
        let mut generator = stream(seed, Purpose::Directions);
        let mut turned = OrthonormalBasis::default();
        while turned.rank() < dimension {
            turned.add(&standard_normal(&mut generator, dimension));
        }
        let mut lanczos = Lanczos::new(&standard_normal(&mut generator, dimension));
        for _ in 0..steps {
            let Some(vector) = lanczos.vector() else { break };
            let mut product = vec![0.0; dimension];
            for (direction, eigenvalue) in turned.vectors().iter().zip(eigenvalues) {
                let along = eigenvalue * dot(direction, vector);
                product.iter_mut().zip(direction).for_each(|(sum, value)| *sum += along * value);
            }
            lanczos.extend(&product);
        }
        let (diagonal, off_diagonal) = lanczos.tridiagonal();
        ritz_values(diagonal, off_diagonal)
    }

    #[test]
    fn all_steps_find_all_eigenvalues() {
        let eigenvalues: Vec<f64> = (0..30).map(|place| 15.0 - f64::from(place)).collect();
        let found = run(&eigenvalues, 1, 30);
        assert_eq!(found.len(), 30);
        for (ritz, eigenvalue) in found.iter().zip(&eigenvalues) {
            assert!((ritz.value - eigenvalue).abs() < 1e-8, "{ritz:?} against {eigenvalue}");
        }
        assert!((found.iter().map(|ritz| ritz.weight).sum::<f64>() - 1.0).abs() < 1e-12);
    }

    #[test]
    fn few_steps_find_the_outliers_and_know_how_well() {
        let mut eigenvalues: Vec<f64> = (0..200).map(|place| f64::from(place) / 200.0).collect();
        eigenvalues.extend([5.0, 9.0, -3.0]);
        let found = run(&eigenvalues, 2, 25);
        for (place, outlier) in [(0, 9.0), (1, 5.0), (24, -3.0)] {
            assert!((found[place].value - outlier).abs() < 1e-6, "{found:?}");
        }
        for ritz in &found {
            let distance =
                eigenvalues.iter().map(|value| (value - ritz.value).abs()).fold(f64::INFINITY, f64::min);
            assert!(distance <= ritz.error + 1e-9, "{ritz:?}");
        }
    }

    #[test]
    fn ones_and_zeros_are_counted_and_end_the_method() {
        // 20 ones among 200: two steps find both eigenvalues, and a start's share of ones varies like Beta(10, 90).
        let eigenvalues: Vec<f64> = (0..200).map(|place| if place < 20 { 1.0 } else { 0.0 }).collect();
        let runs: Vec<_> = (0..20).map(|seed| run(&eigenvalues, seed, 10)).collect();
        assert!(runs.iter().all(|run| run.len() == 2));
        let count = count_above(&runs, 200, 0.5);
        let deviation = 200.0 * (0.1_f64 * 0.9 / 101.0 / 20.0).sqrt();
        assert!((count - 20.0).abs() < 4.0 * deviation, "{count}");
        assert!((count_above(&runs, 200, -0.5) - 200.0).abs() < 1e-9);
    }
}
