//! What each command does and writes.

use crate::program::running::{files, program, text, wedgelab};
use serde_json::Value;

fn refused(arguments: &[&str]) -> String {
    let output = wedgelab(arguments);
    assert_eq!(output.status.code(), Some(2), "{arguments:?}: {}", text(&output.stderr));
    text(&output.stderr)
}

#[test]
fn an_experiment_leaves_its_files_and_a_second_run_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("new").join("run");
    let out_text = out.to_str().unwrap();
    let arguments = ["run", "interpolation", "--landscape", "wedges", "--seed", "5", "--out", out_text];
    let first = wedgelab(&arguments);
    assert!(first.status.success(), "{}", text(&first.stderr));
    assert_eq!(files(&out), ["loss.csv", "loss.png", "loss.svg", "result.json"]);
    let result: Value = serde_json::from_slice(&std::fs::read(out.join("result.json")).unwrap()).unwrap();
    assert_eq!(result["format"], "wedgelab.result/2");
    assert_eq!(result["specification"]["landscape"], "wedges");
    assert_eq!(result["specification"]["seed"], 5);
    assert_eq!(result["claims"][0]["name"], "straight-barrier");
    assert_eq!(result["numbers"]["position"].as_array().unwrap().len(), 21);

    let provenance = &result["provenance"];
    let command: Vec<&str> =
        provenance["command"].as_array().unwrap().iter().map(|word| word.as_str().unwrap()).collect();
    assert_eq!(command[1..], arguments);
    for known in ["host", "processor", "instructions"] {
        assert!(provenance.get(known).is_none_or(Value::is_string), "{known}: {provenance}");
    }
    assert!(
        provenance["instructions"].is_string() && provenance.get("data_sha256").is_none(),
        "{provenance}"
    );
    let told = text(&first.stdout);
    assert!(told.contains("straight-barrier holds: ") && told.contains(", must be above 0.0"), "{told}");
    assert!(!told.contains("±"), "{told}");

    let before = std::fs::metadata(out.join("result.json")).unwrap().modified().unwrap();
    let second = wedgelab(&arguments);
    assert!(second.status.success());
    assert!(text(&second.stderr).contains("nothing to do"));
    assert_eq!(std::fs::metadata(out.join("result.json")).unwrap().modified().unwrap(), before);

    let other = ["run", "interpolation", "--landscape", "wedges", "--seed", "6", "--out", out_text];
    assert!(refused(&other).contains("other settings (seed is 5 there and 6 here)"));
}

#[test]
fn a_result_that_was_changed_is_refused_and_a_figure_that_is_missing_is_drawn() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("run");
    let arguments = ["run", "descent-path", "--out", out.to_str().unwrap()];
    // It runs without naming the landscape.
    let first = wedgelab(&arguments);
    assert!(first.status.success(), "{}", text(&first.stderr));
    let names = files(&out);
    for name in names.iter().filter(|name| *name != "result.json") {
        let bytes = std::fs::read(out.join(name)).unwrap();
        std::fs::remove_file(out.join(name)).unwrap();
        assert!(wedgelab(&arguments).status.success());
        assert!(std::fs::read(out.join(name)).unwrap() == bytes, "{name}");
    }

    let file = out.join("result.json");
    let whole = std::fs::read_to_string(&file).unwrap();
    let changed = whole.replacen("\"seed\": 1", "\"seed\": 2", 1);
    assert_ne!(changed, whole);
    for damaged in [changed.as_str(), &whole[..whole.len() / 2], ""] {
        std::fs::write(&file, damaged).unwrap();
        let told = refused(&arguments);
        assert!(told.contains("result.json") && told.contains("delete it to compute it again"), "{told}");
    }
    std::fs::remove_file(&file).unwrap();
    assert!(wedgelab(&arguments).status.success());
    assert_eq!(files(&out), names);
}

#[test]
fn json_is_one_object_and_nothing_else() {
    let output = wedgelab(&["run", "training", "--landscape", "wedges", "--json"]);
    let result: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(result["experiment"], "training");
    assert!(result["final"]["train"]["loss"].as_f64().unwrap() < 1e-9);
    assert_eq!(text(&output.stderr), "");
}

