//! The record of what an experiment has done so far, from which an interrupted one resumes.
//!
//! An experiment does the same pieces of work in the same order every time it runs: descents, measurements, readings of
//! a descent's points. To resume it, it is run again, and every recorded piece is answered from the record: the
//! experiment needs no code for that, and ends with exactly the numbers of an uninterrupted run.
//!
//! Every entry describes the request that it answers. If its description differs from the request when its turn comes,
//! it is from another run or from a program that worked in another order, and is refused.

use crate::points::{HostPoints, Measurement, Split};
use serde::{Deserialize, Serialize};

/// A descent's state after some of its steps: everything that the next step depends on.
///
/// The streams of minibatches and of dropout are functions of the descent's seed and of the step, so the step is their
/// state.
#[derive(Debug, Clone, PartialEq)]
pub struct DescentRecord {
    /// A text that identifies the descent: its points, optimizer, steps and seed.
    pub work: String,
    /// Steps taken.
    pub step: usize,
    /// Points, or coordinates in a plane: `[points, dimension]`.
    pub variables: HostPoints<f64>,
    /// The optimizer's memory, each batch of the shape of the variables: empty, a velocity, or two moments.
    pub memory: Vec<HostPoints<f64>>,
    /// The loss of every point before each step: `[step][point]`.
    pub history: Vec<Vec<f64>>,
}

/// A measurement at one point. How many points were measured together is not recorded: that differs between devices,
/// and a job may resume on another one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MeasurementRecord {
    /// The examples that it was made on.
    pub split: Split,
    /// The measurement.
    pub measurement: Measurement,
}

/// Points read from a descent in progress.
#[derive(Debug, Clone, PartialEq)]
pub struct PointsRecord {
    /// A text that identifies the points.
    pub work: String,
    /// The points.
    pub points: HostPoints<f64>,
}

/// How a training began.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrainingRecord {
    /// Its seed.
    pub seed: u64,
    /// Whether its result was already known, so that no descent was made.
    pub is_known: bool,
}

/// The record does not match the request.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "the checkpoint holds {recorded}, but this run needs {asked}; choose another folder, or delete the checkpoint to start \
     over"
)]
pub struct OtherWork {
    /// The recorded work.
    pub recorded: String,
    /// The requested work.
    pub asked: String,
}

/// Checks that the recorded work is the requested work.
fn check(recorded: &str, asked: &str) -> Result<(), OtherWork> {
    match recorded == asked {
        true => Ok(()),
        false => Err(OtherWork { recorded: recorded.to_owned(), asked: asked.to_owned() }),
    }
}

fn measured_on(split: Split) -> String {
    format!("a loss on the {} examples", split.name())
}

/// Every piece of work that was done, each kind in its order.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Record {
    /// Descents; the last one may be in progress.
    pub descents: Vec<DescentRecord>,
    /// Measurements, point by point.
    pub measurements: Vec<MeasurementRecord>,
    /// Points read from descents in progress.
    pub points: Vec<PointsRecord>,
    /// All trainings.
    pub trainings: Vec<TrainingRecord>,
}

impl Record {
    /// Whether nothing has been done yet.
    pub fn is_empty(&self) -> bool {
        self.descents.is_empty() && self.measurements.is_empty() && self.points.is_empty()
    }

    /// The number of pieces of work: steps, measurements, points read. It only grows.
    pub fn pieces(&self) -> usize {
        let steps: usize = self.descents.iter().map(|descent| descent.step).sum();
        steps + self.measurements.len() + self.points.len()
    }
}

