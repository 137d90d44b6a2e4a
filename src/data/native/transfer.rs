//! One request for one file, on its own thread, so that the waiting caller can be interrupted at any moment.

use std::io::Read;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;
use std::time::Duration;

use ureq::Agent;
use ureq::http::{Response, StatusCode, header};
use ureq::tls::{Certificate, RootCerts, TlsConfig};

use super::FetchError;
use crate::platform::without_number;

/// How long a server may take to answer, and to send the next bytes.
const PATIENCE: Duration = Duration::from_secs(30);
/// How long resolving a server's name and connecting to it may each take.
const TO_CONNECT: Duration = Duration::from_secs(15);
const PIECE: usize = 1 << 16;
/// Pieces that wait to be written.
const PIECES: usize = 16;

/// What a request brings, in this order: one `Begins`, any number of pieces, one `Ends` or `Fails`.
pub(super) enum Arrival {
    /// The server answered.
    Begins {
        at: Start,
        total: Option<u64>,
    },
    Piece(Vec<u8>),
    Ends,
    Fails(FetchError),
}

/// Where in the file the bytes from a server begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Start {
    /// At its beginning, whatever was requested.
    Beginning,
    /// Where an earlier transfer stopped.
    WhereItStopped,
}

/// A client for downloads.
pub(super) fn agent() -> Agent {
    Agent::config_builder()
        .tls_config(TlsConfig::builder().root_certs(trusted()).build())
        .http_status_as_error(false)
        .user_agent(concat!("wedgelab/", env!("CARGO_PKG_VERSION")))
        .timeout_resolve(Some(TO_CONNECT))
        .timeout_connect(Some(TO_CONNECT))
        .timeout_send_request(Some(PATIENCE))
        .timeout_recv_response(Some(PATIENCE))
        .timeout_per_read(Some(PATIENCE))
        .build()
        .new_agent()
}

/// The certificates that the system trusts, or those of `SSL_CERT_FILE`; Mozilla's if there are none.
fn trusted() -> RootCerts {
    let found = rustls_native_certs::load_native_certs().certs;
    match found.is_empty() {
        true => RootCerts::WebPki,
        false => {
            let owned = found.iter().map(|certificate| Certificate::from_der(certificate).to_owned());
            RootCerts::Specific(Arc::new(owned.collect()))
        }
    }
}

/// Requests a file from byte `have` on.
pub(super) fn begin(agent: &Agent, address: &str, have: u64) -> Receiver<Arrival> {
    let (sender, receiver) = sync_channel(PIECES);
    let (agent, address) = (agent.clone(), address.to_owned());
    // The thread ends with the transfer, or at its next piece once the receiver is gone.
    thread::spawn(move || {
        let last = match receive(&agent, &address, have, &sender) {
            Ok(()) => Arrival::Ends,
            Err(error) => Arrival::Fails(error),
        };
        // An error means that the receiver is gone: the transfer was interrupted.
        let _ = sender.send(last);
    });
    receiver
}

fn receive(agent: &Agent, address: &str, have: u64, sender: &SyncSender<Arrival>) -> Result<(), FetchError> {
    let broken = |reason: String| {
        let (address, reason) = (address.to_owned(), in_words(&reason));
        match reason.contains("invalid peer certificate") {
            true => FetchError::Untrusted { address, reason },
            false => FetchError::Unreachable { address, reason },
        }
    };
    let mut response = ask(agent, address, have).map_err(|error| broken(error.to_string()))?;
    let mut start = Start::Beginning;
    if have > 0 {
        match response.status() {
            // The partial file is already as long as the file, or longer: its checksum decides.
            StatusCode::RANGE_NOT_SATISFIABLE => {
                let _ = sender.send(Arrival::Begins { at: Start::WhereItStopped, total: Some(have) });
                return Ok(());
            }
            StatusCode::PARTIAL_CONTENT if range(&response).is_some_and(|(first, _)| first == have) => {
                start = Start::WhereItStopped;
            }
            // A different range than the requested one is useless.
            StatusCode::PARTIAL_CONTENT => {
                response = ask(agent, address, 0).map_err(|error| broken(error.to_string()))?;
            }
            _ => {}
        }
    }
    if matches!(response.status(), StatusCode::SERVICE_UNAVAILABLE | StatusCode::TOO_MANY_REQUESTS) {
        let (address, status) = (address.to_owned(), response.status().to_string());
        return Err(FetchError::Busy { address, status, seconds: retry_after(&response) });
    }
    if start == Start::Beginning && response.status() != StatusCode::OK {
        return Err(FetchError::Status {
            address: address.to_owned(),
            status: response.status().to_string(),
        });
    }
    let total = match start {
        Start::Beginning => response.body().content_length(),
        Start::WhereItStopped => range(&response).and_then(|(_, total)| total),
    };
    if sender.send(Arrival::Begins { at: start, total }).is_err() {
        return Ok(());
    }
    let mut body = response.into_body().into_reader();
    loop {
        let mut piece = vec![0; PIECE];
        let count = body.read(&mut piece).map_err(|error| broken(error.to_string()))?;
        piece.truncate(count);
        if count == 0 || sender.send(Arrival::Piece(piece)).is_err() {
            return Ok(());
        }
    }
}

fn ask(agent: &Agent, address: &str, have: u64) -> Result<Response<ureq::Body>, ureq::Error> {
    // The file as it is: a server that compresses or unpacks it on the way would change its checksum.
    let mut request = agent.get(address).header(header::ACCEPT_ENCODING, "identity");
    if have > 0 {
        request = request.header(header::RANGE, format!("bytes={have}-"));
    }
    request.call()
}

/// The first byte and the whole length that `Content-Range: bytes FIRST-LAST/LENGTH` states (RFC 9110, 14.4).
fn range(response: &Response<ureq::Body>) -> Option<(u64, Option<u64>)> {
    let text = response.headers().get(header::CONTENT_RANGE)?.to_str().ok()?;
    let (range, length) = text.strip_prefix("bytes ")?.split_once('/')?;
    let (first, _) = range.split_once('-')?;
    Some((first.trim().parse().ok()?, length.trim().parse().ok()))
}

/// The seconds that `Retry-After` states (RFC 9110, 10.2.3); its date form is ignored.
fn retry_after(response: &Response<ureq::Body>) -> Option<u64> {
    response.headers().get(header::RETRY_AFTER)?.to_str().ok()?.trim().parse().ok()
}

/// Removes the tag that the library's messages begin with, as in "io: ", and the number that the system's end with.
fn in_words(reason: &str) -> String {
    let words = without_number(reason.strip_prefix("io: ").unwrap_or(reason));
    words
        .strip_prefix("timeout: ")
        .map_or_else(|| words.to_owned(), |what| format!("no answer in time: {what}"))
}
