//! `wedgelab data fetch` against a local server with and without faults.

mod archives;
mod interruptions;
mod program;
mod server;
mod several_files;
