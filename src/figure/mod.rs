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
pub use svg::{chart_to_svg, is_drawn_here, to_svg, to_svg_sized};

use numbers::Numbers;

/// The figures of one experiment.
struct Figures {
    /// The experiment's name.
    experiment: &'static str,
    /// The names of all figures that it may have.
    names: &'static [&'static str],
    /// Draws them, in the order in which to show them, with this label of the loss.
    draw: fn(Numbers<'_>, &str) -> Result<Vec<Figure>, FigureError>,
}

/// One row per experiment.
const FIGURES: &[Figures] = &[
    Figures {
        experiment: "training",
        names: &["loss", "accuracy"],
        draw: |numbers, loss_label| of_charts(from_result::training(numbers, loss_label)),
    },
    Figures {
        experiment: "interpolation",
        names: &["loss", "accuracy", "labels"],
        draw: |numbers, loss_label| of_charts(interpolation::charts(numbers, loss_label)),
    },
    Figures {
        experiment: "random-cut",
        names: &["loss", "accuracy", "loss-ratio", "success", "connection", "radius"],
        draw: |numbers, loss_label| of_charts(random_cut::charts(numbers, loss_label)),
    },
    Figures {
        experiment: "tunnel",
        names: &["loss", "accuracy", "cosine", "labels-of-the-first", "labels-of-the-second"],
        draw: |numbers, loss_label| tunnel::figures(numbers, loss_label),
    },
    Figures {
        experiment: "averaging",
        names: &["loss", "accuracy", "changed", "disagreement", "half-way", "from-snapshot-to-snapshot"],
        draw: |numbers, loss_label| of_charts(averaging::charts(numbers, loss_label)),
    },
    Figures {
        experiment: "connector",
        names: &[
            "loss",
            "accuracy",
            "short-directions",
            "triangle-before",
            "triangle-after",
            "triangle-beside",
        ],
        draw: |numbers, loss_label| connector::figures(numbers, loss_label),
    },
    Figures {
        experiment: "descent-path",
        names: &["loss", "distance-moved", "path-length"],
        draw: |numbers, loss_label| of_charts(descent_path::charts(numbers, loss_label)),
    },
    Figures {
        experiment: "radial-probe",
        names: &["loss", "well", "radius-and-angle"],
        draw: |numbers, loss_label| radial_probe::figures(numbers, loss_label),
    },
    Figures {
        experiment: "plane",
        names: &["loss", "accuracy", "ways", "path-loss", "path-distance"],
        draw: |numbers, loss_label| plane::figures(numbers, loss_label),
    },
    Figures {
        experiment: "short-directions",
        names: &[
            "loss",
            "short-directions",
            "beside-an-optimum",
            "tunnel",
            "connector",
            "learning-rate",
            "planes",
            "curvature",
        ],
        draw: |numbers, loss_label| of_charts(short_directions::charts(numbers, loss_label)),
    },
    Figures {
        experiment: "tunnel-width",
        names: &["loss", "angular-width", "euclidean-width"],
        draw: |numbers, _| of_charts(tunnel_width::charts(numbers)),
    },
];

fn of_charts(charts: Result<Vec<Chart>, FigureError>) -> Result<Vec<Figure>, FigureError> {
    Ok(charts?.into_iter().map(Figure::Chart).collect())
}

/// The names of all figures that an experiment may have; of an unknown one, that of its loss.
pub fn figure_names(experiment: &str) -> &'static [&'static str] {
    FIGURES.iter().find(|figures| figures.experiment == experiment).map_or(&["loss"], |figures| figures.names)
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
