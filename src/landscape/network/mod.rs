//! Networks as landscapes: loss and gradient over images, as a function of a flat vector of parameters.

#[cfg(feature = "compute")]
mod device;
mod host;
mod host_error;
#[cfg(feature = "compute")]
mod portions;
mod regularisation;
mod variation;

#[cfg(feature = "compute")]
pub use device::DeviceNetwork;
pub use host::HostNetwork;
pub use host_error::HostNetworkError;
#[cfg(feature = "compute")]
pub use portions::Portions;
pub use regularisation::Regularisation;
pub use variation::Variation;
