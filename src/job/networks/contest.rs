//! The choice between a GPU and the CPU: each does the job's work for a second, and the faster one is taken.

use crate::data::grouped;
use crate::job::JobError;
use crate::landscape::LandscapeError;
use crate::settings::without_advice;
use std::any::Any;
use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::task::Poll;

/// Examples per second on a device, or why the work could not be done there, as text.
pub(super) type Speed = Result<f64, String>;

/// Opens and times the GPU and, if it works, the CPU. Returns what was opened on the faster device, or on the CPU if they
/// are equally fast, with the reason as text: "it" is the device that was taken. A device that cannot be opened or timed,
/// whether by an error or by a panic, loses; then the other one need not be timed.
///
/// # Errors
/// When the job is cancelled during the trials, or neither device can be opened.
pub(super) async fn faster<T>(
    gpu_name: &str,
    open_gpu: impl FnOnce() -> Result<T, JobError>,
    open_cpu: impl FnOnce() -> Result<T, JobError>,
    time: impl AsyncFn(&T) -> Result<Speed, LandscapeError>,
) -> Result<(T, String), JobError> {
    let (gpu, gpu_speed) = match tried(open_gpu, &time).await? {
        Ok(tried) => tried,
        Err(cause) => return Ok((open_cpu()?, format!("{gpu_name} failed when it was tried ({cause})"))),
    };
    Ok(match tried(open_cpu, &time).await? {
        Err(cause) => (gpu, format!("the CPU failed when it was tried ({cause})")),
        Ok((_, cpu_speed)) if gpu_speed > cpu_speed => (gpu, comparison(gpu_speed, cpu_speed, "the CPU")),
        Ok((cpu, cpu_speed)) => (cpu, comparison(cpu_speed, gpu_speed, gpu_name)),
    })
}

/// Opens and times a device. Returns what was opened with its speed, or how the device failed, as text.
///
/// # Errors
/// When the job is cancelled meanwhile.
async fn tried<T>(
    open: impl FnOnce() -> Result<T, JobError>,
    time: &impl AsyncFn(&T) -> Result<Speed, LandscapeError>,
) -> Result<Result<(T, f64), String>, JobError> {
    let trial = async {
        let opened = open()?;
        let speed = time(&opened).await?;
        Ok::<_, JobError>(speed.map(|speed| (opened, speed)))
    };
    match caught(trial).await {
        Ok(Ok(tried)) => Ok(tried),
        Ok(Err(error)) if error.is_interruption() => Err(error),
        // The advice has then been followed: the other device computes.
        Ok(Err(error)) => Ok(Err(without_advice(&error.to_string()).to_owned())),
        Err(cause) => Ok(Err(cause)),
    }
}

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

fn comparison(taken: f64, left: f64, left_name: &str) -> String {
    format!("it does {} images/s against {} on {left_name}", rounded(taken), rounded(left))
}

/// Numbers below this are written with one decimal.
const WITHOUT_FRACTION: f64 = 100.0;

