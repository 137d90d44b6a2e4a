//! Fetches a data set: downloads what is missing, checks it, and puts it where [`load`](super::load) finds it.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::super::{DataError, Loaded, Source, recognise};
use super::download::{Download, Session};
use super::published::PublishedSet;
use super::unpack::{sync_folder_of, unpack};
use super::verify::{Standing, Verified, verify_files};
use super::{Checksum, FetchError, file, folder, published, transfer};
use crate::platform::{FileLock, system_cause};
use crate::settings::without_advice;

/// What to fetch, and where to put it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FetchRequest {
    /// Which data set: one that comes in files.
    pub source: Source,
    /// The folder to put it into, in a sub-folder. Created if missing.
    pub directory: PathBuf,
    /// Where to download from instead of the published addresses.
    pub mirror: Option<Mirror>,
}

/// Addresses that have files with the published names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mirror {
    /// The part before the files' names; http or https. Tried in this order; at least one.
    pub addresses: Vec<String>,
    /// The files' checksums in the order of [`PublishedSet::file_names`], or empty for the published ones.
    pub checksums: Vec<Checksum>,
}

/// What happens on the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FetchEvent {
    /// A file is requested.
    Connecting {
        /// The file's name.
        file: String,
        /// Its address.
        address: String,
    },
    /// Bytes arrived.
    Progress {
        /// Bytes of the file received so far.
        received: u64,
        /// Its total size in bytes, if the server states it.
        total: Option<u64>,
    },
    /// A file is complete, and its checksum is computed.
    Checking {
        /// The file's name.
        file: String,
    },
    /// The files are unpacked where they need to be, and read.
    Reading,
    /// Something that the user should know.
    Notice {
        /// A remark.
        message: String,
    },
}

/// The outcome of a fetch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fetched {
    /// The data set was there already.
    AlreadyThere(Verified),
    /// The data set is there now.
    New {
        /// The folder of its files.
        folder: PathBuf,
        /// One sentence on what was read.
        description: String,
    },
}

/// Fetches a data set. Nothing incomplete or unchecked ever has a final name: bytes arrive in files that end with
/// `.part`, from which the next call resumes, and an archive is unpacked in a hidden folder.
///
/// `is_interrupted` is called often while bytes arrive, and before they are unpacked; once it returns `true`, the call
/// ends.
///
/// # Errors
/// [`FetchError`], which says what is kept and what to do.
pub fn fetch(
    request: &FetchRequest,
    is_interrupted: &dyn Fn() -> bool,
    observe: &mut dyn FnMut(FetchEvent),
) -> Result<Fetched, FetchError> {
    let plan = Plan::of(request)?;
    // Checked before anything is created: a folder that is not writable may hold the data set.
    if let Some(verified) = plan.already_there()? {
        return Ok(Fetched::AlreadyThere(verified));
    }
    fs::create_dir_all(&request.directory).map_err(|error| unusable(&request.directory, &error))?;
    // The empty file stays: if it were removed, a process that waits with the old file open would not notice a process that
    // creates a new one.
    let lock = FileLock::take(&request.directory.join(format!(".{}.lock", request.source.name())))
        .map_err(|error| unusable(&request.directory, &error))?
        .ok_or_else(|| FetchError::Locked { directory: request.directory.display().to_string() })?;
    if !lock.is_held() {
        let folder = request.directory.display();
        let message = format!(
            "the file system of {folder} does not support locks, and the download continues without one; start no other \
             download into this folder"
        );
        observe(FetchEvent::Notice { message });
    }
    // Another process may have put it there in the meantime.
    if let Some(verified) = plan.already_there()? {
        return Ok(Fetched::AlreadyThere(verified));
    }
    let mut session = Session { agent: transfer::agent(), is_interrupted, observe };
    let loaded = if plan.set.is_archive() { plan.archive(&mut session)? } else { plan.files(&mut session)? };
    Ok(Fetched::New { folder: plan.target, description: loaded.description })
}

/// What to download, from where and to where.
struct Plan<'a> {
    set: &'static PublishedSet,
    directory: &'a Path,
    /// The folder of the data set's files.
    target: PathBuf,
    addresses: Vec<String>,
    /// Names and checksums.
    files: Vec<(&'static str, Checksum)>,
}

