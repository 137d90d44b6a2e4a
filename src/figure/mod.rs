//! Results as charts: what to draw is data, and plotters draws it on whatever there is (a file natively, a canvas in the
//! page).

mod averaging;
mod chart;
mod connector;
mod csv;
mod descent_path;
mod drawing;
mod from_result;
mod heat_map;
mod heat_map_drawing;
mod live_curves;
mod radial_probe;
mod random_cut;
mod short_directions;
mod svg;
mod tunnel;

pub use chart::{Axis, Band, Chart, Mark, Role, Series};
pub use csv::to_csv;
pub use drawing::{DrawingError, PlotArea, Theme, draw};
pub use from_result::{FigureError, charts, figures};
pub use heat_map::HeatMap;
pub use live_curves::LiveCurves;
pub use svg::to_svg;

/// A picture of numbers.
#[derive(Debug, Clone, PartialEq)]
pub enum Figure {
    /// Curves over an axis.
    Chart(Chart),
    /// Colours over a plane.
    Map(HeatMap),
}

impl Figure {
    /// Its short name, also of its files.
    pub fn name(&self) -> &str {
        match self {
            Self::Chart(chart) => &chart.name,
            Self::Map(map) => &map.name,
        }
    }
}

impl From<Chart> for Figure {
    fn from(chart: Chart) -> Self {
        Self::Chart(chart)
    }
}

impl From<HeatMap> for Figure {
    fn from(map: HeatMap) -> Self {
        Self::Map(map)
    }
}
