//! A chart before it is drawn: axes, series, and what each series stands for.

use serde::Serialize;

/// The largest distance of an axis from zero: a diverging loss goes further than any axis can be divided.
const LARGEST: f64 = 1e15;
/// The smallest width of an axis, as a share of its numbers.
const LEAST_SPAN: f64 = 1e-6;

/// What a series stands for; it looks the same in every chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Role {
    /// On training examples, or the loss without further distinction.
    Train,
    /// On held-out examples.
    Test,
    /// Along the straight line between two points.
    Straight,
    /// Along a path of low loss.
    Tunnel,
    /// Measured values: dots, joined by a thin line.
    Measured,
    /// A formula's prediction: thin and dotted.
    Predicted,
    /// One of many single runs: faint, without a name.
    Single,
    /// Data of one of several wedges, counted from 0: each has its own colour and dash.
    Wedge(u8),
    /// A bar from zero to every point, for coordinates.
    Bars,
    /// The same in the colour of a wedge.
    Bar(u8),
}

/// One axis of a chart.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Axis {
    /// The quantity and its unit.
    pub label: String,
    /// The values at both ends; `None` to take them from the data.
    pub range: Option<(f64, f64)>,
    /// The names at 0, 1, 2, …, if the values are categories instead of numbers.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub categories: Vec<String>,
}

impl Axis {
    /// An axis whose cells have these centres, at equal steps.
    pub(super) fn of_cells(label: &str, centres: &[f64]) -> Self {
        match centres {
            [first, .., last] => {
                let half = (last - first) / (centres.len() - 1) as f64 / 2.0;
                Self::ranging(label, first - half, last + half)
            }
            _ => Self::fitted(label),
        }
    }

    /// An axis that fits its data.
    pub fn fitted(label: &str) -> Self {
        Self { label: label.to_owned(), ..Self::default() }
    }

    /// An axis from `start` to `end`.
    pub fn ranging(label: &str, start: f64, end: f64) -> Self {
        Self { label: label.to_owned(), range: Some((start, end)), ..Self::default() }
    }

    /// An axis with one place for each category: the first at 0, the second at 1.
    pub fn of_categories(label: &str, categories: Vec<String>) -> Self {
        let range = Some((-0.5, categories.len() as f64 - 0.5));
        Self { label: label.to_owned(), range, categories }
    }

    /// The category at a place of this axis; `None` without categories, or with none there.
    pub fn category(&self, place: f64) -> Option<&str> {
        let nearest = place.round();
        let is_place = nearest >= 0.0 && (place - nearest).abs() < 1e-9;
        is_place.then(|| self.categories.get(nearest as usize).map(String::as_str)).flatten()
    }
}

/// One curve.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Series {
    /// Its name, written at the curve.
    pub label: String,
    /// What it stands for.
    pub role: Role,
    /// Its points, in the order in which they are joined.
    pub points: Vec<(f64, f64)>,
}

/// The spread around a curve.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Band {
    /// What it stands for; this determines its colour, which is faint.
    pub role: Role,
    /// Position (x), lower end (y) and upper end (y), in the order in which its parts are joined.
    pub points: Vec<(f64, f64, f64)>,
}

/// A marked place on the horizontal axis: a thin line across the chart, with its name above.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Mark {
    /// The name.
    pub label: String,
    /// The place.
    pub x: f64,
}

/// One chart.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Chart {
    /// A short name, also used for its files.
    pub name: String,
    /// The horizontal axis.
    pub x: Axis,
    /// The vertical axis.
    pub y: Axis,
    /// The curves.
    pub series: Vec<Series>,
    /// Spreads, drawn under the curves.
    pub bands: Vec<Band>,
    /// Marked places.
    pub marks: Vec<Mark>,
}

impl Chart {
    /// The ends of the horizontal axis.
    pub fn x_range(&self) -> (f64, f64) {
        self.range(&self.x, |point| point.0, 0.0)
    }

    /// The ends of the vertical axis, with a little room above and below.
    pub fn y_range(&self) -> (f64, f64) {
        self.range(&self.y, |point| point.1, 0.05)
    }

    /// A point as it is drawn: one far outside either axis is moved to near its end, so that no line is longer than a
    /// few screens. `None` if it is NaN or infinite.
    pub fn drawable(point: (f64, f64), x_range: (f64, f64), y_range: (f64, f64)) -> Option<(f64, f64)> {
        let near = |value: f64, (low, high): (f64, f64)| value.clamp(2.0 * low - high, 2.0 * high - low);
        (point.0.is_finite() && point.1.is_finite()).then(|| (near(point.0, x_range), near(point.1, y_range)))
    }

    fn range(&self, axis: &Axis, coordinate: impl Fn(&(f64, f64)) -> f64, room: f64) -> (f64, f64) {
        drawable_range(self.wanted_range(axis, coordinate, room))
    }

    fn wanted_range(&self, axis: &Axis, coordinate: impl Fn(&(f64, f64)) -> f64, room: f64) -> (f64, f64) {
        if let Some(range) = axis.range {
            return range;
        }
        let curves = self.series.iter().flat_map(|series| series.points.iter().copied());
        let ends = self.bands.iter().flat_map(|band| &band.points);
        let ends = ends.flat_map(|&(x, low, high)| [(x, low), (x, high)]);
        let (low, high) = curves
            .chain(ends)
            .map(|point| coordinate(&point))
            .filter(|value| value.is_finite())
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)));
        match high - low {
            span if span > 0.0 => (low - room * span, high + room * span),
            _ if low.is_finite() => (low - 0.5, low + 0.5),
            _ => (0.0, 1.0),
        }
    }
}

/// A range that an axis can be drawn for: finite, ascending, and wide enough for its numbers to differ.
fn drawable_range((low, high): (f64, f64)) -> (f64, f64) {
    if low.is_nan() || high.is_nan() {
        return (0.0, 1.0);
    }
    let (low, high) = (low.clamp(-LARGEST, LARGEST), high.clamp(-LARGEST, LARGEST));
    let least = (LEAST_SPAN * low.abs().max(high.abs())).max(LEAST_SPAN * LEAST_SPAN);
    match high - low >= least {
        true => (low, high),
        false => (low - least.max(0.5), low + least.max(0.5)),
    }
}
