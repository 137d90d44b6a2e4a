//! An image while it is painted: 32×32 colours, and the operations on them.

use rand::{Rng, RngExt};

use super::colour::{Colour, between, mixed};
use super::shape::length;

/// Pixels along each side.
pub(super) const SIDE: usize = 32;

/// An image being painted, row by row.
pub(super) struct Canvas {
    pixels: Vec<Colour>,
}

impl Canvas {
    /// Fills the canvas with a gradient in a random direction and soft clouds.
    pub fn with_gradient(from: Colour, to: Colour, random: &mut impl Rng) -> Self {
        let (across, down) = direction(random);
        let clouds = Clouds::new(random);
        let strength = between(random, 0.0, 0.22);
        let mut canvas = Self { pixels: vec![from; SIDE * SIDE] };
        canvas.paint(|x, y| {
            let offset = ((x - 16.0) * across + (y - 16.0) * down) / 32.0;
            let ground = mixed(from, to, (0.5 + offset).clamp(0.0, 1.0));
            let cloud = strength * clouds.at(x, y);
            (ground.map(|channel| channel + cloud), 1.0)
        });
        canvas
    }

    /// Blends a colour with an opacity (0 to 1) over every pixel; the function receives the pixel's centre, in pixels
    /// from the upper left corner.
    pub fn paint(&mut self, colour_and_opacity: impl Fn(f32, f32) -> (Colour, f32)) {
        self.paint_near((16.0, 16.0), 16.0, colour_and_opacity);
    }

    /// As [`Canvas::paint`], but only where row and column are within `reach` of the centre.
    pub fn paint_near(
        &mut self,
        centre: (f32, f32),
        reach: f32,
        colour_and_opacity: impl Fn(f32, f32) -> (Colour, f32),
    ) {
        let span = |middle: f32| {
            let end = (middle + reach).clamp(0.0, SIDE as f32).ceil() as usize;
            (middle - reach).clamp(0.0, end as f32) as usize..end
        };
        let (rows, columns) = (span(centre.1), span(centre.0));
        for row in rows {
            for column in columns.clone() {
                let pixel = &mut self.pixels[row * SIDE + column];
                let (colour, opacity) = colour_and_opacity(column as f32 + 0.5, row as f32 + 0.5);
                if opacity > 0.0 {
                    *pixel = mixed(*pixel, colour, opacity);
                }
            }
        }
    }

    /// Adds grain: every channel of every pixel moves by up to `strength`, mostly less.
    pub fn add_grain(&mut self, strength: f32, random: &mut impl Rng) {
        // The difference of two uniform numbers has a triangular distribution. Five bits each are
        // enough: a step is then less than one of the 255 levels of a pixel.
        let level = |bits: u32| (bits & 31) as f32;
        let scale = strength / 31.0;
        for pixel in &mut self.pixels {
            let bits: u32 = random.random();
            pixel[0] += scale * (level(bits) - level(bits >> 5));
            pixel[1] += scale * (level(bits >> 10) - level(bits >> 15));
            pixel[2] += scale * (level(bits >> 20) - level(bits >> 25));
        }
    }

    /// Appends the image as bytes: all red values, all green, all blue, each row by row.
    pub fn write(&self, target: &mut Vec<u8>) {
        for channel in 0..3 {
            for pixel in &self.pixels {
                target.push((pixel[channel].clamp(0.0, 1.0) * 255.0 + 0.5) as u8);
            }
        }
    }
}

/// A unit vector, every direction equally likely. Drawn within the circle and scaled, because sines differ in their
/// last digit between machines.
pub(super) fn direction(random: &mut impl Rng) -> (f32, f32) {
    loop {
        let (x, y) = (between(random, -1.0, 1.0), between(random, -1.0, 1.0));
        let radius = length(x, y);
        if (0.1..=1.0).contains(&radius) {
            return (x / radius, y / radius);
        }
    }
}

/// Smooth noise from -1 to 1: random heights on a coarse grid, interpolated.
pub(super) struct Clouds {
    heights: [[f32; 6]; 6],
}

impl Clouds {
    pub fn new(random: &mut impl Rng) -> Self {
        let heights = std::array::from_fn(|_| std::array::from_fn(|_| between(random, -1.0, 1.0)));
        Self { heights }
    }

    /// The height at a point of the canvas, in pixels from the upper left corner.
    pub fn at(&self, x: f32, y: f32) -> f32 {
        const PITCH: f32 = 6.5;
        let cell = |position: f32| {
            let scaled = (position / PITCH).clamp(0.0, 4.999);
            let whole = scaled as usize;
            (whole, smooth(scaled - whole as f32))
        };
        let ((column, across), (row, down)) = (cell(x), cell(y));
        let along = |row: usize| {
            let heights = &self.heights[row];
            heights[column] + (heights[column + 1] - heights[column]) * across
        };
        let (upper, lower) = (along(row), along(row + 1));
        upper + (lower - upper) * down
    }
}

/// A step from 0 to 1 with zero slope at both ends (3t² − 2t³).
pub(super) fn smooth(position: f32) -> f32 {
    let position = position.clamp(0.0, 1.0);
    position * position * (3.0 - 2.0 * position)
}
