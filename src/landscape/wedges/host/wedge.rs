//! One wedge: the distance of a point from it, and its nearest point.

use crate::numerics::{Real, wide_dot};
use crate::points::{HostPoints, Points};
use std::borrow::Cow;

/// The s orthonormal directions along which a wedge is thin.
#[derive(Debug, Clone, PartialEq)]
pub enum ShortDirections<'a, T = f64> {
    /// Coordinate axes, by index in ascending order.
    Axes(Cow<'a, [u32]>),
    /// Directions of any orientation, one per row.
    Basis(&'a HostPoints<T>),
}

/// One wedge of a union: unbounded along n directions, and from −l/2 to l/2 along the s short ones.
///
/// Two wedges of one union are the same wedge if they are equal. Points and distances have the unit of the
/// coordinates, and every point must have the dimension D of the union.
#[derive(Debug, Clone, PartialEq)]
pub struct Wedge<'a, T = f64> {
    number: Option<usize>,
    short_directions: ShortDirections<'a, T>,
    thickness: Thickness,
}

impl<'a, T: Real> Wedge<'a, T> {
    pub(super) fn new(
        number: Option<usize>,
        short_directions: ShortDirections<'a, T>,
        thickness: Thickness,
    ) -> Self {
        Self { number, short_directions, thickness }
    }

    /// The number of this wedge in its random family, counted from 0. Wedges of the family `all` have no number; their
    /// short axes distinguish them.
    pub fn number(&self) -> Option<usize> {
        self.number
    }

    /// The directions along which it is thin.
    pub fn short_directions(&self) -> &ShortDirections<'a, T> {
        &self.short_directions
    }

    /// The number s of directions along which it is thin.
    pub fn short_dimension(&self) -> usize {
        match &self.short_directions {
            ShortDirections::Axes(axes) => axes.len(),
            ShortDirections::Basis(basis) => Points::count(*basis),
        }
    }

    /// The components of a point along the short directions, in their order.
    pub fn components(&self, point: &[T]) -> Vec<f64> {
        match &self.short_directions {
            ShortDirections::Axes(axes) => axes.iter().map(|&axis| point[axis as usize].wide()).collect(),
            ShortDirections::Basis(basis) => {
                basis.iter().map(|direction| wide_dot(direction, point)).collect()
            }
        }
    }

    /// `point` plus these components along the short directions, in their order.
    pub fn moved(&self, point: &[T], components: &[f64]) -> Vec<T> {
        let mut moved = point.to_vec();
        match &self.short_directions {
            ShortDirections::Axes(axes) => {
                for (&axis, &component) in axes.iter().zip(components) {
                    let coordinate = &mut moved[axis as usize];
                    *coordinate = T::of(coordinate.wide() + component);
                }
            }
            ShortDirections::Basis(basis) => {
                for (direction, &component) in basis.iter().zip(components) {
                    add(&mut moved, component, direction);
                }
            }
        }
        moved
    }

    /// The middle of the wedge beneath a point: the point without its components along the short directions. For a
    /// wedge without thickness this is its nearest point.
    pub fn middle(&self, point: &[T]) -> Vec<T> {
        let components: Vec<f64> = self.components(point).into_iter().map(|component| -component).collect();
        self.moved(point, &components)
    }

    /// The distance from a point to this wedge: √Σ max(|c| − l/2, 0)² over the components c of the point along the
    /// short directions.
    pub fn distance(&self, point: &[T]) -> f64 {
        self.squared_distance(point).sqrt()
    }

    /// The point of the wedge nearest to `point`: components along short directions are clamped to ±l/2, and nothing
    /// else changes.
    pub fn project(&self, point: &[T]) -> Vec<T> {
        let mut projection = point.to_vec();
        match &self.short_directions {
            ShortDirections::Axes(axes) => {
                for &axis in axes.iter() {
                    let coordinate = &mut projection[axis as usize];
                    *coordinate = T::of(self.thickness.within(coordinate.wide()));
                }
            }
            ShortDirections::Basis(basis) => {
                for direction in basis.iter() {
                    add(&mut projection, -self.thickness.excess(wide_dot(direction, point)), direction);
                }
            }
        }
        projection
    }

    pub(super) fn squared_distance(&self, point: &[T]) -> f64 {
        match &self.short_directions {
            ShortDirections::Axes(axes) => {
                axes.iter().map(|&axis| self.thickness.excess(point[axis as usize].wide()).powi(2)).sum()
            }
            ShortDirections::Basis(basis) => {
                basis.iter().map(|direction| self.thickness.excess(wide_dot(direction, point)).powi(2)).sum()
            }
        }
    }

    /// Writes the vector from the nearest point of the wedge to `point` into `row`, which holds zeros, and returns its
    /// length.
    pub(super) fn write_offset(&self, point: &[T], row: &mut [T]) -> f64 {
        let mut squared_length = 0.0;
        match &self.short_directions {
            ShortDirections::Axes(axes) => {
                for &axis in axes.iter() {
                    let excess = self.thickness.excess(point[axis as usize].wide());
                    row[axis as usize] = T::of(excess);
                    squared_length += excess * excess;
                }
            }
            ShortDirections::Basis(basis) => {
                for direction in basis.iter() {
                    let excess = self.thickness.excess(wide_dot(direction, point));
                    add(row, excess, direction);
                    squared_length += excess * excess;
                }
            }
        }
        squared_length.sqrt()
    }
}

/// The extent of wedges along their short directions.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Thickness {
    /// l/2.
    pub(super) half: f64,
}

impl Thickness {
    /// The component of the nearest point of a wedge along a short direction.
    pub(super) fn within(self, component: f64) -> f64 {
        component.clamp(-self.half, self.half)
    }

    /// By how much a component sticks out of a wedge, with its sign.
    pub(super) fn excess(self, component: f64) -> f64 {
        component - self.within(component)
    }
}

fn add<T: Real>(point: &mut [T], factor: f64, direction: &[T]) {
    let factor = T::of(factor);
    for (value, &coordinate) in point.iter_mut().zip(direction) {
        *value = *value + factor * coordinate;
    }
}
