//! The wedges on Burn's devices against the wedges on the host, which are the reference: on the CPU, and on a software
//! GPU if the machine has one.

mod agreement;
mod choices;
mod devices;
