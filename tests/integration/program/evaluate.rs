//! `evaluate`: what it reads from the file, what arguments must give, and which errors it reports.

use crate::program::exchanged_images::write_set;
use crate::program::running::{program, text};
use safetensors::SafeTensors;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::Output;

struct Trained {
    folder: tempfile::TempDir,
    /// The final measurements in `result.json`.
    measured: Value,
}

impl Trained {
    fn with(arguments: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        write_set(&folder.path().join("images"), false);
        let output = program()
            .args(["train", "--data", "dropped", "--network", "mlp-4", "--batch-size", "10", "--epochs", "2"])
            .args(["--device", "cpu"])
            .args(arguments)
            .arg("--data-dir")
            .arg(folder.path().join("images"))
            .arg("--out")
            .arg(folder.path().join("out"))
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", text(&output.stderr));
        let result: Value =
            serde_json::from_slice(&std::fs::read(folder.path().join("out/result.json")).unwrap()).unwrap();
        Self { measured: result["final"].clone(), folder }
    }

    fn images(&self) -> PathBuf {
        self.folder.path().join("images")
    }

    fn theta(&self) -> PathBuf {
        self.folder.path().join("out/theta.safetensors")
    }

    /// The same weights in a file without a description.
    fn bare_theta(&self) -> PathBuf {
        let bytes = std::fs::read(self.theta()).unwrap();
        let tensors = SafeTensors::deserialize(&bytes).unwrap();
        let path = self.folder.path().join("bare.safetensors");
        std::fs::write(&path, safetensors::serialize(tensors.tensors(), None).unwrap()).unwrap();
        path
    }
}

fn evaluate(theta: &Path, arguments: &[&str]) -> Output {
    program().args(["evaluate", "--json", "--theta"]).arg(theta).args(arguments).output().unwrap()
}

fn found(output: &Output) -> Value {
    assert!(output.status.success(), "{}", text(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Loss and accuracy only, in the form of `result.json`.
fn measured(output: &Output) -> Value {
    let found = found(output);
    json!({"train": found["train"], "test": found["test"]})
}

fn refused(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(2), "{}", text(&output.stderr));
    text(&output.stderr)
}

#[test]
fn a_file_of_ours_says_network_images_and_normalisation() {
    for normalisation in ["dataset", "unit", "half", "0.3/0.2"] {
        let trained = Trained::with(&["--normalisation", normalisation]);
        let images = trained.images();
        let output = evaluate(&trained.theta(), &["--data-dir", images.to_str().unwrap()]);
        assert_eq!(measured(&output), trained.measured, "{normalisation}");
        assert_eq!(text(&output.stderr), "");
        let by_environment = program()
            .args(["evaluate", "--theta"])
            .arg(trained.theta())
            .env("WEDGELAB_DATA", &images)
            .output()
            .unwrap();
        assert!(by_environment.status.success(), "{}", text(&by_environment.stderr));
        let told = text(&by_environment.stderr);
        assert_eq!(told.matches("normalisation: mean/deviation").count(), 1, "{told}");
        let other = ["--data-dir", images.to_str().unwrap(), "--normalisation", "0.9/0.1"];
        assert_ne!(measured(&evaluate(&trained.theta(), &other)), trained.measured);
    }
}

#[test]
fn what_a_file_does_not_say_is_asked_for_or_said_to_be_assumed() {
    let trained = Trained::with(&["--normalisation", "unit"]);
    let (theta, images) = (trained.bare_theta(), trained.images());
    let folder = ["--network", "mlp-4", "--data-dir", images.to_str().unwrap()];
    assert!(refused(&evaluate(&theta, &folder)).contains("give --data"));
    let with_data = [&folder[..], &["--data", "dropped"]].concat();
    let assumed = evaluate(&theta, &with_data);
    assert_ne!(measured(&assumed), trained.measured);
    assert_eq!(found(&assumed)["normalisation_from"], "assumed");
    for assumption in ["normalisation", "activation"] {
        let words = format!("{assumption}: {} does not specify it", theta.display());
        assert!(text(&assumed.stderr).contains(&words), "{}", text(&assumed.stderr));
    }
    let told =
        evaluate(&theta, &[&with_data[..], &["--normalisation", "unit", "--activation", "relu"]].concat());
    assert_eq!(found(&told)["normalisation_from"], "arguments");
    assert_eq!((measured(&told), text(&told.stderr)), (trained.measured, String::new()));
    let channels = evaluate(&theta, &[&with_data[..], &["--normalisation", "0.1,0.2,0.3/1,1,1"]].concat());
    assert!(refused(&channels).contains("3 channels"));
}

#[test]
fn what_only_a_training_depends_on_is_refused() {
    let nothing = Path::new("theta.safetensors");
    for argument in
        ["--epochs", "--optimizer", "--dropout", "--seed", "--batch-size", "--learning-rate", "--l2"]
    {
        assert!(refused(&evaluate(nothing, &[argument, "1"])).contains(argument));
    }
    let trained = Trained::with(&[]);
    assert!(
        refused(&evaluate(&trained.theta(), &["--set", "epochs=3"]))
            .contains("evaluate has no setting 'epochs'; choose one of network, ")
    );
}

#[test]
fn the_folder_of_images_means_the_same_everywhere() {
    let trained = Trained::with(&[]);
    let images = trained.images();
    let job = trained.folder.path().join("job.toml");
    std::fs::write(
        &job,
        "data = \"dropped\"\ndata_dir = \"nowhere\"\nnetwork = \"mlp-4\"\nepochs = 1\n\
         normalisation = { mean = 0.5, standard_deviation = [0.25] }\n",
    )
    .unwrap();
    let train = |arguments: &[&str]| {
        program().args(["train", "--device", "cpu", "--json"]).args(arguments).output().unwrap()
    };
    let job = ["--job", job.to_str().unwrap()];
    assert!(refused(&train(&job)).contains("nowhere"));
    let folder = ["--data-dir", images.to_str().unwrap()];
    let result = found(&train(&[job, folder].concat()));
    assert_eq!(result["specification"]["normalisation"], "0.5/0.25");
    // A folder alone does not name the data set.
    assert!(refused(&train(&folder)).contains("name the data set with --data"));
}
