//! How far the labels at points between two ends agree with those at either end (figure 3 of the paper).

use super::from_json::from_json;
use crate::landscape::{Landscape, LandscapeError, Predictions};
use crate::observer::Observer;
use crate::points::{Split, Sweep};
use serde::Serialize;

/// For each point, the share of the evaluated examples to which it gives the same label as an end, from 0 to 1.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Agreement {
    /// With the first end.
    pub first: Vec<f64>,
    /// With the second.
    pub second: Vec<f64>,
}

from_json!(Agreement: needs [first, second]);

impl Agreement {
    /// The agreement of every point of a sweep with its first and its last; `None` if the landscape has no classes.
    ///
    /// # Errors
    /// When the work is cancelled or the device fails.
    pub(super) async fn along<L: Landscape>(
        landscape: &L,
        sweep: &Sweep<L::Points>,
        observer: &mut impl Observer,
    ) -> Result<Option<Self>, LandscapeError> {
        let last = sweep.count() - 1;
        let mut ends = Vec::new();
        for end in [0, last] {
            ends.extend(landscape.predict(&sweep.points(end..end + 1), Split::Measured, observer).await?);
        }
        let [first, second] = ends.as_slice() else { return Ok(None) };
        let mut agreement = Self::default();
        agreement.add(first, first, second);
        let chunk = landscape.points_at_once().max(1);
        for from in (1..last).step_by(chunk) {
            let points = sweep.points(from..(from + chunk).min(last));
            for point in landscape.predict(&points, Split::Measured, observer).await? {
                agreement.add(&point, first, second);
            }
        }
        agreement.add(second, first, second);
        Ok(Some(agreement))
    }

    /// At the middle point, the mean agreement with both ends; NaN if there is nothing between the ends.
    pub(super) fn in_the_middle(&self) -> f64 {
        match self.first.len() {
            0..=2 => f64::NAN,
            count => 0.5 * (self.first[count / 2] + self.second[count / 2]),
        }
    }

    /// The agreement of both ends with each other.
    pub(super) fn of_the_ends(&self) -> f64 {
        self.second.first().copied().unwrap_or(f64::NAN)
    }

    fn add(&mut self, point: &Predictions, first: &Predictions, second: &Predictions) {
        self.first.push(point.agreement(first));
        self.second.push(point.agreement(second));
    }
}
