//! What an experiment has done so far, kept so that one that was interrupted goes on where it was.
//!
//! An experiment does the same pieces of work in the same order every time it runs: descents, measurements, looks at
//! where a descent is. So it is taken up again by running it anew, with every piece that is on record answered from the
//! record: it needs to know nothing of that, and ends with the very numbers that it would have ended with.

use crate::landscape::{HostPoints, Measurement};

/// A descent's state after some of its steps: all that the next step depends on.
///
/// The streams of minibatches and of dropout are functions of the descent's seed and of the step, so the step is their
/// state.
#[derive(Debug, Clone, PartialEq)]
pub struct DescentRecord {
    /// Steps taken.
    pub step: usize,
    /// Points, or coordinates in a plane: `[points, dimension]`.
    pub variables: HostPoints<f64>,
    /// What the optimizer remembers, each of the shape of the variables: nothing, a velocity, or two moments.
    pub memory: Vec<HostPoints<f64>>,
    /// The loss of every point before each step: `[step][point]`.
    pub history: Vec<Vec<f64>>,
}

/// Every piece of work that was done, each kind in the order in which it was done.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Record {
    /// Descents; the last one may be under way.
    pub descents: Vec<DescentRecord>,
    /// Losses that were measured, point by point.
    pub measurements: Vec<Measurement>,
    /// Points that were taken out of descents under way.
    pub points: Vec<HostPoints<f64>>,
    /// Of every training, whether its end was known from elsewhere, and no descent made.
    pub trainings_known: Vec<bool>,
}

impl Record {
    /// Whether nothing was done yet.
    pub fn is_empty(&self) -> bool {
        self.descents.is_empty() && self.measurements.is_empty() && self.points.is_empty()
    }

    /// How many pieces of work there are: steps, measurements, points taken out. It only grows.
    pub fn pieces(&self) -> usize {
        let steps: usize = self.descents.iter().map(|descent| descent.step).sum();
        steps + self.measurements.len() + self.points.len()
    }
}

/// A record that is read and added to by one run of an experiment.
#[derive(Debug, Clone, Default)]
pub struct Journal {
    record: Record,
    descents_begun: usize,
    measurements_asked: usize,
    points_asked: usize,
    trainings_asked: usize,
    answered_from_record: bool,
}

impl Journal {
    /// A journal that goes on from a record.
    pub fn new(record: Record) -> Self {
        Self { record, ..Self::default() }
    }

    /// All that was done so far.
    pub fn record(&self) -> &Record {
        &self.record
    }

    /// Whether the last measurement that was asked for had been done in an earlier run.
    pub fn answered_from_record(&self) -> bool {
        self.answered_from_record
    }

    /// Numbers the next descent, and gives its state where it is on record.
    pub fn begin_descent(&mut self) -> (usize, Option<DescentRecord>) {
        let number = self.descents_begun;
        self.descents_begun += 1;
        (number, self.record.descents.get(number).cloned())
    }

    /// Puts the state of a descent on record, in the place of an earlier one.
    pub fn put_descent(&mut self, number: usize, state: DescentRecord) {
        match self.record.descents.get_mut(number) {
            Some(earlier) => *earlier = state,
            None => self.record.descents.push(state),
        }
    }

    /// The next measurements, as many of `count` as are on record.
    pub fn recall_measurements(&mut self, count: usize) -> Vec<Measurement> {
        let from = self.measurements_asked.min(self.record.measurements.len());
        let to = (from + count).min(self.record.measurements.len());
        self.measurements_asked = to;
        self.answered_from_record = to - from == count;
        self.record.measurements[from..to].to_vec()
    }

    /// Puts measurements on record.
    pub fn put_measurements(&mut self, measured: &[Measurement]) {
        self.record.measurements.extend_from_slice(measured);
        self.measurements_asked = self.record.measurements.len();
    }

    /// The points that were taken out of a descent next, where they are on record.
    pub fn recall_points(&mut self) -> Option<HostPoints<f64>> {
        let points = self.record.points.get(self.points_asked).cloned()?;
        self.points_asked += 1;
        Some(points)
    }

    /// Whether the next training's end comes from elsewhere: what is on record of it, else `is_known`, which goes on
    /// record.
    pub fn begin_training(&mut self, is_known: bool) -> bool {
        let number = self.trainings_asked;
        self.trainings_asked += 1;
        match self.record.trainings_known.get(number) {
            Some(&recorded) => recorded,
            None => {
                self.record.trainings_known.push(is_known);
                is_known
            }
        }
    }

    /// Puts points on record.
    pub fn put_points(&mut self, points: HostPoints<f64>) {
        self.record.points.push(points);
        self.points_asked = self.record.points.len();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measurement(loss: f64) -> Measurement {
        Measurement { loss, accuracy: None }
    }

    #[test]
    fn a_second_run_is_answered_from_the_record_until_it_ends() {
        let mut first = Journal::default();
        assert!(first.recall_measurements(2).is_empty() && !first.answered_from_record());
        first.put_measurements(&[measurement(1.0), measurement(2.0), measurement(3.0)]);
        first.put_points(HostPoints::single(vec![7.0]));
        let mut second = Journal::new(first.record().clone());
        assert_eq!(second.recall_measurements(2), [measurement(1.0), measurement(2.0)]);
        assert!(second.answered_from_record());
        assert_eq!(second.recall_points().unwrap().values(), [7.0]);
        assert_eq!(second.recall_points(), None);
        // Of two only one is on record; the other is measured, and follows it there.
        assert_eq!(second.recall_measurements(2), [measurement(3.0)]);
        assert!(!second.answered_from_record());
        second.put_measurements(&[measurement(4.0)]);
        assert!(second.recall_measurements(1).is_empty());
        assert_eq!(second.record().measurements.len(), 4);
    }

    #[test]
    fn a_training_that_was_made_is_made_again_even_if_its_end_is_known_since() {
        let mut first = Journal::default();
        assert!(!first.begin_training(false) && first.begin_training(true));
        let mut second = Journal::new(first.record().clone());
        assert!(!second.begin_training(true) && second.begin_training(false) && second.begin_training(true));
    }

    #[test]
    fn a_descent_is_found_by_its_number_and_replaced_by_its_later_state() {
        let state = |step| DescentRecord {
            step,
            variables: HostPoints::single(vec![step as f64]),
            memory: Vec::new(),
            history: Vec::new(),
        };
        let mut journal = Journal::default();
        assert_eq!(journal.begin_descent(), (0, None));
        journal.put_descent(0, state(3));
        journal.put_descent(0, state(5));
        let mut again = Journal::new(journal.record().clone());
        assert_eq!(again.begin_descent(), (0, Some(state(5))));
        assert_eq!(again.begin_descent(), (1, None));
    }
}
