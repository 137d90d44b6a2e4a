//! The scene in drawing order: sheets, axes, paths and balls, with lines cut where they cross a sheet.

use super::model::Model;
use crate::numerics::distance;
use crate::points::Points;
use crate::teaching::three_sheets::{Camera, Path, Place, REACH, split_at_sheets};
use leptos::prelude::*;
use std::f64::consts::FRAC_PI_2;

/// The radius from which sheets are drawn; nearer to the origin they would hide their crossing.
pub(super) const HOLE: f64 = 0.4;
/// The length of the axes on each side.
pub(super) const AXIS: f64 = REACH * 1.11;
/// Segments of a quarter circle.
const ARC_STEPS: usize = 32;

/// What a line stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stroke {
    /// A coordinate axis.
    Axis,
    /// The path of a ball so far.
    Trail,
    /// The straight path.
    Straight,
    /// The zero-loss path.
    ZeroLoss,
    /// From the marked point to its nearest wedge: its length is the loss.
    Distance,
}

/// What a disc stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Disc {
    /// Where a ball started.
    Start,
    /// Where it was after a step.
    Step,
    /// Where it is.
    Ball,
    /// The marked position on the straight path.
    StraightMark,
    /// The marked position on the zero-loss path.
    ZeroLossMark,
}

/// One thing to draw.
#[derive(Debug, Clone)]
pub(super) enum Mark {
    /// A quarter of a sheet: the axis across it, and its two sides along the other axes.
    Sheet { axis: usize, sides: [f64; 2] },
    /// A straight line that crosses no sheet. `walked` is the length of the path before it, so that dashes continue.
    Line { stroke: Stroke, from: [f64; 3], to: [f64; 3], walked: f64 },
    /// A small disc that faces the eye.
    Disc { disc: Disc, at: [f64; 3] },
}

/// Everything to draw, from far to near.
#[derive(Debug, Default)]
pub(super) struct Scene {
    /// Each mark with its rank in depth, and its layer among marks of one depth (sheets, lines, discs).
    marks: Vec<([u8; 3], u8, Mark)>,
    eye: [f64; 3],
}

impl Scene {
    /// The scene of the model's current state. Tracked.
    pub(super) fn of(model: Model) -> Self {
        let mut scene = Self { eye: model.camera.get().eye(), ..Self::default() };
        scene.add_sheets_and_axes();
        scene.add_path(Stroke::Straight, &model.straight_path());
        if let Some(path) = model.zero_loss_path() {
            scene.add_path(Stroke::ZeroLoss, &path);
        }
        scene.add_balls(model);
        scene.add_marked_points(model);
        scene.marks.sort_by_key(|&(rank, layer, _)| (rank, layer));
        scene
    }

    /// Everything, from far to near.
    pub(super) fn marks(&self) -> impl Iterator<Item = &Mark> {
        self.marks.iter().map(|(_, _, mark)| mark)
    }

    fn add_sheets_and_axes(&mut self) {
        for axis in 0..3 {
            for sides in [[1.0, 1.0], [1.0, -1.0], [-1.0, 1.0], [-1.0, -1.0]] {
                let place = Place::of(on_sheet(axis, sides));
                self.marks.push((place.rank(self.eye), 0, Mark::Sheet { axis, sides }));
            }
            let end = |length: f64| std::array::from_fn(|other| if other == axis { length } else { 0.0 });
            self.add_line(Stroke::Axis, end(-AXIS), end(0.0), 0.0);
            self.add_line(Stroke::Axis, end(0.0), end(AXIS), 0.0);
        }
    }

    fn add_path(&mut self, stroke: Stroke, path: &Path) {
        let corners: Vec<[f64; 3]> = path.corners().iter().map(in_space).collect();
        let mut walked = 0.0;
        for leg in corners.windows(2) {
            walked = self.add_line(stroke, leg[0], leg[1], walked);
        }
    }

    fn add_balls(&mut self, model: Model) {
        let step = model.step.get();
        model.pair.with(|pair| {
            for ball in 0..pair.both(0).count() {
                let at = |step: usize| in_space(pair.both(step).point(ball));
                self.add_line(Stroke::Trail, at(0), at(step), 0.0);
                for before in 1..step {
                    self.add_disc(Disc::Step, at(before));
                }
                self.add_disc(Disc::Start, at(0));
                self.add_disc(Disc::Ball, at(step));
            }
        });
    }

    fn add_marked_points(&mut self, model: Model) {
        let position = model.position.get();
        let marked = model.straight_path().point(position);
        let nearest = model.pair.with(|pair| pair.nearest_point(&marked));
        self.add_line(Stroke::Distance, in_space(&marked), in_space(&nearest), 0.0);
        self.add_disc(Disc::StraightMark, in_space(&marked));
        if let Some(path) = model.zero_loss_path() {
            self.add_disc(Disc::ZeroLossMark, in_space(&path.point(position)));
        }
    }

    fn add_line(&mut self, stroke: Stroke, from: [f64; 3], to: [f64; 3], mut walked: f64) -> f64 {
        for segment in split_at_sheets(from, to) {
            let (from, to) = (segment.from, segment.to);
            self.marks.push((segment.place.rank(self.eye), 1, Mark::Line { stroke, from, to, walked }));
            walked += distance(&from, &to);
        }
        walked
    }

    fn add_disc(&mut self, disc: Disc, at: [f64; 3]) {
        let layer = if disc == Disc::Step { 2 } else { 3 };
        self.marks.push((Place::of(at).rank(self.eye), layer, Mark::Disc { disc, at }));
    }
}

/// A quarter circle round the origin on a sheet, from one of its axes to the other.
pub(super) fn arc(axis: usize, sides: [f64; 2], radius: f64) -> impl DoubleEndedIterator<Item = [f64; 3]> {
    (0..=ARC_STEPS).map(move |step| {
        let angle = FRAC_PI_2 * step as f64 / ARC_STEPS as f64;
        on_sheet(axis, [sides[0] * radius * libm::cos(angle), sides[1] * radius * libm::sin(angle)])
    })
}

/// The point of a sheet with these coordinates along its own two axes.
pub(super) fn on_sheet(axis: usize, coordinates: [f64; 2]) -> [f64; 3] {
    let mut point = [0.0; 3];
    point[(axis + 1) % 3] = coordinates[0];
    point[(axis + 2) % 3] = coordinates[1];
    point
}

/// The quarter of a sheet that is nearest to the eye.
pub(super) fn nearest_quarter(axis: usize, camera: Camera) -> [f64; 2] {
    let eye = camera.eye();
    [eye[(axis + 1) % 3].signum(), eye[(axis + 2) % 3].signum()]
}

/// A point of dimension 3 as an array; missing coordinates are 0.
pub(super) fn in_space(point: &[f64]) -> [f64; 3] {
    std::array::from_fn(|axis| point.get(axis).copied().unwrap_or(0.0))
}
