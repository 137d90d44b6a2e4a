//! Results as figures: what to draw is data, and plotters draws it as SVG, for files and for the page.

mod averaging;
mod chart;
mod chart_from_json;
mod cividis;
mod connector;
mod contour;
mod csv;
mod descent_path;
mod drawing;
mod from_result;
mod heat_map;
mod heat_map_drawing;
mod interpolation;
mod live_curves;
mod name_places;
mod names;
mod numbers;
mod paper;
mod plane;
mod radial_probe;
mod random_cut;
mod random_cut_on_networks;
mod short_directions;
mod short_directions_on_networks;
mod svg;
mod tunnel;
mod tunnel_width;

pub use chart::{Axis, Band, Chart, Mark, Role, Series};
pub use cividis::cividis;
pub use csv::to_csv;
pub use drawing::{DrawingError, PlotArea, Theme};
pub use from_result::{FigureError, figures, figures_of, figures_of_result};
pub use heat_map::HeatMap;
pub use live_curves::LiveCurves;
pub use names::figure_names;
pub use svg::{chart_to_svg, is_drawn_here, to_svg, to_svg_sized};

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
