//! The pool of workers that share a worker's job, and this worker as a member of another's pool.

use crate::pool::{PoolWorker, StartWorkers, WorkerState};
use crate::web::worker::{message, post};
use crate::web::worker_client::{Connection, NETWORK_WORKER, Report};
use gloo::timers::future::TimeoutFuture;
use js_sys::{Reflect, Uint8Array};
use send_wrapper::SendWrapper;
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::task::{Poll, Waker};
use std::time::Duration;

/// The most workers for one job, because each takes its own memory.
const MOST_WORKERS: usize = 8;
/// Multiplications that a network needs in about 0.1 s, the time in which a worker starts.
const MULTIPLICATIONS_WHILE_STARTING: u64 = 10_000_000_000;

/// The pool for a job that `workers` workers may share, this one included; by default as many as there are cores.
pub(super) fn of_most(workers: Option<usize>) -> Option<Box<dyn StartWorkers>> {
    let others = workers.unwrap_or_else(cores).clamp(1, MOST_WORKERS) - 1;
    (others > 0).then(|| Box::new(Pool { others }) as Box<dyn StartWorkers>)
}

fn cores() -> usize {
    let navigator = Reflect::get(&js_sys::global(), &"navigator".into());
    let cores = navigator.and_then(|navigator| Reflect::get(&navigator, &"hardwareConcurrency".into()));
    cores.ok().and_then(|cores| cores.as_f64()).map_or(1, |cores| cores as usize)
}

struct Pool {
    others: usize,
}

impl StartWorkers for Pool {
    fn most(&self) -> usize {
        self.others
    }

    fn multiplications_while_starting(&self) -> u64 {
        MULTIPLICATIONS_WHILE_STARTING
    }

    fn start(&self) -> Option<Box<dyn PoolWorker>> {
        let state = Rc::new(State::default());
        let hears = Rc::downgrade(&state);
        let connection = Connection::open(NETWORK_WORKER, move |report| {
            if let Some(state) = hears.upgrade() {
                state.hear(report);
            }
        });
        let worker = Nested { connection: connection.ok()?, state };
        Some(Box::new(OneOfPool(SendWrapper::new(worker))))
    }
}

/// A worker of the pool. JavaScript objects must stay on their thread, and a worker has only one.
struct OneOfPool(SendWrapper<Nested>);

struct Nested {
    connection: Connection,
    state: Rc<State>,
}

/// The state of a worker, as reported.
#[derive(Default)]
struct State {
    is_lost: Cell<bool>,
    answers: RefCell<VecDeque<Vec<u8>>>,
    waiting: RefCell<Option<Waker>>,
}

impl State {
    fn hear(&self, report: Report) {
        match report {
            Report::Answer(answer) => self.answers.borrow_mut().push_back(answer.to_vec()),
            Report::Lost(_) => self.is_lost.set(true),
            _ => return,
        }
        if let Some(waker) = self.waiting.borrow_mut().take() {
            waker.wake();
        }
    }
}

impl PoolWorker for OneOfPool {
    fn is_ready(&self) -> bool {
        self.0.connection.is_ready()
    }

    fn is_lost(&self) -> bool {
        self.0.state.is_lost.get()
    }

    fn send(&self, request: Vec<u8>) {
        self.0.connection.post(message::POOL, "", Some(&Uint8Array::from(&*request)));
    }

    fn answer(&self, patience: Duration) -> Pin<Box<dyn Future<Output = Option<Vec<u8>>> + '_>> {
        let state = &self.0.state;
        Box::pin(async move {
            let milliseconds = u32::try_from(patience.as_millis()).unwrap_or(u32::MAX);
            let mut timer = pin!(TimeoutFuture::new(milliseconds));
            poll_fn(|context| {
                if let Some(answer) = state.answers.borrow_mut().pop_front() {
                    return Poll::Ready(Some(answer));
                }
                if state.is_lost.get() || timer.as_mut().poll(context).is_ready() {
                    return Poll::Ready(None);
                }
                *state.waiting.borrow_mut() = Some(context.waker().clone());
                Poll::Pending
            })
            .await
        })
    }
}

/// This worker as a member of another's pool.
#[derive(Default)]
pub(super) struct PoolMembership(RefCell<Option<WorkerState>>);

impl PoolMembership {
    /// Executes a request of the worker that has the job.
    pub(super) async fn obey(&self, request: Uint8Array) {
        let mut member = self.0.borrow_mut().take().unwrap_or_default();
        match member.obey(&request.to_vec()).await {
            Ok(Some(answer)) => post(message::ANSWER, "", Some(&answer)),
            Ok(None) => {}
            // An empty answer is invalid, but without an answer the other worker would wait until its timeout.
            Err(error) => {
                web_sys::console::error_1(&error.to_string().into());
                post(message::ANSWER, "", Some(&[]));
            }
        }
        *self.0.borrow_mut() = Some(member);
    }
}
