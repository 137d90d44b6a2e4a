//! The browser's worker for everything on a GPU: fetched when one is used, because Burn is large.

fn main() {
    #[cfg(target_arch = "wasm32")]
    wedgelab::web::serve_jobs();
}
