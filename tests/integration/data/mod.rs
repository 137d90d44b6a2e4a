//! The data sets: what is read is what was written, and what is damaged is refused with a reason.

mod arbitrary_bytes;
mod archives;
mod built_in;
mod cifar;
mod folders;
mod idx;
mod published_names;
pub mod real_files;
mod recognition;
