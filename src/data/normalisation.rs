//! Bytes to numbers that suit a network: every channel with mean zero and deviation one.

use std::fmt;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::{DataError, Dataset};

/// Per channel, the mean and the population standard deviation of pixel values divided by 255.
///
/// Computed from the whole training set, and used unchanged for its subsets and the test set. A value `v` from 0 to 255
/// becomes `(v / 255 − mean) / standard deviation`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Normalisation {
    /// The mean of each channel, 0 to 1.
    pub mean: Vec<f64>,
    /// The population standard deviation of each channel; 1 where the channel is constant, so
    /// that a constant channel becomes zero.
    pub standard_deviation: Vec<f64>,
}

impl fmt::Display for Normalisation {
    /// `MEAN/DEVIATION`, with commas between the channels.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let joined = |numbers: &[f64]| numbers.iter().map(f64::to_string).collect::<Vec<_>>().join(",");
        write!(formatter, "{}/{}", joined(&self.mean), joined(&self.standard_deviation))
    }
}

impl Normalisation {
    /// Measures a data set, accurately because values are counted first.
    pub fn of(data: &Dataset) -> Self {
        let (mean, standard_deviation) = channel_histograms(data).iter().map(mean_and_deviation).unzip();
        Self { mean, standard_deviation }
    }

    /// Replaces `target` by the normalised images of `range`: images × channels × height × width.
    ///
    /// # Errors
    /// [`DataError::NoSuchImage`] when the range exceeds the data set, [`DataError::Inconsistent`] when the number of
    /// channels differs.
    pub fn write_range(
        &self,
        data: &Dataset,
        range: Range<usize>,
        target: &mut Vec<f32>,
    ) -> Result<(), DataError> {
        if range.end > data.count() {
            data.image(range.end - 1)?;
        }
        self.write(data, range, target)
    }

    /// Replaces `target` by the normalised images at `indices`, in that order: images × channels
    /// × height × width.
    ///
    /// # Errors
    /// As for [`Normalisation::write_range`].
    pub fn write_indices(
        &self,
        data: &Dataset,
        indices: &[usize],
        target: &mut Vec<f32>,
    ) -> Result<(), DataError> {
        self.write(data, indices.iter().copied(), target)
    }

    fn write(
        &self,
        data: &Dataset,
        indices: impl ExactSizeIterator<Item = usize>,
        target: &mut Vec<f32>,
    ) -> Result<(), DataError> {
        let tables = self.tables(data)?;
        let plane = data.shape().plane();
        target.clear();
        target.reserve(indices.len().saturating_mul(data.shape().values()));
        for index in indices {
            let channels = data.image(index)?.chunks_exact(plane);
            for (table, channel) in tables.iter().zip(channels) {
                target.extend(channel.iter().map(|&value| table[usize::from(value)]));
            }
        }
        Ok(())
    }

    /// Checks that it fits the number of channels of the images.
    ///
    /// # Errors
    /// [`DataError::Inconsistent`] when the number of channels differs.
    pub fn check(&self, data: &Dataset) -> Result<(), DataError> {
        let channels = data.shape().channels;
        if self.mean.len() != channels || self.standard_deviation.len() != channels {
            let reason = format!(
                "its images have {channels} channels, but the normalisation has {} means and {} \
                 deviations; use the normalisation of its own training set",
                self.mean.len(),
                self.standard_deviation.len()
            );
            return Err(DataError::inconsistent(data.name(), reason));
        }
        Ok(())
    }

    /// For every channel, what each of the 256 pixel values becomes.
    fn tables(&self, data: &Dataset) -> Result<Vec<[f32; 256]>, DataError> {
        self.check(data)?;
        let table = |(mean, deviation): (&f64, &f64)| {
            std::array::from_fn(|value| ((value as f64 / 255.0 - mean) / deviation) as f32)
        };
        Ok(self.mean.iter().zip(&self.standard_deviation).map(table).collect())
    }
}

