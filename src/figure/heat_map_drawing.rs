//! Draws maps: cells coloured by value, a scale next to them, lines and dots over them.

use super::cividis::cividis;
use super::drawing::{Axes, Failure, LETTERS, letters, tick};
use super::name_places::{Frame, places};
use super::{HeatMap, Role, Series, Theme};
use plotters::coord::Shift;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

/// The number of colour steps; neighbouring cells of one step become one rectangle.
const STEPS: f64 = 48.0;

/// The colour of everything drawn over cells, in every theme: the colours of cells do not depend on it.
const LIGHT: RGBColor = RGBColor(0xfc, 0xfb, 0xf8);
/// The colour of its edges.
const EDGE: RGBColor = RGBColor(0x1c, 0x1c, 0x1a);

/// The colour of a value from 0 (low) to 1 (high).
fn colour(share: f64) -> RGBColor {
    let share = (share.clamp(0.0, 1.0) * STEPS).round() / STEPS;
    let (red, green, blue) = cividis(share);
    RGBColor(red, green, blue)
}

/// Draws the map over a whole area.
pub(super) fn draw_map<B: DrawingBackend>(
    map: &HeatMap,
    area: &DrawingArea<B, Shift>,
    theme: Theme,
    scale: f64,
) -> Result<(), Failure<B>> {
    let pixels = |size: f64| (size * scale).round() as i32;
    area.fill(&theme.paper)?;
    let width = area.dim_in_pixel().0 as i32;
    let (drawing, beside) = area.split_horizontally(width - pixels(96.0));
    let (left, right) = map.x.range.unwrap_or((0.0, 1.0));
    let (bottom, top) = map.y.range.unwrap_or((0.0, 1.0));
    let letters = letters(&theme, scale);
    let mut context = ChartBuilder::on(&drawing)
        .margin(pixels(10.0))
        // Room for the title of the scale, which may be wider than the scale.
        .margin_top(pixels(30.0))
        .x_label_area_size(pixels(44.0))
        .y_label_area_size(pixels(54.0))
        .build_cartesian_2d(left..right, bottom..top)?;
    context
        .configure_mesh()
        .disable_mesh()
        .axis_style(theme.faint.stroke_width(pixels(1.0) as u32))
        .label_style(letters.clone())
        .axis_desc_style(letters.clone())
        .set_all_tick_mark_size(pixels(4.0))
        .x_labels(6)
        .y_labels(6)
        .x_label_formatter(&|value| tick(*value, (left, right)))
        .y_label_formatter(&|value| tick(*value, (bottom, top)))
        .x_desc(&map.x.label)
        .y_desc(&map.y.label)
        .draw()?;
    let values = if map.outline.is_empty() { map.values.clone() } else { spread(map) };
    context.draw_series(
        runs_of_cells(map, &values)
            .into_iter()
            .map(|(from, to, share)| Rectangle::new([from, to], colour(share).filled())),
    )?;
    if !map.outline.is_empty() {
        let beyond = beyond(&map.outline, (left, right), (bottom, top));
        context.draw_series([Polygon::new(beyond, theme.paper.filled())])?;
    }
    let (dots, lines): (Vec<&Series>, Vec<&Series>) =
        map.overlays.iter().partition(|overlay| overlay.points.len() == 1);
    for line in lines {
        draw_line(&mut context, line, scale)?;
    }
    draw_dots(&mut context, &dots, letters.clone(), scale)?;
    draw_scale(map, &beside, theme, scale)?;
    draw_title(&map.value.label, area, &letters, scale)
}

