//! Results as figures: what to draw is data, and plotters draws it as SVG, for files and for the page.

mod averaging;
mod chart;
mod chart_from_json;
mod cividis;
mod connector;
mod contour;
mod csv;
mod curves;
mod descent_path;
mod drawing;
mod from_result;
mod heat_map;
mod heat_map_drawing;
mod interpolation;
mod live_curves;
mod name_places;
mod paper;
mod plane;
mod radial_probe;
mod random_cut;
mod random_cut_on_networks;
mod short_directions;
mod short_directions_on_networks;
mod svg;
mod training;
mod tunnel;
mod tunnel_width;

pub use chart::{Axis, Band, Chart, Mark, Role, Series};
pub use cividis::cividis;
pub use csv::to_csv;
pub use drawing::{DrawingError, PlotArea, Theme};
pub use from_result::{FigureError, figures, figures_of_result};
pub use heat_map::HeatMap;
pub use live_curves::LiveCurves;
pub use svg::{chart_to_svg, is_drawn_here, to_svg, to_svg_sized};

use crate::experiment::{Experiment, Numbers};

/// Builds the table of figures from the rows below.
macro_rules! figures_of_experiments {
    ($($experiment:ident: $draw:path, $names:expr;)*) => {
        /// The figures of an experiment's numbers, in the order in which to show them, with this label of the loss.
        ///
        /// # Errors
        /// When the experiment is unknown, or the numbers do not belong to it.
        pub fn figures_of(numbers: &Numbers, loss_label: &str) -> Result<Vec<Figure>, FigureError> {
            match numbers {
                $(Numbers::$experiment(numbers) => Ok($draw(numbers, loss_label)),)*
                Numbers::UntilDivergence(curves) => Ok(training::until_divergence(curves, loss_label)),
                Numbers::Unknown(unknown) => Err((&unknown.reason).into()),
            }
        }

        /// The names of all figures that an experiment may have; of an unknown one, that of its loss.
        pub fn figure_names(experiment: &str) -> &'static [&'static str] {
            match Experiment::named(experiment) {
                $(Some(Experiment::$experiment(_)) => &$names,)*
                None => &["loss"],
            }
        }
    };
}

// One row per experiment: what draws its figures, and the names of all that it may have.
figures_of_experiments! {
    Training: training::figures, ["loss", "accuracy"];
    Interpolation: interpolation::figures, ["loss", "accuracy", "labels"];
    RandomCut: random_cut::figures, ["loss", "accuracy", "loss-ratio", "success", "connection", "radius"];
    Tunnel: tunnel::figures, ["loss", "accuracy", "cosine", "labels-of-the-first", "labels-of-the-second"];
    Averaging: averaging::figures,
        ["loss", "accuracy", "changed", "disagreement", "half-way", "from-snapshot-to-snapshot"];
    Connector: connector::figures,
        ["loss", "accuracy", "short-directions", "triangle-before", "triangle-after", "triangle-beside"];
    DescentPath: descent_path::figures, ["loss", "distance-moved", "path-length"];
    RadialProbe: radial_probe::figures, ["loss", "well", "radius-and-angle"];
    Plane: plane::figures, ["loss", "accuracy", "ways", "path-loss", "path-distance"];
    ShortDirections: short_directions::figures, [
        "loss", "short-directions", "beside-an-optimum", "tunnel", "connector", "learning-rate", "planes",
        "curvature",
    ];
    TunnelWidth: tunnel_width::figures, ["loss", "angular-width", "euclidean-width"];
}

fn of_charts(charts: Vec<Chart>) -> Vec<Figure> {
    charts.into_iter().map(Figure::Chart).collect()
}

/// A picture of numbers.
#[derive(Debug, Clone, PartialEq)]
pub enum Figure {
    /// Curves over an axis.
    Chart(Chart),
    /// Colours over a plane.
    Map(HeatMap),
}

impl Figure {
    /// Its short name, also used for its files.
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
