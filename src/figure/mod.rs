//! Results as charts: what to draw is data, and plotters draws it on whatever there is (a file natively, a canvas in the
//! page).

mod chart;
mod csv;
mod drawing;
mod from_result;
mod live_curves;

pub use chart::{Axis, Chart, Role, Series};
pub use csv::to_csv;
pub use drawing::{DrawingError, PlotArea, Theme, draw, to_svg};
pub use from_result::{FigureError, charts};
pub use live_curves::LiveCurves;
