//! The browser's worker for networks: fetched when a network is first wanted, because Burn is large.

fn main() {
    #[cfg(target_arch = "wasm32")]
    wedgelab::web::serve_jobs();
}
