//! `JobFile::parse` and the specification made from it: settings within their ranges, or an error with its line.

use wedgelab::cli::job_file::{JobFile, JobFileError};
use wedgelab::job::Specification;

use super::FILE;

pub fn seeds() -> Vec<Vec<u8>> {
    let texts = [
        "experiment = \"training\"\nlandscape = \"wedges\"\ndimension = 50\nwedge_dimension = 40\nseed = 1\n",
        "# a network\nnetwork = \"cnn-4-8\"\nepochs = 3\nlearning_rate = 1e-3\ndropout = 0.5\noptimizer = 'adam'\n",
        "positions = 5\nends = \"start-to-optimum\"\nexperiment = \"interpolation\"\nl2 = 0.0\n",
    ];
    for text in texts {
        let read = JobFile::parse(FILE, text).expect("a job file");
        Specification::from_map(&read.settings).expect("a specification");
    }
    texts.map(|text| text.as_bytes().to_vec()).to_vec()
}

pub fn check(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    match JobFile::parse(FILE, text) {
        Ok(read) => {
            let lines = text.lines().count().max(1);
            assert!(read.settings.keys().eq(read.lines.keys()));
            assert!(read.lines.values().all(|&line| (1..=lines).contains(&line)));
            check_settings(&read);
        }
        Err(error) => {
            assert!(error.to_string().contains(FILE), "no file is named: {error}");
            match error {
                JobFileError::Syntax { line, column, .. } => assert!(line > 0 && column > 0),
                JobFileError::NotPlain { line, .. } => assert!(line > 0),
                other => panic!("text alone does not give {other:?}"),
            }
        }
    }
}

fn check_settings(read: &JobFile) {
    match Specification::from_map(&read.settings) {
        // What is accepted reads back unchanged.
        Ok(specification) => {
            let again = Specification::from_map(&specification.to_map()).expect("reads back");
            assert_eq!(again, specification);
        }
        Err(error) => assert!(error.to_string().len() > 10, "{error}"),
    }
}