/// A speed to about three significant digits.
fn rounded(speed: f64) -> String {
    if speed < WITHOUT_FRACTION {
        return format!("{speed:.1}");
    }
    let unit = 10.0_f64.powf(speed.log10().floor() - 2.0);
    grouped(((speed / unit).round() * unit).round() as usize)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::descent::DescentSpecification;
    use crate::job::Control;
    use crate::job::networks::trial::stand_in::{StandIn, small_network};
    use crate::job::networks::trial::{Sample, Trial};
    use crate::landscape::HostNetwork;
    use crate::points::ReadError;
    use pollster::block_on;
    use std::cell::Cell;
    use std::sync::atomic::{AtomicU64, Ordering};
    use std::time::Duration;

    /// Whether the GPU is taken, with the reason, after trials with these outcomes.
    fn decide(gpu: Result<f64, &str>, cpu: Result<f64, &str>) -> (bool, String) {
        let [gpu, cpu] = [gpu, cpu].map(|speed| speed.map_err(str::to_owned));
        let found = async |opened: &(bool, Speed)| Ok::<_, LandscapeError>(opened.1.clone());
        let ((is_gpu, _), reason) =
            block_on(faster("NVIDIA H100", || Ok((true, gpu)), || Ok((false, cpu)), found)).unwrap();
        (is_gpu, reason)
    }

    #[test]
    fn the_faster_one_is_taken_and_both_speeds_are_reported() {
        assert_eq!(
            decide(Ok(63_049.0), Ok(20_951.0)),
            (true, "it does 63,000 images/s against 21,000 on the CPU".to_owned())
        );
        assert_eq!(
            decide(Ok(63.04), Ok(1_234_567.0)),
            (false, "it does 1,230,000 images/s against 63.0 on NVIDIA H100".to_owned())
        );
    }

    #[test]
    fn the_cpu_is_taken_where_the_gpu_is_no_faster() {
        assert_eq!(
            decide(Ok(500.0), Ok(500.0)),
            (false, "it does 500 images/s against 500 on NVIDIA H100".to_owned())
        );
    }

    #[test]
    fn what_failed_is_not_taken_and_the_cause_is_reported() {
        assert_eq!(
            decide(Err("the device is lost"), Ok(500.0)),
            (false, "NVIDIA H100 failed when it was tried (the device is lost)".to_owned())
        );
        assert_eq!(
            decide(Ok(500.0), Err("no memory")),
            (true, "the CPU failed when it was tried (no memory)".to_owned())
        );
    }

    /// Called before each gradient of a device, with the number of those before it.
    type Hook<'a> = &'a (dyn Fn(usize) -> Result<(), ReadError> + Sync);

    /// Lets a small network stand in for a GPU, and another one for the CPU, in trials by a clock that shows
    /// `milliseconds`. Returns whether the GPU is taken, with the reason.
    fn contest<'a>(
        milliseconds: &AtomicU64,
        on_gpu: Hook<'a>,
        on_cpu: Hook<'a>,
        control: &Control,
    ) -> Result<(bool, String), JobError> {
        let descent = DescentSpecification { batch_size: 8, ..DescentSpecification::for_networks() };
        let trial = Trial {
            sample: Sample::Descent(&descent, 1),
            length: Duration::from_millis(1),
            control,
            clock: &|| Duration::from_millis(milliseconds.load(Ordering::SeqCst)),
        };
        let open = |is_gpu, hook: Hook<'a>| Ok((is_gpu, StandIn::new(small_network(), hook)));
        let time = async |opened: &(bool, StandIn<HostNetwork, Hook<'a>>)| trial.speed(&opened.1).await;
        let ((is_gpu, _), reason) =
            block_on(faster("a card", || open(true, on_gpu), || open(false, on_cpu), time))?;
        Ok((is_gpu, reason))
    }

    fn not_at_all(_gradients: usize) -> Result<(), ReadError> {
        panic!("the CPU was timed")
    }

    /// The contest of a GPU that fails in this way, on which the CPU is not timed.
    fn with_failing_gpu(on_gpu: Hook<'_>) -> (bool, String) {
        contest(&AtomicU64::new(0), on_gpu, &not_at_all, &Control::default()).unwrap()
    }

    #[test]
    fn the_faster_one_continues_the_work() {
        let clock = AtomicU64::new(0);
        let taking = |milliseconds| {
            let clock = &clock;
            move |_: usize| {
                clock.fetch_add(milliseconds, Ordering::SeqCst);
                Ok(())
            }
        };
        let timed =
            |on_gpu, on_cpu| contest(&clock, &taking(on_gpu), &taking(on_cpu), &Control::default()).unwrap();
        assert_eq!(timed(10, 40), (true, "it does 800 images/s against 200 on the CPU".to_owned()));
        assert_eq!(timed(40, 10), (false, "it does 800 images/s against 200 on a card".to_owned()));
        // If both are equally fast, it is the CPU.
        assert!(!timed(20, 20).0);
    }

    #[test]
    fn a_gpu_that_gives_out_counts_as_not_there_and_nothing_is_timed() {
        let (is_gpu, reason) = with_failing_gpu(&|gradients| match gradients {
            0..3 => Ok(()),
            _ => Err(ReadError { reason: "it is lost".to_owned() }),
        });
        assert!(!is_gpu && reason.starts_with("a card failed when it was tried"), "{reason}");
        assert!(reason.contains("it is lost"), "{reason}");
    }

    #[test]
    fn a_driver_that_panics_counts_as_not_there() {
        let (is_gpu, reason) = with_failing_gpu(&|_| panic!("no memory"));
        assert!(!is_gpu && reason.contains("(no memory)"), "{reason}");
        let (is_gpu, reason) = with_failing_gpu(&|gradients| panic!("no memory for gradient {gradients}"));
        assert!(!is_gpu && reason.contains("(no memory for gradient 0)"), "{reason}");
    }

    #[test]
    fn a_gpu_that_does_not_open_counts_as_not_there() {
        let opened = Cell::new(0);
        let open_cpu = || {
            opened.set(opened.get() + 1);
            Ok("the CPU")
        };
        let not_timed = async |_: &&str| -> Result<Speed, LandscapeError> { panic!("the CPU was timed") };
        let (taken, reason) =
            block_on(faster("a card", || panic!("too large"), open_cpu, &not_timed)).unwrap();
        assert!(taken == "the CPU" && reason.contains("too large"), "{reason}");
        let failed = || Err(lost());
        let (taken, reason) = block_on(faster("a card", failed, open_cpu, &not_timed)).unwrap();
        assert!(taken == "the CPU" && reason.contains("it is lost"), "{reason}");
        assert_eq!(opened.get(), 2);
        // If there is no device at all, the error is the CPU's.
        let none = block_on(faster("a card", failed, || Err::<&str, _>(lost()), &not_timed));
        assert!(none.unwrap_err().to_string().contains("it is lost"));
    }

    #[test]
    fn a_cpu_that_does_not_open_leaves_the_gpu() {
        let found = async |_: &&str| Ok::<Speed, LandscapeError>(Ok(500.0));
        let (taken, reason) =
            block_on(faster("a card", || Ok("the card"), || panic!("no memory"), &found)).unwrap();
        assert!(taken == "the card" && reason.contains("the CPU failed"), "{reason}");
        let (taken, reason) = block_on(faster("a card", || Ok("the card"), || Err(lost()), &found)).unwrap();
        assert!(taken == "the card" && reason.contains("it is lost"), "{reason}");
    }

    /// The error of a device that does not open.
    fn lost() -> JobError {
        LandscapeError::from(ReadError { reason: "it is lost".to_owned() }).into()
    }

    #[test]
    fn a_job_that_is_cancelled_meanwhile_ends() {
        let control = Control::default();
        let cancelling = |_: usize| {
            control.cancel();
            Ok(())
        };
        let error = contest(&AtomicU64::new(0), &cancelling, &not_at_all, &control).unwrap_err();
        assert!(error.is_interruption(), "{error}");
    }
}
