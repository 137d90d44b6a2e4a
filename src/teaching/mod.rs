//! The page's chapters, its three-dimensional scene, its address, and the answers of its worker.

pub mod address;
pub mod chapter;
pub mod counted;
pub mod illustration;
pub mod three_sheets;
pub mod typed;
