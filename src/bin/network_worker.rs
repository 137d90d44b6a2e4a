//! The browser's worker for networks on the CPU by kernels: downloaded when a network is first used; small, because it
//! contains no Burn.

fn main() {
    #[cfg(target_arch = "wasm32")]
    wedgelab::web::serve_jobs();
}
