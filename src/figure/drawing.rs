//! Draws a chart with plotters, on any of its backends.

use super::{Chart, Role};
use plotters::coord::Shift;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

/// A chart that could not be drawn.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the chart could not be drawn: {0}")]
pub struct DrawingError(String);

/// The colours of a chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Theme {
    paper: RGBColor,
    ink: RGBColor,
    faint: RGBColor,
    blue: RGBColor,
    vermilion: RGBColor,
}

impl Theme {
    /// Dark ink on light paper.
    pub const LIGHT: Self = Self {
        paper: RGBColor(0xfc, 0xfb, 0xf8),
        ink: RGBColor(0x1c, 0x1c, 0x1a),
        faint: RGBColor(0x6b, 0x6a, 0x66),
        blue: RGBColor(0x00, 0x72, 0xb2),
        vermilion: RGBColor(0xd5, 0x5e, 0x00),
    };
    /// Light ink on dark paper.
    pub const DARK: Self = Self {
        paper: RGBColor(0x14, 0x15, 0x17),
        ink: RGBColor(0xec, 0xea, 0xe4),
        faint: RGBColor(0x9a, 0x98, 0x92),
        blue: RGBColor(0x56, 0xb4, 0xe9),
        vermilion: RGBColor(0xf0, 0x8a, 0x3c),
    };

    fn colour(&self, role: Role) -> RGBColor {
        match role {
            Role::Train | Role::Wedge(0) => self.blue,
            Role::Test | Role::Wedge(_) => self.vermilion,
            Role::Straight | Role::Single | Role::Bars => self.faint,
            Role::Tunnel | Role::Measured | Role::Predicted => self.ink,
        }
    }
}

/// Height of the letters, in pixels of a chart at its natural size.
const LETTERS: f64 = 13.0;
/// A curve of at most this many points shows each of them.
const MOST_MARKS: usize = 60;
/// Size of a file's chart.
const FILE_SIZE: (u32, u32) = (640, 400);
/// The typeface of charts: the first of these that there is, as on the page.
const TYPEFACE: &str = "Iowan Old Style, Charter, Palatino Linotype, Palatino, P052, Georgia, serif";

/// Where in its area a chart drew its curves, in pixels of the area: the rectangle between the ends of both axes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PlotArea {
    /// Where the horizontal axis begins.
    pub left: i32,
    /// Where the horizontal axis ends.
    pub right: i32,
    /// Where the vertical axis ends.
    pub top: i32,
    /// Where the vertical axis begins.
    pub bottom: i32,
}

/// The chart as an SVG document.
///
/// # Errors
/// When plotters cannot draw it.
pub fn to_svg(chart: &Chart, theme: Theme) -> Result<String, DrawingError> {
    let mut text = String::new();
    {
        let area = SVGBackend::with_string(&mut text, FILE_SIZE).into_drawing_area();
        draw(chart, &area, theme, 1.0)?;
        area.present().map_err(|error| DrawingError(error.to_string()))?;
    }
    Ok(text)
}

/// Draws the chart over a whole area, and says where its curves are. `scale` is the area's pixels to one of the
/// reader's, so that letters and lines keep their size on fine screens.
///
/// # Errors
/// When the backend refuses.
pub fn draw<B: DrawingBackend>(
    chart: &Chart,
    area: &DrawingArea<B, Shift>,
    theme: Theme,
    scale: f64,
) -> Result<PlotArea, DrawingError> {
    try_draw(chart, area, theme, scale).map_err(|error| DrawingError(error.to_string()))
}

