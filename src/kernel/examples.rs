//! Labelled images as the kernels read them: one byte per number, normalised when they are read.

use super::plan::{Order, Plan};
use crate::data::{DataError, Dataset, Normalisation};

/// Images in the order in which a network's kernels read them, with their labels.
#[derive(Debug)]
pub struct Examples {
    pixels: Vec<u8>,
    labels: Vec<u8>,
    /// Numbers in an image.
    values: usize,
    /// For every number of a line of an image: the factor that a byte is multiplied by, and what is then added.
    factors: Vec<f32>,
    summands: Vec<f32>,
}

impl Examples {
    pub(super) fn new(plan: &Plan, data: &Dataset, normalisation: &Normalisation) -> Result<Self, DataError> {
        normalisation.check(data)?;
        let shape = data.shape();
        let (channels, plane) = (shape.channels, shape.plane());
        let channel_of = |place: usize| match plan.order {
            Order::ChannelsLast => place % channels,
            Order::ChannelsFirst => place / plane,
        };
        let deviation = |place| normalisation.standard_deviation[channel_of(place)];
        let pixels = match plan.order {
            Order::ChannelsFirst => data.pixels().to_vec(),
            Order::ChannelsLast => {
                let images = data.pixels().chunks_exact(shape.values());
                let reordered = images.flat_map(|image| {
                    (0..shape.values()).map(move |place| image[(place % channels) * plane + place / channels])
                });
                reordered.collect()
            }
        };
        Ok(Self {
            pixels,
            labels: data.labels().to_vec(),
            values: shape.values(),
            factors: (0..plan.line).map(|place| (1.0 / (255.0 * deviation(place))) as f32).collect(),
            summands: (0..plan.line)
                .map(|place| (-normalisation.mean[channel_of(place)] / deviation(place)) as f32)
                .collect(),
        })
    }

    /// The number of images.
    pub fn count(&self) -> usize {
        self.labels.len()
    }

    /// The correct class of each image.
    pub fn labels(&self) -> &[u8] {
        &self.labels
    }

    pub(super) fn label(&self, index: usize) -> usize {
        usize::from(self.labels[index])
    }

    /// Writes an image, each of its lines `row` numbers after the one before.
    #[inline(always)]
    pub(super) fn write(&self, index: usize, target: &mut [f32], row: usize) {
        let image = &self.pixels[index * self.values..(index + 1) * self.values];
        let width = self.factors.len();
        for (pixels, line) in image.chunks_exact(width).zip(target.chunks_mut(row)) {
            let line = &mut line[..width];
            let terms = self.factors.iter().zip(&self.summands);
            for ((value, &pixel), (factor, summand)) in line.iter_mut().zip(pixels).zip(terms) {
                *value = f32::from(pixel) * factor + summand;
            }
        }
    }
}
