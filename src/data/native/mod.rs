//! Data sets on the disk: read from folders, fetched from where they are published, verified against their published
//! checksums. Native only: a browser has no folders, and hands its dropped files to [`recognise`](super::recognise)
//! instead.
#![cfg(not(target_arch = "wasm32"))]

mod checksum;
mod download;
mod fetch;
mod fetch_error;
mod file;
mod folder;
mod found_instead;
mod lock;
mod published;
mod record;
mod transfer;
mod unpack;
mod verify;

pub use checksum::Checksum;
pub use fetch::{FetchEvent, FetchRequest, Fetched, Mirror, fetch};
pub use fetch_error::FetchError;
pub use folder::{files, load};
pub use published::{PublishedSet, published};
pub use verify::{Standing, Verified, verify};
