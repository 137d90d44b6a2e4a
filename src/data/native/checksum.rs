//! SHA-256 (FIPS 180-4) of bytes and of files, as checksums are published: 64 hexadecimal digits.

use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::str::FromStr;

use sha2::{Digest, Sha256};

use super::FetchError;

/// The SHA-256 of a file.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Checksum([u8; 32]);

impl Checksum {
    /// A checksum that is part of this program.
    pub(super) const fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The checksum of bytes in memory.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// The checksum of a file, read in pieces.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub(super) fn of_file(path: &Path) -> io::Result<Self> {
        let mut file = File::open(path)?;
        let mut digest = Sha256::new();
        let mut piece = vec![0; 1 << 16];
        loop {
            match file.read(&mut piece)? {
                0 => return Ok(Self(digest.finalize().into())),
                count => digest.update(&piece[..count]),
            }
        }
    }
}

impl fmt::Display for Checksum {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(formatter, "{byte:02x}"))
    }
}

impl fmt::Debug for Checksum {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

impl FromStr for Checksum {
    type Err = FetchError;

    fn from_str(text: &str) -> Result<Self, FetchError> {
        parsed(text.trim()).ok_or_else(|| FetchError::NoChecksum { text: text.to_owned() })
    }
}

fn parsed(text: &str) -> Option<Checksum> {
    if text.len() != 64 {
        return None;
    }
    let digits: Vec<u8> = text
        .chars()
        .map(|digit| digit.to_digit(16).and_then(|value| u8::try_from(value).ok()))
        .collect::<Option<_>>()?;
    let mut bytes = [0; 32];
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
        *byte = pair[0] << 4 | pair[1];
    }
    Some(Checksum(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of FIPS 180-4 for the message "abc".
    const ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    #[test]
    fn the_published_example_holds_for_bytes_and_for_files() {
        let file = tempfile::NamedTempFile::new().expect("temporary file");
        std::fs::write(file.path(), "abc").expect("temporary file");
        assert_eq!(Checksum::of(b"abc").to_string(), ABC);
        assert_eq!(Checksum::of_file(file.path()).expect("readable"), Checksum::of(b"abc"));
        assert_eq!(ABC.to_uppercase().parse::<Checksum>().expect("hexadecimal"), Checksum::of(b"abc"));
    }

    #[test]
    fn what_is_no_checksum_is_refused() {
        for text in ["", "abc", &ABC[1..], &format!("{ABC}0"), &ABC.replace('b', "g"), &"é".repeat(32)] {
            let message = text.parse::<Checksum>().expect_err("no checksum").to_string();
            assert!(message.contains("64 hexadecimal digits"), "{message}");
        }
    }
}
