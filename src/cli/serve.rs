//! `wedgelab serve`: serves the page on this computer, and the data sets of a folder with it.

use super::Failure;
use super::arguments::ServeArguments;
use super::file_errors::with_cause;
use super::offered_data::OfferedData;
use super::signals;
use super::standard_streams::{print_line, remark};
use anyhow::{Context, anyhow};
use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use std::io;
use std::net::{SocketAddr, ToSocketAddrs};
use std::time::Duration;
use tower_http::compression::CompressionLayer;
use tower_http::services::ServeDir;
use tower_http::set_header::SetResponseHeaderLayer;

/// What the page may load and run: files from its own origin and WebAssembly, but no inline script or style.
/// `index.html` repeats the policy for other servers. Any page may embed this one: see `?embed=`.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'; img-src 'self' blob:; style-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'";

/// Time for responses in progress to finish when a signal ends the program.
const PATIENCE: Duration = Duration::from_secs(2);

/// Serves until a signal ends the program, which counts as success.
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
    let routes = routes(arguments)?;
    let address = address_of(&arguments.host, arguments.port)?;
    let listener = tokio::net::TcpListener::bind(address).await.map_err(|error| {
        let found = format!("the server cannot use {address}");
        Failure::BadInput(with_cause(found, &error, "choose another --port or --host"))
    })?;
    let address = listener.local_addr().map_err(Failure::other)?;
    let (sender, asked_to_end) = tokio::sync::oneshot::channel();
    let mut sender = Some(sender);
    signals::on_first_request(move || {
        if let Some(sender) = sender.take() {
            // Without a receiver, the program is already ending.
            let _ = sender.send(());
        }
        std::thread::sleep(PATIENCE);
        std::process::exit(0);
    })?;
    // The page is served even if its address cannot be printed.
    if let Err(failure) = announce(address) {
        remark(&format!("wedgelab: {failure}"));
    }
    axum::serve(listener, routes)
        .with_graceful_shutdown(async {
            let _ = asked_to_end.await;
        })
        .await
        .map_err(Failure::other)
}

/// The socket address of a host name or IP address and a port.
fn address_of(host: &str, port: u16) -> Result<SocketAddr, Failure> {
    let brackets: &[char] = &['[', ']'];
    (host.trim_matches(brackets), port)
        .to_socket_addrs()
        .and_then(|mut addresses| addresses.next().ok_or_else(|| io::Error::other("it has no address")))
        .map_err(|error| {
            let found = format!("host '{host}' is not found");
            Failure::BadInput(with_cause(found, &error, "give an address of this computer"))
        })
}

/// Prints the page's address, and a warning if other computers can reach it.
fn announce(address: SocketAddr) -> Result<(), Failure> {
    print_line(&format!("Wedge Lab is at http://{address}/ (end with Ctrl-C)"))?;
    let ip = address.ip();
    if ip.is_loopback() {
        return Ok(());
    }
    let place = match ip.is_unspecified() {
        true => "any of its addresses".to_owned(),
        false => format!("the address {ip}"),
    };
    print_line(&format!("It is open to everyone who can reach this computer at {place}."))
}

fn routes(arguments: &ServeArguments) -> Result<Router, Failure> {
    let offered = match &arguments.data {
        Some(folder) => OfferedData::in_folder(folder)?,
        None => OfferedData::default(),
    };
    let page = Router::new()
        .fallback_service(ServeDir::new(&arguments.page))
        .layer(axum::middleware::from_fn(keep_what_never_changes))
        // A frame with `sandbox="allow-scripts"` has an opaque origin and loads scripts and WebAssembly cross-origin.
        // The data sets of this computer are for this page only.
        .layer(overriding(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"));
    let mut router = offered.routes().fallback_service(page);
    let headers = [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
    ];
    for (name, value) in headers {
        router = router.layer(overriding(name, value));
    }
    // A rebuilt page must not run with an old cached worker.
    let revalidated = HeaderValue::from_static("no-cache");
    router = router.layer(SetResponseHeaderLayer::if_not_present(header::CACHE_CONTROL, revalidated));
    Ok(router.layer(CompressionLayer::new()))
}

fn overriding(name: HeaderName, value: &'static str) -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::overriding(name, HeaderValue::from_static(value))
}

/// Lets browsers cache a file forever if its name contains a hash of its content.
async fn keep_what_never_changes(request: Request, next: Next) -> Response {
    let is_hashed = is_hashed(request.uri().path());
    let mut response = next.run(request).await;
    let is_there = response.status().is_success() || response.status() == StatusCode::NOT_MODIFIED;
    if is_hashed && is_there {
        let forever = HeaderValue::from_static("public, max-age=31536000, immutable");
        response.headers_mut().insert(header::CACHE_CONTROL, forever);
    }
    response
}

/// Whether a path ends in a name that Trunk makes from a file's content: `name-0123456789abcdef.js`, possibly with a
/// suffix after the digits, as in `name-0123456789abcdef_bg.wasm`.
fn is_hashed(path: &str) -> bool {
    const DIGITS: usize = 16;

    let name = path.rsplit('/').next().unwrap_or_default();
    let Some((_, end)) = name.rsplit_once('-') else { return false };
    let digits = end.bytes().take_while(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')).count();
    digits == DIGITS && matches!(end.as_bytes().get(digits), Some(b'.' | b'_'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_made_from_content_are_recognised() {
        for path in ["/wedgelab-0123456789abcdef.js", "/lab/wedgelab-0123456789abcdef_bg.wasm"] {
            assert!(is_hashed(path), "{path}");
        }
        let others = [
            "/",
            "/start.js",
            "/network-worker.js",
            "/compute-worker_bg.wasm",
            "/wedgelab-0123456789abcde.js",
            "/wedgelab-0123456789abcdef",
        ];
        assert!(!others.into_iter().any(is_hashed));
    }

    #[test]
    fn the_page_and_the_server_have_one_policy() {
        let html = include_str!("../../index.html");
        assert!(html.contains(&format!("content=\"{POLICY}\"")), "{POLICY}");
        assert!(!POLICY.contains("unsafe-inline") && !POLICY.contains("'unsafe-eval'"));
    }
}
