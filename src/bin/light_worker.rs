//! The browser's worker for the toy: starts at once, because it knows no networks and carries no Burn.

fn main() {
    #[cfg(target_arch = "wasm32")]
    wedgelab::web::serve_jobs();
}
