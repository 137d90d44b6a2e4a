//! Eigenvalues of symmetric tridiagonal matrices, and the first and last components of their eigenvectors: QL steps
//! with implicit shifts (Bowdler, Martin, Reinsch and Wilkinson 1968), with only the rows of the eigenvectors that
//! quadrature needs (Golub and Welsch 1969).

/// An eigenvalue with the first and the last component of its eigenvector, which has length 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Eigenpair {
    /// The eigenvalue.
    pub value: f64,
    /// The first component.
    pub first: f64,
    /// The last component.
    pub last: f64,
}

/// The most steps for one eigenvalue. Two or three are usual; after this many it is as good as rounding allows.
const MOST_STEPS: usize = 100;

/// All eigenpairs, in no order, of the matrix with this diagonal and this off-diagonal, which has at least one number
/// fewer; further ones are ignored.
pub fn eigenpairs(diagonal: &[f64], off_diagonal: &[f64]) -> Vec<Eigenpair> {
    let size = diagonal.len();
    let mut matrix = Matrix {
        diagonal: diagonal.to_vec(),
        beside: off_diagonal.iter().copied().take(size.saturating_sub(1)).chain([0.0]).collect(),
        first: (0..size).map(|place| if place == 0 { 1.0 } else { 0.0 }).collect(),
        last: (0..size).map(|place| if place + 1 == size { 1.0 } else { 0.0 }).collect(),
    };
    for from in 0..size {
        for _ in 0..MOST_STEPS {
            match matrix.block_end(from) {
                end if end == from => break,
                end => matrix.step(from, end),
            }
        }
    }
    let Matrix { diagonal, first, last, .. } = matrix;
    let ends = first.into_iter().zip(last);
    diagonal.into_iter().zip(ends).map(|(value, (first, last))| Eigenpair { value, first, last }).collect()
}

/// A tridiagonal matrix during its diagonalisation, and two rows of the accumulated rotations.
struct Matrix {
    diagonal: Vec<f64>,
    beside: Vec<f64>,
    first: Vec<f64>,
    last: Vec<f64>,
}

impl Matrix {
    /// The last row that is still coupled to row `from` through non-negligible off-diagonal numbers.
    fn block_end(&self, from: usize) -> usize {
        let is_joined = |row: &usize| {
            let size = self.diagonal[*row].abs() + self.diagonal[row + 1].abs();
            self.beside[*row].abs() > f64::EPSILON * size
        };
        (from..self.diagonal.len() - 1).take_while(is_joined).last().map_or(from, |row| row + 1)
    }

    /// One QL step on the rows `from..=end`, shifted by an estimate of the eigenvalue that settles at `from`.
    fn step(&mut self, from: usize, end: usize) {
        let half = (self.diagonal[from + 1] - self.diagonal[from]) / (2.0 * self.beside[from]);
        let shift = self.diagonal[from] - self.beside[from] / (half + libm::hypot(half, 1.0).copysign(half));
        let (mut sine, mut cosine, mut moved) = (1.0, 1.0, 0.0);
        let mut bulge = self.diagonal[end] - shift;
        for row in (from..end).rev() {
            let (across, along) = (sine * self.beside[row], cosine * self.beside[row]);
            let length = libm::hypot(across, bulge);
            self.beside[row + 1] = length;
            if length == 0.0 {
                // The matrix decouples here: the rest is for the next step.
                self.diagonal[row + 1] -= moved;
                self.beside[end] = 0.0;
                return;
            }
            (sine, cosine) = (across / length, bulge / length);
            let next = self.diagonal[row + 1] - moved;
            let turned = (self.diagonal[row] - next) * sine + 2.0 * cosine * along;
            moved = sine * turned;
            self.diagonal[row + 1] = next + moved;
            bulge = cosine * turned - along;
            for ends in [&mut self.first, &mut self.last] {
                let (upper, lower) = (ends[row], ends[row + 1]);
                ends[row + 1] = sine * upper + cosine * lower;
                ends[row] = cosine * upper - sine * lower;
            }
        }
        self.diagonal[from] -= moved;
        self.beside[from] = bulge;
        self.beside[end] = 0.0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::f64::consts::PI;

    fn sorted(diagonal: &[f64], off_diagonal: &[f64]) -> Vec<Eigenpair> {
        let mut pairs = eigenpairs(diagonal, off_diagonal);
        pairs.sort_unstable_by(|left, right| left.value.total_cmp(&right.value));
        pairs
    }

    #[test]
    fn a_chain_of_springs_has_its_known_modes() {
        // 2 on the diagonal and −1 next to it: 2 − 2 cos(kπ/(n + 1)), with eigenvectors √(2/(n + 1)) sin(jkπ/(n + 1)).
        for size in [1, 2, 3, 10, 97] {
            let found = sorted(&vec![2.0; size], &vec![-1.0; size - 1]);
            assert_eq!(found.len(), size);
            for (place, pair) in found.iter().enumerate() {
                let angle = PI * (place + 1) as f64 / (size + 1) as f64;
                assert!((pair.value - (2.0 - 2.0 * angle.cos())).abs() < 1e-12, "{size}: {pair:?}");
                let length = (2.0 / (size + 1) as f64).sqrt();
                assert!((pair.first.abs() - length * angle.sin()).abs() < 1e-12, "{size}: {pair:?}");
                let last = length * (size as f64 * angle).sin();
                assert!((pair.last.abs() - last.abs()).abs() < 1e-12, "{size}: {pair:?}");
            }
        }
        assert!(eigenpairs(&[], &[]).is_empty());
    }

    #[test]
    fn first_components_are_those_of_gauss_quadrature() {
        // Legendre's recurrence: nodes and weights integrate polynomials up to degree 2n − 1 over [−1, 1] exactly.
        let size = 6;
        let beside: Vec<f64> =
            (1..size).map(|k| f64::from(k) / (4.0 * f64::from(k * k) - 1.0).sqrt()).collect();
        let found = sorted(&vec![0.0; size as usize], &beside);
        for degree in 0..12 {
            let integral: f64 =
                found.iter().map(|pair| 2.0 * pair.first.powi(2) * pair.value.powi(degree)).sum();
            let expected = if degree % 2 == 0 { 2.0 / f64::from(degree + 1) } else { 0.0 };
            assert!((integral - expected).abs() < 1e-12, "degree {degree}: {integral}");
        }
    }

    #[test]
    fn a_matrix_that_falls_apart_is_solved_in_its_parts() {
        let found = sorted(&[3.0, 3.0, 7.0, 0.0], &[1.0, 0.0, 0.0]);
        let values: Vec<f64> = found.iter().map(|pair| pair.value).collect();
        for (value, expected) in values.iter().zip([0.0, 2.0, 4.0, 7.0]) {
            assert!((value - expected).abs() < 1e-14, "{values:?}");
        }
    }
}
