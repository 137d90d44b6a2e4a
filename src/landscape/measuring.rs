//! Recorded measurements: what an earlier run measured is not measured again.

use super::{Landscape, LandscapeError};
use crate::observer::Observer;
use crate::points::{Measurement, Points, Split, Sweep};

/// Loss, and accuracy if available, at every point: from the record if it is there, else measured.
///
/// # Errors
/// When the work is cancelled or the device fails.
pub async fn measure<L: Landscape>(
    landscape: &L,
    points: &L::Points,
    split: Split,
    observer: &mut impl Observer,
) -> Result<Vec<Measurement>, LandscapeError> {
    let count = points.count();
    let mut measured = match observer.journal() {
        Some(journal) => journal.recall_measurements(split, count)?,
        None => Vec::new(),
    };
    let fresh = match measured.len() {
        0 => landscape.evaluate(points, split, observer).await?,
        known if known == count => return Ok(measured),
        known => landscape.evaluate(&points.rows(known..count), split, observer).await?,
    };
    if let Some(journal) = observer.journal() {
        journal.put_measurements(split, &fresh);
        if observer.is_saving_due() {
            observer.save();
        }
    }
    measured.extend(fresh);
    Ok(measured)
}

/// [`measure()`] at every point of a sweep, in chunks.
///
/// # Errors
/// When the work is cancelled or the device fails.
pub async fn measure_sweep<L: Landscape>(
    landscape: &L,
    sweep: &Sweep<L::Points>,
    split: Split,
    observer: &mut impl Observer,
) -> Result<Vec<Measurement>, LandscapeError> {
    let mut measurements = Vec::with_capacity(sweep.count());
    let chunk = landscape.points_at_once().max(1);
    for start in (0..sweep.count()).step_by(chunk) {
        let points = sweep.points(start..(start + chunk).min(sweep.count()));
        measurements.extend(measure(landscape, &points, split, observer).await?);
    }
    Ok(measurements)
}