fn try_draw<B: DrawingBackend>(
    chart: &Chart,
    area: &DrawingArea<B, Shift>,
    theme: Theme,
    scale: f64,
) -> Result<PlotArea, DrawingAreaErrorKind<B::ErrorType>> {
    let pixels = |size: f64| (size * scale).round() as i32;
    let letters = TextStyle::from((TYPEFACE, LETTERS * scale).into_font()).color(&theme.ink);
    area.fill(&theme.paper)?;
    let (x_range, y_range) = (chart.x_range(), chart.y_range());
    let mut context = ChartBuilder::on(area)
        .margin(pixels(10.0))
        // Room for the curves' names.
        .margin_right(pixels(76.0))
        .x_label_area_size(pixels(38.0))
        .y_label_area_size(pixels(52.0))
        .build_cartesian_2d(x_range.0..x_range.1, y_range.0..y_range.1)?;
    context
        .configure_mesh()
        .disable_mesh()
        .axis_style(theme.faint.stroke_width(pixels(1.0) as u32))
        .label_style(letters.clone())
        .axis_desc_style(letters.clone())
        .x_labels(6)
        .y_labels(6)
        .x_desc(&chart.x.label)
        .y_desc(&chart.y.label)
        .draw()?;
    for (place, series) in chart.series.iter().enumerate() {
        let colour = theme.colour(series.role);
        let points: Vec<(f64, f64)> =
            series.points.iter().filter_map(|&point| Chart::drawable(point, x_range, y_range)).collect();
        let stroke = colour.stroke_width(pixels(2.0) as u32);
        match series.role {
            Role::Straight => {
                let (dash, gap) = (pixels(6.0), pixels(4.0));
                context.draw_series(DashedLineSeries::new(points.iter().copied(), dash, gap, stroke))?;
            }
            _ => {
                context.draw_series(LineSeries::new(points.iter().copied(), stroke))?;
            }
        }
        if points.len() <= MOST_MARKS {
            let marks = points.iter().map(|&point| Circle::new(point, pixels(3.0), colour.filled()));
            context.draw_series(marks)?;
        }
        if let Some(&last) = points.last() {
            let style = letters.clone().color(&colour).pos(Pos::new(HPos::Left, VPos::Center));
            // Curves that end together keep their names apart, and none comes down onto the numbers of the axis.
            let (x, y) = context.backend_coord(&last);
            let offset = if place % 2 == 0 { pixels(-15.0) } else { pixels(-1.0) };
            let nudge = if chart.series.len() > 1 { offset } else { 0 };
            area.draw_text(&series.label, &style, (x + pixels(8.0), y + nudge))?;
        }
    }
    let (x_pixels, y_pixels) = context.plotting_area().get_pixel_range();
    Ok(PlotArea { left: x_pixels.start, right: x_pixels.end, top: y_pixels.start, bottom: y_pixels.end })
}

#[cfg(test)]
mod tests {
    use super::super::{Axis, Series};
    use super::*;

    fn chart(points: Vec<(f64, f64)>) -> Chart {
        Chart {
            name: "loss".to_owned(),
            x: Axis::fitted("epoch"),
            y: Axis::fitted("loss (nats)"),
            series: vec![Series { label: "training".to_owned(), role: Role::Train, points }],
            ..Chart::default()
        }
    }

    #[test]
    fn a_chart_names_its_axes_and_curves() {
        let svg = to_svg(&chart(vec![(0.0, 2.3), (1.0, 1.1), (2.0, 0.7)]), Theme::LIGHT).unwrap();
        for word in ["<svg", "epoch", "loss (nats)", "training", "polyline"] {
            assert!(svg.contains(word), "{word}");
        }
    }

    #[test]
    fn nothing_one_point_and_what_is_no_number_are_drawn_without_harm() {
        for points in [vec![], vec![(1.0, 1.0)], vec![(0.0, f64::NAN), (1.0, f64::INFINITY), (2.0, 1.0)]] {
            assert!(to_svg(&chart(points), Theme::DARK).unwrap().contains("</svg>"));
        }
    }

    #[test]
    fn the_ends_of_a_curve_lie_on_the_edges_of_the_plot() {
        let mut text = String::new();
        let chart = Chart {
            x: Axis::ranging("position", 0.0, 1.0),
            y: Axis::ranging("loss", 0.0, 2.0),
            ..chart(vec![(0.0, 2.0), (1.0, 0.0)])
        };
        let plot = {
            let area = SVGBackend::with_string(&mut text, (500, 300)).into_drawing_area();
            draw(&chart, &area, Theme::LIGHT, 1.0).unwrap()
        };
        let near = |x: i32, y: i32| {
            (-1..=1).any(|dx| (-1..=1).any(|dy| text.contains(&format!("{},{} ", x + dx, y + dy))))
        };
        assert!(near(plot.left, plot.top) && near(plot.right, plot.bottom), "{plot:?} {text}");
    }
}
