//! A data set that has been read, with a sentence on what it is.

use super::TrainTest;

/// What was read, and from where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loaded {
    /// The images.
    pub data: TrainTest,
    /// One sentence on what was read.
    pub description: String,
    /// What the reader should know besides, for example that the files had no test set and part
    /// of the images was held out.
    pub note: Option<String>,
}

impl Loaded {
    pub(super) fn new(title: &str, origin: &str, data: TrainTest, note: Option<String>) -> Self {
        let shape = data.train().shape();
        let colours = if shape.channels == 1 { "grey" } else { "colour" };
        let description = format!(
            "{title}: {} training and {} test images ({colours}, {}×{} pixels, {} classes), \
             {origin}.",
            grouped(data.train().count()),
            grouped(data.test().count()),
            shape.width,
            shape.height,
            data.train().classes(),
        );
        Self { data, description, note }
    }
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

    #[test]
    fn thousands_are_set_apart() {
        assert_eq!(
            [0, 999, 1_000, 50_000, 1_234_567].map(grouped),
            ["0", "999", "1,000", "50,000", "1,234,567"]
        );
    }
}
