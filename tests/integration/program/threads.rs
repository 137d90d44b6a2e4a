//! The number of threads, and that results record it.

use crate::program::running::{program, text};
use serde_json::Value;

const JOBS: [&str; 2] = [
    "train --network mlp-4 --train-size 100 --set test_size=50 --epochs 1 --device cpu --json",
    "run training --landscape wedges --epochs 1 --json",
];

fn object(arguments: &str, variables: &[(&str, &str)]) -> Value {
    let output = program().args(arguments.split(' ')).envs(variables.iter().copied()).output().unwrap();
    assert!(output.status.success(), "{arguments}: {}", text(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn results_tell_the_threads_that_computed_them() {
    let (slurm, rayon) = (("SLURM_CPUS_PER_TASK", "3"), ("RAYON_NUM_THREADS", "5"));
    for job in JOBS {
        let threads = |more: &str, variables: &[(&str, &str)]| {
            object(&format!("{job}{more}"), variables)["provenance"]["threads"].clone()
        };
        assert_eq!(threads(" --threads 7", &[slurm, rayon]), 7);
        assert_eq!(threads("", &[slurm, rayon]), 3);
        assert_eq!(threads("", &[rayon]), 5);
    }
    assert_eq!(object("doctor --json", &[rayon])["processor"]["threads"], 5);
    assert_eq!(object("doctor --json", &[slurm, rayon])["processor"]["threads_from"], "slurm");
    let figure = object("bench --only mlp-64-64/forward/32 --seconds 0.01 --json --threads 1", &[rayon]);
    assert_eq!(figure["threads"], 1);
    let doctor = program().arg("doctor").env("RAYON_NUM_THREADS", "1").output().unwrap();
    assert!(text(&doctor.stdout).contains(" 1 thread ("), "{}", text(&doctor.stdout));
}

#[test]
fn invalid_numbers_of_threads_are_refused() {
    for command in ["train", "run training", "evaluate --theta t", "reproduce --out never", "bench"] {
        for wrong in ["0", "-1", "1025", "1.5", "many"] {
            let output =
                program().args(command.split(' ')).arg(format!("--threads={wrong}")).output().unwrap();
            let said = text(&output.stderr);
            assert_eq!(output.status.code(), Some(2), "{command} {wrong}: {said}");
            assert!(said.contains("1 to 1024"), "{command} {wrong}: {said}");
        }
    }
}
