//! Experiments on the wedges and on a network, from one source.

use crate::jobs::frontend::{FewImages, Watcher, finish, map};
use pollster::block_on;
use serde_json::{Value, json};
use std::mem::discriminant;
use wedgelab::experiment::Numbers;
use wedgelab::experiment::interpolation::LineNumbers;
use wedgelab::figure::{figure_names, figures};
use wedgelab::job::{Control, Event, Finished, ResultFile, Specification, Start, run};

fn line(finished: &Finished) -> &LineNumbers {
    match &finished.result.numbers {
        Numbers::Interpolation(line) => line,
        others => panic!("{others:?}"),
    }
}

#[test]
fn between_two_wedges_the_line_climbs_by_the_formula() {
    // Reconstruction, section 2.2, for K random axis-aligned wedges: L(α) = min(α, 1 − α) · |B*_{S_A}|, and in the
    // middle ½ √(p D (1 − p)) with p = s/D.
    let finished = finish(json!({
        "experiment": "interpolation", "landscape": "wedges", "dimension": 10_000, "wedge_dimension": 9_000,
        "wedges": 1_000, "seed": 4
    }));
    let line = line(&finished);
    let p = 0.1_f64;
    let expected = 0.5 * (p * 10_000.0 * (1.0 - p)).sqrt();
    // The norm of s = 1,000 normal coordinates, a share p of them zero, has a relative deviation of about 1/√(2s) = 2.2
    // %, and the smaller of two such norms is measured: the tolerance is four of these.
    assert!((line.barrier / expected - 1.0).abs() < 0.09, "{} against {expected}", line.barrier);
    assert!(line.loss[0] < 1e-9 && line.loss[20] < 1e-9);
    // Along the first half the loss is proportional to the position.
    assert!((line.loss[4] / line.loss[8] - 0.5).abs() < 1e-9);
    assert!(finished.result.claims.iter().all(|claim| claim.holds() == Some(true)));
    assert!(line.accuracy.is_empty());
}

#[test]
fn from_a_start_to_its_optimum_on_the_wedges_the_loss_falls_evenly() {
    let finished =
        finish(json!({"experiment": "interpolation", "landscape": "wedges", "ends": "start-to-optimum"}));
    let line = line(&finished);
    for (position, loss) in line.position.iter().zip(&line.loss) {
        assert!((loss - (1.0 - position) * line.loss[0]).abs() < 1e-9 * line.loss[0]);
    }
    assert_eq!(finished.result.claims[0].holds(), Some(true));
}

#[test]
fn training_on_the_wedges_ends_on_a_wedge() {
    let finished = finish(json!({"experiment": "training", "landscape": "wedges", "family": "all"}));
    let measured = finished.result.final_measurements.unwrap();
    assert!(measured.train.loss < 1e-12);
    assert_eq!(measured.train.accuracy, None);
    assert!(finished.parameters.is_none());
}

#[test]
fn a_held_job_waits_takes_single_steps_and_is_cancelled() {
    let control = Control::starting(Start::Held);
    let specification = json!({"experiment": "training", "landscape": "wedges"});
    let specification = Specification::from_map(&map(specification)).unwrap();
    let (mut paused, mut losses) = (0, 0);
    let watched = control.clone();
    let mut frontend = Watcher::new(|event| match event {
        Event::Losses { losses: some, .. } => losses += some.len(),
        Event::Paused => {
            paused += 1;
            match paused {
                1 | 2 => watched.step(),
                _ => watched.cancel(),
            }
        }
        _ => {}
    });
    let ended = block_on(run(&specification, &FewImages, &control, None, &mut frontend));
    assert!(ended.unwrap_err().is_interruption());
    // It holds before its first step and after each of the two requested ones, and is then cancelled.
    assert_eq!((paused, losses), (3, 2));
}

#[test]
fn a_job_that_begins_with_one_step_holds_after_it() {
    let control = Control::starting(Start::AfterOneStep);
    let specification = json!({"experiment": "training", "landscape": "wedges"});
    let specification = Specification::from_map(&map(specification)).unwrap();
    let (mut losses, watched) = (0, control.clone());
    let mut frontend = Watcher::new(|event| match event {
        Event::Losses { losses: some, .. } => losses += some.len(),
        Event::Paused => watched.cancel(),
        _ => {}
    });
    assert!(
        block_on(run(&specification, &FewImages, &control, None, &mut frontend))
            .unwrap_err()
            .is_interruption()
    );
    assert_eq!(losses, 1);
}

/// Whether two numbers are equal, except that JSON's reader may be off by the last bits.
fn are_near(one: f64, other: f64) -> bool {
    (one - other).abs() <= 1e-15 * other.abs()
}

