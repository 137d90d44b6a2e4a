//! Why a data set could not be fetched: which file or address, why, and what to do about it.

use thiserror::Error;

use super::super::DataError;
use super::Checksum;

/// Why a data set could not be fetched. Every message says what to do.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum FetchError {
    /// A source that is not downloaded.
    #[error("{title} cannot be downloaded. Choose cifar10, cifar100, mnist or fashion-mnist.")]
    NotPublished {
        /// The source's title.
        title: String,
    },
    /// Text that is no SHA-256.
    #[error("\"{text}\" is no SHA-256. Give its 64 hexadecimal digits.")]
    NoChecksum {
        /// The text as given.
        text: String,
    },
    /// Another number of checksums than of files.
    #[error("{given} SHA-256 for {} files. Give one for each, in this order: {}.", files.len(), files.join(", "))]
    ChecksumCount {
        /// How many were given.
        given: usize,
        /// The files that need one each.
        files: Vec<String>,
    },
    /// An address that is not one of the web.
    #[error("\"{address}\" is no address to download from. Give one that begins with http:// or https://.")]
    Address {
        /// The address as given.
        address: String,
    },
    /// The folder to put the data set into cannot be made or written.
    #[error("{path} cannot be written ({reason}). Choose another folder with --dir.")]
    Folder {
        /// The path.
        path: String,
        /// What the system reported.
        reason: String,
    },
    /// A file could not be written, for want of room or otherwise.
    #[error(
        "{path} cannot be written ({reason}). Make room, and run the same command again; what was downloaded is kept."
    )]
    Write {
        /// The path.
        path: String,
        /// What the system reported.
        reason: String,
    },
    /// Another process fetches the same data set into the same folder.
    #[error(
        "another process is fetching the same data set into {directory}. Wait for it, or choose another folder."
    )]
    Locked {
        /// The folder.
        directory: String,
    },
    /// Files are there under the same names, and they are not the published ones.
    #[error("{path} is in the way: {reason}. Move it away, or choose another folder with --dir.")]
    InTheWay {
        /// What is there.
        path: String,
        /// Why it is not taken for the data set.
        reason: String,
    },
    /// An address that could not be reached, or a connection that broke.
    #[error(
        "{address} could not be downloaded ({reason}). Check the network, and run the same command again; it goes on \
         where it stopped."
    )]
    Unreachable {
        /// The file's address.
        address: String,
        /// What the network reported.
        reason: String,
    },
    /// A server whose certificate nobody vouches for.
    #[error(
        "{address} could not be downloaded: the server's certificate is not trusted ({reason}). Behind a company proxy, \
         set SSL_CERT_FILE to the file of its CA; otherwise check the address and this computer's clock."
    )]
    Untrusted {
        /// The file's address.
        address: String,
        /// What is wrong with the certificate.
        reason: String,
    },
    /// A server that is too busy, also after some time.
    #[error(
        "{address} could not be downloaded: the server is busy ({status}). Run the same command again later, or name \
         another address with --url; what was downloaded is kept."
    )]
    Busy {
        /// The file's address.
        address: String,
        /// The status code of HTTP, with its name.
        status: String,
        /// After how many seconds to try again, where the server says so.
        seconds: Option<u64>,
    },
    /// A server that does not have the file.
    #[error(
        "{address} could not be downloaded: the server answered {status}. Name another address with --url."
    )]
    Status {
        /// The file's address.
        address: String,
        /// The status code of HTTP, with its name.
        status: String,
    },
    /// A server that sends more than any known data set has.
    #[error(
        "{address} sends more than {limit} bytes, which no known data set needs. Name another address with --url."
    )]
    TooLarge {
        /// The file's address.
        address: String,
        /// The most bytes accepted.
        limit: u64,
    },
    /// Another file than the one that was published.
    #[error(
        "{address} sent another file than expected: its SHA-256 is {found}, and that of {file} is {expected}. It was \
         deleted. Run the same command again, or name another address with --url."
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
    /// No address gave the file.
    #[error(
        "{file} could not be downloaded: {}. Check the network and run the same command again, or name another \
         address with --url.",
        failures.iter().map(FetchError::in_brief).collect::<Vec<_>>().join("; ")
    )]
    EveryAddress {
        /// The file's name.
        file: String,
        /// What went wrong at each address, in order.
        failures: Vec<FetchError>,
    },
    /// The user ended it.
    #[error("interrupted. {kept} Run the same command again to go on.")]
    Interrupted {
        /// A sentence on what is kept.
        kept: String,
    },
    /// What was downloaded cannot be read as the data set.
    #[error(transparent)]
    Data(#[from] DataError),
}

impl FetchError {
    /// Whether what was asked for is to blame, and not what happened on the way.
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
            | Self::Locked { .. }
            | Self::Unreachable { .. }
            | Self::Untrusted { .. }
            | Self::Busy { .. }
            | Self::Status { .. }
            | Self::TooLarge { .. }
            | Self::Mismatch { .. }
            | Self::EveryAddress { .. }
            | Self::Interrupted { .. } => false,
        }
    }

    /// Whether the user ended it.
    pub fn is_interruption(&self) -> bool {
        matches!(self, Self::Interrupted { .. })
    }

    /// Whether another address may do better.
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

    /// Which address failed, and why, for a sentence on several.
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
