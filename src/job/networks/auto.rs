//! The choice between a GPU and the CPU: each does the job's work for a second, and the faster one is chosen.

use super::decision::{Decision, Trials};
use crate::job::trial::clock::Clock;
use crate::job::trial::{Sample, TrialError, examples_per_second};
use crate::job::{Control, JobError};
use crate::landscape::{Landscape, LandscapeError};
use std::any::Any;
use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

/// The landscape on the chosen device, with the reason as text.
#[derive(Debug)]
pub(super) enum ChosenLandscape<C, G> {
    /// On the CPU.
    Cpu(C, String),
    /// On the GPU.
    Gpu(G, String),
}

/// The same work for a GPU and the CPU.
pub(super) struct Contest<'a> {
    /// The GPU's name.
    pub(super) gpu_name: &'a str,
    /// What is tried.
    pub(super) sample: Sample<'a>,
    /// About how long each device is tried.
    pub(super) length: Duration,
    /// The job's control.
    pub(super) control: &'a Control,
    /// The clock that times it.
    pub(super) clock: &'a dyn Clock,
}

impl Contest<'_> {
    /// Opens and times the GPU, then opens the CPU and, if the GPU works, times it too. Takes the faster; the other
    /// landscape is dropped.
    ///
    /// # Errors
    /// When the job is cancelled during the trials, or the CPU's landscape cannot be opened.
    pub(super) async fn decide<C: Landscape, G: Landscape>(
        &self,
        open_cpu: impl FnOnce() -> Result<C, JobError>,
        open_gpu: impl FnOnce() -> Result<G, JobError>,
    ) -> Result<ChosenLandscape<C, G>, JobError> {
        let tried = match caught(self.open_and_time(open_gpu)).await {
            Ok(tried) => tried?,
            Err(cause) => Err(cause),
        };
        let (gpu, gpu_speed) = match tried {
            Ok((gpu, speed)) => (Some(gpu), Ok(speed)),
            Err(cause) => (None, Err(cause)),
        };
        let cpu = open_cpu()?;
        let trials = match gpu_speed {
            Err(cause) => Trials::GpuFailed(cause),
            Ok(gpu) => match self.time(&cpu).await? {
                Ok(cpu) => Trials::Done { gpu, cpu },
                Err(cause) => Trials::CpuFailed(cause),
            },
        };
        let Decision { takes_gpu, reason } = trials.decide(self.gpu_name);
        Ok(match gpu.filter(|_| takes_gpu) {
            Some(gpu) => ChosenLandscape::Gpu(gpu, reason),
            None => ChosenLandscape::Cpu(cpu, reason),
        })
    }

    async fn open_and_time<L: Landscape>(
        &self,
        open: impl FnOnce() -> Result<L, JobError>,
    ) -> Result<Trial<(L, f64)>, JobError> {
        let landscape = open()?;
        Ok(self.time(&landscape).await?.map(|speed| (landscape, speed)))
    }

    /// Images per second.
    async fn time(&self, landscape: &impl Landscape) -> Result<Trial<f64>, JobError> {
        match examples_per_second(landscape, self.sample, self.length, self.control, self.clock).await {
            Ok(speed) => Ok(Ok(speed)),
            Err(TrialError::Failed(cause)) => Ok(Err(cause)),
            Err(TrialError::Interrupted(interrupted)) => Err(LandscapeError::from(interrupted).into()),
        }
    }
}

/// The outcome of a trial, or why it failed, as text.
type Trial<T> = Result<T, String>;

/// The outcome of work on a device, or its panic message: a driver that fails may panic.
async fn caught<T>(work: impl Future<Output = T>) -> Result<T, String> {
    let mut work = pin!(work);
    poll_fn(|context| match catch_unwind(AssertUnwindSafe(|| work.as_mut().poll(context))) {
        Ok(poll) => poll.map(Ok),
        Err(cause) => Poll::Ready(Err(in_words(&*cause))),
    })
    .await
}