#[test]
fn the_reason_for_a_device_completes_a_sentence() {
    let output = wedgelab(&["run", "training", "--landscape", "wedges", "--set", "device=cpu", "--json"]);
    let result: Value = serde_json::from_slice(&output.stdout).unwrap();
    // The page says: "Computed on the CPU, because it was requested."
    assert_eq!(result["provenance"]["choice"], "it was requested");
}

#[test]
fn a_job_file_is_overridden_by_arguments_and_those_by_assignments() {
    let folder = tempfile::tempdir().unwrap();
    let job = folder.path().join("job.toml");
    std::fs::write(&job, "dimension = 50\nwedge_dimension = 40\nseed = 1\nepochs = 3\n").unwrap();
    let job = job.to_str().unwrap();
    let output = wedgelab(&[
        "run",
        "training",
        "--landscape",
        "wedges",
        "--json",
        "--job",
        job,
        "--seed",
        "2",
        "--epochs",
        "4",
        "--set",
        "epochs=5",
        "--set",
        "family=all",
    ]);
    let result: Value = serde_json::from_slice(&output.stdout).unwrap();
    let specification = &result["specification"];
    assert_eq!((&specification["dimension"], &specification["seed"]), (&50.into(), &2.into()));
    assert_eq!((&specification["epochs"], &specification["family"]), (&5.into(), &"all".into()));
}

#[test]
fn a_result_is_repeated_from_its_own_file_and_from_standard_input() {
    let folder = tempfile::tempdir().unwrap();
    let one = folder.path().join("one");
    let arguments =
        ["run", "interpolation", "--landscape", "wedges", "--set", "positions=3", "--seed", "4", "--out"];
    assert!(wedgelab(&[&arguments[..], &[one.to_str().unwrap()]].concat()).status.success());
    let result = one.join("result.json");
    let read = |bytes: &[u8]| -> Value { serde_json::from_slice(bytes).unwrap() };
    let first = read(&std::fs::read(&result).unwrap());
    let again = wedgelab(&["run", "--job", result.to_str().unwrap(), "--json"]);
    let again = read(&again.stdout);
    assert_eq!((&again["specification"], &again["numbers"]), (&first["specification"], &first["numbers"]));

    let piped = program()
        .args(["run", "--job", "-", "--json", "--seed", "5"])
        .stdin(std::fs::File::open(&result).unwrap())
        .output()
        .unwrap();
    let piped = read(&piped.stdout)["specification"].clone();
    assert_eq!((&piped["seed"], &piped["positions"]), (&5.into(), &3.into()));
    assert!(
        refused(&["run", "plane", "--job", result.to_str().unwrap()]).contains("interpolation, not plane")
    );
    assert!(refused(&["run", "--landscape", "wedges"]).contains("no experiment is named"));
}

#[test]
fn decimal_commas_are_refused_or_remarked_on() {
    let wedges = ["run", "averaging", "--landscape", "wedges"];
    let with = |more: &[&'static str]| [&wedges[..], more].concat();
    assert!(refused(&with(&["--learning-rate", "0,001"])).contains("'0,001'; write 0.001"));
    assert!(refused(&with(&["--set", "learning_rate=1.000,5"])).contains("; give a number above 0"));
    assert!(refused(&with(&["--set", "target_loss=1.000,5"])).contains("; write 1000.5"));
    assert!(refused(&with(&["--set", "epochs=1,000"])).contains("; write 1000"));
    assert!(refused(&["bench", "--seconds", "0,5"]).contains("write 0.5"));
    let output =
        wedgelab(&with(&["--set", "kicks=0,5", "--set", "dimension=20", "--set", "wedge_dimension=15"]));
    assert!(text(&output.stderr).contains("kicks is read as 2 values: 0, 5"), "{}", text(&output.stderr));
    let folder = tempfile::tempdir().unwrap();
    let job = folder.path().join("job.toml");
    std::fs::write(&job, "\nlearning_rate = \"0,5\"\n").unwrap();
    let message =
        refused(&with(&[])[..].iter().copied().chain(["--job", job.to_str().unwrap()]).collect::<Vec<_>>());
    assert!(message.contains("job.toml, line 2: learning_rate is '0,5'; write 0.5"), "{message}");
}

#[test]
fn a_folder_in_a_job_file_is_relative_to_that_file_or_at_home() {
    let folder = tempfile::tempdir().unwrap();
    let job = folder.path().join("job.toml");
    let refusal = |data_dir: &str| {
        std::fs::write(&job, format!("data = \"cifar10\"\ndata_dir = \"{data_dir}\"\n")).unwrap();
        let output = program()
            .args(["train", "--job", job.to_str().unwrap()])
            .env("HOME", "/no-such-home")
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(2));
        text(&output.stderr)
    };
    let beside = folder.path().join("sets");
    assert!(refusal("sets").contains(beside.to_str().unwrap()), "{}", refusal("sets"));
    assert!(refusal("~/sets").contains("/no-such-home/sets"), "{}", refusal("~/sets"));
    assert!(refusal("~somebody/sets").contains("write the full path"), "{}", refusal("~somebody/sets"));
    assert!(refusal("/no-such-folder").contains(" /no-such-folder"), "{}", refusal("/no-such-folder"));
}

