//! A network that no kernel computes.

/// A network that no kernel computes, so that the CPU needs a general library for it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the network '{network}' has no kernels of its own on the CPU")]
pub struct NoKernels {
    /// Its architecture.
    pub network: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::ImageShape;
    use crate::kernel::NetworkKernel;
    use crate::network::{Activation, NetworkShape};
    use crate::simd::Instructions;

    #[test]
    fn a_network_has_kernels_exactly_if_it_is_supported() {
        let image = ImageShape { channels: 3, height: 8, width: 8 };
        for (name, is_supported) in
            [("simple-cnn", true), ("cnn-3", true), ("mlp-5", true), ("mlp", true), ("resnet-8-16", false)]
        {
            let shape = NetworkShape::new(&name.parse().unwrap(), Activation::Relu, 2.0, image, 4).unwrap();
            assert_eq!(NetworkKernel::supports(&shape.architecture), is_supported, "{name}");
            let refusal = NetworkKernel::new(&shape, Instructions::Portable).err();
            let expected = (!is_supported).then(|| NoKernels { network: "resnet-16-32".to_owned() });
            assert_eq!(refusal, expected, "{name}");
        }
    }
}
