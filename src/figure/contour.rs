//! Contour lines over a map, by marching squares: straight across every square of four neighbouring cell centres.

use super::HeatMap;
use std::collections::BTreeMap;

/// The approximate number of lines.
const LINES: f64 = 12.0;

/// Heights at equal steps with few digits, within the range of the colours, and the step.
pub(super) fn levels(map: &HeatMap) -> (Vec<f64>, f64) {
    let (low, high) = map.value_range();
    let wanted = (high - low) / LINES;
    let power = libm::pow(10.0, libm::floor(libm::log10(wanted)));
    let step = [1.0, 2.0, 5.0].map(|digit| digit * power).into_iter().find(|step| *step >= wanted);
    let step = step.unwrap_or(10.0 * power);
    if !step.is_finite() || step <= 0.0 {
        return (Vec::new(), step);
    }
    let first = libm::floor(low / step);
    let levels = (1..=LINES as usize + 2).map(|number| (first + number as f64) * step);
    (levels.filter(|level| *level > low && *level < high).collect(), step)
}

/// The lines of one height, one after another, separated by NaN points.
pub(super) fn contour(map: &HeatMap, level: f64) -> Vec<(f64, f64)> {
    let mut crossings = Crossings { map, level, joined: BTreeMap::new() };
    for row in 1..map.rows() {
        for column in 1..map.columns {
            crossings.cross_square(row - 1, column - 1);
        }
    }
    crossings.lines()
}

/// An edge of a square: its lower or left end, and whether it is vertical.
type Edge = (usize, usize, bool);

struct Crossings<'a> {
    map: &'a HeatMap,
    level: f64,
    /// The edges to which lines go from each edge: one or two.
    joined: BTreeMap<Edge, Vec<Edge>>,
}

