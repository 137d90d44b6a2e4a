//! The scene on a canvas.

use super::scene::{AXIS, Disc, HOLE, Mark, Scene, Stroke, arc, in_space, nearest_quarter, on_sheet};
use crate::teaching::three_sheets::{Camera, REACH};
use crate::web::page::appearance::Appearance;
use crate::web::page::canvas::Extent;
use std::f64::consts::{FRAC_1_SQRT_2, TAU};
use web_sys::CanvasRenderingContext2d;

/// The length in the scene that half the shorter side of the canvas shows.
const HALF_SIDE: f64 = REACH * 1.19;
/// The page's typeface; see `style/tokens.css`.
const TYPEFACE: &str = "'Iowan Old Style', Charter, 'Palatino Linotype', Palatino, P052, Georgia, serif";

/// The colours of the wedges x = 0, y = 0 and z = 0.
const SHEETS: [&str; 3] = ["blue", "vermilion", "green"];

/// The colours from the style sheet.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Palette {
    paper: String,
    ink: String,
    faint: String,
    trail: String,
    sheets: [String; 3],
    sheet_names: [String; 3],
}

impl Palette {
    /// The current colours. Tracked.
    pub(super) fn of(appearance: Appearance) -> Self {
        Self {
            paper: appearance.colour("paper"),
            ink: appearance.colour("ink"),
            faint: appearance.colour("faint"),
            trail: appearance.colour("purple"),
            sheets: SHEETS.map(|name| appearance.colour(name)),
            sheet_names: SHEETS.map(|name| appearance.colour(&format!("{name}-text"))),
        }
    }
}

/// How the scene lies on the canvas.
#[derive(Debug, Clone, Copy)]
pub(super) struct View {
    /// The eye.
    pub(super) camera: Camera,
    /// The canvas.
    pub(super) extent: Extent,
}

impl View {
    /// The position of a point of the scene on the canvas, in CSS pixels from the upper left corner.
    pub(super) fn place(self, point: [f64; 3]) -> (f64, f64) {
        let seen = self.camera.project(point);
        let unit = self.unit();
        (self.extent.width / 2.0 + unit * seen.right, self.extent.height / 2.0 - unit * seen.up)
    }

    fn unit(self) -> f64 {
        self.extent.width.min(self.extent.height) / (2.0 * HALF_SIDE)
    }
}

/// Draws a scene on a canvas.
pub(super) struct Painter<'a> {
    /// The canvas, empty.
    pub(super) context: &'a CanvasRenderingContext2d,
    /// How the scene lies on it.
    pub(super) view: View,
    /// Its colours.
    pub(super) palette: &'a Palette,
}

