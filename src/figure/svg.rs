//! Figures as SVG documents.

use super::drawing::{Axes, Failure, draw_over, letters};
use super::heat_map_drawing::draw_map;
use super::{Chart, DrawingError, Figure, Theme};
use plotters::coord::Shift;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

/// Size of a chart in a file.
const CHART_SIZE: (u32, u32) = (640, 400);
/// Size of a map in a file.
const MAP_SIZE: (u32, u32) = (560, 480);
/// How strong the colour of a band is.
const BAND_STRENGTH: f64 = 0.18;

/// The figure as an SVG document.
///
/// # Errors
/// When plotters cannot draw it.
pub fn to_svg(figure: &Figure, theme: Theme) -> Result<String, DrawingError> {
    let mut text = String::new();
    let size = match figure {
        Figure::Chart(_) => CHART_SIZE,
        Figure::Map(_) => MAP_SIZE,
    };
    {
        let area = SVGBackend::with_string(&mut text, size).into_drawing_area();
        match figure {
            Figure::Chart(chart) => draw_chart(chart, &area, theme),
            Figure::Map(map) => draw_map(map, &area, theme),
        }
        .and_then(|()| area.present())
        .map_err(|error| DrawingError(error.to_string()))?;
    }
    Ok(text)
}

fn draw_chart<B: DrawingBackend>(
    chart: &Chart,
    area: &DrawingArea<B, Shift>,
    theme: Theme,
) -> Result<(), Failure<B>> {
    draw_over(chart, area, theme, 1.0, |axes| draw_under(chart, axes, theme))?;
    Ok(())
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
        axes.draw_series([PathElement::new(line, theme.faint.stroke_width(1))])?;
        let style = letters(&theme, 1.0).color(&theme.faint).pos(Pos::new(HPos::Center, VPos::Bottom));
        axes.draw_series([Text::new(mark.label.clone(), (mark.x, y_range.1), style)])?;
    }
    Ok(())
}
