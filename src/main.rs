//! Two mains: in a browser this program is the page, elsewhere the command line.

#[cfg(target_arch = "wasm32")]
fn main() {
    wedgelab::web::mount();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() -> std::process::ExitCode {
    wedgelab::cli::main()
}
