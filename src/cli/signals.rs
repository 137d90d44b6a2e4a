//! Ctrl-C ends a job in good order; Ctrl-Z holds it before the program sleeps, and `fg` lets both go on.

use super::{Failure, INTERRUPTED};
use crate::job::Control;
use anyhow::Context;
use std::process::exit;

/// Passes the system's signals on to a job.
///
/// The first Ctrl-C (or end of the session) ends the job after what it does just now, the second one at once.
pub(super) fn obey(control: &Control) -> Result<(), Failure> {
    sleep_on_request(control.clone())?;
    end_on_interrupt(control)
}

/// Passes on Ctrl-C (and the end of the session) alone, as [`obey`] does.
pub(super) fn end_on_interrupt(control: &Control) -> Result<(), Failure> {
    let control = control.clone();
    ctrlc::set_handler(move || {
        if control.is_cancelled() {
            exit(i32::from(INTERRUPTED));
        }
        control.cancel();
    })
    .context("Ctrl-C cannot be caught")
    .map_err(Failure::Other)
}

/// Holds the job when the program is asked to sleep, and lets it go on when the program is woken.
#[cfg(unix)]
fn sleep_on_request(control: Control) -> Result<(), Failure> {
    use signal_hook::consts::SIGTSTP;
    use signal_hook::iterator::Signals;
    use signal_hook::low_level::emulate_default_handler;
    use std::time::{Duration, Instant};

    /// A job that does not hold by then sleeps in the middle of a step, which does no harm.
    const PATIENCE: Duration = Duration::from_secs(1);

    let mut signals = Signals::new([SIGTSTP]).context("Ctrl-Z cannot be caught").map_err(Failure::Other)?;
    std::thread::spawn(move || {
        for signal in signals.forever() {
            control.pause();
            let asked = Instant::now();
            while !control.is_holding() && !control.is_cancelled() && asked.elapsed() < PATIENCE {
                std::thread::sleep(Duration::from_millis(5));
            }
            // Returns when the program is woken. Where it cannot sleep, the job goes on at once.
            let _ = emulate_default_handler(signal);
            control.resume();
        }
    });
    Ok(())
}

/// Other systems do not put programs to sleep.
#[cfg(not(unix))]
fn sleep_on_request(_control: Control) -> Result<(), Failure> {
    Ok(())
}
