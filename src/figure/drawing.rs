//! Draws a chart with plotters, on any of its backends.

use super::{Chart, Role};
use plotters::coord::Shift;
use plotters::coord::types::RangedCoordf64;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use serde::Serialize;

/// A chart that could not be drawn.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the chart could not be drawn: {0}")]
pub struct DrawingError(pub(super) String);

/// The colours of a chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Theme {
    pub(super) paper: RGBColor,
    pub(super) ink: RGBColor,
    pub(super) faint: RGBColor,
    blue: RGBColor,
    vermilion: RGBColor,
    green: RGBColor,
}

impl Theme {
    /// Dark ink on light paper.
    pub const LIGHT: Self = Self {
        paper: RGBColor(0xfc, 0xfb, 0xf8),
        ink: RGBColor(0x1c, 0x1c, 0x1a),
        faint: RGBColor(0x6b, 0x6a, 0x66),
        blue: RGBColor(0x00, 0x72, 0xb2),
        vermilion: RGBColor(0xd5, 0x5e, 0x00),
        green: RGBColor(0x00, 0x9e, 0x73),
    };
    /// Light ink on dark paper.
    pub const DARK: Self = Self {
        paper: RGBColor(0x14, 0x15, 0x17),
        ink: RGBColor(0xec, 0xea, 0xe4),
        faint: RGBColor(0x9a, 0x98, 0x92),
        blue: RGBColor(0x56, 0xb4, 0xe9),
        vermilion: RGBColor(0xf0, 0x8a, 0x3c),
        green: RGBColor(0x35, 0xc7, 0x9a),
    };

    pub(super) fn colour(&self, role: Role) -> RGBColor {
        match role {
            Role::Train | Role::Wedge(0) | Role::Bar(0) => self.blue,
            Role::Test | Role::Wedge(1) | Role::Bar(1) => self.vermilion,
            Role::Wedge(_) | Role::Bar(_) => self.green,
            Role::Straight | Role::Single | Role::Bars => self.faint,
            Role::Tunnel | Role::Measured | Role::Predicted => self.ink,
        }
    }
}

/// Height of the letters, in pixels of a chart at its natural size.
pub(super) const LETTERS: f64 = 16.0;
/// Length of an axis tick, in the same pixels.
const TICK: i32 = 4;
/// A curve of at most this many points shows each of them.
const MOST_MARKS: usize = 60;
/// The typeface of charts: the first available one, as on the page.
pub(super) const TYPEFACE: &str =
    "Iowan Old Style, Charter, Palatino Linotype, Palatino, P052, Georgia, serif";

/// The rectangle between the ends of both axes, in pixels of the drawing area.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
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

impl PlotArea {
    /// The same in pixels `factor` times as large.
    pub(super) fn divided_by(self, factor: i32) -> Self {
        Self {
            left: self.left / factor,
            right: self.right / factor,
            top: self.top / factor,
            bottom: self.bottom / factor,
        }
    }
}

/// A chart's axes, ready for drawing between them.
pub(super) type Axes<'a, B> = ChartContext<'a, B, Cartesian2d<RangedCoordf64, RangedCoordf64>>;

/// The error of a backend.
pub(super) type Failure<B> = DrawingAreaErrorKind<<B as DrawingBackend>::ErrorType>;

/// The text style of a chart.
pub(super) fn letters(theme: &Theme, scale: f64) -> TextStyle<'_> {
    TextStyle::from((TYPEFACE, LETTERS * scale).into_font()).color(&theme.ink)
}

