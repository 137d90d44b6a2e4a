//! The file next to unpacked files: their checksums when they were unpacked, in the format of `sha256sum`, and that of
//! their archive. It reveals a changed file even if no checksum of it is published.

use std::path::{Path, PathBuf};

use super::super::DataError;
use super::super::part::base_name;
use super::{Checksum, file};

/// The file's name.
pub(super) const NAME: &str = "SHA256SUMS";
/// Begins the line on the archive, a comment to `sha256sum`.
const ARCHIVE: &str = "# unpacked from ";

/// Checksums of unpacked files, and of the archive they came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Record {
    pub archive: Checksum,
    /// The files' names and checksums.
    pub files: Vec<(String, Checksum)>,
}

impl Record {
    /// The text of the file.
    pub fn to_text(&self, archive_name: &str) -> String {
        let mut text = format!("{ARCHIVE}{archive_name}, SHA-256 {}\n", self.archive);
        for (name, checksum) in &self.files {
            text.push_str(&format!("{checksum}  {name}\n"));
        }
        text
    }

    /// The record in a folder; `None` if there is none, or another program wrote it.
    ///
    /// # Errors
    /// When it cannot be read, or a line of it is damaged.
    pub fn in_folder(folder: &Path) -> Result<Option<Self>, DataError> {
        let path = folder.join(NAME);
        if path.symlink_metadata().is_err() {
            return Ok(None);
        }
        Self::parse(&path.display().to_string(), &file::read(&path)?)
    }

    fn parse(file: &str, bytes: &[u8]) -> Result<Option<Self>, DataError> {
        let text = String::from_utf8_lossy(bytes);
        let Some(first) = text.lines().next().and_then(|line| line.strip_prefix(ARCHIVE)) else {
            return Ok(None);
        };
        let archive = first.rsplit_once(", SHA-256 ").and_then(|(_, digits)| digits.parse().ok());
        let damaged =
            |offset: usize| DataError::DamagedRecord { file: file.to_owned(), offset: offset as u64 };
        let archive = archive.ok_or_else(|| damaged(0))?;
        let mut files = Vec::new();
        let mut offset = 0;
        for (index, line) in text.split_inclusive('\n').enumerate() {
            if index > 0 && !line.trim().is_empty() {
                let (digits, name) = line.trim_end().split_once("  ").ok_or_else(|| damaged(offset))?;
                files.push((name.to_owned(), digits.parse().map_err(|_| damaged(offset))?));
            }
            offset += line.len();
        }
        Ok(Some(Self { archive, files }))
    }

    /// Whether all files are recorded with these checksums.
    ///
    /// # Errors
    /// [`DataError::Changed`] for a file recorded with another checksum.
    pub fn covers(&self, folder: &Path, files: &[(String, Checksum)]) -> Result<bool, DataError> {
        let mut covers = true;
        for (path, found) in files {
            let recorded = self.files.iter().find(|(name, _)| name == base_name(path));
            match recorded {
                Some((_, expected)) if expected != found => {
                    return Err(DataError::Changed {
                        file: path.clone(),
                        found: found.to_string(),
                        expected: expected.to_string(),
                        record: path_of(folder).display().to_string(),
                    });
                }
                recorded => covers &= recorded.is_some(),
            }
        }
        Ok(covers)
    }
}

fn path_of(folder: &Path) -> PathBuf {
    folder.join(NAME)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_reads_back_and_a_damaged_one_is_refused_with_its_place() {
        let record = Record {
            archive: Checksum::of(b"archive"),
            files: vec![
                ("train.bin".to_owned(), Checksum::of(b"1")),
                ("test.bin".to_owned(), Checksum::of(b"2")),
            ],
        };
        let text = record.to_text("cifar-100-binary.tar.gz");
        assert_eq!(Record::parse("r", text.as_bytes()), Ok(Some(record)));
        assert_eq!(Record::parse("r", b"123  other\n"), Ok(None));
        let second_line = text.find('\n').expect("several lines") + 1;
        let broken = format!("{}x{}", &text[..second_line], &text[second_line + 1..]);
        let error = Record::parse("r", broken.as_bytes()).expect_err("damaged");
        assert!(
            matches!(error, DataError::DamagedRecord { offset, .. } if offset == second_line as u64),
            "{error}"
        );
        // This program wrote the file: it cannot be downloaded.
        assert!(!error.to_string().contains("download"), "{error}");
    }
}