/// Draws named dots over the cells: light, with a dark edge, so that they are visible on all colours.
fn draw_dots<B: DrawingBackend>(
    context: &mut Axes<'_, B>,
    dots: &[&Series],
    letters: TextStyle<'_>,
    scale: f64,
) -> Result<(), Failure<B>> {
    let pixels = |size: f64| (size * scale).round() as i32;
    let area = context.plotting_area();
    let (across, down) = area.get_pixel_range();
    let picture = Frame {
        left: f64::from(across.start),
        top: f64::from(down.start),
        right: f64::from(across.end),
        bottom: f64::from(down.end),
    };
    let mut measured = Vec::with_capacity(dots.len());
    for dot in dots {
        let (x, y) = area.map_coordinate(&dot.points[0]);
        let (width, _) = area.estimate_text_size(&dot.label, &letters)?;
        measured.push(((f64::from(x), f64::from(y)), f64::from(width)));
    }
    let names = places(&measured, letters.font.get_size(), picture);
    context.draw_series(dots.iter().map(|dot| Circle::new(dot.points[0], pixels(5.5), EDGE.filled())))?;
    context.draw_series(dots.iter().map(|dot| Circle::new(dot.points[0], pixels(4.0), LIGHT.filled())))?;
    for ((dot, (place, _)), name) in dots.iter().zip(&measured).zip(&names) {
        let middle = name.middle();
        let shift = ((middle.0 - place.0).round() as i32, (middle.1 - place.1).round() as i32);
        let text = |colour: &'static RGBColor, x: f64, y: f64| {
            let style = letters.color(colour).pos(Pos::new(HPos::Center, VPos::Center));
            EmptyElement::at(dot.points[0])
                + Text::new(dot.label.clone(), (shift.0 + pixels(x), shift.1 + pixels(y)), style)
        };
        let around = [(-1.0, 0.0), (1.0, 0.0), (0.0, -1.0), (0.0, 1.0)];
        context.draw_series(around.map(|(x, y)| text(&EDGE, x, y)))?;
        context.draw_series([text(&LIGHT, 0.0, 0.0)])?;
    }
    Ok(())
}

/// Draws a line over the cells, light, with a dark edge.
fn draw_line<B: DrawingBackend>(
    context: &mut Axes<'_, B>,
    overlay: &Series,
    scale: f64,
) -> Result<(), Failure<B>> {
    let pixels = |size: f64| (size * scale).round() as i32;
    // A NaN point is a gap.
    for line in overlay.points.split(|point| !point.0.is_finite() || !point.1.is_finite()) {
        let points = line.iter().copied();
        if overlay.role == Role::Single {
            let thin = LIGHT.mix(0.5).stroke_width(pixels(1.0) as u32);
            context.draw_series(LineSeries::new(points, thin))?;
            continue;
        }
        context.draw_series(LineSeries::new(points.clone(), EDGE.stroke_width(pixels(4.0) as u32)))?;
        let light = LIGHT.stroke_width(pixels(2.0) as u32);
        if overlay.role == Role::Straight {
            context.draw_series(DashedLineSeries::new(points, pixels(6.0), pixels(4.0), light))?;
        } else {
            context.draw_series(LineSeries::new(points.clone(), light))?;
        }
        if overlay.role == Role::Measured {
            let dots = line.iter().map(|&point| Circle::new(point, pixels(2.5), LIGHT.filled()));
            context.draw_series(dots)?;
        }
    }
    Ok(())
}

/// Two opposite corners of a run of cells of one colour within a row, and its colour's place on the scale, from 0 to 1.
type Run = ((f64, f64), (f64, f64), f64);

fn runs_of_cells(map: &HeatMap, values: &[f64]) -> Vec<Run> {
    let (left, right) = map.x.range.unwrap_or((0.0, 1.0));
    let (bottom, top) = map.y.range.unwrap_or((0.0, 1.0));
    let (low, high) = map.value_range();
    let x = |column: usize| left + (right - left) * column as f64 / map.columns as f64;
    let y = |row: usize| bottom + (top - bottom) * row as f64 / map.rows() as f64;
    let step = |value: f64| {
        value.is_finite().then(|| (((value - low) / (high - low)).clamp(0.0, 1.0) * STEPS).round())
    };
    let mut found = Vec::new();
    for (row, values) in values.chunks_exact(map.columns.max(1)).enumerate() {
        let mut column = 0;
        for run in values.chunk_by(|left, right| step(*left) == step(*right)) {
            if let Some(step) = step(run[0]) {
                found.push(((x(column), y(row)), (x(column + run.len()), y(row + 1)), step / STEPS));
            }
            column += run.len();
        }
    }
    found
}

