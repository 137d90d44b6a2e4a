//! The browser's worker for everything on a GPU, and for networks that have no kernels on the CPU: downloaded when one of
//! them is used, because Burn is large.

#[cfg(target_arch = "wasm32")]
unsafe extern "C" {
    /// The constructors that the linker collects: registrations that dependencies of Burn make before `main`.
    fn __wasm_call_ctors();
}

fn main() {
    #[cfg(target_arch = "wasm32")]
    {
        // Without an explicit call, the linker inserts one before each exported function. These run more than once per
        // dispatch, and the registrations then took more time than everything else on the CPU.
        // SAFETY: it has no arguments and no result, and is called only here, before anything is registered.
        unsafe { __wasm_call_ctors() };
        wedgelab::web::serve_jobs();
    }
}