impl Painter<'_> {
    /// Draws everything.
    pub(super) fn paint(&self, scene: &Scene, balls: [&[f64]; 2]) {
        self.context.set_line_join("round");
        for mark in scene.marks() {
            match *mark {
                Mark::Sheet { axis, sides } => self.paint_sheet(axis, sides),
                Mark::Line { stroke, from, to, walked } => self.paint_line(stroke, from, to, walked),
                Mark::Disc { disc, at } => self.paint_disc(disc, at),
            }
        }
        self.label_sheets();
        self.label_axes();
        for (name, ball) in ["A", "B"].into_iter().zip(balls) {
            let (x, y) = self.view.place(in_space(ball));
            self.write(name, x + 13.0, y - 13.0, "600 16px", &self.palette.ink);
        }
    }

    fn paint_sheet(&self, axis: usize, sides: [f64; 2]) {
        let (context, colour) = (self.context, &self.palette.sheets[axis]);
        let outline = arc(axis, sides, REACH).chain(arc(axis, sides, HOLE).rev());
        self.trace(outline);
        context.close_path();
        // Paper first, so that what is behind shows only faintly; then colour, more if the sheet is seen face-on.
        context.set_global_alpha(0.5);
        context.set_fill_style_str(&self.palette.paper);
        context.fill();
        context.set_global_alpha(0.22 + 0.20 * self.view.camera.along(axis));
        context.set_fill_style_str(colour);
        context.fill();
        context.set_stroke_style_str(colour);
        for (radius, width, alpha) in [(1.0, 0.8, 0.4), (2.0, 0.8, 0.4), (HOLE, 1.0, 0.8), (REACH, 2.0, 1.0)]
        {
            context.set_global_alpha(alpha);
            context.set_line_width(width);
            self.trace(arc(axis, sides, radius));
            context.stroke();
        }
        context.set_global_alpha(1.0);
    }

    fn paint_line(&self, stroke: Stroke, from: [f64; 3], to: [f64; 3], walked: f64) {
        let palette = self.palette;
        let (colour, width, dashes): (_, _, &[f64]) = match stroke {
            Stroke::Axis => (&palette.ink, 1.0, &[]),
            Stroke::Trail => (&palette.trail, 2.0, &[]),
            Stroke::Straight => (&palette.faint, 2.5, &[8.0, 5.0]),
            Stroke::ZeroLoss => (&palette.ink, 3.0, &[]),
            Stroke::Distance => (&palette.ink, 1.5, &[1.5, 3.0]),
        };
        let context = self.context;
        context.set_stroke_style_str(colour);
        context.set_line_width(width);
        context.set_line_cap(if stroke == Stroke::ZeroLoss { "round" } else { "butt" });
        self.set_dashes(dashes);
        context.set_line_dash_offset(walked * self.view.unit());
        self.trace([from, to]);
        context.stroke();
        self.set_dashes(&[]);
    }

    fn paint_disc(&self, disc: Disc, at: [f64; 3]) {
        let palette = self.palette;
        let (radius, fill, outline) = match disc {
            Disc::Start => (5.0, &palette.paper, Some((&palette.trail, 2.0))),
            Disc::Step => (1.8, &palette.trail, None),
            Disc::Ball => (6.5, &palette.trail, Some((&palette.paper, 1.5))),
            Disc::StraightMark => (5.5, &palette.paper, Some((&palette.faint, 2.5))),
            Disc::ZeroLossMark => (5.5, &palette.ink, Some((&palette.paper, 1.5))),
        };
        let context = self.context;
        let (x, y) = self.view.place(at);
        context.begin_path();
        // Only a negative radius is an error.
        let _ = context.arc(x, y, radius, 0.0, TAU);
        context.set_fill_style_str(fill);
        context.fill();
        if let Some((colour, width)) = outline {
            context.set_stroke_style_str(colour);
            context.set_line_width(width);
            context.stroke();
        }
    }

    fn label_sheets(&self) {
        for (axis, name) in ["x = 0", "y = 0", "z = 0"].into_iter().enumerate() {
            let diagonal = FRAC_1_SQRT_2 * REACH * 0.86;
            let sides = nearest_quarter(axis, self.view.camera);
            let (x, y) = self.view.place(on_sheet(axis, sides.map(|side| side * diagonal)));
            self.set_letters("italic 17px", &self.palette.sheet_names[axis]);
            // Drawing text fails only if the canvas is gone.
            let _ = self.context.fill_text(name, x, y);
        }
    }

    fn label_axes(&self) {
        for (axis, name) in ["x", "y", "z"].into_iter().enumerate() {
            let end = std::array::from_fn(|other| if other == axis { AXIS + 0.12 } else { 0.0 });
            let (x, y) = self.view.place(end);
            self.write(name, x, y, "italic 17px", &self.palette.ink);
        }
    }

    /// Writes text centred on a point, with a thin outline in the colour of the paper.
    fn write(&self, text: &str, x: f64, y: f64, letters: &str, colour: &str) {
        self.set_letters(letters, colour);
        self.context.set_stroke_style_str(&self.palette.paper);
        self.context.set_line_width(4.0);
        // Drawing text fails only if the canvas is gone.
        let _ = self.context.stroke_text(text, x, y);
        let _ = self.context.fill_text(text, x, y);
    }

    fn set_letters(&self, letters: &str, colour: &str) {
        self.context.set_font(&format!("{letters} {TYPEFACE}"));
        self.context.set_text_align("center");
        self.context.set_text_baseline("middle");
        self.context.set_fill_style_str(colour);
    }

    fn trace(&self, points: impl IntoIterator<Item = [f64; 3]>) {
        self.context.begin_path();
        for point in points {
            let (x, y) = self.view.place(point);
            self.context.line_to(x, y);
        }
    }

    fn set_dashes(&self, dashes: &[f64]) {
        let dashes: js_sys::Array =
            dashes.iter().map(|&length| wasm_bindgen::JsValue::from_f64(length)).collect();
        // Only negative lengths are an error.
        let _ = self.context.set_line_dash(&dashes);
    }
}