/// The values, with blank cells next to others filled by their mean: the values of cells that the outline cuts.
fn spread(map: &HeatMap) -> Vec<f64> {
    let columns = map.columns.max(1);
    let value = |row: usize, column: usize| {
        let is_inside = column < columns && row < map.rows();
        is_inside.then(|| map.values[row * columns + column]).filter(|value| value.is_finite())
    };
    let filled = |(cell, known): (usize, &f64)| {
        let (row, column) = (cell / columns, cell % columns);
        let beside = || {
            let around = (row.saturating_sub(1)..=row + 1)
                .flat_map(|row| (column.saturating_sub(1)..=column + 1).map(move |column| (row, column)));
            let known: Vec<f64> = around.filter_map(|(row, column)| value(row, column)).collect();
            known.iter().sum::<f64>() / known.len() as f64
        };
        if known.is_finite() { *known } else { beside() }
    };
    map.values.iter().enumerate().map(filled).collect()
}

/// The area between the axes and beyond the outline, as one polygon with a hole.
fn beyond(outline: &[(f64, f64)], x: (f64, f64), y: (f64, f64)) -> Vec<(f64, f64)> {
    let frame = [(x.0, y.0), (x.0, y.1), (x.1, y.1), (x.1, y.0), (x.0, y.0)];
    frame.into_iter().chain(outline.iter().copied()).chain(outline.first().copied()).collect()
}

fn draw_scale<B: DrawingBackend>(
    map: &HeatMap,
    area: &DrawingArea<B, Shift>,
    theme: Theme,
    scale: f64,
) -> Result<(), Failure<B>> {
    let pixels = |size: f64| (size * scale).round() as i32;
    let (low, high) = map.value_range();
    let letters = letters(&theme, scale);
    let mut context = ChartBuilder::on(area)
        .margin_top(pixels(32.0))
        .margin_bottom(pixels(54.0))
        .margin_left(pixels(4.0))
        .margin_right(pixels(4.0))
        .right_y_label_area_size(pixels(56.0))
        .build_cartesian_2d(0.0..1.0, low..high)?
        .set_secondary_coord(0.0..1.0, low..high);
    context
        .configure_secondary_axes()
        .axis_style(theme.faint.stroke_width(pixels(1.0) as u32))
        .label_style(letters.clone())
        .set_all_tick_mark_size(pixels(4.0))
        .y_labels(5)
        .y_label_formatter(&|value| tick(*value, (low, high)))
        .draw()?;
    let edge = |step: f64| low + (high - low) * step / STEPS;
    context.draw_series((0..STEPS as usize).map(|step| {
        let step = step as f64;
        Rectangle::new([(0.0, edge(step)), (1.0, edge(step + 1.0))], colour((step + 0.5) / STEPS).filled())
    }))?;
    Ok(())
}

/// Draws the title of the scale above it, in two lines if it is wider than the picture.
fn draw_title<B: DrawingBackend>(
    title: &str,
    area: &DrawingArea<B, Shift>,
    letters: &TextStyle<'_>,
    scale: f64,
) -> Result<(), Failure<B>> {
    let pixels = |size: f64| (size * scale).round() as i32;
    let right = area.dim_in_pixel().0 as i32 - pixels(4.0);
    let style = letters.clone().pos(Pos::new(HPos::Right, VPos::Top));
    let (width, _) = area.estimate_text_size(title, letters)?;
    if width as i32 <= right {
        return area.draw_text(title, &style, (right, pixels(8.0)));
    }
    let (first, second) = halves(title);
    area.draw_text(first, &style, (right, 0))?;
    area.draw_text(second, &style, (right, pixels(LETTERS - 2.0)))
}

/// Both lines of a title that is too long for one: broken before a parenthesis or after a comma, near the middle.
fn halves(title: &str) -> (&str, &str) {
    let before_parentheses = title.match_indices(" (").map(|(place, _)| place);
    let after_commas = title.match_indices(", ").map(|(place, _)| place + 1);
    let middle = title.len() / 2;
    let place = before_parentheses.chain(after_commas).min_by_key(|place| place.abs_diff(middle));
    let (first, second) = title.split_at(place.unwrap_or(title.len()));
    (first, second.trim_start())
}

