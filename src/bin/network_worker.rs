//! The browser's worker for networks on the CPU: fetched when a network is first wanted, and small, because it carries no Burn.

fn main() {
    #[cfg(target_arch = "wasm32")]
    wedgelab::web::serve_jobs();
}
