//! Playing a figure: one of its controls moves from its low to its high end, as fast as it can be computed.

use super::model::{Model, default};
use crate::address::Values;
use crate::web::page::appearance::wants_stillness;
use crate::web::page::slider::Division;
use leptos::prelude::*;
use std::time::Duration;

/// From one picture to the next there is at least so much time.
const BETWEEN_PICTURES: Duration = Duration::from_millis(70);
/// From end to end there are at most so many pictures.
const MOST_PICTURES: f64 = 60.0;

impl Model {
    /// The place of the control that is played, and its division.
    fn played(self) -> Option<(usize, Division)> {
        let controls = self.outline.controls;
        let place = controls.iter().position(|control| control.key == self.outline.played)?;
        let control = &controls[place];
        let Values::Numbers(numbers) = control.values else { return None };
        let (low, high) = (numbers.low, numbers.high);
        Some((place, Division { low, high, step: control.step, scale: control.scale }))
    }

    /// Plays from where it is, or from the low end where it is at the high one; stops where it plays already.
    pub(super) fn play_or_pause(self) {
        self.was_set.set_value(true);
        if self.is_playing.get_untracked() {
            self.stop_playing();
            self.complete();
            return;
        }
        if wants_stillness() {
            // The end is shown at once.
            self.go_to(1.0);
            return;
        }
        let before = self.played().map(|(place, _)| self.value(place).get_untracked());
        self.value_at_rest.set(before);
        if self.share() >= 1.0 {
            self.go_to(0.0);
        }
        self.play_until(1.0);
    }

    /// Plays once from the low end to what is set by default.
    pub(super) fn play_to_default(self) {
        if let Some((place, division)) = self.played() {
            let usual = default(&self.outline.controls[place]);
            let end = division.share(usual);
            if end > 0.0 {
                self.value_at_rest.set(Some(usual));
                self.go_to(0.0);
                self.play_until(end);
            }
        }
    }

    /// Stops where it is: that is what the reader wants.
    pub(super) fn stop_playing(self) {
        self.is_playing.set(false);
        self.value_at_rest.set(None);
    }

    /// Stops where it would have ended.
    pub(super) fn end_playing(self) {
        if self.is_playing.get_untracked() {
            self.stop_playing();
            self.go_to(self.plays_until.get_value());
        }
    }

    /// Whether the control at this place is the one that is played.
    pub(super) fn is_played(self, place: usize) -> bool {
        self.outline.controls[place].key == self.outline.played
    }

    fn play_until(self, share: f64) {
        self.plays_until.set_value(share);
        self.is_playing.set(true);
        self.status.set(String::new());
        set_timeout(move || self.advance(), BETWEEN_PICTURES);
    }

    /// One picture further.
    pub(super) fn step(self) {
        self.was_set.set_value(true);
        self.stop_playing();
        self.go_one_further();
    }

    /// Back to the low end.
    pub(super) fn restart(self) {
        self.was_set.set_value(true);
        self.stop_playing();
        self.go_to(0.0);
    }

    /// After a picture was shown, the next one is due a little later.
    pub(super) fn go_on_playing(self) {
        if self.is_playing.get_untracked() {
            set_timeout(move || self.advance(), BETWEEN_PICTURES);
        }
    }

    fn advance(self) {
        if !self.is_playing.get_untracked() {
            return;
        }
        let end = self.plays_until.get_value();
        if self.share() + 1e-9 < end {
            self.go_one_further();
            if self.share() > end {
                self.go_to(end);
            }
        } else {
            self.stop_playing();
            self.complete();
        }
    }

    fn share(self) -> f64 {
        self.played().map_or(1.0, |(place, division)| division.share(self.value(place).get_untracked()))
    }

    fn go_to(self, share: f64) {
        if let Some((place, division)) = self.played() {
            self.value(place).set(division.along(share));
        }
    }

    fn go_one_further(self) {
        let Some((place, division)) = self.played() else { return };
        let before = self.value(place).get_untracked();
        let next = division.along((division.share(before) + 1.0 / MOST_PICTURES).min(1.0));
        let next = if next > before { next } else { (before + division.step).min(division.high) };
        self.value(place).set(next);
    }

    /// Asks for all of what is shown, where only a first picture was.
    fn complete(self) {
        self.seed.notify();
    }
}
