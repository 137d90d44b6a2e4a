//! The ten classes as signed distances: negative inside, in units of the figure's radius.

/// What an image shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Disc,
    Ring,
    Square,
    Triangle,
    Star,
    Cross,
    Crescent,
    Stripes,
    Checkerboard,
    Spiral,
}

impl Shape {
    /// Every class, by label.
    pub const ALL: [Self; 10] = [
        Self::Disc,
        Self::Ring,
        Self::Square,
        Self::Triangle,
        Self::Star,
        Self::Cross,
        Self::Crescent,
        Self::Stripes,
        Self::Checkerboard,
        Self::Spiral,
    ];

    /// The class's name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Disc => "disc",
            Self::Ring => "ring",
            Self::Square => "square",
            Self::Triangle => "triangle",
            Self::Star => "star",
            Self::Cross => "cross",
            Self::Crescent => "crescent",
            Self::Stripes => "stripes",
            Self::Checkerboard => "checkerboard",
            Self::Spiral => "spiral",
        }
    }

    /// Whether the class is a pattern, which has no contour to draw.
    pub fn is_pattern(self) -> bool {
        matches!(self, Self::Stripes | Self::Checkerboard | Self::Spiral)
    }

    /// The signed distance of a point from the figure's edge; the figure lies within radius 1.
    ///
    /// `proportion`, from 0 to 1, varies the class's free parameter: how thick a ring is, how sharp a star, how narrow
    /// the stripes.
    pub fn distance(self, x: f32, y: f32, proportion: f32) -> f32 {
        let radius = length(x, y);
        match self {
            Self::Disc => radius - 0.88,
            Self::Ring => (radius - 0.72).abs() - (0.13 + 0.13 * proportion),
            Self::Square => x.abs().max(y.abs()) - 0.76,
            Self::Triangle => triangle(x, y),
            Self::Star => star(x, y, 0.36 + 0.14 * proportion),
            Self::Cross => cross(x, y, 0.18 + 0.14 * proportion),
            Self::Crescent => {
                let bite = 0.66 + 0.14 * proportion - length(x - 0.42, y);
                (radius - 0.92).max(bite)
            }
            Self::Stripes => {
                let pitch = 0.42 + 0.24 * proportion;
                alternation(x, pitch).max(radius - 1.0)
            }
            Self::Checkerboard => {
                let pitch = 0.8 + 0.4 * proportion;
                checkerboard(x, y, pitch).max(x.abs().max(y.abs()) - 0.82)
            }
            Self::Spiral => spiral(x, y, 0.44 + 0.16 * proportion).max(radius - 1.0),
        }
    }
}

pub(super) fn length(x: f32, y: f32) -> f32 {
    (x * x + y * y).sqrt()
}

/// Equilateral, with corners at radius 0.98: within three lines at half that distance.
fn triangle(x: f32, y: f32) -> f32 {
    // cos 30° and sin 30° turn the lines' normals; the third points down.
    const COSINE: f32 = 0.866_025_4;
    let slanted = COSINE * x.abs() + 0.5 * y;
    slanted.max(-y) - 0.49
}

/// Five points at radius 1, and five dents at radius `inner`.
fn star(x: f32, y: f32, inner: f32) -> f32 {
    // cos 36° and sin 36°: the angle between a point and the next dent.
    const COSINE: f32 = 0.809_017;
    const SINE: f32 = 0.587_785_25;
    // Reflections bring every point of the plane into the sector between a point and a dent.
    let (mut along, mut across) = (x, y.abs());
    for _ in 0..2 {
        let beyond = COSINE * across - SINE * along;
        if beyond > 0.0 {
            along += 2.0 * SINE * beyond;
            across -= 2.0 * COSINE * beyond;
        }
        across = across.abs();
    }
    // There, the edge is the straight line from the point to the dent.
    let (edge_along, edge_across) = (inner * COSINE - 1.0, inner * SINE);
    let outward = edge_across * (along - 1.0) - edge_along * across;
    outward / length(edge_along, edge_across)
}

