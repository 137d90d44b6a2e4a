//! The state of the figure, and its motion.

use crate::teaching::counted::counted;
use crate::teaching::three_sheets::{Camera, Pair, PairError, Path};
use crate::web::page::appearance::wants_stillness;
use crate::web::page::frames::each_frame;
use crate::web::page::immediately::{Waiting, immediately};
use crate::web::page::mathematics::loss;
use crate::web::page::sentence::sentence;
use leptos::prelude::*;
use std::time::Duration;

/// The seed of a run that is easy to see: both balls start in the same octant, and their wedges cross there.
pub(super) const FIRST_SEED: u32 = 438;
/// Slow enough to see each step, quick enough to arrive within two seconds.
pub(super) const FIRST_LEARNING_RATE: f64 = 0.1;
/// Steps of the descents in a second.
const STEPS_PER_SECOND: f64 = 30.0;
/// Seconds from one end of a path to the other.
const SECONDS_PER_PATH: f64 = 3.0;
/// The number of points at which the losses along a path are measured, ends included.
const SAMPLES: usize = 201;

/// Why the figure cannot be shown.
#[derive(Debug, Clone, thiserror::Error)]
pub(in crate::web::page) enum ModelError {
    /// The descents failed.
    #[error(transparent)]
    Pair(#[from] PairError),
    /// The landscape gave no answer.
    #[error(transparent)]
    Waiting(#[from] Waiting),
}

/// What is moving.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Motion {
    /// Nothing.
    Resting,
    /// The balls descend.
    Descending,
    /// The mark moves along both paths to the position.
    Walking { to: f64 },
}

/// The state of the figure. A copy is another handle on the same state.
#[derive(Debug, Clone, Copy)]
pub(in crate::web::page) struct Model {
    /// Seeds the starts.
    pub(super) seed: RwSignal<u32>,
    /// The learning rate of both descents.
    pub(super) learning_rate: RwSignal<f64>,
    /// Both descents from beginning to end.
    pub(super) pair: RwSignal<Pair>,
    /// The number of steps shown.
    pub(super) step: RwSignal<usize>,
    /// The marked position on both paths, from 0 to 1.
    pub(super) position: RwSignal<f64>,
    /// The reader's point of view.
    pub(super) camera: RwSignal<Camera>,
    /// The last status text for those who cannot see the figure.
    pub(super) status: RwSignal<String>,
    /// The straight path's losses at [`Model::positions`].
    pub(super) straight: Memo<Vec<f64>>,
    /// The zero-loss path's losses at the same positions; `None` until both balls have arrived.
    pub(super) zero_loss: Memo<Option<Vec<f64>>>,
    /// The highest losses of the straight and of the zero-loss path (0 until there is one).
    pub(super) highest: Memo<(f64, f64)>,
    motion: RwSignal<Motion>,
    /// The share of a step that has passed since the last one.
    pending: StoredValue<f64>,
    frames_run: StoredValue<bool>,
}

impl Model {
    /// The figure at its start.
    pub(in crate::web::page) fn new() -> Result<Self, ModelError> {
        let pair = RwSignal::new(descend(FIRST_SEED, FIRST_LEARNING_RATE)?);
        let step = RwSignal::new(0);
        let straight = Memo::new(move |_| pair.with(|pair| losses(pair, &pair.straight_path(step.get()))));
        let zero_loss = Memo::new(move |_| {
            pair.with(|pair| (step.get() >= pair.steps()).then(|| losses(pair, &pair.zero_loss_path())))
        });
        let highest = Memo::new(move |_| {
            (
                straight.with(|losses| highest(losses)),
                zero_loss.with(|losses| losses.as_deref().map_or(0.0, highest)),
            )
        });
        Ok(Self {
            seed: RwSignal::new(FIRST_SEED),
            learning_rate: RwSignal::new(FIRST_LEARNING_RATE),
            pair,
            step,
            position: RwSignal::new(0.5),
            camera: RwSignal::new(pair.with_untracked(view_of)),
            status: RwSignal::new(String::new()),
            straight,
            zero_loss,
            highest,
            motion: RwSignal::new(Motion::Resting),
            pending: StoredValue::new(0.0),
            frames_run: StoredValue::new(false),
        })
    }

    /// The positions at which losses are measured.
    pub(super) fn positions() -> impl Iterator<Item = f64> {
        (0..SAMPLES).map(|sample| sample as f64 / (SAMPLES - 1) as f64)
    }