/// How often each value occurs in each channel.
fn channel_histograms(data: &Dataset) -> Vec<[u64; 256]> {
    let mut histograms = vec![[0_u64; 256]; data.shape().channels];
    for image in data.pixels().chunks_exact(data.shape().values()) {
        let channels = image.chunks_exact(data.shape().plane());
        for (histogram, channel) in histograms.iter_mut().zip(channels) {
            for &value in channel {
                histogram[usize::from(value)] += 1;
            }
        }
    }
    histograms
}

fn mean_and_deviation(histogram: &[u64; 256]) -> (f64, f64) {
    let average = |term: &dyn Fn(f64) -> f64| {
        let total: u64 = histogram.iter().sum();
        let weighted: f64 = histogram
            .iter()
            .enumerate()
            .map(|(value, &count)| count as f64 * term(value as f64 / 255.0))
            .sum();
        weighted / total as f64
    };
    // A constant channel is detected by its counts: rounding may leave a tiny deviation.
    let distinct = histogram.iter().filter(|&&count| count > 0).count();
    let mean = average(&|value| value);
    if distinct < 2 {
        return (mean, 1.0);
    }
    let variance = average(&|value| (value - mean) * (value - mean));
    (mean, variance.sqrt())
}

#[cfg(test)]
mod tests {
    use super::super::ImageShape;
    use super::*;

    fn two_channels() -> Dataset {
        let shape = ImageShape { channels: 2, height: 1, width: 2 };
        // Channel 0: 0, 51, 102, 153; channel 1: 7 throughout.
        let pixels = vec![0, 51, 7, 7, 102, 153, 7, 7];
        Dataset::new("toy", pixels, vec![0, 0], shape, vec!["only".into()]).expect("valid")
    }

    #[test]
    fn mean_and_population_deviation_by_hand() {
        let measured = Normalisation::of(&two_channels());
        // Values 0, 0.2, 0.4, 0.6: mean 0.3, population variance 0.05.
        assert!((measured.mean[0] - 0.3).abs() < 1e-15);
        assert!((measured.standard_deviation[0] - 0.05_f64.sqrt()).abs() < 1e-15);
        assert_eq!(measured.standard_deviation[1], 1.0);
    }

    #[test]
    fn normalised_images_have_mean_zero_and_deviation_one() {
        let data = two_channels();
        let mut values = vec![9.0; 3];
        Normalisation::of(&data).write_range(&data, 0..2, &mut values).expect("in range");
        let first = [values[0], values[1], values[4], values[5]];
        let mean = first.iter().sum::<f32>() / 4.0;
        let variance = first.iter().map(|value| value * value).sum::<f32>() / 4.0;
        assert!(mean.abs() < 1e-6 && (variance - 1.0).abs() < 1e-6);
        for constant in [values[2], values[3], values[6], values[7]] {
            assert!(constant.abs() < 1e-7);
        }
    }

    #[test]
    fn indices_and_ranges_agree_and_are_checked() {
        let data = two_channels();
        let normalisation = Normalisation::of(&data);
        let (mut by_range, mut by_index) = (Vec::new(), Vec::new());
        normalisation.write_range(&data, 1..2, &mut by_range).expect("in range");
        normalisation.write_indices(&data, &[1, 1], &mut by_index).expect("in range");
        assert_eq!(by_index, [by_range.clone(), by_range.clone()].concat());
        assert!(matches!(
            normalisation.write_range(&data, 1..3, &mut by_range),
            Err(DataError::NoSuchImage { index: 2, .. })
        ));
        assert!(matches!(
            normalisation.write_indices(&data, &[2], &mut by_index),
            Err(DataError::NoSuchImage { index: 2, .. })
        ));
        let grey = Normalisation { mean: vec![0.0], standard_deviation: vec![1.0] };
        assert!(grey.write_range(&data, 0..1, &mut by_range).is_err());
    }
}
