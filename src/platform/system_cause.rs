//! What the system says about a file, a folder or a connection that it refuses, as messages put it in parentheses.

use std::io;

/// The cause of an error of the system, without its number, which stands in parentheses of its own.
pub(crate) fn system_cause(error: &io::Error) -> String {
    without_number(&error.to_string()).to_owned()
}

/// A text on an error of the system without the number at its end, as in `File exists (os error 17)`.
pub(crate) fn without_number(text: &str) -> &str {
    let (cause, number) = text.rsplit_once(" (os error ").unwrap_or((text, ""));
    let is_number = number.strip_suffix(')').is_some_and(|number| number.parse::<i32>().is_ok());
    if is_number { cause } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_of_a_cause_is_left_out() {
        let cause = system_cause(&io::Error::from_raw_os_error(2));
        assert!(cause.len() > 3 && !cause.contains("os error") && !cause.ends_with(' '), "{cause}");
        for text in ["it has no address", "in (os error 2) of it", "of (os error two)", ""] {
            assert_eq!(without_number(text), text);
        }
    }
}
