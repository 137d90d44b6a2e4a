//! What an image shows: a background, one or several figures of the class, clutter, and sometimes something that makes
//! it hard.

use rand::{Rng, RngExt};

use super::canvas::{Canvas, Clouds, SIDE, direction};
use super::colour::{self, Colour, between};
use super::figure::{Figure, Placement, Style, coverage};
use super::shape::{Shape, length};

/// Of a hundred images, about this many are hard.
const HARD_PERCENT: u32 = 6;

/// What, if anything, makes an image hard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Difficulty {
    None,
    /// Something covers about half of the figure.
    Covered,
    /// The figure's colour is almost the background's.
    Faint,
    /// A figure of another class shines through.
    Blended,
}

/// Paints an image of a class.
pub(super) fn paint(shape: Shape, random: &mut impl Rng) -> Canvas {
    let ground = colour::background(random);
    let far_ground = colour::mixed(ground, colour::background(random), between(random, 0.1, 0.5));
    let mut canvas = Canvas::with_gradient(ground, far_ground, random);
    let middle = colour::mixed(ground, far_ground, 0.5);

    if random.random::<bool>() {
        draw_clutter(&mut canvas, middle, random);
    }
    let difficulty = difficulty(random);
    let placements = placements(random);
    let figures = figures(shape, &placements, difficulty, middle, random);
    if difficulty == Difficulty::Blended {
        draw_other(&mut canvas, shape, &placements, middle, random);
    }
    for figure in &figures {
        figure.draw(&mut canvas);
    }
    if random.random_range(0..8) == 0 {
        draw_clutter(&mut canvas, middle, random);
    }
    if difficulty == Difficulty::Covered {
        draw_cover(&mut canvas, &placements[0], middle, random);
    }
    let grain = between(random, 0.02, 0.06);
    canvas.add_grain(grain, random);
    canvas
}

fn difficulty(random: &mut impl Rng) -> Difficulty {
    if random.random_range(0..100) >= HARD_PERCENT {
        return Difficulty::None;
    }
    match random.random_range(0..3) {
        0 => Difficulty::Covered,
        1 => Difficulty::Faint,
        _ => Difficulty::Blended,
    }
}

/// One large figure, or two to four small ones, one in each quarter of the image.
fn placements(random: &mut impl Rng) -> Vec<Placement> {
    let side = SIDE as f32;
    if random.random_range(0..100) < 92 {
        let radius = between(random, 10.5, 14.0);
        let centre = (0.5 * side + between(random, -2.0, 2.0), 0.5 * side + between(random, -2.0, 2.0));
        return vec![placed(centre, radius, random)];
    }
    let count = random.random_range(2..5_u32);
    let first = random.random_range(0..4_u32);
    let radius = between(random, 5.5, 7.5);
    (0..count)
        .map(|copy| {
            // Opposite quarters first, so that two copies do not crowd one side.
            let quarter = (first + [0, 3, 1, 2][copy as usize]) % 4;
            let middle = |second: bool| if second { 0.75 * side } else { 0.25 * side };
            let centre = (
                middle(quarter % 2 == 1) + between(random, -1.5, 1.5),
                middle(quarter / 2 == 1) + between(random, -1.5, 1.5),
            );
            placed(centre, radius, random)
        })
        .collect()
}

fn placed(centre: (f32, f32), radius: f32, random: &mut impl Rng) -> Placement {
    Placement { centre, radius, direction: tilted(random), squeeze: between(random, 0.85, 1.0) }
}

/// A direction up to 19° off the first axis, because a square turned by 45° is a diamond.
fn tilted(random: &mut impl Rng) -> (f32, f32) {
    let slope = between(random, -0.34, 0.34);
    let scale = length(1.0, slope);
    (1.0 / scale, slope / scale)
}

/// The figures of the class, all in the same style and colours.
fn figures(
    shape: Shape,
    placements: &[Placement],
    difficulty: Difficulty,
    ground: Colour,
    random: &mut impl Rng,
) -> Vec<Figure> {
    let first = match difficulty {
        Difficulty::Faint => colour::near(random, ground, 0.08),
        _ => colour::against(random, ground, 0.35),
    };
    let second = match difficulty {
        Difficulty::Faint => colour::near(random, first, 0.04),
        _ => colour::against(random, first, 0.25),
    };
    let style = style(shape, random);
    let proportion = random.random();
    let shadow = if random.random::<bool>() { between(random, 0.15, 0.45) } else { 0.0 };
    let (right, down) = direction(random);
    let strength = between(random, 0.05, 0.35);
    let opacity = match difficulty {
        Difficulty::Blended => between(random, 0.5, 0.75),
        _ => 1.0,
    };
    placements
        .iter()
        .map(|&placement| Figure {
            shape,
            placement,
            style,
            proportion,
            colours: [first, second],
            opacity,
            light: (right * strength, down * strength),
            shadow: if difficulty == Difficulty::Faint { 0.0 } else { shadow },
            clouds: Clouds::new(random),
        })
        .collect()
}

/// A style that leaves the class recognisable: a hollow disc would be a ring, a hatched one stripes.
fn style(shape: Shape, random: &mut impl Rng) -> Style {
    let patterns = [Style::Filled, Style::Filled, Style::Mottled, Style::Outlined];
    let disc = [Style::Filled, Style::Mottled, Style::Outlined];
    let others = [Style::Filled, Style::Mottled, Style::Outlined, Style::Hatched, Style::Hollow];
    let choices: &[Style] = match shape {
        _ if shape.is_pattern() => &patterns,
        Shape::Disc => &disc,
        _ => &others,
    };
    choices[random.random_range(0..choices.len() as u32) as usize]
}

/// A short line or a dot, unrelated to the class.
fn draw_clutter(canvas: &mut Canvas, ground: Colour, random: &mut impl Rng) {
    let paint = colour::against(random, ground, 0.1);
    let side = SIDE as f32;
    let start = (between(random, 0.0, side), between(random, 0.0, side));
    let (right, down) = direction(random);
    let extent = between(random, 0.0, 8.0);
    let half_width = between(random, 0.5, 1.4);
    let opacity = between(random, 0.4, 0.9);
    canvas.paint_near(start, extent + 2.0, |x, y| {
        let (x, y) = (x - start.0, y - start.1);
        let along = (x * right + y * down).clamp(0.0, extent);
        let distance = length(x - along * right, y - along * down) - half_width;
        (paint, opacity * coverage(distance))
    });
}

/// A wide bar that covers about half of a figure.
fn draw_cover(canvas: &mut Canvas, figure: &Placement, ground: Colour, random: &mut impl Rng) {
    let paint = colour::against(random, ground, 0.1);
    let (right, down) = direction(random);
    let offset = between(random, -0.5, 0.5) * figure.radius;
    let half_width = between(random, 0.4, 0.6) * figure.radius;
    canvas.paint(|x, y| {
        let across = (x - figure.centre.0) * right + (y - figure.centre.1) * down;
        let distance = (across - offset).abs() - half_width;
        (paint, coverage(distance))
    });
}

/// A figure of another class in the same place.
fn draw_other(
    canvas: &mut Canvas,
    shape: Shape,
    placements: &[Placement],
    ground: Colour,
    random: &mut impl Rng,
) {
    let others = Shape::ALL.len() as u32 - 1;
    let step = 1 + random.random_range(0..others);
    let other = Shape::ALL[(shape as usize + step as usize) % Shape::ALL.len()];
    for figure in figures(other, placements, Difficulty::None, ground, random) {
        figure.draw(canvas);
    }
}
