//! The binary version of CIFAR-100 (Krizhevsky 2009, "Learning Multiple Layers of Features from
//! Tiny Images"; <https://www.cs.toronto.edu/~kriz/cifar.html>).

use super::cifar_records::{self, LabelByte};
use super::{DataError, Dataset};

/// The fine labels in the order of the official `fine_label_names.txt`, which is alphabetical.
const CLASS_NAMES: &str = "apple aquarium_fish baby bear beaver bed bee beetle bicycle bottle \
    bowl boy bridge bus butterfly camel can castle caterpillar cattle chair chimpanzee clock \
    cloud cockroach couch crab crocodile cup dinosaur dolphin elephant flatfish forest fox girl \
    hamster house kangaroo keyboard lamp lawn_mower leopard lion lizard lobster man maple_tree \
    motorcycle mountain mouse mushroom oak_tree orange orchid otter palm_tree pear pickup_truck \
    pine_tree plain plate poppy porcupine possum rabbit raccoon ray road rocket rose sea seal \
    shark shrew skunk skyscraper snail snake spider squirrel streetcar sunflower sweet_pepper \
    table tank telephone television tiger tractor train trout tulip turtle wardrobe whale \
    willow_tree wolf woman worm";

/// Reads `train.bin` or `test.bin`; the class is the fine label.
///
/// A file is any positive number of records of 3,074 bytes: the coarse label (0 to 19), the fine
/// label (0 to 99), then 1,024 bytes each of red, green and blue, row by row. `file` is used in
/// messages and as the name.
///
/// # Errors
/// [`DataError::Empty`]; [`DataError::Malformed`] for a truncated record or a label out of range.
pub fn read(file: &str, bytes: &[u8]) -> Result<Dataset, DataError> {
    let labels = [
        LabelByte { meaning: "coarse label", classes: 20 },
        LabelByte { meaning: "fine label", classes: 100 },
    ];
    let class_names = CLASS_NAMES.split_whitespace().map(|name| name.replace('_', " ")).collect();
    cifar_records::read(file, bytes, &labels, class_names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_a_hundred_class_names_in_alphabetical_order() {
        let names: Vec<&str> = CLASS_NAMES.split_whitespace().collect();
        assert_eq!(names.len(), 100);
        assert!(names.is_sorted());
    }
}
