//! Paths in commands that messages advise.

use std::path::Path;

/// The characters, besides letters and digits, that need no quotation marks in a shell.
const PLAIN: &str = if cfg!(windows) { "/\\.-_+:,@~" } else { "/.-_+:,@" };

/// A path as one word of a command: in quotation marks if it holds spaces or characters that a shell reads.
pub(crate) fn shell_word(path: &Path) -> String {
    let text = path.display().to_string();
    let is_plain = |character: char| character.is_alphanumeric() || PLAIN.contains(character);
    match (!text.is_empty() && text.chars().all(is_plain), cfg!(windows)) {
        (true, _) => text,
        // No path holds this mark there.
        (false, true) => format!("\"{text}\""),
        (false, false) => format!("'{}'", text.replace('\'', r"'\''")),
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_one_word_of_a_shell() {
        let word = |text: &str| shell_word(Path::new(text));
        assert_eq!(word("runs/one-2_b.c"), "runs/one-2_b.c");
        assert_eq!(word("/home/é"), "/home/é");
        assert_eq!(word("my data"), "'my data'");
        assert_eq!(word("$HOME"), "'$HOME'");
        assert_eq!(word("it's"), r"'it'\''s'");
        assert_eq!(word(""), "''");
    }
}
