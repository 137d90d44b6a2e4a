//! Figures as SVG documents.

use super::drawing::{Axes, Failure, PlotArea, TYPEFACE, draw_over, letters};
use super::heat_map_drawing::draw_map;
use super::paper::Paper;
use super::{Chart, DrawingError, Figure, Theme};
use plotters::coord::Shift;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

/// Width and height of a chart in a file.
const CHART_SIZE: (u32, u32) = (640, 400);
/// Width and height of a map in a file.
const MAP_SIZE: (u32, u32) = (560, 480);
/// The opacity of a band.
const BAND_STRENGTH: f64 = 0.18;
/// Plotters draws at whole pixels only. Figures drawn this many times as large and then scaled down have smooth curves.
const FINENESS: u32 = 8;

/// The figure as an SVG document.
///
/// # Errors
/// When plotters cannot draw it.
pub fn to_svg(figure: &Figure, theme: Theme) -> Result<String, DrawingError> {
    let size = match figure {
        Figure::Chart(_) => CHART_SIZE,
        Figure::Map(_) => MAP_SIZE,
    };
    to_svg_sized(figure, theme, size)
}

/// The figure as an SVG document of this width and height.
///
/// # Errors
/// When plotters cannot draw it.
pub fn to_svg_sized(figure: &Figure, theme: Theme, size: (u32, u32)) -> Result<String, DrawingError> {
    match figure {
        Figure::Chart(chart) => chart_to_svg(chart, theme, size).map(|(text, _)| text),
        Figure::Map(map) => {
            let drawn = draw_on_svg(size, |area| draw_map(map, area, theme, FINENESS.into()));
            // Without anti-aliasing no background shows between neighbouring cells.
            drawn.map(|(text, ())| text.replacen("<svg", "<svg shape-rendering=\"crispEdges\"", 1))
        }
    }
}

/// The chart as an SVG document of this width and height, and the position of the curves in it.
///
/// # Errors
/// When plotters cannot draw it.
pub fn chart_to_svg(
    chart: &Chart,
    theme: Theme,
    size: (u32, u32),
) -> Result<(String, PlotArea), DrawingError> {
    let (text, plot) = draw_on_svg(size, |area| {
        draw_over(chart, area, theme, FINENESS.into(), |axes| draw_under(chart, axes, theme))
    })?;
    Ok((text, plot.divided_by(FINENESS as i32)))
}

/// Whether a text is an SVG document that [`to_svg`] drew, from its typeface, which every figure has.
pub fn is_drawn_here(text: &str) -> bool {
    text.starts_with("<svg") && text.contains(TYPEFACE)
}

fn draw_on_svg<T>(
    (width, height): (u32, u32),
    draw: impl FnOnce(&DrawingArea<Paper<'_>, Shift>) -> Result<T, Failure<Paper<'static>>>,
) -> Result<(String, T), DrawingError> {
    let mut text = String::new();
    let (wide, high) = (width * FINENESS, height * FINENESS);
    let drawn = {
        let area = Paper::new(&mut text, (wide, high)).into_drawing_area();
        draw(&area)
            .and_then(|drawn| area.present().map(|()| drawn))
            .map_err(|error| DrawingError(error.to_string()))?
    };
    // The coordinates of the drawing stay as they are; only the displayed size changes.
    let size = |width: u32, height: u32| format!("<svg width=\"{width}\" height=\"{height}\"");
    Ok((text.replacen(&size(wide, high), &size(width, height), 1), drawn))
}

/// Bands and marks.
fn draw_under<B: DrawingBackend>(
    chart: &Chart,
    axes: &mut Axes<'_, B>,
    theme: Theme,
) -> Result<(), Failure<B>> {
    let (x_range, y_range) = (chart.x_range(), chart.y_range());
    for band in &chart.bands {
        let edge = |pick: fn(&(f64, f64, f64)) -> f64| {
            band.points
                .iter()
                .filter_map(move |point| Chart::drawable((point.0, pick(point)), x_range, y_range))
        };
        let outline: Vec<(f64, f64)> = edge(|point| point.1).chain(edge(|point| point.2).rev()).collect();
        axes.draw_series([Polygon::new(outline, theme.colour(band.role).mix(BAND_STRENGTH))])?;
    }
    for mark in &chart.marks {
        let line = vec![(mark.x, y_range.0), (mark.x, y_range.1)];
        axes.draw_series([PathElement::new(line, theme.faint.stroke_width(FINENESS))])?;
        let style =
            letters(&theme, FINENESS.into()).color(&theme.faint).pos(Pos::new(HPos::Center, VPos::Bottom));
        axes.draw_series([Text::new(mark.label.clone(), (mark.x, y_range.1), style)])?;
    }
    Ok(())
}
