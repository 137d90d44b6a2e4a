//! How the work on networks is divided.

/// How the work of a device is divided, so that it is busy and Pause still answers within a tenth of a second.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Portions {
    /// The most examples in one forward pass of a measurement.
    pub evaluation: usize,
    /// Multiplications in one call, forward or forward and backward; a call has at least one example.
    pub multiplications: u64,
    /// Examples stored in one tensor. WebGPU binds at most 128 MiB unless the adapter allows more.
    pub storage: usize,
}

impl Portions {
    /// For a CPU that Burn drives: passes that stay near its caches, one tensor for everything; two cores do 10 to 16
    /// multiplications a nanosecond.
    pub const CPU: Self = Self { evaluation: 256, multiplications: 500_000_000, storage: usize::MAX };
    /// For a CPU that Burn drives in a browser, on one core: small passes.
    pub const BROWSER_CPU: Self = Self { evaluation: 64, multiplications: 100_000_000, storage: usize::MAX };
    /// For a GPU that is driven natively: large passes.
    pub const GPU: Self = Self { evaluation: 2_048, multiplications: 50_000_000_000, storage: 65_536 };
    /// For a GPU in a browser: small passes, and tensors within WebGPU's guaranteed limits.
    pub const BROWSER_GPU: Self = Self { evaluation: 256, multiplications: 5_000_000_000, storage: 8_192 };

    /// How many examples are processed in one call if each takes `multiplications` multiplications; at least one.
    pub(super) fn examples(self, multiplications: usize) -> usize {
        let fitting = self.multiplications / multiplications.max(1) as u64;
        usize::try_from(fitting).unwrap_or(usize::MAX).max(1)
    }
}
