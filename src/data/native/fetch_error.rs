//! Why a data set could not be fetched: which file or address, why, and what to do about it.

use thiserror::Error;

use super::super::{DataError, Source};
use super::Checksum;
use crate::settings::alternatives;

/// Why a data set could not be fetched. Every message says what to do.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum FetchError {
    /// A source that is not downloaded.
    #[error("{title} cannot be downloaded; choose {}", alternatives(Source::in_files().map(Source::name)))]
    NotPublished {
        /// The source's title.
        title: String,
    },
    /// Text that is not a SHA-256.
    #[error("\"{text}\" is not a SHA-256; give its 64 hexadecimal digits")]
    NoChecksum {
        /// The text as given.
        text: String,
    },
    /// The numbers of checksums and files differ.
    #[error(
        "--sha256 is given {given} times, but there are {} files; give it once for each, in this order: {}",
        files.len(),
        files.join(", ")
    )]
    ChecksumCount {
        /// How many were given.
        given: usize,
        /// The files that need one each.
        files: Vec<String>,
    },
    /// An address that is not an http or https URL.
    #[error(
        "\"{address}\" is not an address to download from; give one that begins with http:// or https://"
    )]
    Address {
        /// The address as given.
        address: String,
    },
    /// The folder to put the data set into cannot be created or written.
    #[error("{path} cannot be written ({reason}); choose another folder with --data-dir")]
    Folder {
        /// The path.
        path: String,
        /// What the system reported.
        reason: String,
    },
    /// A file could not be written, for lack of space or another reason.
    #[error(
        "{path} cannot be written ({reason}); free disk space, then run the same command again to resume"
    )]
    Write {
        /// The path.
        path: String,
        /// What the system reported.
        reason: String,
    },
    /// The partial file of an earlier download could not be read.
    #[error("{path} cannot be read ({reason}); check its permissions, or delete it to download it again")]
    Read {
        /// The path.
        path: String,
        /// What the system reported.
        reason: String,
    },
    /// A partial file that is not what it should be could not be removed.
    #[error("{path} cannot be removed ({reason}); remove it, then run the same command again")]
    Remove {
        /// The path.
        path: String,
        /// What the system reported.
        reason: String,
    },
    /// Another process fetches the same data set into the same folder.
    #[error(
        "another process is fetching the same data set into {directory}; wait for it to finish, or choose another folder \
         with --data-dir"
    )]
    Locked {
        /// The folder.
        directory: String,
    },
    /// There are files with the same names that are not the published ones.
    #[error("{path} is in the way: {reason}; move it away, or choose another folder with --data-dir")]
    InTheWay {
        /// What is there.
        path: String,
        /// Why it is not accepted as the data set.
        reason: String,
    },
    /// An address that could not be reached, or a connection that broke.
    #[error(
        "{address} could not be downloaded ({reason}); check the network, then run the same command again to resume"
    )]
    Unreachable {
        /// The file's address.
        address: String,
        /// What the network reported.
        reason: String,
    },
    /// A server whose certificate is not trusted.
    #[error(
        "{address} could not be downloaded: the server's certificate is not trusted ({reason}); behind a company proxy, \
         set SSL_CERT_FILE to the file with its CA certificate; elsewhere, check the address and this computer's clock"
    )]
    Untrusted {
        /// The file's address.
        address: String,
        /// What is wrong with the certificate.
        reason: String,
    },
    /// A server that is still busy after several tries.
    #[error(
        "{address} could not be downloaded: the server is busy ({status}); run the same command again later to resume, or \
         name another address with --url"
    )]
    Busy {
        /// The file's address.
        address: String,
        /// The status code of HTTP, with its name.
        status: String,
        /// After how many seconds to try again, if the server says so.
        seconds: Option<u64>,
    },
    /// A server that does not have the file.
    #[error(
        "{address} could not be downloaded: the server answered {status}; name another address with --url"
    )]
    Status {
        /// The file's address.
        address: String,
        /// The status code of HTTP, with its name.
        status: String,
    },
    /// A server that sends more bytes than any known data set has.
    #[error(
        "{address} sends more than {limit} bytes, which no known data set needs; name another address with --url"
    )]
    TooLarge {
        /// The file's address.
        address: String,
        /// The largest accepted size in bytes.
        limit: u64,
    },
    /// A file that is not the published one.
    #[error(
        "{address} sent a file other than {file} (its SHA-256 is {found}, not {expected}), which was deleted; run the same \
         command again, or name another address with --url"
    )]
    Mismatch {
        /// The file's address.
        address: String,
        /// The file's name.
        file: String,
        /// The checksum it should have.
        expected: Checksum,
        /// The checksum it has.
        found: Checksum,
    },
    /// No address delivered the file.
    #[error(
        "{file} could not be downloaded from {}; check the network, then run the same command again, or name another \
         address with --url",
        failures.iter().map(FetchError::in_brief).collect::<Vec<_>>().join(", ")
    )]
    EveryAddress {
        /// The file's name.
        file: String,
        /// What went wrong at each address, in order.
        failures: Vec<FetchError>,
    },
    /// The user interrupted it.
    #[error("interrupted; {kept}; run the same command again to resume")]
    Interrupted {
        /// What is kept, without a full stop.
        kept: String,
    },
    /// The user interrupted it before any byte arrived.
    #[error("interrupted before anything was downloaded; run the same command again to start")]
    InterruptedAtStart,
    /// What was downloaded cannot be read as the data set.
    #[error(transparent)]
    Data(#[from] DataError),
}

