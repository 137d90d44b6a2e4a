//! The wedges on Burn's devices against the wedges on the host, which are the oracle: on the CPU, and on a GPU in software
//! where the machine has one.

mod agreement;
mod choices;
mod devices;
