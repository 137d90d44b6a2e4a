//! Computes and draws the page's figures in a light worker of its own, so that the page stays small and responsive.
//!
//! One request runs at a time. Requests in view come first, quick pictures before full ones; requests out of view run
//! when nothing else is queued. Work that is superseded, or outranked by another request, ends between two of its
//! steps.

use crate::web::worker_client::{Cure, LIGHT_WORKER, Report, WorkerClient};
use leptos::prelude::*;
use serde_json::{Map, Value};
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;
use std::time::Duration;

/// After the loss of this number of workers, a request is not sent again.
const MOST_WORKERS: u32 = 4;
/// A quick picture of superseded settings is shown if it comes within this time: while a slider moves, others follow.
const PATIENCE: Duration = Duration::from_secs(1);
/// The delay of requests out of view after the last request in view: a figure that plays keeps sending requests.
const REST: Duration = Duration::from_millis(500);

/// The one illustrator of a page. A copy is another handle on the same one.
#[derive(Clone)]
pub(super) struct Illustrator(Rc<Figures>);

struct Figures {
    worker: RefCell<Option<WorkerClient>>,
    places: RefCell<Vec<Order>>,
    /// The places whose requests wait until the worker has answered the last one.
    queue: RefCell<VecDeque<usize>>,
    /// The place whose answer is awaited.
    awaited: Cell<Option<usize>>,
    /// Counts the sent requests.
    sendings: Cell<u32>,
    /// Counts the requests in view.
    wishes_in_view: Cell<u32>,
    /// Whether requests out of view may run.
    has_rested: Cell<bool>,
    workers: Cell<u32>,
}

/// The requests of one place on the page.
struct Order {
    is_in_view: Rc<dyn Fn() -> bool>,
    hear: Rc<dyn Fn(Value)>,
    /// The newest request. It replaces an older one that has not been sent.
    wish: Option<Wish>,
    /// The request that was sent.
    sent: Option<Wish>,
}

/// A request to compute and draw something.
#[derive(Clone)]
struct Wish {
    text: String,
    /// Whether it is for the full version of a picture whose quick version is already shown.
    is_rest: bool,
}

/// The priority of a request: quick pictures in view, full ones in view, and what is out of view.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    First,
    Rest,
    OutOfView,
}

/// A place on the page that shows figures.
#[derive(Clone)]
pub(super) struct Place {
    illustrator: Illustrator,
    number: usize,
}