    /// Whether both balls have arrived. Tracked.
    pub(super) fn has_arrived(self) -> bool {
        self.step.get() >= self.pair.with(Pair::steps)
    }

    /// Whether anything is moving. Tracked.
    pub(super) fn is_playing(self) -> bool {
        self.motion.get() != Motion::Resting
    }

    /// The current straight path. Tracked.
    pub(super) fn straight_path(self) -> Path {
        self.pair.with(|pair| pair.straight_path(self.step.get()))
    }

    /// The zero-loss path, once both balls have arrived. Tracked.
    pub(super) fn zero_loss_path(self) -> Option<Path> {
        self.has_arrived().then(|| self.pair.with(Pair::zero_loss_path))
    }

    /// The losses along the straight path after `step` steps, at [`Model::positions`]. Tracked.
    pub(super) fn straight_losses_after(self, step: usize) -> Vec<f64> {
        self.pair.with(|pair| losses(pair, &pair.straight_path(step)))
    }

    /// The losses at the marked position of the straight and of the zero-loss path. Tracked.
    pub(super) fn marked_losses(self) -> (f64, Option<f64>) {
        let position = self.position.get();
        let at = |path: Path| {
            self.pair.with(|pair| {
                immediately(pair.losses_along(&path, &[position]))
                    .ok()
                    .and_then(Result::ok)
                    .and_then(|losses| losses.first().copied())
                    .unwrap_or(f64::NAN)
            })
        };
        (at(self.straight_path()), self.zero_loss_path().map(at))
    }

    /// Resumes an unfinished descent, or plays everything again.
    pub(super) fn play(self) {
        if wants_stillness() {
            self.finish();
            return;
        }
        if self.at_end() {
            self.step.set(0);
            self.position.set(0.5);
        }
        self.pending.set_value(0.0);
        self.motion.set(Motion::Descending);
        self.status.set("The balls descend.".to_owned());
        if !self.frames_run.get_value() {
            self.frames_run.set_value(true);
            each_frame(move |elapsed| self.advance(elapsed));
        }
    }

    /// Stops the motion.
    pub(super) fn pause(self) {
        self.motion.set(Motion::Resting);
        self.status.set(format!("Paused. {}", self.losses_in_words()));
    }

    /// Takes one step of both descents.
    pub(super) fn take_step(self) {
        self.motion.set(Motion::Resting);
        if self.at_end() {
            self.status.set("Both balls have arrived. Restart to step again.".to_owned());
            return;
        }
        self.step.update(|step| *step += 1);
        if self.at_end() {
            self.arrive();
        } else {
            self.status.set(self.losses_in_words());
        }
    }

    /// Returns to the starts.
    pub(super) fn restart(self) {
        self.motion.set(Motion::Resting);
        self.step.set(0);
        self.position.set(0.5);
        self.status.set(format!("Back at the start. {}", self.losses_in_words()));
    }

    /// Jumps to the end of the motion.
    pub(super) fn finish(self) {
        self.motion.set(Motion::Resting);
        self.step.set(self.pair.with_untracked(Pair::steps));
        self.arrive();
    }

    /// Sets other starts, from which the balls descend at once.
    pub(super) fn choose_seed(self, seed: u32) {
        match descend(seed, self.learning_rate.get_untracked()) {
            Ok(pair) => {
                self.seed.set(seed);
                self.camera.set(view_of(&pair));
                self.pair.set(pair);
                self.step.set(0);
                self.position.set(0.5);
                self.play();
            }
            Err(error) => self.status.set(sentence(&error.to_string())),
        }
    }

    /// Sets another learning rate: for the remaining steps if the balls are descending, for a whole new run if they
    /// have arrived.
    pub(super) fn choose_learning_rate(self, rate: f64) {
        let step = self.step.get_untracked();
        let ended = self.at_end();
        let kept = if ended { 0 } else { step };
        match self.pair.with_untracked(|pair| turn(pair, kept, rate)) {
            Ok(pair) => {
                self.learning_rate.set(rate);
                let end = pair.steps();
                self.pair.set(pair);
                let steps = counted(end, "step");
                self.status.set(format!("At the learning rate {rate} the balls arrive after {steps}."));
                if ended {
                    self.step.set(end);
                }
            }
            Err(error) => self.status.set(sentence(&error.to_string())),
        }
    }

