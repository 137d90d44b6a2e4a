//! Downloads one file into a partial file next to its destination, resuming where an earlier download stopped.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::RecvTimeoutError;
use std::time::{Duration, Instant};

use ureq::Agent;

use super::transfer::{self, Arrival, Start};
use super::{Checksum, FetchError, FetchEvent};
use crate::platform::system_cause;

/// The largest size of a file in bytes.
const LARGEST: u64 = 1 << 30;
/// How often a broken connection is retried.
const RECONNECTIONS: usize = 3;
/// How often a busy server is retried.
const BUSY_TRIES: u32 = 3;
/// The longest wait before a busy server is retried, in seconds.
const LONGEST_WAIT: u64 = 60;
/// How long an interruption may go unnoticed.
const ATTENTION: Duration = Duration::from_millis(50);

/// What all downloads of one fetch share.
pub(super) struct Session<'a> {
    pub agent: Agent,
    pub is_interrupted: &'a dyn Fn() -> bool,
    pub observe: &'a mut dyn FnMut(FetchEvent),
}

impl Session<'_> {
    /// Fails if the user interrupted the fetch between two downloads.
    pub fn go_on(&self, directory: &Path) -> Result<(), FetchError> {
        if !(self.is_interrupted)() {
            return Ok(());
        }
        let kept = format!("{} keeps what was downloaded", directory.display());
        Err(FetchError::Interrupted { kept })
    }

    fn notice(&mut self, message: String) {
        (self.observe)(FetchEvent::Notice { message });
    }
}

/// A file to download.
#[derive(Debug)]
pub(super) struct Download {
    pub name: String,
    /// The file's addresses, in the order in which to try them.
    pub addresses: Vec<String>,
    pub checksum: Checksum,
    /// Where the bytes are kept until the file is complete.
    pub part: PathBuf,
}

impl Download {
    /// Downloads the file: afterwards the partial file is complete and has the checksum.
    pub fn complete(&self, session: &mut Session) -> Result<(), FetchError> {
        if self.received()? > 0 && self.sum()? == self.checksum {
            return Ok(());
        }
        let mut failures = Vec::new();
        for (index, address) in self.addresses.iter().enumerate() {
            match self.try_address(address, session) {
                Err(error) if error.is_of_the_address() => {
                    if index + 1 < self.addresses.len() {
                        session.notice(format!(
                            "download failed: {}; trying the next address",
                            error.in_brief()
                        ));
                    }
                    failures.push(error);
                }
                done => return done,
            }
        }
        match failures.pop() {
            Some(error) if failures.is_empty() => Err(error),
            last => {
                failures.extend(last);
                Err(FetchError::EveryAddress { file: self.name.clone(), failures })
            }
        }
    }

    /// Downloads from one address. A file with another checksum is deleted; if it was a resumed one, the download
    /// restarts once.
    fn try_address(&self, address: &str, session: &mut Session) -> Result<(), FetchError> {
        let start = self.transfer_patiently(address, session)?;
        let mut found = self.check(session)?;
        if found != self.checksum && start == Start::WhereItStopped {
            session.notice(format!(
                "the resumed download of {} is not the expected file (its SHA-256 is {found}, not {}); downloading it from \
                 the start",
                self.name, self.checksum
            ));
            self.discard()?;
            self.transfer_patiently(address, session)?;
            found = self.check(session)?;
        }
        if found == self.checksum {
            return Ok(());
        }
        self.discard()?;
        Err(FetchError::Mismatch {
            address: address.to_owned(),
            file: self.name.clone(),
            expected: self.checksum,
            found,
        })
    }

    /// Transfers the file; if the connection breaks after some bytes, resumes from there. Returns whether any of the
    /// bytes came from an earlier transfer.
    fn transfer_patiently(&self, address: &str, session: &mut Session) -> Result<Start, FetchError> {
        let mut reconnections = RECONNECTIONS;
        let mut busy = 0;
        loop {
            let before = self.received()?;
            match self.transfer(address, before, session) {
                Err(error @ FetchError::Unreachable { .. })
                    if reconnections > 0 && self.received()? > before =>
                {
                    reconnections -= 1;
                    session.notice(format!("the connection broke: {}; resuming", error.in_brief()));
                }
                Err(FetchError::Busy { seconds, .. })
                    if busy < BUSY_TRIES && seconds.is_none_or(|seconds| seconds <= LONGEST_WAIT) =>
                {
                    let seconds = seconds.unwrap_or(1 << busy);
                    busy += 1;
                    session.notice(format!("the server is busy; trying again in {seconds} s"));
                    self.wait(Duration::from_secs(seconds), session)?;
                }
                done => return done,
            }
        }
    }