impl FetchError {
    /// Whether the request is at fault rather than something that happened during the download.
    pub fn is_bad_input(&self) -> bool {
        match self {
            Self::NotPublished { .. }
            | Self::NoChecksum { .. }
            | Self::ChecksumCount { .. }
            | Self::Address { .. }
            | Self::Folder { .. }
            | Self::InTheWay { .. }
            | Self::Data(_) => true,
            Self::Write { .. }
            | Self::Read { .. }
            | Self::Remove { .. }
            | Self::Locked { .. }
            | Self::Unreachable { .. }
            | Self::Untrusted { .. }
            | Self::Busy { .. }
            | Self::Status { .. }
            | Self::TooLarge { .. }
            | Self::Mismatch { .. }
            | Self::EveryAddress { .. }
            | Self::Interrupted { .. }
            | Self::InterruptedAtStart => false,
        }
    }

    /// Whether the user interrupted it.
    pub fn is_interruption(&self) -> bool {
        matches!(self, Self::Interrupted { .. } | Self::InterruptedAtStart)
    }

    /// Whether the same command resumes from what was downloaded before the user interrupted it.
    pub fn is_resumable(&self) -> bool {
        matches!(self, Self::Interrupted { .. })
    }

    /// Whether another address may succeed.
    pub(super) fn is_of_the_address(&self) -> bool {
        matches!(
            self,
            Self::Unreachable { .. }
                | Self::Untrusted { .. }
                | Self::Busy { .. }
                | Self::Status { .. }
                | Self::TooLarge { .. }
                | Self::Mismatch { .. }
        )
    }

    /// Which address failed, and why, for a message about several.
    pub(super) fn in_brief(&self) -> String {
        match self {
            Self::Unreachable { address, reason } => format!("{address} ({reason})"),
            Self::Untrusted { address, reason } => {
                format!("{address} (the server's certificate is not trusted: {reason})")
            }
            Self::Busy { address, status, .. } => format!("{address} (the server is busy: {status})"),
            Self::Status { address, status } => format!("{address} (the server answered {status})"),
            Self::TooLarge { address, limit } => format!("{address} (more than {limit} bytes)"),
            Self::Mismatch { address, expected, found, .. } => {
                format!("{address} (the SHA-256 is {found}, not {expected})")
            }
            other => other.to_string(),
        }
    }
}
