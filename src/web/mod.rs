//! The page, and the workers that compute for it. Browser only.

mod worker;

pub use worker::serve_jobs;

/// Mounts the page.
pub fn mount() {}