/// Whether two values are equal, except for the last bits of each number.
fn are_alike(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => {
            one == other || one.as_f64().zip(other.as_f64()).is_some_and(|(one, other)| are_near(one, other))
        }
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| are_alike(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            one.len() == other.len()
                && one.iter().all(|(name, one)| other.get(name).is_some_and(|other| are_alike(one, other)))
        }
        _ => one == other,
    }
}

#[test]
fn a_result_reads_back_and_is_drawn() {
    for experiment in ["training", "interpolation", "descent-path"] {
        let finished = finish(
            json!({"experiment": experiment, "landscape": "wedges", "dimension": 100, "wedge_dimension": 90}),
        );
        let text = finished.result.to_json().unwrap();
        let read = ResultFile::read("result.json", text.as_bytes()).unwrap();
        assert_eq!(read.specification, finished.result.specification);
        let (read_numbers, numbers) = (&read.numbers, &finished.result.numbers);
        assert_eq!(discriminant(read_numbers), discriminant(numbers), "{read_numbers:?}");
        let [read_map, map] = [read_numbers, numbers].map(|numbers| Value::Object(numbers.to_map()));
        assert!(are_alike(&read_map, &map), "{read_map}\n{map}");
        let (read_claim, claim) = (&read.claims[0], &finished.result.claims[0]);
        assert_eq!((&read_claim.name, read_claim.holds()), (&claim.name, claim.holds()));
        assert!(are_near(read_claim.measured().unwrap(), claim.measured().unwrap()));
        let drawn = figures(&read).unwrap();
        assert!(!drawn.is_empty());
        let known = figure_names(&read.experiment);
        assert!(drawn.iter().all(|figure| known.contains(&figure.name())), "{}", read.experiment);
        assert!(ResultFile::read("x", text.replace("result/2", "result/9").as_bytes()).is_err());
        assert!(ResultFile::read("x", &text.as_bytes()[..text.len() / 2]).is_err());
    }
}

#[cfg(feature = "compute")]
mod networks {
    use super::*;
    use crate::jobs::frontend::execute;
    use wedgelab::network::{Activation, Architecture, NetworkShape, read_parameters};

    fn small(experiment: &str, seed: u64) -> Value {
        json!({
            "experiment": experiment, "landscape": "network", "network": "cnn-4-4", "epochs": 2,
            "batch_size": 20, "learning_rate": 0.01, "device": "cpu", "seed": seed
        })
    }

    #[test]
    fn one_seed_trains_to_the_same_bits_and_another_to_others() {
        let parameters = |seed| finish(small("training", seed)).parameters.unwrap();
        let first = parameters(1);
        assert_eq!(first, parameters(1));
        assert_ne!(first, parameters(2));
    }

    #[test]
    fn one_seed_repeats_with_dropout_and_momentum_too() {
        let mut specification = small("training", 3);
        specification["dropout"] = json!(0.25);
        specification["l2"] = json!(0.001);
        specification["optimizer"] = json!("momentum");
        let run = || finish(specification.clone());
        let (first, second) = (run(), run());
        assert_eq!(first.parameters, second.parameters);
        assert_eq!(first.result.numbers, second.result.numbers);
    }

    #[test]
    fn training_learns_and_its_parameters_read_back() {
        let mut specification = small("training", 1);
        specification["epochs"] = json!(20);
        let finished = finish(specification);
        let measured = finished.result.final_measurements.unwrap();
        assert!(measured.train.accuracy.unwrap() > 0.3, "{measured:?}");
        let image = wedgelab::data::ImageShape { channels: 3, height: 32, width: 32 };
        let architecture: Architecture = "cnn-4-4".parse().unwrap();
        let shape = NetworkShape::new(&architecture, Activation::Relu, 1.0, image, 10).unwrap();
        let read = read_parameters("θ", &finished.parameters.unwrap(), &shape.layout()).unwrap();
        assert_eq!(read.parameters.len(), shape.layout().parameters());
    }

    #[test]
    fn the_same_interpolation_runs_on_a_network() {
        let mut events = Vec::new();
        let mut specification = small("interpolation", 1);
        specification["positions"] = json!(5);
        let finished = execute(specification, &Control::default(), &mut events).unwrap();
        let line = line(&finished);
        assert_eq!((line.loss.len(), line.accuracy.len()), (5, 5));
        let shares: Vec<f64> = events
            .iter()
            .filter_map(|event| match event {
                Event::Progress { share, .. } => Some(*share),
                _ => None,
            })
            .collect();
        assert!(shares.windows(2).all(|pair| pair[0] <= pair[1]), "{shares:?}");
    }

    #[test]
    fn a_target_loss_ends_training_early() {
        let mut specification = small("training", 1);
        specification["epochs"] = json!(60);
        specification["target_loss"] = json!(2.2);
        let finished = finish(specification);
        let Numbers::Training(curves) = &finished.result.numbers else { panic!("{finished:?}") };
        assert!(*curves.training.step.last().unwrap() < 600);
        assert!(finished.result.final_measurements.unwrap().train.loss <= 2.2);
    }
}
