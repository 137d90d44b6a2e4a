//! One split of a data set: images of one shape with a class each, checked when it is built.

use serde::{Deserialize, Serialize};

use super::DataError;

/// The size of every image of a data set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ImageShape {
    /// Colour planes: 3 (red, green, blue) or 1 (grey).
    pub channels: usize,
    /// Rows.
    pub height: usize,
    /// Columns.
    pub width: usize,
}

impl ImageShape {
    /// Pixels of one channel: height × width.
    pub fn plane(self) -> usize {
        self.height * self.width
    }

    /// Values of one image: channels × height × width.
    pub fn values(self) -> usize {
        self.channels * self.plane()
    }
}

/// Images and their classes: one split (training or test) of a data set. Never empty.
///
/// ```
/// use wedgelab::prelude::*;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let shape = ImageShape { channels: 1, height: 1, width: 2 };
/// let classes = vec!["left".to_owned(), "right".to_owned()];
/// let images = Dataset::new("two pixels", vec![255, 0, 0, 255], vec![0, 1], shape, classes)?;
/// assert_eq!(images.image(1)?, [0, 255]);
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dataset {
    name: String,
    pixels: Vec<u8>,
    labels: Vec<u8>,
    shape: ImageShape,
    class_names: Vec<String>,
}

impl Dataset {
    /// Builds a split.
    ///
    /// `pixels` holds images × channels × height × width bytes (0 to 255) in that order, as in PyTorch; `labels` one
    /// class per image, from 0 up to the number of `class_names`.
    ///
    /// # Errors
    /// [`DataError::Inconsistent`] when there is no image, a side is zero, the sizes do not
    /// match, there are no class names or more than 256, or a label has no class name.
    pub fn new(
        name: impl Into<String>,
        pixels: Vec<u8>,
        labels: Vec<u8>,
        shape: ImageShape,
        class_names: Vec<String>,
    ) -> Result<Self, DataError> {
        let name = name.into();
        let values = shape
            .channels
            .checked_mul(shape.height)
            .and_then(|product| product.checked_mul(shape.width))
            .filter(|&values| values > 0);
        let Some(values) = values else {
            return Err(DataError::inconsistent(
                &name,
                "an image needs at least one channel, one row and one column",
            ));
        };
        if labels.is_empty() {
            return Err(DataError::inconsistent(&name, "it holds no image; give at least one"));
        }
        if labels.len().checked_mul(values) != Some(pixels.len()) {
            let reason = format!(
                "{} labels need {values} pixel values each, but there are {} values in all; \
                 give images and labels of the same set",
                labels.len(),
                pixels.len()
            );
            return Err(DataError::inconsistent(&name, reason));
        }
        if class_names.is_empty() || class_names.len() > 256 {
            let reason = format!("it has {} class names; give 1 to 256 of them", class_names.len());
            return Err(DataError::inconsistent(&name, reason));
        }
        let unnamed = labels.iter().position(|&label| usize::from(label) >= class_names.len());
        if let Some(index) = unnamed {
            let reason = format!(
                "image {index} has the label {}, but there are only {} classes; \
                 give a name for every class",
                labels[index],
                class_names.len()
            );
            return Err(DataError::inconsistent(&name, reason));
        }
        Ok(Self { name, pixels, labels, shape, class_names })
    }

    /// Joins parts of one data set, in the given order, under a new name.
    ///
    /// # Errors
    /// [`DataError::Inconsistent`] when there is no part, or the parts differ in image shape or
    /// in class names.
    pub fn joined(name: impl Into<String>, parts: Vec<Self>) -> Result<Self, DataError> {
        let name = name.into();
        let mut parts = parts.into_iter();
        let Some(mut whole) = parts.next() else {
            return Err(DataError::inconsistent(&name, "there is nothing to join; give at least one part"));
        };
        for part in parts {
            whole.check_same_kind(&part, &name)?;
            whole.pixels.extend_from_slice(&part.pixels);
            whole.labels.extend_from_slice(&part.labels);
        }
        whole.name = name;
        Ok(whole)
    }

    /// What the split is called, for example "CIFAR-10 train".
    pub fn name(&self) -> &str {
        &self.name
    }

    /// How many images there are; at least one.
    pub fn count(&self) -> usize {
        self.labels.len()
    }

    /// The size of every image.
    pub fn shape(&self) -> ImageShape {
        self.shape
    }

    /// How many classes there are, 1 to 256; a split need not hold an image of each.
    pub fn classes(&self) -> usize {
        self.class_names.len()
    }

    /// The names of the classes, by label.
    pub fn class_names(&self) -> &[String] {
        &self.class_names
    }

    /// All images: images × channels × height × width values from 0 to 255.
    pub fn pixels(&self) -> &[u8] {
        &self.pixels
    }

    /// The class of every image.
    pub fn labels(&self) -> &[u8] {
        &self.labels
    }

