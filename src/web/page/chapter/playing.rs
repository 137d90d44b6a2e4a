//! Playing a figure: one of its controls moves from its low to its high end, as fast as the pictures can be computed.

use super::model::{Model, default};
use crate::teaching::address::Values;
use crate::web::page::appearance::wants_stillness;
use crate::web::page::slider::Division;
use leptos::prelude::*;
use std::time::Duration;

/// The least time between two pictures.
const BETWEEN_PICTURES: Duration = Duration::from_millis(70);
/// The most pictures from end to end.
const MOST_PICTURES: f64 = 60.0;

impl Model {
    /// The index of the control that is played, and its division.
    fn played(self) -> Option<(usize, Division)> {
        let controls = self.outline.controls;
        let place = controls.iter().position(|control| control.key == self.outline.played)?;
        let control = &controls[place];
        let Values::Numbers(numbers) = control.values else { return None };
        let (low, high) = (numbers.low(), numbers.high());
        Some((place, Division { low, high, step: control.step, scale: control.scale }))
    }

    /// Plays from the current position, or from the low end if it is at the high one; stops if it is playing.
    pub(super) fn play_or_pause(self) {
        self.was_set.set_value(true);
        if self.is_playing.get_untracked() {
            self.stop_playing();
            self.complete();
            return;
        }
        if wants_stillness() {
            // Show the end at once.
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

    /// Plays once from the low end to the default.
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

    /// Stops at the current position.
    pub(super) fn stop_playing(self) {
        self.is_playing.set(false);
        self.value_at_rest.set(None);
    }

    /// Stops at the position where it would have ended.
    pub(super) fn end_playing(self) {
        if self.is_playing.get_untracked() {
            self.stop_playing();
            self.go_to(self.plays_until.get_value());
        }
    }

    /// Whether the control at this index is the one that is played.
    pub(super) fn is_played(self, place: usize) -> bool {
        self.outline.controls[place].key == self.outline.played
    }

    fn play_until(self, share: f64) {
        self.plays_until.set_value(share);
        self.is_playing.set(true);
        self.status.set(String::new());
        set_timeout(move || self.advance(), BETWEEN_PICTURES);
    }

    /// Moves on by one picture.
    pub(super) fn step(self) {
        self.was_set.set_value(true);
        self.stop_playing();
        self.go_one_further();
    }

    /// Returns to the low end.
    pub(super) fn restart(self) {
        self.was_set.set_value(true);
        self.stop_playing();
        self.go_to(0.0);
    }

    /// Schedules the next picture after one has been shown.
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

    /// Requests the full picture where only a quick one is shown.
    fn complete(self) {
        self.seed.notify();
    }
}
