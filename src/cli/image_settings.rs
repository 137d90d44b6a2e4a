//! Which images to use: the named data set, and the folder that holds it.

use super::Failure;
use super::given::Given;
use crate::data::{Source, native};
use anyhow::anyhow;
use serde_json::Value;
use std::path::Path;

/// The environment variable that names the folder of all data sets.
const FOLDER: &str = "WEDGELAB_DATA";

/// Completes the image settings: a data set named without a folder is searched for in the folder `WEDGELAB_DATA`.
///
/// # Errors
/// When a folder was given without a data set, or `WEDGELAB_DATA` is not Unicode.
pub(super) fn settle_images(given: &mut Given) -> Result<(), Failure> {
    if given.get("landscape").and_then(Value::as_str) == Some("wedges") {
        return Ok(());
    }
    let folder = given.get("data_dir").and_then(Value::as_str).map(str::to_owned);
    match (given.get("data").and_then(Value::as_str), folder) {
        (None, Some(folder)) => Err(Failure::BadInput(anyhow!(
            "the folder {folder} is given without a data set; name the data set with --data ({})",
            holdings(Path::new(&folder))
        ))),
        (Some(name), None) if name != Source::Synthetic.name() => {
            if let Some(folder) = std::env::var_os(FOLDER).filter(|folder| !folder.is_empty()) {
                let folder = folder.into_string().map_err(|folder| {
                    Failure::BadInput(anyhow!(
                        "{FOLDER} is {}, which is not Unicode; give another folder with --data-dir",
                        Path::new(&folder).display()
                    ))
                })?;
                given.set_default("data_dir", folder);
            }
            Ok(())
        }
        _ => Ok(()),
    }
}

/// The data sets in a folder, as text; all of them if it has none.
fn holdings(folder: &Path) -> String {
    let found: Vec<&str> = Source::ALL
        .into_iter()
        .filter(|source| native::files(*source, folder).is_some())
        .map(Source::name)
        .collect();
    match found.is_empty() {
        true => format!("one of {}", Source::NAMES.join(", ")),
        false => format!("it holds files of {}", found.join(", ")),
    }
}
