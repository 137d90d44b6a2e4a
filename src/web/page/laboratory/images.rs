//! Images given to the page: the reader's files, and the data sets that this computer's server offers.

use crate::data::Source;
use js_sys::ArrayBuffer;
use leptos::prelude::*;
use serde::Deserialize;
use serde_json::Value;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, Response};

/// Where `wedgelab serve` lists the data sets of a folder.
const LISTING: &str = "./data/index.json";
/// The address prefix of their files.
const FILES: &str = "./data/files/";
/// Only a page served by this computer has its data sets; elsewhere the listing is not requested.
const THIS_COMPUTER: [&str; 3] = ["localhost", "127.0.0.1", "[::1]"];

/// No data set has a file of more bytes than this, and a browser might not have the memory for it.
const LARGEST_FILE: f64 = 1e9;

/// A data set on this computer.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub(super) struct LocalSet {
    /// The data set.
    pub(super) source: Source,
    /// Its name for a reader.
    pub(super) title: String,
    /// Its files.
    files: Vec<String>,
}

/// Handles on image files, which take no memory until the files are read.
#[derive(Debug, Clone)]
pub(super) enum ImageFiles {
    /// The reader chose or dropped them.
    Chosen(Vec<File>),
    /// This computer's server offers them.
    Local(LocalSet),
}

impl ImageFiles {
    /// The data set that they must be read as.
    pub(super) fn source(&self) -> Source {
        match self {
            Self::Chosen(_) => Source::Dropped,
            Self::Local(set) => set.source,
        }
    }

    /// Their name in the choice of data.
    pub(super) fn title(&self) -> String {
        match self {
            Self::Chosen(_) => Source::Dropped.title().to_owned(),
            Self::Local(set) => set.title.clone(),
        }
    }

    /// The number of files.
    pub(super) fn count(&self) -> usize {
        match self {
            Self::Chosen(files) => files.len(),
            Self::Local(set) => set.files.len(),
        }
    }

    /// Name and content of one file.
    ///
    /// # Errors
    /// A sentence, if the file cannot be read.
    pub(super) async fn read(&self, index: usize) -> Result<(String, ArrayBuffer), String> {
        match self {
            Self::Chosen(files) => {
                let file = &files[index];
                if file.size() > LARGEST_FILE {
                    return Err(format!(
                        "{} is too large: no data set that this page reads has a file of more than 1 GB. \
                         Choose other files.",
                        file.name()
                    ));
                }
                let content = JsFuture::from(file.array_buffer()).await.map_err(|_| {
                    format!(
                        "{} cannot be read. Choose files, not folders, and choose them again.",
                        file.name()
                    )
                })?;
                Ok((file.name(), content.unchecked_into()))
            }
            Self::Local(set) => {
                let path = &set.files[index];
                let name = path.rsplit('/').next().unwrap_or(path).to_owned();
                let content = fetch(&format!("{FILES}{path}")).await.map_err(|_| {
                    format!("{path} could not be fetched. Start `wedgelab serve` again if it has ended.")
                })?;
                Ok((name, content))
            }
        }
    }
}

/// The data sets that this computer offers; empty on a page from elsewhere.
pub(super) async fn local_sets() -> Vec<LocalSet> {
    let host = window().location().hostname().unwrap_or_default();
    if !THIS_COMPUTER.contains(&host.as_str()) {
        return Vec::new();
    }
    let Ok(content) = fetch(LISTING).await else { return Vec::new() };
    // Another server may answer with a page; then there are no data sets.
    let value: Value =
        serde_json::from_slice(&js_sys::Uint8Array::new(&content).to_vec()).unwrap_or_default();
    serde_json::from_value(value).unwrap_or_default()
}

/// Why the content at an address could not be fetched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Absence {
    /// There is no network, or no server.
    NoAnswer,
    /// The server does not have it.
    Missing,
}

/// The content at an address of this page.
///
/// # Errors
/// If it cannot be fetched.
pub(super) async fn fetch(address: &str) -> Result<ArrayBuffer, Absence> {
    let response = resolved(window().fetch_with_str(address)).await.ok_or(Absence::NoAnswer)?;
    let response: Response = response.dyn_into().map_err(|_| Absence::NoAnswer)?;
    if !response.ok() {
        return Err(Absence::Missing);
    }
    let content = response.array_buffer().map_err(|_| Absence::NoAnswer)?;
    resolved(content).await.and_then(|content| content.dyn_into().ok()).ok_or(Absence::NoAnswer)
}

async fn resolved(promise: js_sys::Promise) -> Option<JsValue> {
    JsFuture::from(promise).await.ok()
}
