//! The vector instructions that a job computes with: the chosen ones, and the same to its end.

use crate::jobs::frontend::{FewImages, map};
use pollster::block_on;
use serde_json::{Value, json};
use wedgelab::job::{
    Checkpoint, CheckpointError, Control, Event, Finished, Frontend, JobError, Specification, run,
};
use wedgelab::observer::{TrainedPoint, TrainedPoints};
use wedgelab::simd::Instructions;

/// Chooses instructions, ends the job after a number of events, and keeps its state and the keys of trained points.
struct Door {
    instructions: Option<Instructions>,
    control: Control,
    events_before_end: usize,
    checkpoint: Option<Checkpoint>,
    keys: Vec<Value>,
}

impl Frontend for Door {
    fn instructions(&self) -> Option<Instructions> {
        self.instructions
    }

    fn hear(&mut self, _event: Event) {
        match self.events_before_end {
            0 => self.control.cancel(),
            _ => self.events_before_end -= 1,
        }
    }

    fn keep(&mut self, checkpoint: &Checkpoint) {
        self.checkpoint = Some(checkpoint.clone());
    }

    fn trained_points(&mut self) -> Option<&mut dyn TrainedPoints> {
        Some(self)
    }
}

impl TrainedPoints for Door {
    fn find(&mut self, key: &Value) -> Option<TrainedPoint> {
        self.keys.push(key.clone());
        None
    }

    fn keep(&mut self, _key: &Value, _point: &TrainedPoint) {}
}

fn compute(
    specification: &Value,
    instructions: Option<Instructions>,
    events_before_end: usize,
    checkpoint: Option<Checkpoint>,
) -> (Result<Finished, JobError>, Door) {
    let specification = Specification::from_map(&map(specification.clone())).unwrap();
    let control = Control::default();
    let (checkpoint, keys) = (checkpoint.map(|checkpoint| ("c", checkpoint)), Vec::new());
    let mut frontend =
        Door { instructions, control: control.clone(), events_before_end, checkpoint: None, keys };
    let ended = block_on(run(&specification, &FewImages, &control, checkpoint, &mut frontend));
    (ended, frontend)
}

fn jobs() -> [Value; 2] {
    let network = json!({
        "experiment": "training", "landscape": "network", "network": "cnn-2-4", "train_size": 60, "test_size": 10,
        "batch_size": 20, "epochs": 4, "learning_rate": 0.01, "device": "cpu",
    });
    // On the wedges, planes are also multiplied with points by vector instructions.
    let wedges = json!({
        "experiment": "random-cut", "landscape": "wedges", "dimension": 60, "wedge_dimension": 50, "device": "cpu",
        "plane_dimensions": [20], "trials": 2, "epochs": 60,
    });
    [network, wedges]
}

#[test]
fn a_job_computes_with_the_chosen_ones_and_says_so() {
    for job in jobs() {
        for instructions in Instructions::available() {
            let finished = compute(&job, Some(instructions), usize::MAX, None).0.unwrap();
            assert_eq!(finished.result.provenance.instructions.as_deref(), Some(instructions.name()));
            assert_eq!(Instructions::in_use(), Instructions::best());
        }
        let finished = compute(&job, None, usize::MAX, None).0.unwrap();
        assert_eq!(finished.result.provenance.instructions.as_deref(), Some(Instructions::best().name()));
    }
}

#[test]
fn an_interrupted_job_resumes_with_those_it_began_with() {
    for job in jobs() {
        let portable = Some(Instructions::Portable);
        let whole = compute(&job, portable, usize::MAX, None).0.unwrap();
        let (ended, frontend) = compute(&job, portable, 3, None);
        assert!(ended.is_err_and(|error| error.is_interruption()));
        let checkpoint = frontend.checkpoint.unwrap();
        assert_eq!(checkpoint.surroundings.instructions.as_deref(), Some("portable"));
        // No instructions are requested: the checkpoint determines them.
        let resumed = compute(&job, None, usize::MAX, Some(checkpoint.clone())).0.unwrap();
        assert_eq!(resumed.result.numbers, whole.result.numbers);
        assert_eq!(resumed.parameters, whole.parameters);
        assert_eq!(resumed.result.provenance.instructions.as_deref(), Some("portable"));
        for other in Instructions::available().filter(|&other| other != Instructions::Portable) {
            let (refused, _) = compute(&job, Some(other), usize::MAX, Some(checkpoint.clone()));
            let refused = refused.unwrap_err();
            assert!(refused.is_bad_input());
            assert!(matches!(refused, JobError::Checkpoint(CheckpointError::OtherInstructions { .. })));
        }
    }
}

#[test]
fn a_job_of_instructions_that_are_not_here_is_refused_before_it_begins() {
    let missing = Instructions::ALL.into_iter().find(|instructions| !instructions.is_available()).unwrap();
    for job in jobs() {
        let mut checkpoint = compute(&job, None, 3, None).1.checkpoint.unwrap();
        checkpoint.surroundings.instructions = Some(missing.name().to_owned());
        let (refused, frontend) = compute(&job, None, usize::MAX, Some(checkpoint));
        let refused = refused.unwrap_err();
        assert!(refused.is_bad_input() && frontend.checkpoint.is_none());
        let message = refused.to_string();
        assert!(
            message.contains(missing.name()) && message.contains(Instructions::best().name()),
            "{message}"
        );
    }
}

#[test]
fn what_is_trained_with_others_is_not_taken_for_the_same() {
    let [network, _] = jobs();
    let mut keys = Vec::new();
    for instructions in Instructions::available() {
        let (_, frontend) = compute(&network, Some(instructions), usize::MAX, None);
        assert_eq!(frontend.keys.len(), 1);
        assert_eq!(frontend.keys[0]["numerics"], wedgelab::numerics::NUMERICS);
        assert!(!keys.contains(&frontend.keys[0]), "{instructions}");
        keys.extend(frontend.keys);
    }
}
