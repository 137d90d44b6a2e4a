//! The pass between two places of a map: how high the lowest way from one to the other climbs.

/// The lowest level that a way from cell `from` to cell `to` need not climb above. `heights` holds `columns` cells to a row;
/// a way goes from cell to cell across edges. What is no number is an abyss that no way goes through.
pub(super) fn pass(heights: &[f64], columns: usize, from: usize, to: usize) -> f64 {
    let mut order: Vec<usize> = (0..heights.len()).filter(|&cell| !heights[cell].is_nan()).collect();
    order.sort_by(|&left, &right| heights[left].total_cmp(&heights[right]));
    // Ground appears from the lowest cell up, and grows together; every cell points towards one of its patch of ground.
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

/// The cell that all cells of a patch point to in the end; none where there is no ground yet.
fn patch(towards: &mut [Option<usize>], cell: usize) -> Option<usize> {
    let mut cell = cell;
    while let Some(next) = towards[cell].filter(|next| *next != cell) {
        // The next search is shorter.
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
        // Corners do not touch.
        assert_eq!(pass(&[0.0, 5.0, 7.0, 0.0], 2, 0, 3), 5.0);
        assert!(pass(&[0.0, f64::NAN, 0.0], 3, 0, 2).is_nan());
    }
}