/// Draws axes, then what lies under the curves, then the curves.
pub(super) fn draw_over<'a, B: DrawingBackend>(
    chart: &Chart,
    area: &'a DrawingArea<B, Shift>,
    theme: Theme,
    scale: f64,
    under: impl FnOnce(&mut Axes<'a, B>) -> Result<(), Failure<B>>,
) -> Result<PlotArea, Failure<B>> {
    let pixels = |size: f64| (size * scale).round() as i32;
    let letters = letters(&theme, scale);
    area.fill(&theme.paper)?;
    let (x_range, y_range) = (chart.x_range(), chart.y_range());
    // Room for the curves' names.
    let longest = chart.series.iter().map(|series| series.label.chars().count()).max().unwrap_or(0);
    let mut context = ChartBuilder::on(area)
        .margin(pixels(10.0))
        .margin_top(pixels(if chart.marks.is_empty() { 10.0 } else { 26.0 }))
        .margin_right(pixels((20.0 + 6.6 * longest as f64).max(32.0)))
        .x_label_area_size(pixels(44.0))
        .y_label_area_size(pixels(54.0))
        .build_cartesian_2d(x_range.0..x_range.1, y_range.0..y_range.1)?;
    context
        .configure_mesh()
        .disable_mesh()
        .axis_style(theme.faint.stroke_width(pixels(1.0) as u32))
        .label_style(letters.clone())
        .axis_desc_style(letters.clone())
        .set_all_tick_mark_size(pixels(f64::from(TICK)))
        .x_labels(if chart.x.categories.is_empty() { 6 } else { 0 })
        .y_labels(6)
        .x_label_formatter(&|value| tick(*value, x_range))
        .y_label_formatter(&|value| tick(*value, y_range))
        .x_desc(&chart.x.label)
        .y_desc(&chart.y.label)
        .draw()?;
    draw_categories(chart, &context, area, &letters, theme.faint.stroke_width(pixels(1.0) as u32))?;
    under(&mut context)?;
    let mut names = Vec::new();
    for series in &chart.series {
        let colour = theme.colour(series.role);
        let points: Vec<(f64, f64)> =
            series.points.iter().filter_map(|&point| Chart::drawable(point, x_range, y_range)).collect();
        if matches!(series.role, Role::Bars | Role::Bar(_)) {
            let half = bar_width(&points) / 2.0;
            let bar = |&(x, y): &(f64, f64)| {
                Rectangle::new([(x - half, y_range.0), (x + half, y)], colour.filled())
            };
            context.draw_series(points.iter().map(bar))?;
            continue;
        }
        let width = if matches!(series.role, Role::Single | Role::Measured) { 1.0 } else { 2.0 };
        let stroke = colour.stroke_width(pixels(width) as u32);
        let gaps = match series.role {
            Role::Straight => Some((6.0, 4.0)),
            Role::Predicted => Some((2.0, 3.0)),
            Role::Wedge(1) => Some((9.0, 3.0)),
            Role::Wedge(2) => Some((3.0, 2.0)),
            _ => None,
        };
        match gaps {
            Some((dash, gap)) => {
                let dashes = DashedLineSeries::new(points.iter().copied(), pixels(dash), pixels(gap), stroke);
                context.draw_series(dashes)?;
            }
            None => {
                context.draw_series(LineSeries::new(points.iter().copied(), stroke))?;
            }
        }
        if points.len() <= MOST_MARKS && !matches!(series.role, Role::Single | Role::Predicted) {
            let marks = points.iter().map(|&point| Circle::new(point, pixels(3.0), colour.filled()));
            context.draw_series(marks)?;
        }
        if let Some(&last) = points.last().filter(|_| !series.label.is_empty()) {
            let (x, y) = context.backend_coord(&last);
            names.push((y, x, &series.label, colour));
        }
    }
    // Names of curves that end close together are moved apart, and none overlaps the numbers of the axis.
    names.sort_by_key(|&(y, ..)| std::cmp::Reverse(y));
    let mut lowest = context.backend_coord(&(x_range.0, y_range.0)).1 - pixels(1.0);
    for (y, x, label, colour) in names {
        let style = letters.clone().color(&colour).pos(Pos::new(HPos::Left, VPos::Center));
        let height = y.min(lowest);
        area.draw_text(label, &style, (x + pixels(8.0), height))?;
        lowest = height - pixels(LETTERS + 1.0);
    }
    let (x_pixels, y_pixels) = context.plotting_area().get_pixel_range();
    Ok(PlotArea { left: x_pixels.start, right: x_pixels.end, top: y_pixels.start, bottom: y_pixels.end })
}

/// Draws the categories of a horizontal axis.
fn draw_categories<B: DrawingBackend>(
    chart: &Chart,
    axes: &Axes<'_, B>,
    area: &DrawingArea<B, Shift>,
    letters: &TextStyle<'_>,
    line: ShapeStyle,
) -> Result<(), Failure<B>> {
    let tick = TICK * line.stroke_width as i32;
    let style = letters.clone().pos(Pos::new(HPos::Center, VPos::Top));
    let mut free_from = i32::MIN;
    for (place, category) in chart.x.categories.iter().enumerate() {
        let (x, y) = axes.backend_coord(&(place as f64, chart.y_range().0));
        area.draw(&PathElement::new([(x, y), (x, y + tick)], line))?;
        // If there is too little room for all, only every second or so is named.
        let half = area.estimate_text_size(category, &style)?.0 as i32 / 2;
        if x - half >= free_from {
            area.draw_text(category, &style, (x, y + 2 * tick))?;
            free_from = x + half + tick;
        }
    }
    Ok(())
}