/// A record that one run of an experiment reads and extends.
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
    /// A journal that resumes from a record.
    pub fn new(record: Record) -> Self {
        Self { record, ..Self::default() }
    }

    /// Everything done so far.
    pub fn record(&self) -> &Record {
        &self.record
    }

    /// Whether the last requested measurement was made in an earlier run.
    pub fn answered_from_record(&self) -> bool {
        self.answered_from_record
    }

    /// Numbers the next descent, and returns its recorded state, if any. `work` identifies the descent; see
    /// [`DescentRecord::work`].
    ///
    /// # Errors
    /// When the record has another descent.
    pub fn begin_descent(&mut self, work: &str) -> Result<(usize, Option<DescentRecord>), OtherWork> {
        let number = self.descents_begun;
        let recorded = self.record.descents.get(number);
        recorded.map_or(Ok(()), |recorded| check(&recorded.work, work))?;
        self.descents_begun += 1;
        Ok((number, recorded.cloned()))
    }

    /// Records the state of a descent in place of an earlier one.
    pub fn put_descent(&mut self, number: usize, state: DescentRecord) {
        match self.record.descents.get_mut(number) {
            Some(earlier) => *earlier = state,
            None => self.record.descents.push(state),
        }
    }

    /// The next measurements on a split: as many of `count` as are recorded.
    ///
    /// # Errors
    /// When the record has measurements on another split.
    pub fn recall_measurements(&mut self, split: Split, count: usize) -> Result<Vec<Measurement>, OtherWork> {
        let from = self.measurements_asked.min(self.record.measurements.len());
        let to = (from + count).min(self.record.measurements.len());
        self.measurements_asked = to;
        self.answered_from_record = to - from == count;
        let recorded = &self.record.measurements[from..to];
        if let Some(other) = recorded.iter().find(|recorded| recorded.split != split) {
            return Err(OtherWork { recorded: measured_on(other.split), asked: measured_on(split) });
        }
        Ok(recorded.iter().map(|recorded| recorded.measurement).collect())
    }

    /// Records measurements on a split.
    pub fn put_measurements(&mut self, split: Split, measured: &[Measurement]) {
        let records = measured.iter().map(|&measurement| MeasurementRecord { split, measurement });
        self.record.measurements.extend(records);
        self.measurements_asked = self.record.measurements.len();
    }

    /// The points read next, if they are recorded. `work` identifies them.
    ///
    /// # Errors
    /// When the record has other points.
    pub fn recall_points(&mut self, work: &str) -> Result<Option<HostPoints<f64>>, OtherWork> {
        let Some(recorded) = self.record.points.get(self.points_asked) else { return Ok(None) };
        check(&recorded.work, work)?;
        self.points_asked += 1;
        Ok(Some(recorded.points.clone()))
    }

    /// Whether the result of the next training, from this seed, is already known: from the record if it is there, else
    /// `is_known`, which is recorded.
    ///
    /// # Errors
    /// When the record has a training from another seed.
    pub fn begin_training(&mut self, seed: u64, is_known: bool) -> Result<bool, OtherWork> {
        let number = self.trainings_asked;
        self.trainings_asked += 1;
        match self.record.trainings.get(number) {
            Some(recorded) => {
                let training = |seed| format!("a training from seed {seed}");
                check(&training(recorded.seed), &training(seed))?;
                Ok(recorded.is_known)
            }
            None => {
                self.record.trainings.push(TrainingRecord { seed, is_known });
                Ok(is_known)
            }
        }
    }

    /// Records points; `work` identifies them.
    pub fn put_points(&mut self, work: &str, points: HostPoints<f64>) {
        self.record.points.push(PointsRecord { work: work.to_owned(), points });
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
        assert!(
            first.recall_measurements(Split::Test, 2).unwrap().is_empty() && !first.answered_from_record()
        );
        first.put_measurements(Split::Test, &[measurement(1.0), measurement(2.0), measurement(3.0)]);
        first.put_points("the middle", HostPoints::single(vec![7.0]));
        let mut second = Journal::new(first.record().clone());
        assert_eq!(second.recall_measurements(Split::Test, 2).unwrap(), [measurement(1.0), measurement(2.0)]);
        assert!(second.answered_from_record());
        assert_eq!(second.recall_points("the middle").unwrap().unwrap().values(), [7.0]);
        assert_eq!(second.recall_points("the middle").unwrap(), None);
        // Of two only one is recorded; the other is measured, and follows it there.
        assert_eq!(second.recall_measurements(Split::Test, 2).unwrap(), [measurement(3.0)]);
        assert!(!second.answered_from_record());
        second.put_measurements(Split::Test, &[measurement(4.0)]);
        assert!(second.recall_measurements(Split::Test, 1).unwrap().is_empty());
        assert_eq!(second.record().measurements.len(), 4);
    }

    #[test]
    fn a_training_that_was_made_is_made_again_even_if_its_end_is_known_since() {
        let mut first = Journal::default();
        assert_eq!([first.begin_training(1, false), first.begin_training(2, true)], [Ok(false), Ok(true)]);
        let mut second = Journal::new(first.record().clone());
        let again =
            [(1, true), (2, false), (3, true)].map(|(seed, is_known)| second.begin_training(seed, is_known));
        assert_eq!(again, [Ok(false), Ok(true), Ok(true)]);
    }

    #[test]
    fn a_descent_is_found_by_its_number_and_replaced_by_its_later_state() {
        let state = |step| DescentRecord {
            work: "a training".to_owned(),
            step,
            variables: HostPoints::single(vec![step as f64]),
            memory: Vec::new(),
            history: Vec::new(),
        };
        let mut journal = Journal::default();
        assert_eq!(journal.begin_descent("a training").unwrap(), (0, None));
        journal.put_descent(0, state(3));
        journal.put_descent(0, state(5));
        let mut again = Journal::new(journal.record().clone());
        assert_eq!(again.begin_descent("a training").unwrap(), (0, Some(state(5))));
        assert_eq!(again.begin_descent("a training").unwrap(), (1, None));
    }

    #[test]
    fn work_that_is_not_what_is_on_record_is_refused_with_both_in_words() {
        let mut first = Journal::default();
        first.put_measurements(Split::Train, &[measurement(1.0)]);
        first.put_points("the points of step 3", HostPoints::single(vec![7.0]));
        first.begin_training(4, false).unwrap();
        let state = DescentRecord {
            work: "5 steps".to_owned(),
            step: 0,
            variables: HostPoints::single(vec![0.0]),
            memory: Vec::new(),
            history: Vec::new(),
        };
        first.put_descent(0, state);
        let mut second = Journal::new(first.record().clone());
        let refused = [
            second.recall_measurements(Split::Test, 1).unwrap_err(),
            second.recall_points("the points of step 4").unwrap_err(),
            second.begin_training(5, false).unwrap_err(),
            second.begin_descent("6 steps").unwrap_err(),
        ];
        let wanted = [
            ("loss on the training examples", "loss on the test examples"),
            ("points of step 3", "points of step 4"),
            ("seed 4", "seed 5"),
            ("5 steps", "6 steps"),
        ];
        for (error, (recorded, asked)) in refused.iter().zip(wanted) {
            assert!(error.recorded.contains(recorded) && error.asked.contains(asked), "{error:?}");
            assert!(error.to_string().contains("delete the checkpoint"), "{error}");
        }
    }
}
