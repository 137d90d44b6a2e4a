//! The official archives of CIFAR-10 and CIFAR-100 (binary version), read in memory.

use std::io::{self, Read};

use super::content::Content;
use super::part::{Format, Part, is_python_version};
use super::{DataError, Loaded, Source, recognise};

/// The largest unpacked size of an archive in bytes. CIFAR-100, the larger one, needs 185 MB.
const ARCHIVE_LIMIT: u64 = 512 << 20;

/// The largest size of one member in bytes. The training set of CIFAR-100 has 153,700,000.
const MEMBER_LIMIT: u64 = 160_000_000;

/// Reads `cifar-10-binary.tar.gz` or `cifar-100-binary.tar.gz` (or the `.tar` inside it), whole.
///
/// Members are found by file name; others are ignored. Nothing is written to disk. `wanted` is the data set it must
/// hold, or [`Source::Dropped`] for either.
///
/// # Errors
/// [`DataError::Empty`]; [`DataError::Compression`] or [`DataError::Malformed`] for a damaged archive;
/// [`DataError::UnsafePath`]; [`DataError::TooLarge`]; [`DataError::Unrecognised`] when members of the data set are
/// missing, and the errors of reading a member.
pub fn read(file: &str, bytes: &[u8], wanted: Source) -> Result<Loaded, DataError> {
    let members = unpack(file, bytes, wanted)?;
    let source = content_of(&members).map_or(wanted, |(source, _)| source);
    let loaded = recognise::recognise(members, source)?;
    let origin = format!("from {file}");
    Ok(Loaded::new(source.title(), &origin, loaded.data, loaded.note))
}

/// The image files in the archive of a complete data set, not yet decoded: the archive's name with the member's path,
/// and the content. Conditions and errors are those of [`read`].
pub(super) fn unpack(file: &str, bytes: &[u8], wanted: Source) -> Result<Vec<(String, Vec<u8>)>, DataError> {
    let members = members(file, bytes, ARCHIVE_LIMIT)?;
    let Some((source, required)) = content_of(&members) else {
        return Err(recognise::unrecognised(file, "it holds no CIFAR image file"));
    };
    let parts: Vec<Part> = members.iter().filter_map(|(name, _)| Part::of(name)).collect();
    if let Some(missing) = required.iter().find(|part| !parts.contains(part)) {
        let reason = format!("it lacks {}", missing.official_name());
        return Err(recognise::unrecognised(file, reason));
    }
    if !matches!(wanted, Source::Dropped) && wanted != source {
        let reason = format!("it holds {}, not {}", source.title(), wanted.title());
        return Err(recognise::unrecognised(file, reason));
    }
    Ok(members)
}

/// Which data set the first member belongs to, and the files that its archive must hold.
fn content_of(members: &[(String, Vec<u8>)]) -> Option<(Source, &'static [Part])> {
    let part = members.iter().find_map(|(name, _)| Part::of(name))?;
    match part.family().format()? {
        Format { sources: [source], archived: Some(parts), .. } => Some((*source, parts)),
        _ => None,
    }
}

/// Why collecting members stopped.
enum Fault {
    Data(DataError),
    Reading(io::Error),
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        Self::Reading(error)
    }
}

/// The image files in the archive with their contents, in the archive's order. Each is named after the archive and its
/// path in it, so that a message about it names the user's file.
fn members(file: &str, bytes: &[u8], limit: u64) -> Result<Vec<(String, Vec<u8>)>, DataError> {
    if bytes.is_empty() {
        return Err(DataError::Empty { file: file.to_owned() });
    }
    let mut content = Content::of(bytes).take(limit);
    let result = collect(file, &mut content);
    if content.limit() == 0 {
        return Err(DataError::TooLarge {
            file: file.to_owned(),
            limit,
            reason: format!("its unpacked content continues after byte {limit}"),
        });
    }
    result.map_err(|fault| match fault {
        Fault::Data(error) => error,
        Fault::Reading(error) => content.get_ref().failure(file, &error),
    })
}

fn collect(file: &str, content: &mut impl Read) -> Result<Vec<(String, Vec<u8>)>, Fault> {
    let mut members = Vec::new();
    let mut archive = tar::Archive::new(&mut *content);
    for entry in archive.entries()? {
        let mut entry = entry?;
        let path = printable(&entry.path_bytes());
        let offset = entry.raw_header_position();
        if leads_outside(&path) {
            return Err(Fault::Data(DataError::UnsafePath { file: file.to_owned(), offset, member: path }));
        }
        if is_python_version(&path) {
            let reason = "it is the Python version; the binary version is needed";
            return Err(Fault::Data(recognise::unrecognised(file, reason)));
        }
        let is_cifar = Part::of(&path)
            .and_then(|part| part.family().format())
            .is_some_and(|format| format.archived.is_some());
        if is_cifar && entry.header().entry_type().is_file() {
            let size = entry.size();
            if size > MEMBER_LIMIT {
                return Err(Fault::Data(DataError::TooLarge {
                    file: file.to_owned(),
                    limit: MEMBER_LIMIT,
                    reason: format!("at byte {offset}, the member {path} states {size} bytes"),
                }));
            }
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes)?;
            if bytes.len() as u64 != size {
                let message = format!("the member {path} is truncated");
                return Err(io::Error::new(io::ErrorKind::UnexpectedEof, message).into());
            }
            members.push((format!("{file}/{path}"), bytes));
        }
    }
    // The rest after the last member is read as well, because gzip's checksum is at the end.
    io::copy(content, &mut io::sink())?;
    Ok(members)
}

/// A member's path, safe for a message: an archive must not send control characters to the terminal.
fn printable(path: &[u8]) -> String {
    let path = String::from_utf8_lossy(path);
    path.chars().map(|character| if character.is_control() { '\u{fffd}' } else { character }).collect()
}

/// Whether a member's path is absolute (on any system) or contains "..".
fn leads_outside(path: &str) -> bool {
    let is_drive = path.as_bytes().get(1) == Some(&b':');
    is_drive || path.starts_with(['/', '\\']) || path.split(['/', '\\']).any(|step| step == "..")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_archive_that_unpacks_to_more_than_the_limit_is_refused() {
        let mut builder = tar::Builder::new(Vec::new());
        let mut header = tar::Header::new_gnu();
        header.set_size(100_000);
        header.set_cksum();
        builder.append_data(&mut header, "ignored", io::repeat(0).take(100_000)).expect("in memory");
        let bytes = builder.into_inner().expect("in memory");
        assert!(members("a.tar", &bytes, 1 << 20).expect("small").is_empty());
        assert!(matches!(members("a.tar", &bytes, 50_000), Err(DataError::TooLarge { limit: 50_000, .. })));
    }

    #[test]
    fn paths_that_lead_outside_are_recognised() {
        for path in ["/etc/x", "../x", "a/../x", "a\\..\\x", "C:\\x", "\\x", ".."] {
            assert!(leads_outside(path), "{path}");
        }
        for path in ["a/b.bin", "./a", "a..b/c", "..."] {
            assert!(!leads_outside(path), "{path}");
        }
    }
}
