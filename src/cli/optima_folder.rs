//! A folder of trained points, each in a file named after everything that it depends on: runs that share the folder
//! train each point once.

use super::file_errors::{check_no_file, unusable_folder};
use super::{Failure, whole_file};
use crate::job::TrainedPointFile;
use crate::observer::TrainedPoint;
use crate::platform::system_cause;
use serde_json::Value;
use std::io;
use std::path::{Path, PathBuf};

/// A folder that trained points are read from and written into. Several runs may share it.
#[derive(Debug, Clone)]
pub(super) struct OptimaFolder {
    path: PathBuf,
}

impl OptimaFolder {
    /// Opens a folder, and creates it if it does not exist.
    ///
    /// # Errors
    /// When it cannot be written.
    pub(super) fn open(path: &Path) -> Result<Self, Failure> {
        check_no_file(path)?;
        std::fs::create_dir_all(path)
            .and_then(|()| whole_file::try_folder(path))
            .map_err(|error| unusable_folder(path, &error))?;
        Ok(Self { path: path.to_owned() })
    }

    /// The point stored under a key; `None` if there is none.
    ///
    /// # Errors
    /// A message on a file that exists and cannot be used.
    pub(super) fn find(&self, key: &Value) -> Result<Option<TrainedPoint>, String> {
        let file = TrainedPointFile::of(key);
        let path = self.path.join(file.name());
        let name = path.display();
        match std::fs::read(&path) {
            Ok(bytes) => {
                file.read(&bytes).map(Some).map_err(|reason| format!("{name} is damaged ({reason})"))
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(format!("{name} cannot be read ({})", system_cause(&error))),
        }
    }

    /// Stores a point under a key.
    ///
    /// # Errors
    /// A clause that says what failed and why, and what to do.
    pub(super) fn keep(&self, key: &Value, point: &TrainedPoint) -> Result<(), String> {
        let file = TrainedPointFile::of(key);
        let bytes = file.write(point)?;
        whole_file::write(&self.path, &file.name(), &bytes).map_err(|error| {
            format!(
                "the trained point cannot be stored in {} ({}); free disk space",
                self.path.display(),
                system_cause(&error)
            )
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::points::HostPoints;
    use serde_json::json;

    fn point() -> TrainedPoint {
        TrainedPoint { optimum: HostPoints::single(vec![0.1, 0.2]), losses: vec![1.0], epochs: Vec::new() }
    }

    #[test]
    fn a_point_is_found_again_under_its_key_alone() {
        let folder = tempfile::tempdir().unwrap();
        let optima = OptimaFolder::open(&folder.path().join("new").join("optima")).unwrap();
        let (one, two) = (json!({"seed": 1}), json!({"seed": 2}));
        assert_eq!(optima.find(&one), Ok(None));
        optima.keep(&one, &point()).unwrap();
        assert_eq!((optima.find(&one), optima.find(&two)), (Ok(Some(point())), Ok(None)));
    }

    #[test]
    fn a_damaged_file_is_reported_and_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let optima = OptimaFolder::open(folder.path()).unwrap();
        let key = json!({"seed": 1});
        optima.keep(&key, &point()).unwrap();
        let path = folder.path().join(TrainedPointFile::of(&key).name());
        let whole = std::fs::read(&path).unwrap();
        for bytes in [&whole[..0], &whole[..whole.len() / 2], b"no point"] {
            std::fs::write(&path, bytes).unwrap();
            assert!(optima.find(&key).unwrap_err().contains("is damaged"));
        }
        optima.keep(&key, &point()).unwrap();
        assert_eq!(optima.find(&key), Ok(Some(point())));
    }

    #[test]
    fn a_folder_that_cannot_be_is_bad_input() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        std::fs::write(&file, "").unwrap();
        assert!(matches!(OptimaFolder::open(&file.join("optima")), Err(Failure::BadInput(_))));
    }
}