#[test]
fn bad_input_ends_with_code_2_and_says_what_to_do() {
    assert!(refused(&["run", "tunel", "--landscape", "wedges"]).contains("interpolation"));
    assert!(refused(&["run", "training", "--landscape", "hills"]).contains("wedges, network"));
    assert!(refused(&["train", "--epochs", "0"]).contains("1 to 1000000"));
    assert!(refused(&["train", "--learning-rate", "fast"]).contains("learning_rate"));
    assert!(refused(&["train", "--set", "epoch=3"]).contains("did you mean 'epochs'"));
    assert!(refused(&["train", "--set", "epochs"]).contains("NAME=VALUE"));
    assert!(refused(&["train", "--job", "missing.toml"]).contains("missing.toml"));
    assert!(
        refused(&["run", "training", "--landscape", "wedges", "--set", "wedge_dimension=2000"])
            .contains("wedge")
    );
    assert!(refused(&["serve", "--page", "no-such-folder"]).contains("make page"));
    assert!(refused(&["serve", "--port", "99999"]).contains("99999"));
    let evaluated = refused(&["evaluate", "--theta", "missing.safetensors"]);
    assert!(evaluated.trim_end().ends_with("); give the path of a safetensors file"), "{evaluated}");
    let varied = ["run", "tunnel-width", "--landscape", "wedges"];
    assert!(refused(&varied).contains("tunnel-width does not run on wedges"));
    assert!(refused(&["no-such-command"]).contains("Usage"));
}

#[test]
fn help_teaches() {
    let help = text(&wedgelab(&["--help"]).stdout);
    assert!(help.contains("Try first:") && help.contains("wedgelab train"), "{help}");
    let help = text(&wedgelab(&["train", "--help"]).stdout);
    for argument in ["--data-dir", "--learning-rate", "--set", "--device", "--out"] {
        assert!(help.contains(argument), "{argument}");
    }
}

#[cfg(not(feature = "compute"))]
#[test]
fn a_network_that_this_build_lacks_is_refused() {
    for more in [&["--dry-run"][..], &[]] {
        let message = refused(&[&["train", "--network", "resnet-8"], more].concat());
        assert!(message.contains("build with the feature `compute`"), "{message}");
    }
}

#[cfg(feature = "compute")]
mod networks {
    use super::*;

