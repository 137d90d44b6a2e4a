//! The data sets of a folder as the page gets them from `wedgelab serve`: a list, and the files in it. Other files of the
//! folder are private, so nothing that is not in the list is served.

use super::Failure;
use crate::data::{Source, native};
use crate::settings::alternatives;
use anyhow::anyhow;
use axum::extract::{Path as PathInAddress, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::{Json, Router, routing::get};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tower_http::services::ServeFile;

/// The path at which the page reads the list of data sets.
const LISTING: &str = "/data/index.json";
/// The paths at which it reads their files.
const FILES: &str = "/data/files/{*name}";

/// The data sets of a folder; none by default.
#[derive(Debug, Default)]
pub(super) struct OfferedData {
    /// Each with its name, its title and the names of its files.
    sets: Vec<Value>,
    /// The files of all sets, by the names in the list: their paths below the folder, with slashes.
    files: BTreeMap<String, PathBuf>,
}

impl OfferedData {
    /// The data sets whose files are all in a folder.
    ///
    /// # Errors
    /// When there is none.
    pub(super) fn in_folder(folder: &Path) -> Result<Self, Failure> {
        let mut offered = Self::default();
        for source in Source::ALL {
            let Some(files) = native::files(source, folder) else { continue };
            let mut names = Vec::with_capacity(files.len());
            for file in files {
                let Ok(below) = file.strip_prefix(folder) else { continue };
                let name = below.to_string_lossy().replace('\\', "/");
                names.push(name.clone());
                offered.files.insert(name, file);
            }
            offered.sets.push(json!({ "source": source, "title": source.title(), "files": names }));
        }
        if offered.sets.is_empty() {
            return Err(Failure::BadInput(anyhow!(
                "{} holds no data set; name a folder with the files of {}",
                folder.display(),
                alternatives(Source::in_files().map(Source::title))
            )));
        }
        Ok(offered)
    }

    /// The routes of the list and of the files.
    pub(super) fn routes(self) -> Router {
        let Self { sets, files } = self;
        Router::new()
            .route(LISTING, get(move || async { Json(Value::Array(sets)) }))
            .route(FILES, get(file))
            .with_state(Arc::new(files))
    }
}

/// A file of a data set; no other name is found.
async fn file(
    State(files): State<Arc<BTreeMap<String, PathBuf>>>,
    PathInAddress(name): PathInAddress<String>,
    request: Request,
) -> Response {
    let Some(path) = files.get(&name) else { return StatusCode::NOT_FOUND.into_response() };
    let mut service = ServeFile::new(path);
    match service.try_call(request).await {
        Ok(response) => response.into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}
