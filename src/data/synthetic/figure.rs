//! One figure on the canvas: its position, rotation and style.

use super::canvas::{Canvas, Clouds, smooth};
use super::colour::{Colour, mixed};
use super::shape::Shape;

/// How the inside of a figure looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// One colour, lit from one side.
    Filled,
    /// A contour in the second colour around the first.
    Outlined,
    /// Only the contour; the background shows through.
    Hollow,
    /// Both colours in soft patches.
    Mottled,
    /// Both colours in fine hatching.
    Hatched,
}

/// Where a figure is, and how it is rotated and scaled.
#[derive(Debug, Clone, Copy)]
pub(super) struct Placement {
    /// The centre, in pixels from the upper left corner.
    pub centre: (f32, f32),
    /// The radius in pixels.
    pub radius: f32,
    /// The direction, as a unit vector, in which the figure's first axis points.
    pub direction: (f32, f32),
    /// The scale of the figure along its second axis relative to the first; 1 for none.
    pub squeeze: f32,
}

impl Placement {
    /// A point of the canvas in the figure's own coordinates.
    fn local(&self, x: f32, y: f32) -> (f32, f32) {
        let (x, y) = (x - self.centre.0, y - self.centre.1);
        let (cosine, sine) = self.direction;
        ((cosine * x + sine * y) / self.radius, (cosine * y - sine * x) / (self.radius * self.squeeze))
    }
}

/// Everything needed to draw a figure.
pub(super) struct Figure {
    pub shape: Shape,
    pub placement: Placement,
    pub style: Style,
    /// The free parameter of the class's shape, 0 to 1.
    pub proportion: f32,
    pub colours: [Colour; 2],
    /// How strongly it covers what is behind it, 0 to 1.
    pub opacity: f32,
    /// The direction of the light, a unit vector, times its strength.
    pub light: (f32, f32),
    /// How dark the shadow is, 0 to 1.
    pub shadow: f32,
    pub clouds: Clouds,
}

impl Figure {
    /// Draws the shadow, then the figure.
    pub fn draw(&self, canvas: &mut Canvas) {
        if self.shadow > 0.0 {
            self.draw_shadow(canvas);
        }
        canvas.paint_near(self.placement.centre, self.reach(), |x, y| {
            let distance = self.distance(x, y);
            let opacity = self.opacity * coverage(distance) * self.hole(distance);
            if opacity == 0.0 {
                return ([0.0; 3], 0.0);
            }
            (self.colour(x, y, distance), opacity)
        });
    }

    fn draw_shadow(&self, canvas: &mut Canvas) {
        let (right, down) = (-1.6 * sign(self.light.0), -1.6 * sign(self.light.1));
        canvas.paint_near(self.placement.centre, self.reach(), |x, y| {
            let distance = self.distance(x - right, y - down);
            let depth = smooth(0.5 - distance / 3.0) * self.hole(distance);
            ([0.0; 3], self.opacity * self.shadow * depth)
        });
    }

    /// How far from the centre, in pixels, the figure and its shadow can be seen.
    fn reach(&self) -> f32 {
        1.2 * self.placement.radius + 6.0
    }

    /// The distance from the figure's edge in pixels, negative inside.
    fn distance(&self, x: f32, y: f32) -> f32 {
        let (along, across) = self.placement.local(x, y);
        let radius = self.placement.radius * self.placement.squeeze.min(1.0);
        self.shape.distance(along, across, self.proportion) * radius
    }

    /// How much of the inside is left: all of it, or only the contour.
    fn hole(&self, distance: f32) -> f32 {
        match self.style {
            Style::Hollow => coverage(-distance - self.contour()),
            _ => 1.0,
        }
    }

    /// How wide the contour is, in pixels.
    fn contour(&self) -> f32 {
        1.0 + 0.09 * self.placement.radius
    }

    fn colour(&self, x: f32, y: f32, distance: f32) -> Colour {
        let [first, second] = self.colours;
        let colour = match self.style {
            Style::Filled | Style::Hollow => first,
            Style::Outlined => mixed(first, second, coverage(-distance - self.contour())),
            Style::Mottled => mixed(first, second, 0.7 * smooth(0.5 + self.clouds.at(x, y))),
            Style::Hatched => {
                let (along, across) = self.placement.local(x, y);
                let turns = (along - across) * self.placement.radius / 4.0;
                let from_line = (turns - turns.floor() - 0.5).abs();
                mixed(first, second, 0.7 * smooth(0.5 + (0.25 - from_line) * 4.0))
            }
        };
        // Light from one side, and darker edges.
        let (right, down) = (x - self.placement.centre.0, y - self.placement.centre.1);
        let facing = (right * self.light.0 + down * self.light.1) / self.placement.radius;
        let edge = 0.82 + 0.18 * smooth(-distance / 3.0);
        colour.map(|channel| channel * (1.0 + facing) * edge)
    }
}

/// How much of a pixel lies inside an edge at the given distance in pixels.
pub(super) fn coverage(distance: f32) -> f32 {
    (0.5 - distance).clamp(0.0, 1.0)
}

fn sign(value: f32) -> f32 {
    if value < 0.0 { -1.0 } else { 1.0 }
}
