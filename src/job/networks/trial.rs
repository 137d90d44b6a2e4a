//! A trial: how fast a landscape does a job's own work, measured for about a second. Its results are discarded.

#[cfg(test)]
pub(super) mod stand_in;

use super::contest::Speed;
use crate::descent::{Descent, DescentError, DescentSpecification};
use crate::job::Control;
use crate::job::pacing::LONGEST_STRETCH;
use crate::job::readings::Readings;
use crate::landscape::{Landscape, LandscapeError};
use crate::observer::{Interrupted, Note, Observer, Work};
use crate::platform::breathe;
use crate::points::{HostPoints, Split};
use crate::settings::without_advice;
use crate::step::Subspace;
use std::time::Duration;

/// How long each device is timed when one is chosen.
pub(super) const TRIAL: Duration = Duration::from_secs(1);
/// The shortest timed stretch: a browser's clock is coarse.
const SHORTEST_STRETCH: Duration = Duration::from_millis(50);

/// The work that is tried.
#[derive(Debug, Clone, Copy)]
pub(super) enum Sample<'a> {
    /// Steps of a descent in the full space, from a seed's initial point: minibatch, loss, gradient and optimizer.
    Descent(&'a DescentSpecification, u64),
    /// The loss of these points over the training examples.
    Evaluation(&'a HostPoints<f64>),
}

/// What is tried, and how it is timed.
pub(super) struct Trial<'a> {
    /// The work.
    pub(super) sample: Sample<'a>,
    /// About how long it is done.
    pub(super) length: Duration,
    /// The job's control.
    pub(super) control: &'a Control,
    /// The time since an arbitrary start.
    pub(super) clock: &'a dyn Fn() -> Duration,
}

impl Trial<'_> {
    /// Examples per second (points × examples) in the fastest stretch, or why there is none: the loss diverges, or the
    /// device fails.
    ///
    /// # Errors
    /// When the job is cancelled during the trial.
    pub(super) async fn speed(&self, landscape: &impl Landscape) -> Result<Speed, LandscapeError> {
        let mut stopwatch = Stopwatch::new(self);
        let ended = match self.sample {
            Sample::Descent(descent, seed) => descend(landscape, descent, seed, &mut stopwatch).await,
            Sample::Evaluation(points) => evaluate(landscape, points, &mut stopwatch).await,
        };
        match ended {
            Err(DescentError::Landscape(interrupted @ LandscapeError::Interrupted(_))) => {
                stopwatch.fastest.filter(|_| !self.control.is_cancelled()).map(Ok).ok_or(interrupted)
            }
            Err(error) => Ok(Err(without_advice(&error.to_string()).to_owned())),
            Ok(()) => Ok(Err("its work ended before it could be timed".to_owned())),
        }
    }
}

async fn descend(
    landscape: &impl Landscape,
    descent: &DescentSpecification,
    seed: u64,
    stopwatch: &mut Stopwatch<'_>,
) -> Result<(), DescentError> {
    let plan = descent.plan(landscape.examples(Split::Train), seed);
    let start = landscape.start(seed);
    Descent::begin(landscape, start, Subspace::Full, plan, stopwatch)?.run_to(usize::MAX, stopwatch).await
}

async fn evaluate(
    landscape: &impl Landscape,
    points: &HostPoints<f64>,
    stopwatch: &mut Stopwatch<'_>,
) -> Result<(), DescentError> {
    let points = landscape.points(points);
    loop {
        landscape.evaluate(&points, Split::Train, stopwatch).await?;
    }
}

/// Times work from one reading of its numbers to the next, and ends it when the time is up.
struct Stopwatch<'a> {
    trial: &'a Trial<'a>,
    readings: Readings,
    last_breath: Duration,
    /// The time of the last timed reading.
    stretch: Duration,
    examples: f64,
    /// When the first stretch ended, in which a GPU compiles its shaders.
    warm_since: Option<Duration>,
    /// Examples per second.
    fastest: Option<f64>,
}

impl<'a> Stopwatch<'a> {
    fn new(trial: &'a Trial<'a>) -> Self {
        let now = (trial.clock)();
        Self {
            trial,
            readings: Readings::new(),
            last_breath: now,
            stretch: now,
            examples: 0.0,
            warm_since: None,
            fastest: None,
        }
    }

    fn now(&self) -> Duration {
        (self.trial.clock)()
    }