fn in_words(cause: &(dyn Any + Send)) -> String {
    let words = cause.downcast_ref::<&str>().copied().or(cause.downcast_ref::<String>().map(String::as_str));
    words.unwrap_or("the cause is unknown").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::descent::DescentSpecification;
    use crate::job::trial::clock::{HandClock, SystemClock};
    use crate::job::trial::stand_in::{StandIn, small_network};
    use crate::landscape::HostNetwork;
    use crate::points::ReadError;
    use pollster::block_on;
    use std::cell::Cell;

    /// Lets a small network stand in for a GPU, and another one for the CPU; `on_gpu` and `on_cpu` run before each of
    /// their gradients. Returns whether the GPU is taken, with the reason.
    fn contest(
        clock: &HandClock,
        on_gpu: impl Fn(usize) -> Result<(), ReadError> + Sync,
        on_cpu: impl Fn(usize) -> Result<(), ReadError> + Sync,
        control: &Control,
    ) -> Result<(bool, String), JobError> {
        let descent = DescentSpecification { batch_size: 8, ..DescentSpecification::for_networks() };
        let contest = Contest {
            gpu_name: "a card",
            sample: Sample::Descent(&descent, 1),
            length: Duration::from_millis(1),
            control,
            clock,
        };
        let open_cpu = || Ok(StandIn::new(small_network(), on_cpu));
        let open_gpu = || Ok(StandIn::new(small_network(), on_gpu));
        Ok(match block_on(contest.decide(open_cpu, open_gpu))? {
            ChosenLandscape::Cpu(_, reason) => (false, reason),
            ChosenLandscape::Gpu(_, reason) => (true, reason),
        })
    }

    /// A hook that makes a gradient take `milliseconds`.
    fn taking(clock: &HandClock, milliseconds: u64) -> impl Fn(usize) -> Result<(), ReadError> + Sync {
        move |_| {
            clock.advance(milliseconds);
            Ok(())
        }
    }

    fn not_at_all(_gradients: usize) -> Result<(), ReadError> {
        panic!("the CPU was timed")
    }

    #[test]
    fn the_faster_one_continues_the_work() {
        let (clock, control) = (HandClock::default(), Control::default());
        let timed = |on_gpu, on_cpu| {
            contest(&clock, taking(&clock, on_gpu), taking(&clock, on_cpu), &control).unwrap()
        };
        assert_eq!(timed(10, 40), (true, "it does 800 images/s against 200 on the CPU".to_owned()));
        assert_eq!(timed(40, 10), (false, "it does 800 images/s against 200 on a card".to_owned()));
        // If both are equally fast, it is the CPU.
        assert!(!timed(20, 20).0);
    }

    #[test]
    fn a_gpu_that_gives_out_counts_as_not_there_and_nothing_is_timed() {
        let lost = |gradients| match gradients {
            0..3 => Ok(()),
            _ => Err(ReadError { reason: "it is lost".to_owned() }),
        };
        let (is_gpu, reason) = contest(&HandClock::default(), lost, not_at_all, &Control::default()).unwrap();
        assert!(!is_gpu && reason.starts_with("a card failed when it was tried"), "{reason}");
        assert!(reason.contains("it is lost"), "{reason}");
    }

    #[test]
    fn a_driver_that_panics_counts_as_not_there() {
        let (is_gpu, reason) =
            contest(&HandClock::default(), |_| panic!("no memory"), not_at_all, &Control::default()).unwrap();
        assert!(!is_gpu && reason.contains("(no memory)"), "{reason}");
        let broken = |gradients: usize| panic!("no memory for gradient {gradients}");
        let (is_gpu, reason) =
            contest(&HandClock::default(), broken, not_at_all, &Control::default()).unwrap();
        assert!(!is_gpu && reason.contains("(no memory for gradient 0)"), "{reason}");
    }

    #[test]
    fn a_gpu_whose_landscape_does_not_open_counts_as_not_there() {
        let descent = DescentSpecification::for_networks();
        let contest = Contest {
            gpu_name: "a card",
            sample: Sample::Descent(&descent, 1),
            length: Duration::from_millis(1),
            control: &Control::default(),
            clock: &SystemClock::new(),
        };
        let opened = Cell::new(0);
        let open_cpu = || {
            opened.set(opened.get() + 1);
            Ok(small_network())
        };
        let open_gpu = || -> Result<HostNetwork, JobError> { panic!("too large") };
        let taken = block_on(contest.decide(open_cpu, open_gpu)).unwrap();
        assert!(matches!(taken, ChosenLandscape::Cpu(_, reason) if reason.contains("too large")));
        assert_eq!(opened.get(), 1);
    }

    #[test]
    fn a_job_that_is_cancelled_meanwhile_ends() {
        let control = Control::default();
        let cancelling = |_| {
            control.cancel();
            Ok(())
        };
        let error = contest(&HandClock::default(), cancelling, not_at_all, &control).unwrap_err();
        assert!(error.is_interruption(), "{error}");
    }
}