#[cfg(test)]
mod tests {
    use super::super::{Axis, Figure, to_svg, to_svg_sized};
    use super::*;

    fn map(values: Vec<f64>, columns: usize) -> HeatMap {
        HeatMap {
            name: "map".to_owned(),
            x: Axis::ranging("column", 0.0, columns as f64),
            y: Axis::ranging("row", 0.0, (values.len() / columns) as f64),
            value: Axis::fitted("loss"),
            columns,
            values,
            overlays: Vec::new(),
            outline: Vec::new(),
        }
    }

    #[test]
    fn equal_neighbours_become_one_cell_and_what_is_no_number_none() {
        let map = map(vec![0.0, 0.0, 1.0, f64::NAN, 1.0, 1.0], 3);
        let found = runs_of_cells(&map, &map.values);
        assert_eq!(
            found,
            [((0.0, 0.0), (2.0, 1.0), 0.0), ((2.0, 0.0), (3.0, 1.0), 1.0), ((1.0, 1.0), (3.0, 2.0), 1.0)]
        );
    }

    #[test]
    fn a_map_is_drawn_up_to_its_outline_and_not_beyond() {
        let mut cut = map(vec![1.0, 1.0, 1.0, f64::NAN], 2);
        assert_eq!(spread(&cut), [1.0; 4]);
        assert!(cut.values[3].is_nan(), "what was not measured stays blank in tables");
        cut.outline = vec![(0.0, 0.0), (2.0, 0.0), (0.0, 2.0)];
        let ring = beyond(&cut.outline, (0.0, 2.0), (0.0, 2.0));
        // Twice the signed area: the hole has the opposite sign.
        let area: f64 =
            ring.iter().zip(ring.iter().cycle().skip(1)).map(|(a, b)| a.0 * b.1 - b.0 * a.1).sum();
        assert!((area.abs() / 2.0 - 2.0).abs() < 1e-12, "{area}");
        assert!(to_svg(&Figure::Map(cut), Theme::LIGHT).unwrap().contains("<polygon"));
    }

    #[test]
    fn a_title_that_is_too_long_is_broken_where_it_pauses() {
        let cases = [
            ("loss (nats), maximum 3.204 (contours every 0.5)", "loss (nats), maximum 3.204"),
            (
                "loss (distance to the nearest wedge), before the descent",
                "loss (distance to the nearest wedge),",
            ),
            ("cosine", "cosine"),
        ];
        for (title, first) in cases {
            let (found, second) = halves(title);
            assert_eq!(found, first);
            assert_eq!(format!("{found} {second}").trim_end(), title);
        }
        let mut wide = map(vec![0.0, 1.0], 2);
        wide.value.label = "loss (distance to the nearest wedge), before the descent".to_owned();
        let drawn = |size| to_svg_sized(&Figure::Map(wide.clone()), Theme::LIGHT, size).unwrap();
        assert!(!drawn((300, 260)).contains(&wide.value.label), "two lines");
        assert!(drawn((900, 260)).contains(&wide.value.label), "one line");
    }

    #[test]
    fn low_is_dark() {
        let brightness = |share| {
            let RGBColor(red, green, blue) = colour(share);
            0.2126 * f64::from(red) + 0.7152 * f64::from(green) + 0.0722 * f64::from(blue)
        };
        for step in 0..8 {
            assert!(brightness(f64::from(step) / 8.0) < brightness(f64::from(step + 1) / 8.0));
        }
    }

    #[test]
    fn maps_of_anything_are_drawn() {
        for values in [vec![f64::NAN; 4], vec![1.0; 4], vec![0.0, f64::INFINITY, -1.0, 1e300]] {
            let svg = to_svg(&Figure::Map(map(values, 2)), Theme::LIGHT).unwrap();
            assert!(svg.ends_with("</svg>\n") && svg.contains("loss"), "{svg}");
        }
    }
}
