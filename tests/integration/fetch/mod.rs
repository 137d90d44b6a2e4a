//! `wedgelab data fetch` against a server on this computer that behaves well, badly and in between.

mod archives;
mod interruptions;
mod program;
mod server;
mod several_files;