impl Crossings<'_> {
    fn height(&self, row: usize, column: usize) -> f64 {
        self.map.values[row * self.map.columns + column]
    }

    /// Joins the edges of a square between which a line runs. `row` and `column` are those of its lower left corner.
    fn cross_square(&mut self, row: usize, column: usize) {
        // Around the square: below, right, above, left.
        let corners = [(row, column), (row, column + 1), (row + 1, column + 1), (row + 1, column)];
        let heights = corners.map(|(row, column)| self.height(row, column));
        if heights.iter().any(|height| !height.is_finite()) {
            return;
        }
        let edges =
            [(row, column, false), (row, column + 1, true), (row + 1, column, false), (row, column, true)];
        let is_above = heights.map(|height| height >= self.level);
        let crossed: Vec<Edge> = (0..4)
            .filter(|&edge| is_above[edge] != is_above[(edge + 1) % 4])
            .map(|edge| edges[edge])
            .collect();
        match crossed[..] {
            [first, second] => self.join(first, second),
            // A saddle: the mean decides which corners are cut off.
            [below, right, above, left] => {
                let middle = heights.iter().sum::<f64>() / 4.0 >= self.level;
                let (first, second) = match middle == is_above[0] {
                    true => ((below, right), (above, left)),
                    false => ((below, left), (right, above)),
                };
                self.join(first.0, first.1);
                self.join(second.0, second.1);
            }
            _ => {}
        }
    }

    fn join(&mut self, left: Edge, right: Edge) {
        self.joined.entry(left).or_default().push(right);
        self.joined.entry(right).or_default().push(left);
    }

    /// Where the line crosses an edge, in the units of the map's axes.
    fn crossing(&self, (row, column, goes_up): Edge) -> (f64, f64) {
        let (from, to) = match goes_up {
            true => (self.height(row, column), self.height(row + 1, column)),
            false => (self.height(row, column), self.height(row, column + 1)),
        };
        let share = (self.level - from) / (to - from);
        let (right, up) = if goes_up { (0.0, share) } else { (share, 0.0) };
        let place = |range: Option<(f64, f64)>, cell: f64, cells: usize| {
            let (low, high) = range.unwrap_or((0.0, 1.0));
            low + (high - low) * (cell + 0.5) / cells as f64
        };
        (
            place(self.map.x.range, column as f64 + right, self.map.columns),
            place(self.map.y.range, row as f64 + up, self.map.rows()),
        )
    }

    /// Follows every line from an end, then the closed lines from anywhere.
    fn lines(mut self) -> Vec<(f64, f64)> {
        let mut points = Vec::new();
        let ends: Vec<Edge> =
            self.joined.iter().filter(|(_, next)| next.len() == 1).map(|(edge, _)| *edge).collect();
        for end in ends {
            self.follow(end, &mut points);
        }
        while let Some(edge) = self.joined.keys().next().copied() {
            self.follow(edge, &mut points);
        }
        points
    }

    /// Removes one line, and appends its points.
    fn follow(&mut self, start: Edge, points: &mut Vec<(f64, f64)>) {
        let mut at = start;
        let mut line = vec![self.crossing(at)];
        while let Some(next) = self.joined.get_mut(&at).and_then(Vec::pop) {
            if let Some(back) = self.joined.get_mut(&next) {
                back.retain(|edge| *edge != at);
            }
            self.forget_if_done(at);
            at = next;
            line.push(self.crossing(at));
        }
        self.forget_if_done(at);
        self.forget_if_done(start);
        if line.len() > 1 {
            if !points.is_empty() {
                points.push((f64::NAN, f64::NAN));
            }
            points.extend(line);
        }
    }

    fn forget_if_done(&mut self, edge: Edge) {
        if self.joined.get(&edge).is_some_and(Vec::is_empty) {
            self.joined.remove(&edge);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::Axis;

    /// A map over [−2, 2]² with this number of cells per side.
    fn map(cells: usize, height: impl Fn(f64, f64) -> f64) -> HeatMap {
        let place = |cell: usize| -2.0 + 4.0 * (cell as f64 + 0.5) / cells as f64;
        HeatMap {
            x: Axis::ranging("x", -2.0, 2.0),
            y: Axis::ranging("y", -2.0, 2.0),
            columns: cells,
            values: (0..cells * cells).map(|cell| height(place(cell % cells), place(cell / cells))).collect(),
            ..HeatMap::default()
        }
    }

    #[test]
    fn a_cone_has_circles() {
        let cone = map(80, f64::hypot);
        let circle = contour(&cone, 1.0);
        assert!(circle.iter().all(|(x, y)| (x.hypot(*y) - 1.0).abs() < 1e-3));
        assert_eq!(circle.first(), circle.last());
        let length: f64 =
            circle.windows(2).map(|ends| (ends[1].0 - ends[0].0).hypot(ends[1].1 - ends[0].1)).sum();
        assert!((length / std::f64::consts::TAU - 1.0).abs() < 0.01, "{length}");
        assert!(contour(&cone, 9.0).is_empty());
    }

    #[test]
    fn two_wells_have_two_lines_and_a_slope_has_one_that_is_open() {
        let wells = map(61, |x, y| (x.abs() - 1.0).hypot(y));
        let lines = contour(&wells, 0.5);
        assert_eq!(lines.split(|point| point.0.is_nan()).count(), 2);
        let slope = contour(&map(20, |x, y| x + 0.5 * y), 0.3);
        assert!(slope.iter().all(|(x, y)| (x + 0.5 * y - 0.3).abs() < 1e-12));
        assert_ne!(slope.first(), slope.last());
        // A NaN has no lines around it.
        assert!(contour(&map(4, |_, _| f64::NAN), 0.0).is_empty());
    }

    #[test]
    fn saddles_are_crossed_without_a_line_being_lost() {
        let chequered = map(4, |x, y| if (x > 0.0) == (y > 0.0) { 1.0 } else { 0.0 });
        let lines = contour(&chequered, 0.5);
        assert_eq!(lines.split(|point| point.0.is_nan()).count(), 2);
        // Four rows and four columns of cells change heights once each.
        let finite = lines.iter().filter(|point| point.0.is_finite()).count();
        assert_eq!(finite, 8);
    }

    #[test]
    fn heights_have_few_digits() {
        let mut map = map(3, |x, _| x);
        map.value.range = Some((0.03, 1.9));
        let (found, step) = levels(&map);
        assert_eq!(step, 0.2);
        assert_eq!(found.len(), 9);
        assert!(
            found.iter().enumerate().all(|(number, level)| (level - 0.2 * (number + 1) as f64).abs() < 1e-12)
        );
        map.value.range = Some((1.0, 1.0));
        assert!(levels(&map).0.iter().all(|level| level.is_finite()));
    }
}
