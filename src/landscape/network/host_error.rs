//! Why a network cannot be computed by the kernels.

use crate::data::DataError;
use crate::kernel::NoKernels;

/// A network that kernels cannot compute, or images that do not fit it.
#[derive(Debug, thiserror::Error)]
pub enum HostNetworkError {
    /// No kernel computes such a network.
    #[error(transparent)]
    NoKernels(#[from] NoKernels),
    /// The images do not fit.
    #[error(transparent)]
    Images(#[from] DataError),
}
