//! Data sets on disk: read from folders, fetched from where they are published, and verified against their published
//! checksums. Native only: a browser has no folders, and hands its dropped files to [`recognise`](super::recognise)
//! instead.
#![cfg(not(target_arch = "wasm32"))]
#![cfg_attr(not(feature = "cli"), allow(dead_code, reason = "only the command line downloads"))]

mod checksum;
#[cfg(feature = "cli")]
mod download;
#[cfg(feature = "cli")]
mod fetch;
mod fetch_error;
mod file;
mod folder;
mod found_instead;
mod published;
mod record;
#[cfg(feature = "cli")]
mod transfer;
#[cfg(feature = "cli")]
mod unpack;
mod verify;

pub use checksum::Checksum;
#[cfg(feature = "cli")]
pub use fetch::{FetchEvent, FetchRequest, Fetched, Mirror, fetch};
pub use fetch_error::FetchError;
pub use folder::{files, load};
pub use published::{PublishedSet, published};
pub use verify::{Standing, Verified, verify};