impl Illustrator {
    /// An idle illustrator. The worker is fetched on the first request.
    pub(super) fn new() -> Self {
        let studio = Rc::new(Figures {
            worker: RefCell::new(None),
            places: RefCell::default(),
            queue: RefCell::default(),
            awaited: Cell::new(None),
            sendings: Cell::new(0),
            wishes_in_view: Cell::new(0),
            has_rested: Cell::new(true),
            workers: Cell::new(MOST_WORKERS),
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

    /// Provides it as the illustrator of everything mounted below the caller.
    pub(super) fn provide(&self) {
        provide_context(StoredValue::new_local(self.clone()));
    }

    /// A place whose answers go to `hear`: an object as the worker wrote it, with a sentence in `error` if the request
    /// failed. Objects with only `seconds_left` may come before the answer.
    pub(super) fn place(
        &self,
        is_in_view: impl Fn() -> bool + 'static,
        hear: impl Fn(Value) + 'static,
    ) -> Place {
        let mut places = self.0.places.borrow_mut();
        places.push(Order { is_in_view: Rc::new(is_in_view), hear: Rc::new(hear), wish: None, sent: None });
        Place { illustrator: self.clone(), number: places.len() - 1 }
    }

    fn ask(&self, number: usize, request: Map<String, Value>) {
        let Ok(text) = serde_json::to_string(&request) else { return };
        let is_rest = request.get("detail").and_then(Value::as_str) == Some("full");
        let is_new = self.0.places.borrow_mut().get_mut(number).map(|order| {
            let before = order.wish.replace(Wish { text, is_rest });
            before.is_none()
        });
        if is_new == Some(true) {
            self.0.queue.borrow_mut().push_back(number);
        }
        self.note_wish(number);
        self.make_way(number);
        self.send_next();
    }

    /// Makes requests out of view wait until there has been no request in view for [`REST`].
    fn note_wish(&self, number: usize) {
        if self.rank(number) == Some(Rank::OutOfView) {
            return;
        }
        let wishes = self.0.wishes_in_view.get().wrapping_add(1);
        self.0.wishes_in_view.set(wishes);
        self.0.has_rested.set(false);
        let illustrator = self.clone();
        set_timeout(
            move || {
                if illustrator.0.wishes_in_view.get() == wishes {
                    illustrator.0.has_rested.set(true);
                    illustrator.send_next();
                }
            },
            REST,
        );
    }

    /// Ends the running request if the new one of this place outranks or replaces it.
    fn make_way(&self, number: usize) {
        let Some(awaited) = self.0.awaited.get() else { return };
        let was_rest =
            self.0.places.borrow().get(awaited).and_then(|order| Some(order.sent.as_ref()?.is_rest));
        if awaited != number {
            if self.rank(number) < self.rank_of_awaited() {
                self.stop();
            }
        } else if was_rest == Some(true) {
            self.stop();
        } else {
            let (illustrator, sending) = (self.clone(), self.0.sendings.get());
            let is_superseded = move |studio: &Figures| {
                let places = studio.places.borrow();
                studio.sendings.get() == sending
                    && studio.awaited.get() == Some(number)
                    && places.get(number).is_some_and(|order| order.wish.is_some())
            };
            set_timeout(
                move || {
                    if is_superseded(&illustrator.0) {
                        illustrator.stop();
                    }
                },
                PATIENCE,
            );
        }
    }

    fn stop(&self) {
        if let Some(worker) = &*self.0.worker.borrow() {
            worker.stop_illustrating();
        }
    }

    /// The rank of a place's request; `None` if it has none.
    fn rank(&self, number: usize) -> Option<Rank> {
        let places = self.0.places.borrow();
        let order = places.get(number)?;
        Some(rank(order.wish.as_ref()?, &*order.is_in_view))
    }

    fn rank_of_awaited(&self) -> Option<Rank> {
        let places = self.0.places.borrow();
        let order = places.get(self.0.awaited.get()?)?;
        Some(rank(order.sent.as_ref()?, &*order.is_in_view))
    }

    /// Sends the next request. Only one runs at a time, so that new requests do not wait behind old ones.
    fn send_next(&self) {
        if self.0.awaited.get().is_some() {
            return;
        }
        let next = {
            let queue = self.0.queue.borrow();
            let ranked =
                queue.iter().enumerate().filter_map(|(turn, number)| Some((self.rank(*number)?, turn)));
            ranked.min()
        };
        let Some((rank, turn)) = next else { return };
        if rank == Rank::OutOfView && !self.0.has_rested.get() {
            return;
        }
        let Some(number) = self.0.queue.borrow_mut().remove(turn) else { return };
        self.0.awaited.set(Some(number));
        self.0.sendings.update(|sendings| sendings.wrapping_add(1));
        let text = self.0.places.borrow_mut().get_mut(number).and_then(|order| {
            order.sent = order.wish.take();
            order.sent.as_ref().map(|wish| wish.text.clone())
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
            Report::Illustrating(seconds) => {
                let hear =
                    self.0.awaited.get().and_then(|number| {
                        self.0.places.borrow().get(number).map(|order| order.hear.clone())
                    });
                if let Some(hear) = hear {
                    let mut answer = Map::new();
                    answer.insert("seconds_left".to_owned(), seconds.into());
                    hear(Value::Object(answer));
                }
            }
            Report::Illustration(text) => {
                let answer: Value = serde_json::from_slice(text.as_bytes()).unwrap_or(Value::Null);
                if answer["cancelled"] == true { self.put_back() } else { self.deliver(answer) }
            }
            Report::Lost(loss) => {
                let left = self.0.workers.get().saturating_sub(1);
                self.0.workers.set(left);
                if loss.cure == Cure::AnotherWorker && left > 0 {
                    let sent = self.0.awaited.get().and_then(|number| {
                        let places = self.0.places.borrow();
                        places.get(number)?.sent.as_ref().map(|wish| wish.text.clone())
                    });
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

    /// Queues the cancelled request again, unless its place has a newer one.
    fn put_back(&self) {
        if let Some(number) = self.0.awaited.take()
            && let Some(order) = self.0.places.borrow_mut().get_mut(number)
        {
            let sent = order.sent.take();
            if order.wish.is_none() && sent.is_some() {
                order.wish = sent;
                self.0.queue.borrow_mut().push_back(number);
            }
        }
        self.send_next();
    }

    fn deliver(&self, answer: Value) {
        let hear = self.0.awaited.take().and_then(|number| {
            let mut places = self.0.places.borrow_mut();
            let order = places.get_mut(number)?;
            order.sent = None;
            Some(order.hear.clone())
        });
        // The worker starts on the next request while the page shows this answer.
        self.send_next();
        if let Some(hear) = hear {
            hear(answer);
        }
    }
}

fn rank(wish: &Wish, is_in_view: &dyn Fn() -> bool) -> Rank {
    match (is_in_view(), wish.is_rest) {
        (true, false) => Rank::First,
        (true, true) => Rank::Rest,
        (false, _) => Rank::OutOfView,
    }
}

impl Place {
    /// Sends a request; it replaces one that has not been sent yet.
    pub(super) fn ask(&self, request: Map<String, Value>) {
        self.illustrator.ask(self.number, request);
    }
}