/// Two crossing bars of half-width `half_width`.
fn cross(x: f32, y: f32, half_width: f32) -> f32 {
    let (long, short) = (x.abs().max(y.abs()), x.abs().min(y.abs()));
    (long - 0.92).max(short - half_width)
}

/// Bars of half the pitch, one pitch apart: the distance from the nearest bar's edge.
fn alternation(x: f32, pitch: f32) -> f32 {
    let turns = x / pitch;
    ((turns - turns.floor() - 0.5).abs() - 0.25) * pitch
}

/// Fields of half the pitch: inside where both directions are in a bar, or neither.
fn checkerboard(x: f32, y: f32, pitch: f32) -> f32 {
    let (across, down) = (alternation(x, pitch), alternation(y, pitch));
    let nearest = across.abs().min(down.abs());
    if (across < 0.0) == (down < 0.0) { -nearest } else { nearest }
}

/// One arm made of half circles, above the axis around the origin and below it around a centre
/// half a pitch to the right; where they meet, their radii agree.
fn spiral(x: f32, y: f32, pitch: f32) -> f32 {
    let turns = if y >= 0.0 { length(x, y) / pitch } else { length(x - 0.5 * pitch, y) / pitch + 0.5 };
    // The arm runs where the turns are whole.
    let from_arm = (turns - (turns + 0.5).floor()).abs();
    (from_arm - 0.22) * pitch
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_where_they_should_be() {
        for (shape, x, y, inside) in [
            (Shape::Disc, 0.0, 0.0, true),
            (Shape::Disc, 0.7, 0.7, false),
            (Shape::Ring, 0.0, 0.0, false),
            (Shape::Ring, 0.0, -0.72, true),
            (Shape::Square, 0.7, 0.7, true),
            (Shape::Square, 0.8, 0.0, false),
            (Shape::Triangle, 0.0, 0.9, true),
            (Shape::Triangle, 0.0, -0.6, false),
            (Shape::Star, 0.95, 0.0, true),
            (Shape::Star, -0.95, 0.0, false),
            (Shape::Cross, 0.0, 0.9, true),
            (Shape::Cross, 0.6, 0.6, false),
            (Shape::Crescent, -0.8, 0.0, true),
            (Shape::Crescent, 0.4, 0.0, false),
        ] {
            assert_eq!(shape.distance(x, y, 0.5) < 0.0, inside, "{shape:?} at {x}, {y}");
        }
    }

    #[test]
    fn every_figure_lies_within_radius_about_one() {
        for shape in Shape::ALL {
            for step in 0..64 {
                // Points of a square around the figure.
                let (x, y) = (1.17, step as f32 / 32.0 - 1.0);
                for (x, y) in [(x, y), (-x, y), (y, x), (y, -x)] {
                    assert!(shape.distance(x, y, 0.5) > 0.0, "{shape:?} at {x}, {y}");
                }
            }
        }
    }

    #[test]
    fn the_star_has_five_equal_points() {
        // A fifth of a turn.
        let (cosine, sine) = (0.309_017_f32, 0.951_056_5_f32);
        let (mut x, mut y) = (0.8, 0.1);
        let first = star(x, y, 0.4);
        for _ in 0..4 {
            (x, y) = (cosine * x - sine * y, sine * x + cosine * y);
            assert!((star(x, y, 0.4) - first).abs() < 1e-5);
        }
    }

    #[test]
    fn the_spiral_has_no_step_where_its_half_circles_meet() {
        for step in -40..40 {
            let x = step as f32 / 41.0;
            let (above, below) = (spiral(x, 1e-6, 0.5), spiral(x, -1e-6, 0.5));
            assert!((above - below).abs() < 1e-4, "{x}: {above} {below}");
        }
    }
}
