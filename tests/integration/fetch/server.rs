//! A web server in a thread: small files, and faults on request.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// How a server treats a request.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Conduct {
    /// Sends the requested range, also from the middle.
    Good,
    /// Sends the whole file, whatever range is requested.
    WithoutRanges,
    /// Announces the full length and closes the connection after this many bytes.
    BreaksAfter(usize),
    /// Announces no length and closes the connection after this many bytes, as if that were everything.
    EndsAfter(usize),
    /// Announces the full length, sends this many bytes and then nothing more.
    StallsAfter(usize),
    /// Answers the first request with 503 and an immediate retry.
    BusyOnce,
    /// Answers with this status.
    Refuses(u16),
}

/// A request that was received: the path, and what `Range` said.
pub type Request = (String, Option<String>);

pub struct Server {
    pub address: String,
    requests: Arc<Mutex<Vec<Request>>>,
}

impl Server {
    /// Serves files by name, until the tests end.
    pub fn of(files: &[(&str, Vec<u8>)], conduct: Conduct) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
        let address = format!("http://{}/sets", listener.local_addr().expect("bound"));
        let files: BTreeMap<String, Vec<u8>> =
            files.iter().map(|(name, bytes)| (format!("/sets/{name}"), bytes.clone())).collect();
        let requests = Arc::default();
        let seen = Arc::clone(&requests);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                // A client that disconnects in the middle is part of the tests.
                let _ = stream.and_then(|stream| answer(stream, &files, conduct, &seen));
            }
        });
        Self { address, requests }
    }

    pub fn requests(&self) -> Vec<Request> {
        self.requests.lock().expect("no thread panicked").clone()
    }
}

fn answer(
    mut stream: TcpStream,
    files: &BTreeMap<String, Vec<u8>>,
    conduct: Conduct,
    seen: &Mutex<Vec<Request>>,
) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    let first = lines.next().transpose()?.unwrap_or_default();
    let path = first.split(' ').nth(1).unwrap_or_default().to_owned();
    let mut range = None;
    for line in lines {
        let line = line?;
        if line.is_empty() {
            break;
        }
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("range")
        {
            range = Some(value.trim().to_owned());
        }
    }
    let is_first = {
        let mut seen = seen.lock().expect("no thread panicked");
        seen.push((path.clone(), range.clone()));
        seen.len() == 1
    };
    let Some(bytes) = files.get(&path) else {
        return stream.write_all(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    };
    let first = range
        .filter(|_| conduct != Conduct::WithoutRanges)
        .and_then(|range| range.strip_prefix("bytes=")?.strip_suffix('-')?.parse::<usize>().ok());
    let (head, body) = match (conduct, first) {
        (Conduct::BusyOnce, _) if is_first => {
            ("503 Busy\r\nRetry-After: 0\r\nContent-Length: 0".to_owned(), &bytes[..0])
        }
        (Conduct::Refuses(status), _) => (format!("{status} No\r\nContent-Length: 0"), &bytes[..0]),
        (_, Some(first)) if first >= bytes.len() => {
            let head = format!("416 Too Far\r\nContent-Range: bytes */{}\r\nContent-Length: 0", bytes.len());
            (head, &bytes[..0])
        }
        (_, Some(first)) => {
            let (last, length) = (bytes.len() - 1, bytes.len());
            let rest = &bytes[first..];
            let head =
                format!("206 Part\r\nContent-Range: bytes {first}-{last}/{length}\r\nContent-Length: ");
            (format!("{head}{}", rest.len()), rest)
        }
        (Conduct::EndsAfter(_), None) => ("200 OK".to_owned(), bytes.as_slice()),
        (_, None) => (format!("200 OK\r\nContent-Length: {}", bytes.len()), bytes.as_slice()),
    };
    stream.write_all(format!("HTTP/1.1 {head}\r\nConnection: close\r\n\r\n").as_bytes())?;
    match conduct {
        Conduct::BreaksAfter(count) | Conduct::EndsAfter(count) => {
            stream.write_all(&body[..count.min(body.len())])
        }
        Conduct::StallsAfter(count) => {
            stream.write_all(&body[..count.min(body.len())])?;
            stream.flush()?;
            std::thread::sleep(Duration::from_secs(60));
            Ok(())
        }
        _ => stream.write_all(body),
    }
}
