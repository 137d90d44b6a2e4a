//! Neural networks as functions of one flat vector of parameters, θ.
//!
//! A landscape is a function of a point, so a network here has no layers that own weights: an [`Architecture`] defines
//! the function, a [`Layout`] assigns parts of θ to weights, and the function takes θ and images.

mod architecture;
mod dropout;
mod initialisation;
mod layout;
mod network_shape;
mod parameter_file;
mod parameter_names;
mod residual;

#[cfg(feature = "compute")]
mod logits;

pub use architecture::{Activation, Architecture, ArchitectureError};
pub use dropout::DropoutMask;
pub use initialisation::xavier_uniform;
pub use layout::{Layout, ParameterBlock, ParameterKind};
pub use network_shape::{NetworkShape, WIDTHS};
pub use parameter_file::{
    ParameterFileError, ReadParameters, read_description, read_parameters, write_parameters,
};

#[cfg(feature = "compute")]
pub use dropout::Dropout;
#[cfg(feature = "compute")]
pub use logits::{Logits, cross_entropy};
