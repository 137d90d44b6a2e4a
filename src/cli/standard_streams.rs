//! Writes text to standard output and standard error. Either may be closed or full; neither makes the program panic.

use super::Failure;
use anyhow::Context;
use std::io::{self, ErrorKind, IsTerminal, Write};

/// Writes to standard output. A closed pipe, as in `wedgelab manual | head`, is not a failure.
///
/// # Errors
/// When the text cannot be written for another reason, such as a full disk.
pub(super) fn print(text: impl AsRef<[u8]>) -> Result<(), Failure> {
    let mut output = io::stdout().lock();
    succeeded(output.write_all(text.as_ref()).and_then(|()| output.flush()))
}

/// Writes a line to standard output, like [`print()`].
///
/// # Errors
/// Those of [`print()`].
pub(super) fn print_line(text: &str) -> Result<(), Failure> {
    print(format!("{text}\n"))
}

/// Turns the outcome of a write to standard output into a result of the command.
///
/// # Errors
/// When it failed for any reason except a closed pipe.
pub(super) fn succeeded(written: io::Result<()>) -> Result<(), Failure> {
    match written {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        written => written.context("standard output cannot be written").map_err(Failure::Other),
    }
}

/// Writes a line to standard error, if possible. Nothing depends on a remark.
pub(super) fn remark(text: &str) {
    // In one write, so that the lines of several programs in one log do not mix.
    let _ = io::stderr().lock().write_all(format!("{text}\n").as_bytes());
}

/// Whether standard error is a terminal that can draw a bar: one that can move its cursor.
pub(super) fn can_draw_bars() -> bool {
    io::stderr().is_terminal() && moves_its_cursor(std::env::var("TERM").ok().as_deref())
}

/// Whether a terminal of this name (`TERM`) can move its cursor.
#[cfg(not(windows))]
fn moves_its_cursor(name: Option<&str>) -> bool {
    !matches!(name, None | Some("" | "dumb"))
}

/// On Windows terminals have no names.
#[cfg(windows)]
fn moves_its_cursor(name: Option<&str>) -> bool {
    name != Some("dumb")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reader_who_left_is_no_failure_and_a_full_disk_is_one() {
        assert!(succeeded(Ok(())).is_ok());
        assert!(succeeded(Err(ErrorKind::BrokenPipe.into())).is_ok());
        let failure = succeeded(Err(ErrorKind::StorageFull.into())).unwrap_err();
        assert!(failure.to_string().starts_with("standard output cannot be written: "), "{failure}");
    }

    #[test]
    #[cfg(not(windows))]
    fn bars_are_drawn_on_terminals_that_move_their_cursor() {
        assert!(moves_its_cursor(Some("xterm-256color")));
        assert!(![None, Some(""), Some("dumb")].into_iter().any(moves_its_cursor));
    }
}
