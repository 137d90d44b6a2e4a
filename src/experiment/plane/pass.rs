//! The pass between two cells of a map: the highest point of the lowest path from one to the other.

/// The lowest level that a path from cell `from` to cell `to` need not exceed. `heights` holds `columns` cells per row;
/// a path crosses edges from cell to cell. No path goes through a NaN cell.
pub(super) fn pass(heights: &[f64], columns: usize, from: usize, to: usize) -> f64 {
    let mut order: Vec<usize> = (0..heights.len()).filter(|&cell| !heights[cell].is_nan()).collect();
    order.sort_by(|&left, &right| heights[left].total_cmp(&heights[right]));
    // Cells are added from the lowest up and merge into patches (union–find); every added cell points towards one of
    // its patch.
    let mut towards: Vec<Option<usize>> = vec![None; heights.len()];
    for cell in order {
        towards[cell] = Some(cell);
        for neighbour in neighbours(cell, columns, heights.len()) {
            if let (Some(left), Some(right)) = (patch(&mut towards, cell), patch(&mut towards, neighbour)) {
                towards[left] = Some(right);
            }
        }
        let (start, end) = (patch(&mut towards, from), patch(&mut towards, to));
        if start.is_some() && start == end {
            return heights[cell];
        }
    }
    f64::NAN
}

/// The cell that represents a cell's patch; `None` if the cell is not added yet.
fn patch(towards: &mut [Option<usize>], cell: usize) -> Option<usize> {
    let mut cell = cell;
    while let Some(next) = towards[cell].filter(|next| *next != cell) {
        // Path compression: the next search is shorter.
        towards[cell] = towards[next];
        cell = next;
    }
    towards[cell]
}

fn neighbours(cell: usize, columns: usize, cells: usize) -> impl Iterator<Item = usize> {
    let column = cell % columns;
    let left = (column > 0).then(|| cell - 1);
    let right = (column + 1 < columns).then_some(cell + 1);
    let below = cell.checked_sub(columns);
    let above = Some(cell + columns).filter(|cell| *cell < cells);
    [left, right, below, above].into_iter().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_way_goes_round_a_ridge_through_its_gap() {
        let heights = [
            0.0, 9.0, 1.0, //
            0.0, 9.0, 1.0, //
            0.0, 4.0, 1.0, //
        ];
        assert_eq!(pass(&heights, 3, 0, 2), 4.0);
        assert_eq!(pass(&heights, 3, 0, 6), 0.0);
        assert_eq!(pass(&heights, 3, 1, 1), 9.0);
        // Cells that share only a corner are not neighbours.
        assert_eq!(pass(&[0.0, 5.0, 7.0, 0.0], 2, 0, 3), 5.0);
        assert!(pass(&[0.0, f64::NAN, 0.0], 3, 0, 2).is_nan());
    }
}
