//! The eigenvalues of a large symmetric matrix that is known only by its products with vectors: Lanczos' method, and from
//! it the density of the whole spectrum.
//!
//! A tridiagonal matrix of a hundred rows is all that has to be solved: [`tridiagonal`] does that in some sixty lines, where
//! a library of dense linear algebra would bring ten more crates into the page.

pub mod tridiagonal;

use crate::linear_algebra::OrthonormalBasis;
use tridiagonal::Eigenpair;

/// Lanczos' method with full re-orthogonalisation, one product after another: what [`Lanczos::vector`] holds is multiplied by
/// the matrix, and [`Lanczos::extend`] takes the product.
#[derive(Debug, Clone)]
pub struct Lanczos {
    basis: OrthonormalBasis,
    diagonal: Vec<f64>,
    off_diagonal: Vec<f64>,
}

impl Lanczos {
    /// Begins at a vector that is not zero.
    pub fn new(start: &[f64]) -> Self {
        let mut basis = OrthonormalBasis::default();
        basis.add(start);
        Self { basis, diagonal: Vec::new(), off_diagonal: Vec::new() }
    }

    /// The vector of length 1 whose product is wanted next; none once the vectors span a space that the matrix maps into
    /// itself: then every eigenvalue that the start has a share in is known.
    pub fn vector(&self) -> Option<&[f64]> {
        self.basis.vectors().get(self.diagonal.len()).map(Vec::as_slice)
    }

    /// Takes the matrix's product with [`Lanczos::vector`].
    pub fn extend(&mut self, product: &[f64]) {
        let (components, new) = self.basis.add(product);
        self.diagonal.extend(components.last());
        self.off_diagonal.push(new);
    }

    /// The tridiagonal matrix so far: its diagonal, and what stands beside it. The last number beside it belongs to the
    /// vector that comes next; it bounds how far the eigenvalues are from the large matrix's.
    pub fn tridiagonal(&self) -> (&[f64], &[f64]) {
        (&self.diagonal, &self.off_diagonal)
    }
}

/// An eigenvalue as Lanczos' method knows it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RitzValue {
    /// The value.
    pub value: f64,
    /// The share of the start's squared length that lies in its direction: the squared first component of the tridiagonal
    /// matrix's eigenvector. Over a random start it is, on average, the share of the matrix's eigenvalues that are near.
    pub weight: f64,
    /// There is an eigenvalue of the large matrix no further away than this.
    pub error: f64,
}

/// The eigenvalues of Lanczos' tridiagonal matrix (see [`Lanczos::tridiagonal`]), the largest first.
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

/// Stochastic Lanczos quadrature: about how many of a matrix's `dimension` eigenvalues are above a threshold, from the Ritz
/// values of several random starts (Ubaru, Chen and Saad 2017).
pub fn count_above(runs: &[Vec<RitzValue>], dimension: usize, threshold: f64) -> f64 {
    let above = |run: &Vec<RitzValue>| -> f64 {
        run.iter().filter(|ritz| ritz.value > threshold).map(|ritz| ritz.weight).sum()
    };
    dimension as f64 * runs.iter().map(above).sum::<f64>() / runs.len() as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::linear_algebra::dot;
    use crate::random::{Purpose, standard_normal, stream};

    /// Runs on a diagonal matrix, seen from a random orthonormal basis' point of view: its eigenvalues are known.
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
    fn ones_and_noughts_are_counted_and_end_the_method() {
        // 20 ones among 200: two steps tell all, and a start's share of ones has the variance of Beta(10, 90).
        let eigenvalues: Vec<f64> = (0..200).map(|place| if place < 20 { 1.0 } else { 0.0 }).collect();
        let runs: Vec<_> = (0..20).map(|seed| run(&eigenvalues, seed, 10)).collect();
        assert!(runs.iter().all(|run| run.len() == 2));
        let count = count_above(&runs, 200, 0.5);
        let deviation = 200.0 * (0.1_f64 * 0.9 / 101.0 / 20.0).sqrt();
        assert!((count - 20.0).abs() < 4.0 * deviation, "{count}");
        assert!((count_above(&runs, 200, -0.5) - 200.0).abs() < 1e-9);
    }
}
