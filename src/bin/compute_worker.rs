//! The browser's worker for everything on a GPU: fetched when one is used, because Burn is large.

#[cfg(target_arch = "wasm32")]
unsafe extern "C" {
    /// What the linker collects: registrations that crates below Burn make before `main`.
    fn __wasm_call_ctors();
}

fn main() {
    #[cfg(target_arch = "wasm32")]
    {
        // Where nothing calls it, the linker puts a call before each exported function. They run more than once per
        // dispatch, and the registrations then took more time than all else on the CPU.
        // SAFETY: it takes nothing and gives nothing back, and it is called here alone, before anything is registered.
        unsafe { __wasm_call_ctors() };
        wedgelab::web::serve_jobs();
    }
}
