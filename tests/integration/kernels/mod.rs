//! The kernels of networks on the CPU, every set of instructions that this machine has, against a plain reference in double
//! precision.

mod agreement;
mod backpropagation;
mod repeats;
mod scene;
mod variations;
