//! The three families of wedges as tensors: by how much points stick out of their nearest wedge.

use super::selection::smallest;
use crate::landscape::Wedges;
use crate::landscape::wedges::{Family, ShortDirections};
use burn::tensor::{Bool, Device, Int, Tensor, TensorData};

/// Larger components count as this large when wedges are compared: an infinity times the zero of a mask would be NaN.
const LARGEST_COMPARED: f32 = 1e18;

/// What a device keeps of the wedges.
#[derive(Debug, Clone)]
pub(super) enum DeviceFamily {
    /// Every wedge is the whole space: nothing sticks out.
    Everything,
    /// All wedges along the axes with this number of short axes, found again for every point.
    All(usize),
    /// Wedges along axes: `[K, D]`, 1 for the short axes of each.
    AxisAligned(Tensor<2>),
    /// Wedges of any orientation: their short directions, `[K · s, D]`, and K.
    Oriented(Tensor<2>, usize),
}

/// By how much points stick out of their nearest wedge.
pub(super) struct Excess {
    /// Along each direction of the family; zero along those that are not short in the nearest wedge.
    pub(super) components: Tensor<2>,
    /// The points without a nearest wedge, because a coordinate is NaN: `[points, 1]`.
    pub(super) is_nowhere: Tensor<2, Bool>,
}

impl DeviceFamily {
    /// Copies a family to a device.
    pub(super) fn on(device: &Device, wedges: &Wedges) -> Self {
        let specification = wedges.specification();
        let (dimension, count) = (specification.dimension, specification.wedges);
        if specification.short_dimension() == 0 {
            return Self::Everything;
        }
        let place = |values: Vec<f32>| {
            let rows = values.len() / dimension;
            Tensor::from_data(TensorData::new(values, [rows, dimension]), device)
        };
        let numbered = (0..count).filter_map(|number| wedges.wedge(number));
        match specification.family {
            Family::All => Self::All(specification.short_dimension()),
            Family::AxisAligned => {
                let mut masks = vec![0.0; count * dimension];
                for (wedge, mask) in numbered.zip(masks.chunks_exact_mut(dimension)) {
                    if let ShortDirections::Axes(axes) = wedge.short_directions() {
                        axes.iter().for_each(|&axis| mask[axis as usize] = 1.0);
                    }
                }
                Self::AxisAligned(place(masks))
            }
            Family::Oriented => {
                let mut rows = Vec::with_capacity(count * specification.short_dimension() * dimension);
                for wedge in numbered {
                    if let ShortDirections::Basis(basis) = wedge.short_directions() {
                        rows.extend(basis.values().iter().map(|&value| value as f32));
                    }
                }
                Self::Oriented(place(rows), count)
            }
        }
    }

    /// By how much points, `[points, D]`, stick out of their nearest wedge with this half thickness. If several wedges
    /// are equally near, it is the one with the lowest number, or with the lowest short axes.
    pub(super) fn excess(&self, points: &Tensor<2>, half_thickness: f64) -> Excess {
        let beyond = |components: Tensor<2>| match half_thickness as f32 {
            0.0 => components,
            half => components.clone() - components.clamp(-half, half),
        };
        match self {
            Self::Everything => Excess { components: points.zeros_like(), is_nowhere: has_nan(points) },
            // Thickness reduces every component by the same amount, so the smallest ones stay the best choice.
            Self::All(count) => {
                let others = smallest(points, *count).bool_not();
                let components = beyond(points.clone()).mask_fill(others, 0.0);
                Excess { components, is_nowhere: has_nan(points) }
            }
            Self::AxisAligned(masks) => {
                let excess = beyond(points.clone());
                let compared = excess.clone().clamp(-LARGEST_COMPARED, LARGEST_COMPARED);
                let squared_distances = (compared.clone() * compared).matmul(masks.clone().transpose());
                let mask = first_smallest(&squared_distances).float().matmul(masks.clone());
                let components = excess.mask_fill(mask.lower_elem(0.5), 0.0);
                Excess { components, is_nowhere: has_nan(points) }
            }
            Self::Oriented(bases, count) => {
                let components = points.clone().matmul(bases.clone().transpose());
                let is_nowhere = has_nan(&components);
                let excess = beyond(components);
                let [rows, columns] = excess.dims();
                let by_wedge = [rows, *count, columns / count];
                let squared_distances = (excess.clone() * excess.clone()).reshape(by_wedge).sum_dim(2);
                let nearest = first_smallest(&squared_distances.reshape([rows, *count]));
                let others =
                    nearest.bool_not().unsqueeze_dim::<3>(2).expand(by_wedge).reshape([rows, columns]);
                Excess { components: excess.mask_fill(others, 0.0), is_nowhere }
            }
        }
    }

    /// The vectors with these components along the directions of the family: `[points, D]`.
    pub(super) fn vectors(&self, components: Tensor<2>) -> Tensor<2> {
        match self {
            Self::Everything | Self::All(_) | Self::AxisAligned(_) => components,
            Self::Oriented(bases, _) => components.matmul(bases.clone()),
        }
    }
}

/// For every row, the place of its smallest value; the first if several are equal.
fn first_smallest(values: &Tensor<2>) -> Tensor<2, Bool> {
    let [_, count] = values.dims();
    let shape = values.dims();
    let is_smallest = values.clone().equal(values.clone().min_dim(1).expand(shape));
    let numbers = Tensor::<1, Int>::arange(0..count as i64, &values.device()).float();
    let numbers = numbers.unsqueeze::<2>().expand(shape);
    let candidates = numbers.clone().mask_fill(is_smallest.bool_not(), count as f32);
    numbers.equal(candidates.min_dim(1).expand(shape))
}

/// Whether each row has a NaN: `[rows, 1]`.
fn has_nan(rows: &Tensor<2>) -> Tensor<2, Bool> {
    rows.clone().is_nan().any_dim(1)
}
