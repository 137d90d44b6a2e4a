//! A job whose points are distributed among workers ends with exactly the numbers of a job computed alone.

use crate::jobs::frontend::{FewImages, finish, map};
use pollster::block_on;
use serde_json::{Value, json};
use std::collections::VecDeque;
use std::future::{Future, ready};
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use wedgelab::job::{Checkpoint, Control, Event, Finished, Frontend, JobError, Specification, run};
use wedgelab::pool::{PoolWorker, StartWorkers, WorkerState};

/// What happens to the workers of a pool.
#[derive(Clone, Default)]
struct Fate {
    workers: usize,
    /// After this many answers the first one is lost, with its last request.
    answers_before_loss: Option<usize>,
    /// Answers of all workers so far.
    answers: Arc<AtomicUsize>,
}

/// Workers that compute on request.
struct Pool(Fate, Arc<AtomicUsize>);

struct Worker {
    fate: Fate,
    is_mortal: bool,
    answered: AtomicUsize,
    member: Mutex<WorkerState>,
    answers: Mutex<VecDeque<Vec<u8>>>,
}

impl StartWorkers for Pool {
    fn most(&self) -> usize {
        self.0.workers
    }

    fn multiplications_while_starting(&self) -> u64 {
        1_000_000
    }

    fn start(&self) -> Option<Box<dyn PoolWorker>> {
        let is_mortal = self.1.fetch_add(1, Ordering::SeqCst) == 0;
        let (answered, member, answers) = Default::default();
        Some(Box::new(Worker { fate: self.0.clone(), is_mortal, answered, member, answers }))
    }
}

impl PoolWorker for Worker {
    fn is_ready(&self) -> bool {
        true
    }

    fn is_lost(&self) -> bool {
        let answered = self.answered.load(Ordering::SeqCst);
        self.is_mortal && self.fate.answers_before_loss.is_some_and(|answers| answered > answers)
    }

    fn send(&self, request: Vec<u8>) {
        if let Some(answer) = block_on(self.member.lock().unwrap().obey(&request)).unwrap() {
            self.answered.fetch_add(1, Ordering::SeqCst);
            if !self.is_lost() {
                self.fate.answers.fetch_add(1, Ordering::SeqCst);
                self.answers.lock().unwrap().push_back(answer);
            }
        }
    }

    fn answer(&self, _patience: Duration) -> Pin<Box<dyn Future<Output = Option<Vec<u8>>> + '_>> {
        Box::pin(ready(self.answers.lock().unwrap().pop_front()))
    }
}

/// Has a pool, ends the job after a number of events, and keeps its last state.
struct Door {
    fate: Fate,
    control: Control,
    events_before_end: usize,
    checkpoint: Option<Checkpoint>,
}

impl Frontend for Door {
    fn pool(&self) -> Option<Box<dyn StartWorkers>> {
        Some(Box::new(Pool(self.fate.clone(), Arc::default())))
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
}

fn run_shared(
    specification: &Value,
    fate: &Fate,
    events: usize,
    checkpoint: Option<Checkpoint>,
) -> (Result<Finished, JobError>, Option<Checkpoint>) {
    let specification = Specification::from_map(&map(specification.clone())).unwrap();
    let control = Control::default();
    let (fate, watched) = (fate.clone(), control.clone());
    let mut frontend = Door { fate, control: watched, events_before_end: events, checkpoint: None };
    let checkpoint = checkpoint.map(|checkpoint| ("c", checkpoint));
    let ended = block_on(run(&specification, &FewImages, &control, checkpoint, &mut frontend));
    (ended, frontend.checkpoint)
}

fn shared(specification: &Value, fate: &Fate) -> Finished {
    run_shared(specification, fate, usize::MAX, None).0.unwrap()
}

fn assert_same(shared: &Finished, alone: &Finished) {
    assert_eq!(shared.result.numbers, alone.result.numbers);
    assert_eq!(shared.result.claims, alone.result.claims);
}

/// A network whose descent takes only a moment.
fn small(experiment: Value) -> Value {
    let mut specification = map(json!({
        "landscape": "network", "network": "cnn-2-4", "train_size": 60, "test_size": 10, "batch_size": 20,
        "epochs": 4, "learning_rate": 0.01, "device": "cpu", "seed": 3,
    }));
    specification.extend(map(experiment));
    Value::Object(specification)
}

fn tunnel() -> Value {
    small(json!({ "experiment": "tunnel", "points": 5, "samples": 3, "dropout": 0.1, "l2": 0.001 }))
}

#[test]
fn descents_across_lines_and_measurements_are_shared_exactly() {
    let connector = json!({ "experiment": "connector", "m": [2], "triangle": 5, "optimizer": "momentum" });
    let line = json!({ "experiment": "interpolation", "positions": 9 });
    for specification in [tunnel(), small(connector), small(line)] {
        let alone = finish(specification.clone());
        for workers in [1, 3] {
            let fate = Fate { workers, ..Fate::default() };
            assert_same(&shared(&specification, &fate), &alone);
            assert!(fate.answers.load(Ordering::SeqCst) >= workers, "{specification}");
        }
    }
}

#[test]
fn the_share_of_a_worker_that_is_lost_is_done_by_the_one_that_has_the_job() {
    let specification = tunnel();
    let alone = finish(specification.clone());
    for answers_before_loss in [0, 1, 4] {
        let fate = Fate { workers: 2, answers_before_loss: Some(answers_before_loss), ..Fate::default() };
        assert_same(&shared(&specification, &fate), &alone);
        assert!(fate.answers.load(Ordering::SeqCst) > answers_before_loss);
    }
}

#[test]
fn an_interrupted_shared_job_resumes_with_any_number_of_workers() {
    let specification = tunnel();
    let alone = finish(specification.clone());
    let mut checkpoint = None;
    for workers in [2, 1, 3, 4] {
        let fate = Fate { workers, ..Fate::default() };
        let (ended, kept) = run_shared(&specification, &fate, 4, checkpoint);
        assert!(ended.is_err_and(|error| error.is_interruption()));
        checkpoint = kept;
    }
    let fate = Fate { workers: 1, ..Fate::default() };
    let (ended, _) = run_shared(&specification, &fate, usize::MAX, checkpoint);
    assert_same(&ended.unwrap(), &alone);
}

#[test]
fn requests_that_make_no_sense_are_refused() {
    let obey = |request: &[u8]| block_on(WorkerState::default().obey(request));
    assert!(obey(&[]).is_err());
    assert!(obey(&[255; 40]).is_err());
    // Every kind of request, then only zeros: too short, too long or too early.
    for kind in 0..=8_u8 {
        for zeros in 0..64 {
            let answer = obey(&[vec![kind], vec![0; zeros]].concat());
            // No variations, and the whole space as the subspace: these need nothing before them.
            assert!(answer.is_err() || ([3, 4].contains(&kind) && zeros == 1), "{kind}, {zeros} zeros");
        }
    }
}
