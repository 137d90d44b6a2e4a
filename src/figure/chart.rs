//! A chart before it is drawn: axes, series, and what each series stands for.

/// What a series stands for; it looks the same in every chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// On training examples, or the loss where there is only one.
    Train,
    /// On held-out examples.
    Test,
    /// Along the straight line between two points.
    Straight,
    /// Along a path of low loss.
    Tunnel,
}

/// One axis of a chart.
#[derive(Debug, Clone, PartialEq)]
pub struct Axis {
    /// The quantity and its unit.
    pub label: String,
    /// The values at both ends; taken from the data where absent.
    pub range: Option<(f64, f64)>,
}

impl Axis {
    /// An axis that fits its data.
    pub fn fitted(label: &str) -> Self {
        Self { label: label.to_owned(), range: None }
    }

    /// An axis from `start` to `end`.
    pub fn ranging(label: &str, start: f64, end: f64) -> Self {
        Self { label: label.to_owned(), range: Some((start, end)) }
    }
}

/// One curve.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// Its name, written at the curve.
    pub label: String,
    /// What it stands for.
    pub role: Role,
    /// Its points, in the order in which they are joined.
    pub points: Vec<(f64, f64)>,
}

/// One chart.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    /// A short name, also of its files.
    pub name: String,
    /// The horizontal axis.
    pub x: Axis,
    /// The vertical axis.
    pub y: Axis,
    /// The curves.
    pub series: Vec<Series>,
}

impl Chart {
    /// Where the horizontal axis begins and ends.
    pub fn x_range(&self) -> (f64, f64) {
        self.range(&self.x, |point| point.0, 0.0)
    }

    /// Where the vertical axis begins and ends, with a little room above and below.
    pub fn y_range(&self) -> (f64, f64) {
        self.range(&self.y, |point| point.1, 0.05)
    }

    fn range(&self, axis: &Axis, coordinate: impl Fn(&(f64, f64)) -> f64, room: f64) -> (f64, f64) {
        if let Some(range) = axis.range {
            return range;
        }
        let values = self.series.iter().flat_map(|series| &series.points).map(coordinate);
        let (low, high) = values
            .filter(|value| value.is_finite())
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)));
        match high - low {
            span if span > 0.0 => (low - room * span, high + room * span),
            _ if low.is_finite() => (low - 0.5, low + 0.5),
            _ => (0.0, 1.0),
        }
    }
}
