//! Deterministic subsets of a data set.

use super::{DataError, Dataset};

impl Dataset {
    /// The first `count` images.
    ///
    /// # Errors
    /// [`DataError::SubsetSize`] when `count` is zero or exceeds the number of images.
    pub fn first(&self, count: usize) -> Result<Self, DataError> {
        self.check_subset(count)?;
        let values = self.shape().values();
        Self::new(
            self.name(),
            self.pixels()[..count * values].to_vec(),
            self.labels()[..count].to_vec(),
            self.shape(),
            self.class_names().to_vec(),
        )
    }

    /// `count` images with the same number of each class, in order of appearance.
    ///
    /// Every class gives its first `count / classes` images; the remainder comes from the lowest labels that have one
    /// more, so class sizes differ by at most one.
    ///
    /// # Errors
    /// [`DataError::SubsetSize`] when `count` is zero or exceeds the number of images; [`DataError::Unbalanced`] when a
    /// class has too few images.
    pub fn balanced(&self, count: usize) -> Result<Self, DataError> {
        self.check_subset(count)?;
        let mut remaining = self.quotas(count)?;
        let mut indices = Vec::with_capacity(count);
        for (index, &label) in self.labels().iter().enumerate() {
            let remaining = &mut remaining[usize::from(label)];
            if *remaining > 0 {
                *remaining -= 1;
                indices.push(index);
            }
        }
        self.selected(self.name(), &indices)
    }

    fn check_subset(&self, requested: usize) -> Result<(), DataError> {
        if (1..=self.count()).contains(&requested) {
            return Ok(());
        }
        Err(DataError::SubsetSize { name: self.name().to_owned(), requested, available: self.count() })
    }

    /// How many images each class gives to a balanced subset of `count`.
    fn quotas(&self, count: usize) -> Result<Vec<usize>, DataError> {
        let available = self.class_counts();
        let each = count / self.classes();
        let mut left_over = count % self.classes();
        let mut quotas = vec![each; self.classes()];
        for (quota, &available) in quotas.iter_mut().zip(&available) {
            if left_over > 0 && available > each {
                *quota += 1;
                left_over -= 1;
            }
        }
        let smallest = available.iter().copied().min().unwrap_or(0);
        if left_over == 0 && smallest >= each {
            return Ok(quotas);
        }
        let class = available.iter().position(|&count| count == smallest);
        Err(DataError::Unbalanced {
            name: self.name().to_owned(),
            requested: count,
            class: class.map_or_else(String::new, |class| self.class_names()[class].clone()),
            available: smallest,
            // Every class gives the smallest number, and those that have more give one more.
            largest: available.iter().map(|&count| count.min(smallest + 1)).sum(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::ImageShape;
    use super::*;

    fn labelled(labels: &[u8], classes: usize) -> Dataset {
        let shape = ImageShape { channels: 1, height: 1, width: 1 };
        let pixels = (0..labels.len()).map(|index| index as u8).collect();
        let names = (0..classes).map(|class| format!("c{class}")).collect();
        Dataset::new("toy", pixels, labels.to_vec(), shape, names).expect("valid")
    }

    #[test]
    fn the_first_images_are_the_first() {
        let data = labelled(&[2, 1, 0], 3);
        assert_eq!(data.first(2).expect("two").labels(), [2, 1]);
        assert_eq!(data.first(3).expect("all"), data);
        for requested in [0, 4] {
            assert!(matches!(data.first(requested), Err(DataError::SubsetSize { available: 3, .. })));
            assert!(matches!(data.balanced(requested), Err(DataError::SubsetSize { available: 3, .. })));
        }
    }

    #[test]
    fn a_balanced_subset_takes_each_class_in_order_of_appearance() {
        let data = labelled(&[0, 0, 0, 1, 2, 1, 2, 2, 1], 3);
        // The pixel is the position, so it shows which images were taken.
        assert_eq!(data.balanced(6).expect("two each").pixels(), [0, 1, 3, 4, 5, 6]);
        let seven = data.balanced(7).expect("one more of class 0");
        assert_eq!(seven.class_counts(), [3, 2, 2]);
        assert_eq!(data.balanced(2).expect("fewer than classes").pixels(), [0, 3]);
    }

    #[test]
    fn what_is_left_over_goes_to_classes_that_have_more() {
        let data = labelled(&[0, 1, 1, 2, 2], 3);
        assert_eq!(data.balanced(4).expect("1, 2, 1").class_counts(), [1, 2, 1]);
        assert_eq!(data.balanced(5).expect("all").class_counts(), [1, 2, 2]);
    }

    #[test]
    fn a_class_with_too_few_images_is_named() {
        let data = labelled(&[0, 1, 1, 1, 1, 0, 0, 2], 3);
        let error = data.balanced(6).expect_err("class 2 has one");
        assert_eq!(
            error,
            DataError::Unbalanced {
                name: "toy".into(),
                requested: 6,
                class: "c2".into(),
                available: 1,
                largest: 5,
            }
        );
        assert!(data.balanced(5).is_ok());
        let absent = labelled(&[0, 0, 1, 1], 3).balanced(3).expect_err("no class 2");
        assert!(absent.to_string().contains("class c2 has only 0"), "{absent}");
        // No setting requests the first images.
        assert!(!absent.to_string().contains("the first"), "{absent}");
    }
}
