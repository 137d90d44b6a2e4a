//! The toy as any other landscape: points in, measurements out.

use super::*;
use pollster::block_on;
use wedgelab::landscape::{Landscape, LandscapeError, measure, measure_sweep};
use wedgelab::observer::{Interrupted, Note, Observer, Unobserved, Work};
use wedgelab::points::{HostPoints, Points, Split, Sweep};
use wedgelab::step::Gradient;

/// Counts reported work, and cancels once there was enough.
struct Counter {
    rests: Vec<f64>,
    most: usize,
}

impl Observer for Counter {
    async fn breathe(&mut self, work: Work) {
        self.rests.push(work.passes());
    }

    async fn hold(&mut self) -> Result<(), Interrupted> {
        if self.rests.len() < self.most { Ok(()) } else { Err(Interrupted) }
    }

    fn note(&mut self, _note: Note) {}
}

in_both_precisions! {
    fn a_measurement_is_the_distance_for_either_split<T>() {
        for family in FAMILIES {
            for objective in [Objective::HalfSquare, Objective::Distance] {
                let specification = WedgesSpecification { objective, ..specification(20, 12, family) };
                let union = wedges::<T>(specification, 1);
                let points = HostPoints::stack(&(0..5).map(|seed| union.start(seed)).collect::<Vec<_>>());
                let (losses, _) = union.loss_and_gradient(&points, &any_batch()).unwrap();
                for split in [Split::Train, Split::Test] {
                    assert_eq!(union.examples(split), 1);
                    let measured = block_on(measure(&union, &points, split, &mut Unobserved)).unwrap();
                    assert_eq!(measured.len(), 5);
                    for (index, measurement) in measured.iter().enumerate() {
                        assert_eq!(measurement.loss, union.distance(points.point(index)));
                        assert_eq!(measurement.loss, losses[index]);
                        assert_eq!(measurement.accuracy, None);
                    }
                }
            }
        }
    }

    fn a_sweep_is_measured_point_by_point<T>() {
        let union = wedges::<T>(specification(40, 30, Family::AxisAligned), 1);
        let ends = [0, 1].map(|number| {
            let start = union.start(number as u64);
            HostPoints::single(union.wedge(number).unwrap().project(start.values()))
        });
        let positions: Vec<f64> = (0..=10).map(|k| f64::from(k) / 10.0).collect();
        let line = Sweep::line(&ends[0], &ends[1], &positions);
        let measured = block_on(measure_sweep(&union, &line, Split::Train, &mut Unobserved)).unwrap();
        let points = line.points(0..11);
        let expected: Vec<f64> = points.iter().map(|point| union.distance(point)).collect();
        assert_eq!(measured.iter().map(|measurement| measurement.loss).collect::<Vec<_>>(), expected);
        assert_eq!((expected[0], expected[10]), (0.0, 0.0));
        assert!(expected[5] > 0.0);
    }

    fn chunks_are_reported_and_may_be_the_last<T>() {
        let union = wedges::<T>(specification(1 << 20, (1 << 20) - 100, Family::All), 0);
        assert_eq!(union.points_at_once(), 4);
        let points = HostPoints::from_fn(6, 1 << 20, |point, axis| T::of((point + axis % 1000) as f64));
        let mut counter = Counter { rests: Vec::new(), most: 3 };
        let measured = block_on(measure(&union, &points, Split::Train, &mut counter)).unwrap();
        assert_eq!(counter.rests, [4.0, 2.0]);
        // Of every thousand coordinates one is the smallest, and it equals the number of the point.
        for (index, measurement) in measured.iter().enumerate() {
            assert_eq!(measurement.loss, 10.0 * index as f64);
        }
        let mut impatient = Counter { rests: Vec::new(), most: 1 };
        let cancelled = block_on(measure(&union, &points, Split::Train, &mut impatient));
        assert!(matches!(cancelled, Err(LandscapeError::Interrupted(Interrupted))));
        assert_eq!(impatient.rests, [4.0]);
    }

    fn no_points_are_no_work<T>() {
        let union = wedges::<T>(specification(3, 2, Family::Oriented), 0);
        let none = HostPoints::new(3, Vec::new()).unwrap();
        let mut counter = Counter { rests: Vec::new(), most: 1 };
        assert_eq!(block_on(measure(&union, &none, Split::Train, &mut counter)).unwrap(), []);
        assert!(counter.rests.is_empty());
        let (losses, gradient) = union.loss_and_gradient(&none, &any_batch()).unwrap();
        assert_eq!((losses.len(), gradient.count()), (0, 0));
    }

    fn starts_are_standard_normal_and_repeat<T>() {
        let union = wedges::<T>(specification(100_000, 99_000, Family::All), 0);
        let start = union.start(4);
        assert_eq!((start.count(), start.dimension()), (1, 100_000));
        assert_eq!(start, union.start(4));
        assert_ne!(start, union.start(5));
        let mean = start.values().iter().map(|value| value.wide()).sum::<f64>() / 1e5;
        assert_close(mean, 0.0, 4.0 / 1e5_f64.sqrt());
        assert_close(norm(start.values()).powi(2) / 1e5, 1.0, 4.0 * f64::sqrt(2.0 / 1e5));
        let drawn = standard_normal(&mut stream(4, Purpose::Start), 100_000);
        assert_eq!(start.values(), rounded(&drawn));
        // The wedges do not depend on where a descent starts, nor vice versa.
        assert_eq!(start, wedges::<T>(*union.specification(), 9).start(4));
    }
}

#[test]
fn a_chunk_is_small_in_numbers_and_in_work_and_never_empty() {
    for dimension in [1, 1000, 5_000_000] {
        let union = wedges::<f64>(specification(dimension, dimension, Family::All), 0);
        let chunk = union.points_at_once();
        assert!(chunk >= 1 && (chunk == 1 || chunk * dimension <= 1 << 22), "{chunk} points of {dimension}");
    }
    let few = wedges::<f64>(specification(200, 150, Family::Oriented), 0);
    let many =
        wedges::<f64>(WedgesSpecification { wedges: 60, ..specification(200, 150, Family::Oriented) }, 0);
    assert_eq!(few.points_at_once(), (1 << 25) / (3 * 50 * 200));
    assert_eq!(many.points_at_once(), (1 << 25) / (60 * 50 * 200));
}
