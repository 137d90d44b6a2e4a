//! The content of a file, plain or compressed with gzip (detected by its first bytes), read in pieces of bounded size
//! so that a small compressed file cannot fill the memory.

use std::io::{self, Read};

use flate2::bufread::MultiGzDecoder;

use super::DataError;

/// Deflate cannot expand one byte to more than this (<https://zlib.net/zlib_tech.html>).
const LARGEST_EXPANSION: usize = 1032;

/// The unpacked content of a file, from its start to its end.
pub(super) enum Content<'a> {
    /// The bytes as they are.
    Plain { rest: &'a [u8], length: usize },
    /// Bytes to decompress.
    Compressed { decoder: Box<MultiGzDecoder<&'a [u8]>>, length: usize },
}

impl<'a> Content<'a> {
    /// Begins at the start of a file.
    pub fn of(bytes: &'a [u8]) -> Self {
        let length = bytes.len();
        if bytes.starts_with(&[0x1f, 0x8b]) {
            let decoder = Box::new(MultiGzDecoder::new(bytes));
            Self::Compressed { decoder, length }
        } else {
            Self::Plain { rest: bytes, length }
        }
    }

    /// The next `count` bytes, or fewer if the content ends before.
    pub fn up_to(&mut self, file: &str, count: usize) -> Result<Vec<u8>, DataError> {
        let possible = match self {
            Self::Plain { rest, .. } => rest.len(),
            Self::Compressed { length, .. } => length.saturating_mul(LARGEST_EXPANSION),
        };
        let mut piece = Vec::new();
        let reserved = piece.try_reserve_exact(count.min(possible));
        if reserved.is_err() {
            return Err(DataError::OutOfMemory { file: file.to_owned(), count: count.min(possible) as u64 });
        }
        let read = self.by_ref().take(count as u64).read_to_end(&mut piece);
        match read {
            Ok(_) => Ok(piece),
            Err(error) => Err(self.failure(file, &error)),
        }
    }

    /// The error for a failed read at the current position.
    pub fn failure(&self, file: &str, error: &io::Error) -> DataError {
        match self {
            Self::Plain { rest, length } => {
                DataError::malformed(file, length - rest.len(), error.to_string())
            }
            Self::Compressed { decoder, length } => DataError::Compression {
                file: file.to_owned(),
                offset: (length - decoder.get_ref().len()) as u64,
                reason: error.to_string(),
            },
        }
    }
}

impl Read for Content<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Plain { rest, .. } => rest.read(buffer),
            Self::Compressed { decoder, .. } => decoder.read(buffer),
        }
    }
}
