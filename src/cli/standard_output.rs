//! Text for the standard output, where the reader may have left.

use super::Failure;
use std::io::{ErrorKind, Write};

/// Writes to the standard output. That nobody reads on, as in `wedgelab manual | head`, is no failure.
pub(super) fn print(bytes: &[u8]) -> Result<(), Failure> {
    let mut output = std::io::stdout().lock();
    match output.write_all(bytes).and_then(|()| output.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(Failure::other(error)),
        Ok(()) | Err(_) => Ok(()),
    }
}