impl<'a> Plan<'a> {
    fn of(request: &'a FetchRequest) -> Result<Self, FetchError> {
        let set = published(request.source)
            .ok_or_else(|| FetchError::NotPublished { title: request.source.title().to_owned() })?;
        let mut files: Vec<_> = set.files.iter().map(|file| (file.name, file.checksum)).collect();
        let addresses = match &request.mirror {
            None => set.addresses.map(str::to_owned).to_vec(),
            Some(mirror) => {
                if !mirror.checksums.is_empty() && mirror.checksums.len() != files.len() {
                    return Err(FetchError::ChecksumCount {
                        given: mirror.checksums.len(),
                        files: files.iter().map(|(name, _)| (*name).to_owned()).collect(),
                    });
                }
                for ((_, checksum), other) in files.iter_mut().zip(&mirror.checksums) {
                    *checksum = *other;
                }
                mirror.addresses.iter().map(|address| base_address(address)).collect::<Result<_, _>>()?
            }
        };
        let directory = request.directory.as_path();
        Ok(Self { set, directory, target: directory.join(set.folders[0]), addresses, files })
    }

    /// The data set, if the folder holds it already.
    ///
    /// # Errors
    /// [`FetchError::InTheWay`] when something else has its names.
    fn already_there(&self) -> Result<Option<Verified>, FetchError> {
        if self.directory.symlink_metadata().is_err() {
            return Ok(None);
        }
        let found = match folder::search(self.set.source, self.directory) {
            Ok(Some(paths)) => paths,
            Ok(None) => return self.nothing_in_the_way().map(|()| None),
            // Some of the files: the missing ones are downloaded, unless the set is one archive.
            Err(DataError::MissingFile { .. }) if !self.set.is_archive() => return Ok(None),
            Err(DataError::MissingFile { directory, file, .. }) => {
                let reason = format!("it holds files of {}, but not {file}", self.set.source.title());
                return Err(FetchError::InTheWay { path: directory, reason });
            }
            Err(error) => return Err(error.into()),
        };
        let place = match found.as_slice() {
            [archive] => archive.clone(),
            files => files.first().and_then(|file| file.parent()).unwrap_or(self.directory).to_path_buf(),
        };
        let place = place.display().to_string();
        let verified = verify_files(self.set.source, found).map_err(|error| {
            let (title, cause) = (self.set.source.title(), error.to_string());
            let reason = format!("it cannot be read as {title} ({})", without_advice(&cause));
            FetchError::InTheWay { path: place.clone(), reason }
        })?;
        if self.is_wanted(&verified) { Ok(Some(verified)) } else { Err(self.another(&verified, place)) }
    }

    /// The error for a data set that can be read, but is another one than is to be fetched.
    fn another(&self, verified: &Verified, place: String) -> FetchError {
        let differs = verified.files.iter().find_map(|(path, found)| {
            let is_of_it = |(name, _): &&(&str, Checksum)| Path::new(path).ends_with(name);
            let (_, wanted) = self.files.iter().find(is_of_it)?;
            (wanted != found).then_some((path, found, wanted))
        });
        match (differs, &verified.standing) {
            (Some((path, found, wanted)), _) => FetchError::InTheWay {
                path: path.clone(),
                reason: format!("it is not the file to fetch (its SHA-256 is {found}, not {wanted})"),
            },
            (None, Standing::Unpacked { archive }) => FetchError::InTheWay {
                path: place,
                reason: format!(
                    "it was unpacked from another archive than the one to fetch (SHA-256 {archive}, not {})",
                    self.files[0].1
                ),
            },
            (None, Standing::Different { file }) => FetchError::InTheWay {
                path: file.clone(),
                reason: "it differs from the published file of that name (by its SHA-256)".to_owned(),
            },
            (None, Standing::Published | Standing::Unknown) => FetchError::InTheWay {
                path: place,
                reason: "it is not known to be what is to be fetched".to_owned(),
            },
        }
    }

