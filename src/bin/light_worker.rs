//! The browser's worker for the wedges: starts at once, because it contains neither networks nor Burn.

fn main() {
    #[cfg(target_arch = "wasm32")]
    wedgelab::web::serve_jobs();
}