/// The number at a tick of an axis, with no more digits than distinguish it from its neighbours.
pub(super) fn tick(value: f64, (low, high): (f64, f64)) -> String {
    let digits = match high - low {
        span if span > 5.0 => 0,
        span if span > 0.5 => 1,
        span if span > 0.05 => 2,
        _ => return format!("{value:.1e}"),
    };
    let text = format!("{value:.digits$}");
    // No negative zero.
    if text.trim_start_matches('-').chars().all(|letter| matches!(letter, '0' | '.')) {
        return text.trim_start_matches('-').to_owned();
    }
    text.replace('-', "−")
}

/// The width of bars that leaves a little room between them.
fn bar_width(points: &[(f64, f64)]) -> f64 {
    match points {
        [first, second, ..] => 0.8 * (second.0 - first.0).abs(),
        _ => 0.8,
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Axis, Figure, Series, chart_to_svg, to_svg};
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
    fn the_style_sheet_turns_every_dark_colour_into_the_light_one_on_paper() {
        let tokens = include_str!("../../style/tokens.css");
        let chapters = include_str!("../../style/chapters.css");
        let (_, on_paper) = chapters.split_once("Charts that were drawn for a dark screen").unwrap();
        let hex = |RGBColor(red, green, blue): RGBColor| format!("#{red:02x}{green:02x}{blue:02x}");
        let colours = |theme: Theme| {
            [
                ("paper", theme.paper),
                ("ink", theme.ink),
                ("faint", theme.faint),
                ("blue", theme.blue),
                ("vermilion", theme.vermilion),
                ("green", theme.green),
            ]
        };
        for ((name, dark), (_, light)) in colours(Theme::DARK).into_iter().zip(colours(Theme::LIGHT)) {
            assert!(tokens.contains(&format!("--{name}: {};", hex(light))), "{name}");
            for attribute in ["fill", "stroke"] {
                let rule = format!("[{attribute}=\"{}\" i] {{\n    {attribute}: var(--{name});", hex(dark));
                assert!(on_paper.contains(&rule), "{rule}");
            }
        }
    }

    #[test]
    fn a_chart_names_its_axes_and_curves() {
        let svg =
            to_svg(&Figure::Chart(chart(vec![(0.0, 2.3), (1.0, 1.1), (2.0, 0.7)])), Theme::LIGHT).unwrap();
        for word in ["<svg", "epoch", "loss (nats)", "training", "polyline"] {
            assert!(svg.contains(word), "{word}");
        }
    }

    #[test]
    fn nothing_one_point_and_what_is_no_number_are_drawn_without_harm() {
        for points in [vec![], vec![(1.0, 1.0)], vec![(0.0, f64::NAN), (1.0, f64::INFINITY), (2.0, 1.0)]] {
            assert!(to_svg(&chart(points).into(), Theme::DARK).unwrap().contains("</svg>"));
        }
    }

    #[test]
    fn names_of_places_leave_one_another_room() {
        let mut chart = chart((0..8).map(|place| (f64::from(place), 1.0)).collect());
        chart.x.categories = (0..8).map(|place| format!("category {place}")).collect();
        let drawn = |width| {
            let (text, _) = chart_to_svg(&chart, Theme::LIGHT, (width, 300)).unwrap();
            chart.x.categories.iter().filter(|category| text.contains(*category)).count()
        };
        assert_eq!(drawn(1200), 8);
        assert!((2..5).contains(&drawn(400)), "{}", drawn(400));
    }

    #[test]
    fn the_ends_of_a_curve_lie_on_the_edges_of_the_plot() {
        let chart = Chart {
            x: Axis::ranging("position", 0.0, 1.0),
            y: Axis::ranging("loss", 0.0, 2.0),
            ..chart(vec![(0.0, 2.0), (1.0, 0.0)])
        };
        let (text, plot) = chart_to_svg(&chart, Theme::LIGHT, (500, 300)).unwrap();
        assert!(text.starts_with("<svg width=\"500\" height=\"300\" viewBox=\"0 0 4000 2400\""));
        let near = |x: i32, y: i32| {
            (-4..=12).any(|dx| (-4..=12).any(|dy| text.contains(&format!("{},{} ", 8 * x + dx, 8 * y + dy))))
        };
        assert!(near(plot.left, plot.top) && near(plot.right, plot.bottom), "{plot:?} {text}");
    }
}