    /// Marks a position, and stops the mark if it is moving.
    pub(super) fn mark(self, position: f64) {
        if matches!(self.motion.get_untracked(), Motion::Walking { .. }) {
            self.motion.set(Motion::Resting);
        }
        self.position.set(position.clamp(0.0, 1.0));
    }

    /// Turns the scene.
    pub(super) fn turn(self, yaw: f64, pitch: f64) {
        self.camera.update(|camera| *camera = camera.turned(yaw, pitch));
    }

    /// Turns the scene back to its first view, in which most of it can be seen.
    pub(super) fn turn_back(self) {
        self.camera.set(self.pair.with_untracked(view_of));
    }

    fn advance(self, elapsed: Duration) -> Option<()> {
        let goes_on = match self.motion.get_untracked() {
            Motion::Resting => None,
            Motion::Descending => {
                self.descend_for(elapsed);
                Some(())
            }
            Motion::Walking { to } => {
                self.walk_for(elapsed, to);
                Some(())
            }
        };
        if goes_on.is_none() {
            self.frames_run.set_value(false);
        }
        goes_on
    }

    fn descend_for(self, elapsed: Duration) {
        let due = self.pending.get_value() + STEPS_PER_SECOND * elapsed.as_secs_f64();
        self.pending.set_value(due.fract());
        if due >= 1.0 {
            let end = self.pair.with_untracked(Pair::steps);
            self.step.update(|step| *step = (*step + due as usize).min(end));
        }
        if self.at_end() {
            self.arrive();
            self.position.set(0.0);
            self.motion.set(Motion::Walking { to: 1.0 });
        }
    }

    fn walk_for(self, elapsed: Duration, to: f64) {
        let longest = elapsed.as_secs_f64() / SECONDS_PER_PATH;
        let position = self.position.get_untracked();
        self.position.set(position + (to - position).clamp(-longest, longest));
        if (to - position).abs() > longest {
            return;
        }
        let peak = self.peak();
        // Once to the end, then back to the highest loss of the straight path.
        self.motion.set(if to == 1.0 && peak != 1.0 {
            Motion::Walking { to: peak }
        } else {
            Motion::Resting
        });
    }

    fn arrive(self) {
        self.position.set(self.peak());
        let (straight, zero_loss) = self.highest.get_untracked();
        self.status.set(format!(
            "Both balls have arrived after {}. The straight path between them climbs to {}, the zero-loss path to {}.",
            counted(self.pair.with_untracked(Pair::steps), "step"),
            loss(straight),
            loss(zero_loss),
        ));
    }

    /// The position of the straight path's highest loss.
    fn peak(self) -> f64 {
        let highest = self.highest.get_untracked().0;
        self.straight.with_untracked(|losses| {
            let place = losses.iter().position(|&loss| loss == highest).unwrap_or(0);
            place as f64 / (SAMPLES - 1) as f64
        })
    }

    fn at_end(self) -> bool {
        self.step.get_untracked() >= self.pair.with_untracked(Pair::steps)
    }

    fn losses_in_words(self) -> String {
        let step = self.step.get_untracked();
        let [a, b] = self.pair.with_untracked(|pair| pair.losses(step));
        format!("Step {step}. Loss of ball A {}, of ball B {}.", loss(a), loss(b))
    }
}

/// The view from the octant of the point halfway between the starts, in which most of the motion can be seen.
fn view_of(pair: &Pair) -> Camera {
    let middle = Path::new(pair.both(0).clone()).point(0.5);
    Camera::facing(std::array::from_fn(|axis| middle[axis]))
}

fn descend(seed: u32, learning_rate: f64) -> Result<Pair, ModelError> {
    Ok(immediately(Pair::descend(u64::from(seed), learning_rate))??)
}

fn turn(pair: &Pair, step: usize, learning_rate: f64) -> Result<Pair, ModelError> {
    Ok(immediately(pair.turned(step, learning_rate))??)
}

fn losses(pair: &Pair, path: &Path) -> Vec<f64> {
    let positions: Vec<f64> = Model::positions().collect();
    immediately(pair.losses_along(path, &positions)).ok().and_then(Result::ok).unwrap_or_default()
}

fn highest(losses: &[f64]) -> f64 {
    losses.iter().copied().fold(0.0, f64::max)
}
