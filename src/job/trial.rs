//! A trial: how fast a landscape does a job's own work, measured for about a second. Its results are discarded.

pub(super) mod clock;
#[cfg(test)]
pub(super) mod stand_in;

use super::Control;
use super::pacing::LONGEST_STRETCH;
use super::readings::Readings;
use crate::descent::{Descent, DescentError, DescentSpecification};
use crate::landscape::{Landscape, LandscapeError};
use crate::observer::{Interrupted, Note, Observer, Work};
use crate::platform::breathe;
use crate::points::{HostPoints, Split};
use crate::settings::without_advice;
use crate::step::Subspace;
use clock::Clock;
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

/// Why a trial measured no speed.
#[derive(Debug, Clone, thiserror::Error)]
pub(super) enum TrialError {
    /// The job was cancelled.
    #[error(transparent)]
    Interrupted(#[from] Interrupted),
    /// The work could not be done there; the reason, as text.
    #[error("{0}")]
    Failed(String),
}

/// Examples per second (points × examples) in the fastest stretch of a trial of about this length.
///
/// # Errors
/// When the job is cancelled during the trial, the loss diverges or the device fails.
pub(super) async fn examples_per_second(
    landscape: &impl Landscape,
    sample: Sample<'_>,
    length: Duration,
    control: &Control,
    clock: &dyn Clock,
) -> Result<f64, TrialError> {
    let mut stopwatch = Stopwatch::new(length, control, clock);
    let ended = match sample {
        Sample::Descent(descent, seed) => descend(landscape, descent, seed, &mut stopwatch).await,
        Sample::Evaluation(points) => evaluate(landscape, points, &mut stopwatch).await,
    };
    match ended {
        Err(DescentError::Landscape(LandscapeError::Interrupted(interrupted))) => {
            stopwatch.fastest.filter(|_| !control.is_cancelled()).ok_or(interrupted.into())
        }
        Err(error) => Err(TrialError::Failed(without_advice(&error.to_string()).to_owned())),
        Ok(()) => Err(TrialError::Failed("its work ended before it could be timed".to_owned())),
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
    clock: &'a dyn Clock,
    control: &'a Control,
    length: Duration,
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
    fn new(length: Duration, control: &'a Control, clock: &'a dyn Clock) -> Self {
        let now = clock.now();
        Self {
            clock,
            control,
            length,
            readings: Readings::new(),
            last_breath: now,
            stretch: now,
            examples: 0.0,
            warm_since: None,
            fastest: None,
        }
    }

    /// Ends a stretch: everything counted so far is done, and not only queued.
    fn end_stretch(&mut self) {
        let now = self.clock.now();
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
        self.fastest.is_some() && self.warm_since.is_some_and(|since| self.clock.now() - since >= self.length)
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
        if self.clock.now() - self.last_breath >= LONGEST_STRETCH {
            breathe().await;
            self.last_breath = self.clock.now();
        }
    }

    async fn hold(&mut self) -> Result<(), Interrupted> {
        match self.control.is_cancelled() || self.is_over() {
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
    use super::clock::{HandClock, SystemClock};
    use super::stand_in::{StandIn, small_network};
    use super::*;
    use crate::landscape::Wedges;
    use crate::landscape::wedges::WedgesSpecification;
    use pollster::block_on;

    const SHORT: Duration = Duration::from_millis(1);

    /// The speed of a landscape whose every gradient takes `milliseconds`.
    fn speed(landscape: impl Landscape, descent: &DescentSpecification, milliseconds: u64) -> f64 {
        let clock = HandClock::default();
        let landscape = StandIn::new(landscape, |_| {
            clock.advance(milliseconds);
            Ok(())
        });
        let (sample, control) = (Sample::Descent(descent, 1), Control::default());
        block_on(examples_per_second(&landscape, sample, SHORT, &control, &clock)).unwrap()
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
        let network = small_network();
        let point = HostPoints::from_fn(1, network.dimension(), |_, place| (place as f64).sin() / 10.0);
        let (control, clock) = (Control::default(), SystemClock::new());
        let speed = examples_per_second(&network, Sample::Evaluation(&point), SHORT, &control, &clock);
        let speed = block_on(speed).unwrap();
        assert!(speed.is_finite() && speed > 0.0, "{speed}");
    }

    #[test]
    fn a_descent_that_diverges_fails() {
        let descent = DescentSpecification { learning_rate: 1e30, ..DescentSpecification::for_networks() };
        let (network, control) = (small_network(), Control::default());
        let clock = SystemClock::new();
        let failed = examples_per_second(&network, Sample::Descent(&descent, 1), SHORT, &control, &clock);
        match block_on(failed) {
            Err(TrialError::Failed(cause)) => {
                assert!(cause.contains("diverged") && !cause.contains("learning rate"), "{cause}");
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_cancelled_job_is_not_tried() {
        let (descent, control) = (DescentSpecification::for_networks(), Control::default());
        control.cancel();
        let network = small_network();
        let clock = SystemClock::new();
        let cancelled = examples_per_second(&network, Sample::Descent(&descent, 1), SHORT, &control, &clock);
        assert!(matches!(block_on(cancelled), Err(TrialError::Interrupted(_))));
    }
}
