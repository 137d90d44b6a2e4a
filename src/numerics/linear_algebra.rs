//! Least squares and ranks of dense matrices, to compute what a random plane can reach exactly.
//!
//! Matrices are lists of columns. Sizes are those of a plane (d) and of a wedge's short directions (s): at most a few
//! thousand.

use super::{dot, length};

/// Below this fraction of its own length, the rest of a vector after a projection counts as zero.
const NEGLIGIBLE: f64 = 1e-10;

/// An orthonormal basis that grows vector by vector, by the Gram–Schmidt process.
#[derive(Debug, Clone, Default)]
pub struct OrthonormalBasis {
    vectors: Vec<Vec<f64>>,
}

impl OrthonormalBasis {
    /// The number of its vectors: the rank of those that were added.
    pub fn rank(&self) -> usize {
        self.vectors.len()
    }

    /// The vectors, each of length 1 and orthogonal to all others.
    pub fn vectors(&self) -> &[Vec<f64>] {
        &self.vectors
    }

    /// Subtracts a vector's components along the basis from it, and returns them.
    pub fn project_out(&self, vector: &mut [f64]) -> Vec<f64> {
        let mut components = vec![0.0; self.vectors.len()];
        // One pass is not enough: rounding leaves components of the order of the vector's own length.
        for _ in 0..2 {
            for (component, basis) in components.iter_mut().zip(&self.vectors) {
                let along = dot(basis, vector);
                *component += along;
                subtract(vector, along, basis);
            }
        }
        components
    }

    /// Adds a vector, unless it lies in the span of the basis. Returns its components along the earlier vectors, and
    /// the length of the rest: 0 if it was not added.
    pub fn add(&mut self, vector: &[f64]) -> (Vec<f64>, f64) {
        let before = length(vector);
        let mut rest = vector.to_vec();
        let components = self.project_out(&mut rest);
        let new = length(&rest);
        if new <= NEGLIGIBLE * before {
            return (components, 0.0);
        }
        rest.iter_mut().for_each(|value| *value /= new);
        self.vectors.push(rest);
        (components, new)
    }
}

/// The θ that minimises `|Σ_j θ_j · columns[j] − target|`; the shortest if there are several. The vectors in `columns`
/// have the target's length. Columns that depend on earlier ones get 0.
pub fn least_squares(columns: &[Vec<f64>], target: &[f64]) -> Vec<f64> {
    if columns.len() <= target.len() {
        overdetermined(columns, target)
    } else {
        underdetermined(columns, target)
    }
}

fn overdetermined(columns: &[Vec<f64>], target: &[f64]) -> Vec<f64> {
    let mut basis = OrthonormalBasis::default();
    // Row by row of the triangular factor: the components of each retained column.
    let mut kept = Vec::new();
    for (place, column) in columns.iter().enumerate() {
        let (mut components, new) = basis.add(column);
        if new > 0.0 {
            components.push(new);
            kept.push((place, components));
        }
    }
    let mut rest = target.to_vec();
    let mut wanted = basis.project_out(&mut rest);
    let mut solution = vec![0.0; columns.len()];
    for (row, (place, components)) in kept.iter().enumerate().rev() {
        let value = wanted[row] / components[row];
        solution[*place] = value;
        wanted[..row].iter_mut().zip(components).for_each(|(wanted, component)| *wanted -= value * component);
    }
    solution
}

/// The shortest solution lies in the span of the rows.
fn underdetermined(columns: &[Vec<f64>], target: &[f64]) -> Vec<f64> {
    let mut basis = OrthonormalBasis::default();
    let mut along = Vec::new();
    for (row, &wanted) in target.iter().enumerate() {
        let equation: Vec<f64> = columns.iter().map(|column| column[row]).collect();
        let (components, new) = basis.add(&equation);
        if new > 0.0 {
            let known: f64 = components.iter().zip(&along).map(|(component, value)| component * value).sum();
            along.push((wanted - known) / new);
        }
    }
    let mut solution = vec![0.0; columns.len()];
    for (value, basis) in along.iter().zip(basis.vectors()) {
        subtract(&mut solution, -value, basis);
    }
    solution
}

fn subtract(vector: &mut [f64], factor: f64, other: &[f64]) {
    vector.iter_mut().zip(other).for_each(|(value, other)| *value -= factor * other);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numerics::random::{Purpose, standard_normal, stream};

    fn random_columns(rows: usize, columns: usize, seed: u64) -> (Vec<Vec<f64>>, Vec<f64>) {
        let mut generator = stream(seed, Purpose::Directions);
        let matrix = (0..columns).map(|_| standard_normal(&mut generator, rows)).collect();
        (matrix, standard_normal(&mut generator, rows))
    }

    fn residual(columns: &[Vec<f64>], target: &[f64], solution: &[f64]) -> Vec<f64> {
        let mut rest = target.to_vec();
        columns.iter().zip(solution).for_each(|(column, value)| subtract(&mut rest, *value, column));
        rest
    }

    #[test]
    fn what_is_left_is_at_right_angles_to_every_column() {
        for (rows, columns) in [(5, 1), (20, 19), (40, 12), (7, 7)] {
            let (matrix, target) = random_columns(rows, columns, 3);
            let rest = residual(&matrix, &target, &least_squares(&matrix, &target));
            for column in &matrix {
                assert!(dot(column, &rest).abs() < 1e-9);
            }
        }
    }

    #[test]
    fn more_unknowns_than_equations_have_a_shortest_exact_solution() {
        let (matrix, target) = random_columns(6, 15, 4);
        let solution = least_squares(&matrix, &target);
        assert!(residual(&matrix, &target, &solution).iter().all(|value| value.abs() < 1e-10));
        // The shortest solution is a combination of the rows.
        let mut rows = OrthonormalBasis::default();
        for row in 0..6 {
            rows.add(&matrix.iter().map(|column| column[row]).collect::<Vec<_>>());
        }
        let mut rest = solution;
        rows.project_out(&mut rest);
        assert!(rest.iter().all(|value| value.abs() < 1e-10));
    }

    #[test]
    fn dependent_columns_add_no_rank() {
        let (mut matrix, target) = random_columns(10, 3, 5);
        matrix.push(matrix[0].iter().zip(&matrix[2]).map(|(a, b)| a - 2.0 * b).collect());
        let mut basis = OrthonormalBasis::default();
        matrix.iter().for_each(|column| {
            basis.add(column);
        });
        assert_eq!(basis.rank(), 3);
        assert_eq!(least_squares(&matrix, &target)[3], 0.0);
        assert_eq!(least_squares(&[], &target), [0.0; 0]);
    }
}