    /// Ends a stretch: everything counted so far is done, and not only queued.
    fn end_stretch(&mut self) {
        let now = self.now();
        let took = now - self.stretch;
        if took < SHORTEST_STRETCH {
            return;
        }
        if self.warm_since.is_some() {
            let speed = self.examples / took.as_secs_f64();
            self.fastest = Some(self.fastest.map_or(speed, |fastest| fastest.max(speed)));
        }
        self.warm_since.get_or_insert(now);
        (self.stretch, self.examples) = (now, 0.0);
    }

    fn is_over(&self) -> bool {
        self.fastest.is_some() && self.warm_since.is_some_and(|since| self.now() - since >= self.trial.length)
    }
}

impl Observer for Stopwatch<'_> {
    async fn breathe(&mut self, work: Work) {
        match work {
            Work::Gradient(examples) => self.examples += examples,
            // Its loss was read.
            Work::Evaluation(examples) => {
                self.examples += examples;
                self.end_stretch();
            }
        }
        if self.now() - self.last_breath >= LONGEST_STRETCH {
            breathe().await;
            self.last_breath = self.now();
        }
    }

    async fn hold(&mut self) -> Result<(), Interrupted> {
        match self.trial.control.is_cancelled() || self.is_over() {
            true => Err(Interrupted),
            false => Ok(()),
        }
    }

    fn note(&mut self, note: Note) {
        if let Note::Losses { .. } = note {
            self.end_stretch();
        }
    }

    fn is_reading_due(&mut self) -> bool {
        self.readings.is_due()
    }
}

#[cfg(test)]
mod tests {
    use super::stand_in::{StandIn, small_network};
    use super::*;
    use crate::landscape::Wedges;
    use crate::landscape::wedges::WedgesSpecification;
    use pollster::block_on;
    use std::sync::atomic::{AtomicU64, Ordering};
    use web_time::Instant;

    const SHORT: Duration = Duration::from_millis(1);

    /// The speed of a landscape whose every gradient takes `milliseconds`.
    fn speed(landscape: impl Landscape, descent: &DescentSpecification, milliseconds: u64) -> f64 {
        let clock = AtomicU64::new(0);
        let landscape = StandIn::new(landscape, |_| {
            clock.fetch_add(milliseconds, Ordering::SeqCst);
            Ok(())
        });
        let trial = Trial {
            sample: Sample::Descent(descent, 1),
            length: SHORT,
            control: &Control::default(),
            clock: &|| Duration::from_millis(clock.load(Ordering::SeqCst)),
        };
        block_on(trial.speed(&landscape)).unwrap().unwrap()
    }

    /// A trial of a small network, by the clock of this computer.
    fn tried(sample: Sample<'_>, control: &Control) -> Result<Speed, LandscapeError> {
        let start = Instant::now();
        let trial = Trial { sample, length: SHORT, control, clock: &|| start.elapsed() };
        block_on(trial.speed(&small_network()))
    }

    #[test]
    fn a_networks_speed_is_its_examples_over_their_time() {
        let descent = DescentSpecification { batch_size: 8, ..DescentSpecification::for_networks() };
        for (milliseconds, expected) in [(10, 800.0), (40, 200.0), (100, 80.0)] {
            let found = speed(small_network(), &descent, milliseconds);
            assert!((found / expected - 1.0).abs() < 1e-9, "{found}, not {expected}");
        }
    }

    #[test]
    fn the_speed_of_wedges_is_their_steps_over_their_time() {
        let wedges = Wedges::<f64>::new(&WedgesSpecification::default(), 1).unwrap();
        let found = speed(wedges, &DescentSpecification::for_wedges(), 25);
        assert!((found / 40.0 - 1.0).abs() < 1e-9, "{found}");
    }

    #[test]
    fn evaluations_are_timed_however_few_examples_there_are() {
        let dimension = small_network().dimension();
        let point = HostPoints::from_fn(1, dimension, |_, place| (place as f64).sin() / 10.0);
        let speed = tried(Sample::Evaluation(&point), &Control::default()).unwrap().unwrap();
        assert!(speed.is_finite() && speed > 0.0, "{speed}");
    }

    #[test]
    fn a_descent_that_diverges_fails() {
        let descent = DescentSpecification { learning_rate: 1e30, ..DescentSpecification::for_networks() };
        let cause = tried(Sample::Descent(&descent, 1), &Control::default()).unwrap().unwrap_err();
        assert!(cause.contains("diverged") && !cause.contains("learning rate"), "{cause}");
    }

    #[test]
    fn a_cancelled_job_is_not_tried() {
        let (descent, control) = (DescentSpecification::for_networks(), Control::default());
        control.cancel();
        let cancelled = tried(Sample::Descent(&descent, 1), &control);
        assert!(matches!(cancelled, Err(LandscapeError::Interrupted(_))));
    }
}
