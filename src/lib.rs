//! Wedge Lab: the large-scale structure of neural-network loss landscapes, to touch.

pub mod data;
pub mod landscape;
pub mod observer;
pub mod random;
