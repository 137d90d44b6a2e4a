//! A front frontend for tests: a few built-in images, and all events of a job.

use pollster::block_on;
use serde_json::{Map, Value};
use wedgelab::data::{DataError, Loaded, Source, SyntheticSize, synthetic};
use wedgelab::job::{
    Checkpoint, Control, Event, Finished, Frontend, ImageSource, JobError, Specification, run,
};

/// A few built-in images.
pub struct FewImages;

impl ImageSource for FewImages {
    fn load(&self, _source: Source, _directory: Option<&str>) -> Result<Loaded, DataError> {
        synthetic::load(synthetic::DEFAULT_SEED, SyntheticSize { train: 200, test: 50 })
    }
}

/// Passes events on, and keeps the last checkpoint.
pub struct Watcher<F> {
    hear: F,
    pub checkpoint: Option<Checkpoint>,
}

impl<F: FnMut(Event)> Watcher<F> {
    pub fn new(hear: F) -> Self {
        Self { hear, checkpoint: None }
    }
}

impl<F: FnMut(Event)> Frontend for Watcher<F> {
    fn hear(&mut self, event: Event) {
        (self.hear)(event);
    }

    fn keep(&mut self, checkpoint: &Checkpoint) {
        self.checkpoint = Some(checkpoint.clone());
    }
}

pub fn map(value: Value) -> Map<String, Value> {
    let Value::Object(map) = value else { panic!("not an object: {value}") };
    map
}

pub fn execute(
    specification: Value,
    control: &Control,
    events: &mut Vec<Event>,
) -> Result<Finished, JobError> {
    let specification = Specification::from_map(&map(specification)).unwrap();
    let mut frontend = Watcher::new(|event| events.push(event));
    block_on(run(&specification, &FewImages, control, None, &mut frontend))
}

pub fn finish(specification: Value) -> Finished {
    execute(specification, &Control::default(), &mut Vec::new()).unwrap()
}