    /// One image as channels × height × width values.
    ///
    /// # Errors
    /// [`DataError::NoSuchImage`] beyond the last image.
    pub fn image(&self, index: usize) -> Result<&[u8], DataError> {
        if index >= self.count() {
            return Err(DataError::NoSuchImage { name: self.name.clone(), index, count: self.count() });
        }
        let values = self.shape.values();
        Ok(&self.pixels[index * values..(index + 1) * values])
    }

    /// How many images each class has, by label.
    pub fn class_counts(&self) -> Vec<usize> {
        let mut counts = vec![0; self.classes()];
        for &label in &self.labels {
            counts[usize::from(label)] += 1;
        }
        counts
    }

    /// The images at the given positions, in that order, under the given name.
    ///
    /// # Errors
    /// [`DataError::NoSuchImage`] beyond the last image, [`DataError::Inconsistent`] without any
    /// position.
    pub fn selected(&self, name: impl Into<String>, indices: &[usize]) -> Result<Self, DataError> {
        let mut pixels = Vec::with_capacity(indices.len().saturating_mul(self.shape.values()));
        let mut labels = Vec::with_capacity(indices.len());
        for &index in indices {
            pixels.extend_from_slice(self.image(index)?);
            labels.push(self.labels[index]);
        }
        Self::new(name, pixels, labels, self.shape, self.class_names.clone())
    }

    /// Fails, naming `whole`, unless both have the same image shape and classes.
    pub(super) fn check_same_kind(&self, other: &Self, whole: &str) -> Result<(), DataError> {
        if self.shape == other.shape && self.class_names == other.class_names {
            return Ok(());
        }
        let describe = |part: &Self| {
            format!(
                "{} has {} classes of {}×{}×{} images",
                part.name,
                part.classes(),
                part.shape.channels,
                part.shape.height,
                part.shape.width
            )
        };
        let reason = format!("{}, {}; use parts of the same data set", describe(self), describe(other));
        Err(DataError::inconsistent(whole, reason))
    }

    /// Gives the split another name.
    pub(super) fn renamed(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHAPE: ImageShape = ImageShape { channels: 1, height: 1, width: 2 };

    fn names(count: usize) -> Vec<String> {
        (0..count).map(|class| format!("class {class}")).collect()
    }

    #[test]
    fn inconsistent_parts_are_refused() {
        let build = |pixels: usize, labels: &[u8], shape, classes| {
            Dataset::new("toy", vec![0; pixels], labels.to_vec(), shape, names(classes))
        };
        assert!(build(4, &[0, 1], SHAPE, 2).is_ok());
        let flat = ImageShape { height: 0, ..SHAPE };
        let vast = ImageShape { height: usize::MAX, ..SHAPE };
        for (result, word) in [
            (build(0, &[], SHAPE, 2), "no image"),
            (build(5, &[0, 1], SHAPE, 2), "5 values"),
            (build(4, &[0, 2], SHAPE, 2), "label 2"),
            (build(4, &[0, 1], SHAPE, 0), "0 class names"),
            (build(4, &[0, 1], SHAPE, 257), "257 class names"),
            (build(0, &[0], flat, 2), "at least one channel"),
            (build(4, &[0], vast, 2), "at least one channel"),
        ] {
            let message = result.expect_err(word).to_string();
            assert!(message.contains(word), "{message}");
        }
    }

    #[test]
    fn joined_parts_keep_their_order() {
        let part = |value: u8, label: u8| {
            Dataset::new("part", vec![value; 2], vec![label], SHAPE, names(2)).expect("valid")
        };
        let whole = Dataset::joined("whole", vec![part(1, 1), part(2, 0)]).expect("same kind");
        assert_eq!(whole.pixels(), [1, 1, 2, 2]);
        assert_eq!(whole.labels(), [1, 0]);
        assert_eq!(whole.name(), "whole");

        let other = Dataset::new("other", vec![0; 2], vec![0], SHAPE, names(3)).expect("valid");
        let error = Dataset::joined("whole", vec![part(1, 1), other]).expect_err("differ");
        assert!(error.to_string().contains("3 classes"), "{error}");
        assert!(Dataset::joined("whole", Vec::new()).is_err());
    }

    #[test]
    fn selection_follows_the_given_positions() {
        let pixels = vec![0, 1, 2, 3, 4, 5];
        let data = Dataset::new("toy", pixels, vec![0, 1, 2], SHAPE, names(3)).expect("valid");
        let chosen = data.selected("chosen", &[2, 0, 2]).expect("in range");
        assert_eq!(chosen.pixels(), [4, 5, 0, 1, 4, 5]);
        assert_eq!(chosen.labels(), [2, 0, 2]);
        assert_eq!(chosen.class_counts(), [1, 0, 2]);
        assert!(matches!(
            data.selected("chosen", &[3]),
            Err(DataError::NoSuchImage { index: 3, count: 3, .. })
        ));
    }
}