    #[test]
    fn missing_images_and_unusable_folders_are_refused_before_anything_is_written() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("run");
        let out_text = out.to_str().unwrap();
        let empty = folder.path().join("empty");
        std::fs::create_dir(&empty).unwrap();
        let message = refused(&[
            "train",
            "--data",
            "cifar10",
            "--data-dir",
            empty.to_str().unwrap(),
            "--out",
            out_text,
        ]);
        assert!(message.contains("data_batch_1.bin"), "{message}");
        assert!(refused(&["train", "--data", "cifar10", "--out", out_text]).contains("CIFAR-10"));
        assert!(refused(&["train", "--network", "vgg"]).contains("simple-cnn"));
        assert!(refused(&["train", "--network", "resnet-18"]).contains("multiples of 8"));
        assert!(!out.join("result.json").exists());
        let file = folder.path().join("file");
        std::fs::write(&file, "").unwrap();
        assert!(refused(&["train", "--out", file.to_str().unwrap()]).contains("choose another folder"));
    }

    #[test]
    fn training_leaves_parameters_that_evaluate_to_the_same_numbers() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("run");
        let out_text = out.to_str().unwrap();
        let settings =
            ["--network", "cnn-2", "--train-size", "100", "--set", "test_size=50", "--device", "cpu"];
        let mut arguments = vec!["train", "--epochs", "1", "--out", out_text];
        arguments.extend(settings);
        let trained = wedgelab(&arguments);
        assert!(trained.status.success(), "{}", text(&trained.stderr));
        let figures =
            ["accuracy", "loss"].map(|name| ["csv", "png", "svg"].map(|kind| format!("{name}.{kind}")));
        let others = ["result.json", "theta.safetensors"].map(str::to_owned);
        assert_eq!(files(&out), [&figures.concat()[..], &others].concat());
        let result: Value = serde_json::from_slice(&std::fs::read(out.join("result.json")).unwrap()).unwrap();
        let landscape = result["provenance"]["landscape"].as_str().unwrap();
        assert!(landscape.contains("100 of 5,000 training and 50 of 1,000 test images"), "{landscape}");
        assert_eq!(result["provenance"]["data_sha256"].as_str().map(str::len), Some(64));
        let theta = out.join("theta.safetensors");
        let bytes = std::fs::read(&theta).unwrap();
        let described = wedgelab::network::read_description("theta", &bytes).unwrap().unwrap();
        for (field, value) in [("seed", 1), ("epochs", 1), ("train_size", 100), ("test_size", 50)] {
            assert_eq!(described[field], value, "{described}");
        }
        // The file itself names its network.
        let evaluated = wedgelab(&[
            "evaluate",
            "--json",
            "--theta",
            theta.to_str().unwrap(),
            "--train-size",
            "100",
            "--set",
            "test_size=50",
            "--device",
            "cpu",
        ]);
        let measured: Value = serde_json::from_slice(&evaluated.stdout).unwrap();
        for split in ["train", "test"] {
            assert_eq!(measured[split], result["final"][split], "{split}");
        }
        assert_eq!(measured["normalisation_from"], "file");
        let message = refused(&["evaluate", "--theta", theta.to_str().unwrap(), "--network", "cnn-3"]);
        assert!(message.contains("conv1.weight"), "{message}");
        assert!(refused(&["evaluate", "--theta", "missing.safetensors"]).contains("missing.safetensors"));
    }
}

#[test]
fn bench_measures_what_is_asked_for_and_says_with_what() {
    let arguments = ["bench", "--only", "simple-cnn/train/32", "--seconds", "0.05", "--json"];
    let measured = |more: &[&str]| -> Value {
        let output = wedgelab(&[&arguments, more].concat());
        assert!(output.status.success(), "{}", text(&output.stderr));
        serde_json::from_slice(&output.stdout).unwrap()
    };
    let figure = measured(&["--threads", "1", "--instructions", "portable"]);
    assert_eq!(figure["name"], "simple-cnn/train/32");
    assert_eq!(figure["unit"], "images/s");
    assert_eq!((&figure["threads"], &figure["instructions"]), (&1.into(), &"portable".into()));
    assert!(figure["value"].as_f64().unwrap() >= figure["median"].as_f64().unwrap());
    let live = figure["live_units"].as_f64().unwrap();
    assert!((0.05..1.0).contains(&live), "{live}");
    // The descent is the same with any instructions.
    let fast = measured(&[])["live_units"].as_f64().unwrap();
    assert!((fast - live).abs() < 0.2, "{fast} and {live}");

    let groups = refused(&["bench", "--only", "nothing"]);
    assert!(
        groups.contains("choose one of simple-cnn, ") && groups.contains("wedges-all, or the"),
        "{groups}"
    );
    assert!(refused(&["bench", "--instructions", "avx1024"]).contains("portable"));
    assert!(refused(&["bench", "--instructions", "simd128"]).contains("choose one of"));
    assert!(refused(&["bench", "--seconds", "0"]).contains("seconds"));
}
