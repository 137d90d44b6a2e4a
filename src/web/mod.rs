//! The page, and the workers that compute for it. Browser only.

#[cfg(feature = "page")]
mod page;
mod typed_number;
mod worker;
#[cfg_attr(
    not(feature = "page"),
    allow(dead_code, reason = "workers use less of the client than the page does")
)]
mod worker_client;

#[cfg(feature = "page")]
pub use page::mount;
pub use worker::serve_jobs;
