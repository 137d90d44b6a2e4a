//! Signal handling: termination signals cancel a job, which saves its state; Ctrl-Z pauses the job before the program
//! stops, and `fg` resumes both. A signal that was ignored when the program started, as under `nohup`, stays ignored.

use super::Failure;
use crate::job::Control;
use anyhow::Context;
use std::process::exit;
use std::sync::atomic::{AtomicI32, Ordering};

/// Ended by Ctrl-C or the end of a session: the code that shells expect.
pub(super) const INTERRUPTED: u8 = 130;
/// Ended by a batch queue (SIGTERM or SIGUSR1); the same command resumes. `EX_TEMPFAIL` of sysexits.h.
const TRY_AGAIN: u8 = 75;
/// What shells add to the number of the signal that ended a program.
const ENDED_BY: i32 = 128;

/// The first termination signal received; 0 before.
static FIRST: AtomicI32 = AtomicI32::new(0);

/// Passes signals on to a job: the first termination signal cancels the job, which saves its state. A second Ctrl-C
/// ends the program at once.
pub(super) fn obey(control: &Control) -> Result<(), Failure> {
    sleep_on_request(control.clone())?;
    cancel_on_request(control)
}

/// Like [`obey`], for termination signals only.
pub(super) fn cancel_on_request(control: &Control) -> Result<(), Failure> {
    let control = control.clone();
    on_first_request(move || control.cancel())
}

/// The exit code of a program ended by a signal, given whether its state is saved.
pub(super) fn exit_code(is_saved: bool) -> u8 {
    code_after(FIRST.load(Ordering::SeqCst), is_saved)
}

/// Calls `end` at the first termination signal; a second Ctrl-C ends the program at once. Other later signals have no
/// effect: the end of a session often sends several.
#[cfg(unix)]
pub(super) fn on_first_request(mut end: impl FnMut() + Send + 'static) -> Result<(), Failure> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM, SIGUSR1};
    use signal_hook::iterator::Signals;

    let heeded = [SIGINT, SIGHUP, SIGTERM, SIGUSR1].into_iter().filter(|&signal| !is_ignored(signal));
    let mut signals = Signals::new(heeded).context("signals cannot be caught").map_err(Failure::Other)?;
    std::thread::spawn(move || {
        for signal in signals.forever() {
            match FIRST.compare_exchange(0, signal, Ordering::SeqCst, Ordering::SeqCst) {
                Ok(_) => end(),
                Err(_) if signal == SIGINT => exit(i32::from(INTERRUPTED)),
                Err(_) => {}
            }
        }
    });
    Ok(())
}

/// Other systems have only Ctrl-C and the end of the session.
#[cfg(not(unix))]
pub(super) fn on_first_request(mut end: impl FnMut() + Send + 'static) -> Result<(), Failure> {
    /// The number of SIGINT on Unix.
    const INTERRUPT: i32 = 2;

    ctrlc::set_handler(move || match FIRST.swap(INTERRUPT, Ordering::SeqCst) {
        0 => end(),
        _ => exit(i32::from(INTERRUPTED)),
    })
    .context("Ctrl-C cannot be caught")
    .map_err(Failure::Other)
}

/// The exit code after a signal.
#[cfg(unix)]
fn code_after(signal: i32, is_saved: bool) -> u8 {
    use signal_hook::consts::{SIGTERM, SIGUSR1};

    match (signal, is_saved) {
        (SIGTERM | SIGUSR1, true) => TRY_AGAIN,
        (SIGTERM | SIGUSR1, false) => u8::try_from(ENDED_BY + signal).unwrap_or(INTERRUPTED),
        _ => INTERRUPTED,
    }
}

#[cfg(not(unix))]
fn code_after(_signal: i32, _is_saved: bool) -> u8 {
    INTERRUPTED
}

/// Whether a signal was set to be ignored when the program started: by `nohup`, or by a shell script for its background
/// jobs.
#[cfg(unix)]
fn is_ignored(signal: i32) -> bool {
    // SAFETY: an all-zero `sigaction` is valid, and without a new action the call only overwrites it.
    unsafe {
        let mut action: libc::sigaction = std::mem::zeroed();
        libc::sigaction(signal, std::ptr::null(), &raw mut action) == 0
            && action.sa_sigaction == libc::SIG_IGN
    }
}

/// Pauses the job when the program receives SIGTSTP, and resumes it when the program continues.
#[cfg(unix)]
fn sleep_on_request(control: Control) -> Result<(), Failure> {
    use signal_hook::consts::SIGTSTP;
    use signal_hook::iterator::Signals;
    use signal_hook::low_level::emulate_default_handler;
    use std::time::{Duration, Instant};

    /// A job that has not paused by then stops in the middle of a step, which does no harm.
    const PATIENCE: Duration = Duration::from_secs(1);

    if is_ignored(SIGTSTP) {
        return Ok(());
    }
    let mut signals = Signals::new([SIGTSTP]).context("Ctrl-Z cannot be caught").map_err(Failure::Other)?;
    std::thread::spawn(move || {
        for signal in signals.forever() {
            control.pause();
            let asked = Instant::now();
            while !control.is_holding() && !control.is_cancelled() && asked.elapsed() < PATIENCE {
                std::thread::sleep(Duration::from_millis(5));
            }
            // Returns when the program continues. If it cannot stop, the job resumes at once.
            let _ = emulate_default_handler(signal);
            control.resume();
        }
    });
    Ok(())
}

/// Other systems do not stop programs.
#[cfg(not(unix))]
fn sleep_on_request(_control: Control) -> Result<(), Failure> {
    Ok(())
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM, SIGUSR1};

    #[test]
    fn a_queue_learns_whether_to_try_again() {
        for signal in [SIGTERM, SIGUSR1] {
            assert_eq!(code_after(signal, true), 75);
            assert_eq!(i32::from(code_after(signal, false)), 128 + signal);
        }
        for signal in [SIGINT, SIGHUP] {
            assert_eq!((code_after(signal, true), code_after(signal, false)), (130, 130));
        }
    }
}
