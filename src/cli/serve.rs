//! `wedgelab serve`: the page on this computer, and the data sets of a folder beside it.

use super::Failure;
use super::arguments::ServeArguments;
use crate::data::{Source, native};
use anyhow::{Context, anyhow};
use axum::http::{HeaderValue, header};
use axum::{Json, Router, routing::get};
use serde_json::{Value, json};
use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use tower_http::compression::CompressionLayer;
use tower_http::services::ServeDir;
use tower_http::set_header::SetResponseHeaderLayer;

/// What the page may load and run: what comes from its own address, no script or style inside the HTML, and WebAssembly.
/// `index.html` says the same for other servers. Any page may show this one within it: see `?embed=`.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'; img-src 'self' blob:; style-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'";

/// Where the page finds out what a folder offers.
const LISTING: &str = "/data/index.json";

/// Serves until Ctrl-C.
pub(super) fn serve(arguments: &ServeArguments) -> Result<(), Failure> {
    let page = &arguments.page;
    if !page.join("index.html").is_file() {
        return Err(Failure::BadInput(anyhow!(
            "{} holds no built page; build it with `make page`, or name its folder with --page",
            page.display()
        )));
    }
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .context("the server cannot start")
        .map_err(Failure::Other)?;
    runtime.block_on(listen(arguments))
}

async fn listen(arguments: &ServeArguments) -> Result<(), Failure> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, arguments.port));
    let listener = tokio::net::TcpListener::bind(address)
        .await
        .with_context(|| format!("{address} cannot be used; choose another port"))
        .map_err(Failure::BadInput)?;
    let address = listener.local_addr().map_err(Failure::other)?;
    println!("Wedge Lab is at http://{address}/ (end with Ctrl-C)");
    axum::serve(listener, routes(arguments)?)
        .with_graceful_shutdown(async {
            // Without a signal handler the server runs until it is killed, which serves as well.
            let _ = tokio::signal::ctrl_c().await;
        })
        .await
        .map_err(Failure::other)
}

fn routes(arguments: &ServeArguments) -> Result<Router, Failure> {
    let listing = match &arguments.data {
        Some(folder) => offered(folder)?,
        None => json!([]),
    };
    let mut router = Router::new().route(LISTING, get(move || async { Json(listing) }));
    if let Some(folder) = &arguments.data {
        router = router.nest_service("/data/files", ServeDir::new(folder));
    }
    router = router.fallback_service(ServeDir::new(&arguments.page));
    let headers = [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        // A page that was built anew must not meet a worker of yesterday.
        (header::CACHE_CONTROL, "no-cache"),
    ];
    for (name, value) in headers {
        router = router.layer(SetResponseHeaderLayer::overriding(name, HeaderValue::from_static(value)));
    }
    Ok(router.layer(CompressionLayer::new()))
}

/// The data sets of a folder, with the paths of their files below `/data/files/`.
fn offered(folder: &Path) -> Result<Value, Failure> {
    let sets: Vec<Value> = Source::ALL
        .into_iter()
        .filter_map(|source| {
            let files = native::files(source, folder)?;
            let paths: Vec<String> = files
                .iter()
                .filter_map(|path| path.strip_prefix(folder).ok())
                .map(|path| path.to_string_lossy().replace('\\', "/"))
                .collect();
            Some(json!({ "source": source, "title": source.title(), "files": paths }))
        })
        .collect();
    if sets.is_empty() {
        return Err(Failure::BadInput(anyhow!(
            "{} holds no data set; name a folder with the files of CIFAR-10, CIFAR-100, MNIST or Fashion-MNIST",
            folder.display()
        )));
    }
    Ok(Value::Array(sets))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_and_the_server_have_one_policy() {
        let html = include_str!("../../index.html");
        assert!(html.contains(&format!("content=\"{POLICY}\"")), "{POLICY}");
        assert!(!POLICY.contains("unsafe-inline") && !POLICY.contains("'unsafe-eval'"));
    }
}
