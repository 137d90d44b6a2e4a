//! Messages of the program as sentences.

/// A message of the program, such as an error, as a sentence: with an initial capital and one full stop. A leading file
/// name stays as it is.
pub(in crate::web::page) fn sentence(words: &str) -> String {
    let words = words.trim_end_matches('.');
    if words.split(' ').next().is_some_and(|first| first.contains('.')) {
        return format!("{words}.");
    }
    format!("{}.", with_capital(words))
}

/// The words with an initial capital.
pub(in crate::web::page) fn with_capital(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().map(|letter| letter.to_ascii_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}", letters.as_str())
}