    fn is_wanted(&self, verified: &Verified) -> bool {
        let are_the_files = verified.files.len() == self.files.len()
            && verified.files.iter().zip(&self.files).all(|((_, found), (_, wanted))| found == wanted);
        let are_the_published =
            self.files.iter().zip(self.set.files).all(|((_, wanted), file)| *wanted == file.checksum);
        match verified.standing {
            _ if are_the_files => true,
            Standing::Unpacked { archive } => self.files.iter().any(|(_, wanted)| *wanted == archive),
            // No published checksum contradicts them, and they can be read as the data set.
            Standing::Published | Standing::Unknown => are_the_published,
            Standing::Different { .. } => false,
        }
    }

    /// An archive needs an absent or empty folder to unpack into; files need an absent or existing folder.
    fn nothing_in_the_way(&self) -> Result<(), FetchError> {
        let Ok(metadata) = fs::symlink_metadata(&self.target) else { return Ok(()) };
        let reason = if !metadata.is_dir() {
            "it is not a folder"
        } else if self.set.is_archive()
            && fs::read_dir(&self.target).is_ok_and(|mut entries| entries.next().is_some())
        {
            "it is not empty, and holds no file of the data set"
        } else {
            return Ok(());
        };
        Err(FetchError::InTheWay { path: self.target.display().to_string(), reason: reason.to_owned() })
    }

    /// Downloads the archive and unpacks it.
    fn archive(&self, session: &mut Session) -> Result<Loaded, FetchError> {
        let (name, checksum) = self.files[0];
        let download = self.download(name, checksum, self.directory);
        download.complete(session)?;
        session.go_on(self.directory)?;
        (session.observe)(FetchEvent::Reading);
        let loaded = unpack(&download.part, name, self.set.source, &self.target)?;
        // Its whole content is in the folder now. If it stayed, the next download would resume from it.
        let _ = fs::remove_file(&download.part);
        Ok(loaded)
    }

    /// Downloads files that are not unpacked. They get their final names once all of them are present and have been
    /// read.
    fn files(&self, session: &mut Session) -> Result<Loaded, FetchError> {
        fs::create_dir_all(&self.target).map_err(|error| unusable(&self.target, &error))?;
        let mut contents = Vec::new();
        let mut finished = Vec::new();
        for &(name, checksum) in &self.files {
            let path = self.target.join(name);
            if path.symlink_metadata().is_err() {
                let download = self.download(name, checksum, &self.target);
                download.complete(session)?;
                contents.push((name.to_owned(), file::read(&download.part)?));
                finished.push((download.part, path));
                continue;
            }
            let bytes = file::read(&path)?;
            if Checksum::of(&bytes) != checksum {
                let reason = format!("its SHA-256 is {}, not {checksum}", Checksum::of(&bytes));
                return Err(FetchError::InTheWay { path: path.display().to_string(), reason });
            }
            contents.push((name.to_owned(), bytes));
        }
        session.go_on(self.directory)?;
        (session.observe)(FetchEvent::Reading);
        let loaded = recognise(contents, self.set.source)?;
        for (part, path) in finished {
            fs::rename(&part, &path).map_err(|error| FetchError::Write {
                path: path.display().to_string(),
                reason: system_cause(&error),
            })?;
            sync_folder_of(&path);
        }
        Ok(loaded)
    }

    fn download(&self, name: &str, checksum: Checksum, folder: &Path) -> Download {
        Download {
            name: name.to_owned(),
            addresses: self.addresses.iter().map(|address| format!("{address}{name}")).collect(),
            checksum,
            part: folder.join(format!("{name}.part")),
        }
    }
}

/// The address with a slash at its end.
fn base_address(address: &str) -> Result<String, FetchError> {
    let wrong = || FetchError::Address { address: address.to_owned() };
    let address = address.trim();
    let parsed: ureq::http::Uri = address.parse().map_err(|_| wrong())?;
    if !matches!(parsed.scheme_str(), Some("http" | "https")) || parsed.query().is_some() {
        return Err(wrong());
    }
    Ok(format!("{}/", address.trim_end_matches('/')))
}

fn unusable(path: &Path, error: &io::Error) -> FetchError {
    FetchError::Folder { path: path.display().to_string(), reason: system_cause(error) }
}
