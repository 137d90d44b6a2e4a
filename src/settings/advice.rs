//! Messages say what was found and then, after a semicolon, what to do about it.

/// What a message says was found: for a message or a reason that gives other advice, or none.
pub(crate) fn without_advice(message: &str) -> &str {
    message.split_once("; ").map_or(message, |(found, _)| found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_follows_the_first_semicolon_is_advice() {
        assert_eq!(without_advice("a is damaged (too short); delete it; or not"), "a is damaged (too short)");
        assert_eq!(without_advice("a is damaged"), "a is damaged");
    }
}
