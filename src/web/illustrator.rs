//! Who computes and draws the page's figures: a light worker of their own, so that the page stays small and answers at
//! once, whatever is computed.

use super::worker_client::{Cure, LIGHT_WORKER, Report, WorkerClient};
use leptos::prelude::*;
use serde_json::{Map, Value};
use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

/// So many workers may be lost before the figures stay as they are.
const MOST_WORKERS: u32 = 4;

/// The one illustrator of a page. A copy is another handle on the same one.
#[derive(Clone)]
pub(super) struct Illustrator(Rc<Studio>);

struct Studio {
    worker: RefCell<Option<WorkerClient>>,
    places: RefCell<Vec<Order>>,
    /// What is to be sent to the worker once it has answered what it was sent last.
    queue: RefCell<VecDeque<usize>>,
    /// The place whose answer is awaited.
    awaited: RefCell<Option<usize>>,
    workers: RefCell<u32>,
}

/// What one place on the page has asked for.
struct Order {
    hear: Rc<dyn Fn(Value)>,
    /// The newest wish. An older one that was not sent yet is forgotten.
    wish: Option<String>,
    /// What was sent.
    sent: Option<String>,
}

/// A place on the page that is illustrated.
#[derive(Clone)]
pub(super) struct Place {
    illustrator: Illustrator,
    number: usize,
}

impl Illustrator {
    /// An illustrator without work. The worker is fetched when it is first asked for something.
    pub(super) fn new() -> Self {
        let studio = Rc::new(Studio {
            worker: RefCell::new(None),
            places: RefCell::default(),
            queue: RefCell::default(),
            awaited: RefCell::new(None),
            workers: RefCell::new(MOST_WORKERS),
        });
        let hears = Rc::downgrade(&studio);
        let client = WorkerClient::new(LIGHT_WORKER, move |report| {
            if let Some(studio) = hears.upgrade() {
                Illustrator(studio).hear(report);
            }
        });
        *studio.worker.borrow_mut() = Some(client);
        Self(studio)
    }

    /// The illustrator of the page that the caller is on.
    pub(super) fn of_page() -> Self {
        use_context::<StoredValue<Self, LocalStorage>>().map_or_else(Self::new, |shared| shared.get_value())
    }

    /// Makes it the illustrator of all that is mounted below the caller.
    pub(super) fn provide(&self) {
        provide_context(StoredValue::new_local(self.clone()));
    }

    /// A place whose answers go to `hear`: an object as the worker wrote it, with a sentence in `error` where it could not
    /// be done.
    pub(super) fn place(&self, hear: impl Fn(Value) + 'static) -> Place {
        let mut places = self.0.places.borrow_mut();
        places.push(Order { hear: Rc::new(hear), wish: None, sent: None });
        Place { illustrator: self.clone(), number: places.len() - 1 }
    }

    fn ask(&self, number: usize, request: Map<String, Value>) {
        let Ok(text) = serde_json::to_string(&request) else { return };
        if let Some(order) = self.0.places.borrow_mut().get_mut(number)
            && order.wish.replace(text).is_none()
        {
            self.0.queue.borrow_mut().push_back(number);
        }
        self.send_next();
    }

    /// One wish is under way at a time: the newest ones need not wait behind old ones.
    fn send_next(&self) {
        if self.0.awaited.borrow().is_some() {
            return;
        }
        let Some(number) = self.0.queue.borrow_mut().pop_front() else { return };
        *self.0.awaited.borrow_mut() = Some(number);
        let text = self.0.places.borrow_mut().get_mut(number).and_then(|order| {
            order.sent = order.wish.take();
            order.sent.clone()
        });
        self.post(text);
    }

    fn post(&self, text: Option<String>) {
        if let (Some(worker), Some(text)) = (&*self.0.worker.borrow(), text) {
            worker.start();
            worker.illustrate(&text);
        }
    }

    fn hear(&self, report: Report) {
        match report {
            Report::Illustration(text) => {
                let answer = serde_json::from_slice(text.as_bytes()).unwrap_or(Value::Null);
                self.deliver(answer);
            }
            Report::Lost(loss) => {
                let left = self.0.workers.borrow().saturating_sub(1);
                *self.0.workers.borrow_mut() = left;
                if loss.cure == Cure::AnotherWorker && left > 0 {
                    let awaited = *self.0.awaited.borrow();
                    let sent = awaited.and_then(|number| self.0.places.borrow().get(number)?.sent.clone());
                    self.post(sent);
                } else {
                    let mut answer = Map::new();
                    answer.insert("error".to_owned(), loss.what.into());
                    self.deliver(Value::Object(answer));
                }
            }
            _ => {}
        }
    }

    fn deliver(&self, answer: Value) {
        let awaited = self.0.awaited.borrow_mut().take();
        let hear = awaited.and_then(|number| {
            let mut places = self.0.places.borrow_mut();
            let order = places.get_mut(number)?;
            order.sent = None;
            Some(order.hear.clone())
        });
        // The next wish is on its way while the page shows this answer.
        self.send_next();
        if let Some(hear) = hear {
            hear(answer);
        }
    }
}

impl Place {
    /// Asks for something; of wishes that could not be sent yet only the last counts.
    pub(super) fn ask(&self, request: Map<String, Value>) {
        self.illustrator.ask(self.number, request);
    }
}
