//! Two programs under one name: in a browser the page, everywhere else the command line.

#[cfg(target_arch = "wasm32")]
fn main() {
    wedgelab::web::mount();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() -> std::process::ExitCode {
    wedgelab::cli::main()
}
