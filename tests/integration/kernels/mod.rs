//! The kernels of networks on the CPU, for every set of instructions of this machine, against a plain reference in
//! double precision.

mod agreement;
mod backpropagation;
mod repeats;
mod scene;
mod variations;
