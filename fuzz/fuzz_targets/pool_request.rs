//! Passes any bytes to the reader of this name.
#![no_main]
wedgelab_fuzz::target!(pool_request);
