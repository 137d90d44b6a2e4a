//! Any bytes for the reader of this name.
#![no_main]
wedgelab_fuzz::target!(pool_order);
