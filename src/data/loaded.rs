//! A data set that has been read, with a sentence that describes it.

use super::TrainTest;

/// What was read, and from where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loaded {
    /// The images.
    pub data: TrainTest,
    /// One sentence on what was read.
    pub description: String,
    /// What else the user should know, for example that the files had no test set and part of the images was held out.
    pub note: Option<String>,
    /// The SHA-256 of all labels and pixels, computed once when they are read: see [`TrainTest::sha256`].
    pub sha256: String,
    /// Whether every file is the published one; `None` if nothing is published to compare with.
    pub published: Option<bool>,
    title: String,
    origin: String,
}

impl Loaded {
    pub(super) fn new(title: &str, origin: &str, data: TrainTest, note: Option<String>) -> Self {
        let counts = [grouped(data.train().count()), grouped(data.test().count())];
        let description = sentence((title, origin), &data, &counts);
        let (title, origin) = (title.to_owned(), origin.to_owned());
        Self { sha256: data.sha256(), data, description, note, published: None, title, origin }
    }

    /// One sentence on a part with `train` training and `test` test images, as in "200 of 5,000 training and 1,000 test
    /// images".
    pub fn description_of_parts(&self, train: usize, test: usize) -> String {
        let part = |part: usize, all: usize| match part == all {
            true => grouped(all),
            false => format!("{} of {}", grouped(part), grouped(all)),
        };
        let counts = [part(train, self.data.train().count()), part(test, self.data.test().count())];
        sentence((&self.title, &self.origin), &self.data, &counts)
    }
}

fn sentence((title, origin): (&str, &str), data: &TrainTest, [train, test]: &[String; 2]) -> String {
    let shape = data.train().shape();
    let colours = if shape.channels == 1 { "grey" } else { "colour" };
    format!(
        "{title}: {train} training and {test} test images ({colours}, {}×{} pixels, {} classes), {origin}.",
        shape.width,
        shape.height,
        data.train().classes(),
    )
}

/// A number with commas between thousands.
pub fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::grouped;
    use crate::data::{SyntheticSize, synthetic};

    #[test]
    fn parts_are_reported_next_to_the_whole() {
        let loaded = synthetic::load(1, SyntheticSize { train: 1_200, test: 50 }).unwrap();
        assert_eq!(loaded.description_of_parts(1_200, 50), loaded.description);
        let parts = loaded.description_of_parts(200, 50);
        assert!(parts.contains(": 200 of 1,200 training and 50 test images ("), "{parts}");
    }

    #[test]
    fn other_images_have_another_checksum() {
        let sum = |seed, train| synthetic::generate(seed, SyntheticSize { train, test: 2 }).unwrap().sha256();
        assert_eq!(sum(1, 3).len(), 64);
        assert_eq!(sum(1, 3), sum(1, 3));
        assert_ne!(sum(1, 3), sum(2, 3));
        assert_ne!(sum(1, 3), sum(1, 4));
    }

    #[test]
    fn thousands_are_set_apart() {
        assert_eq!(
            [0, 999, 1_000, 50_000, 1_234_567].map(grouped),
            ["0", "999", "1,000", "50,000", "1,234,567"]
        );
    }
}