    /// Waits, unless the user interrupts.
    fn wait(&self, duration: Duration, session: &Session) -> Result<(), FetchError> {
        let begun = Instant::now();
        while begun.elapsed() < duration {
            if (session.is_interrupted)() {
                return Err(self.interrupted()?);
            }
            std::thread::sleep(ATTENTION);
        }
        Ok(())
    }

    /// Makes one request, from byte `have` on.
    fn transfer(&self, address: &str, have: u64, session: &mut Session) -> Result<Start, FetchError> {
        (session.observe)(FetchEvent::Connecting { file: self.name.clone(), address: address.to_owned() });
        let arrivals = transfer::begin(&session.agent, address, have);
        let mut begun: Option<(Start, Option<u64>, File)> = None;
        let mut received = have;
        loop {
            if (session.is_interrupted)() {
                return Err(self.interrupted()?);
            }
            let arrival = match arrivals.recv_timeout(ATTENTION) {
                Ok(arrival) => arrival,
                Err(RecvTimeoutError::Timeout) => continue,
                Err(RecvTimeoutError::Disconnected) => Arrival::Fails(FetchError::Unreachable {
                    address: address.to_owned(),
                    reason: "the transfer stopped".to_owned(),
                }),
            };
            match arrival {
                Arrival::Begins { at, total } => {
                    if at == Start::Beginning && have > 0 {
                        session.notice("the server cannot resume; downloading from the start".to_owned());
                        received = 0;
                    }
                    let file = self.open(at).map_err(|error| self.unwritable(&error))?;
                    begun = Some((at, total, file));
                    (session.observe)(FetchEvent::Progress { received, total });
                }
                Arrival::Piece(piece) => {
                    let Some((_, total, file)) = &mut begun else { continue };
                    received += piece.len() as u64;
                    if received > LARGEST {
                        self.discard()?;
                        return Err(FetchError::TooLarge { address: address.to_owned(), limit: LARGEST });
                    }
                    file.write_all(&piece).map_err(|error| self.unwritable(&error))?;
                    (session.observe)(FetchEvent::Progress { received, total: *total });
                }
                Arrival::Ends => {
                    let Some((start, _, file)) = begun else { return Ok(Start::WhereItStopped) };
                    file.sync_all().map_err(|error| self.unwritable(&error))?;
                    return Ok(start);
                }
                Arrival::Fails(error) => return Err(error),
            }
        }
    }

    fn open(&self, at: Start) -> io::Result<File> {
        match at {
            Start::Beginning => File::create(&self.part),
            Start::WhereItStopped => File::options().append(true).open(&self.part),
        }
    }

    /// The checksum of what was received.
    fn check(&self, session: &mut Session) -> Result<Checksum, FetchError> {
        (session.observe)(FetchEvent::Checking { file: self.name.clone() });
        self.sum()
    }

    fn sum(&self) -> Result<Checksum, FetchError> {
        Checksum::of_file(&self.part).map_err(|error| self.unreadable(&error))
    }

    /// How many bytes are there.
    fn received(&self) -> Result<u64, FetchError> {
        match fs::symlink_metadata(&self.part) {
            Ok(metadata) if metadata.is_file() => Ok(metadata.len()),
            Ok(_) => Err(in_the_way(&self.part)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(0),
            Err(error) => Err(self.unreadable(&error)),
        }
    }

    fn discard(&self) -> Result<(), FetchError> {
        fs::remove_file(&self.part).map_err(|error| FetchError::Remove {
            path: self.part.display().to_string(),
            reason: system_cause(&error),
        })
    }

    fn interrupted(&self) -> Result<FetchError, FetchError> {
        Ok(match self.received()? {
            0 => FetchError::InterruptedAtStart,
            received => FetchError::Interrupted {
                kept: format!("{} keeps the {received} bytes that were downloaded", self.part.display()),
            },
        })
    }

    fn unreadable(&self, error: &io::Error) -> FetchError {
        FetchError::Read { path: self.part.display().to_string(), reason: system_cause(error) }
    }

    fn unwritable(&self, error: &io::Error) -> FetchError {
        FetchError::Write { path: self.part.display().to_string(), reason: system_cause(error) }
    }
}

fn in_the_way(path: &Path) -> FetchError {
    FetchError::InTheWay { path: path.display().to_string(), reason: "it is not a file".to_owned() }
}
