//! What a worker for networks does beyond one for the wedges: it takes images, resumes jobs, shares them with other
//! workers, and runs benchmarks.

mod benchmarks;
mod images;
mod pool;
mod state;

pub(super) use state::keep;

use super::{message, post};
use crate::job::{Checkpoint, CheckpointError, Specification};
use crate::pool::StartWorkers;
use images::Images;
use js_sys::Uint8Array;
use pool::PoolMembership;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;

/// The state of such a worker between messages.
#[derive(Default)]
pub(super) struct NetworkMemory {
    pub(super) images: Images,
    /// The state from which the next job resumes, and the `text` of its message.
    checkpoint: RefCell<Option<(Uint8Array, String)>>,
    /// How many workers may share a job, if the page has set it.
    workers: Cell<Option<usize>>,
    membership: Rc<PoolMembership>,
}

impl NetworkMemory {
    /// Answers a message, or ignores one that it does not know.
    pub(super) fn answer(&self, kind: &str, text: String, bytes: Option<Uint8Array>) {
        match kind {
            message::FORGET_FILES => self.images.forget(),
            message::FILE => {
                let content = bytes.map(|bytes| bytes.to_vec()).unwrap_or_default();
                self.images.take(text, content);
            }
            message::READ_FILES => match self.images.read(&text) {
                Ok(description) => post(message::FILES_READ, &description, None),
                Err(reason) => post(message::FILES_REFUSED, &reason, None),
            },
            message::CHECKPOINT => *self.checkpoint.borrow_mut() = bytes.map(|bytes| (bytes, text)),
            message::WORKERS => self.workers.set(text.parse().ok()),
            message::POOL => {
                let (membership, order) = (self.membership.clone(), bytes.unwrap_or_default());
                spawn_local(async move { membership.obey(order).await });
            }
            message::BENCHMARK => spawn_local(async move { benchmarks::measure(&text).await }),
            _ => {}
        }
    }

    /// The state from which this job resumes, with the name of its file; `None` if the page has sent none since the job
    /// before.
    ///
    /// # Errors
    /// If it is damaged.
    pub(super) fn checkpoint(
        &self,
        specification: &Specification,
    ) -> Result<Option<(&'static str, Checkpoint)>, CheckpointError> {
        let sent = self.checkpoint.borrow_mut().take();
        sent.map(|(bytes, text)| state::read(&bytes.to_vec(), &text, specification)).transpose()
    }

    /// The workers that may share a job.
    pub(super) fn pool(&self) -> Option<Box<dyn StartWorkers>> {
        pool::of_most(self.workers.get())
    }
}
