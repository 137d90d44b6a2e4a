//! The numbers of this version of the numerics. If one of them differs, raise `NUMERICS`, because stored results no
//! longer match what the program computes. Then put the new numbers here.

use crate::jobs::frontend::finish;
use pollster::block_on;
use serde_json::{Value, json};
use wedgelab::data::{SyntheticSize, synthetic};
use wedgelab::experiment::Numbers;
use wedgelab::job::{LandscapeSpecification, Specification};
use wedgelab::landscape::{HostNetwork, Regularisation};
use wedgelab::network::NetworkShape;
use wedgelab::numerics::NUMERICS;
use wedgelab::observer::{Interrupted, Journal, Note, Observer, Record, Work};
use wedgelab::points::Split;
use wedgelab::simd::Instructions;

const TINY: &str = include_str!("tiny_experiments.json");

/// The relative tolerance: less than any change of the numerics, more than the differences between vector instructions.
const ROUNDING: f64 = 2e-5;

fn assert_pinned(found: &[f64], pinned: &[f64]) {
    let is_same = found.len() == pinned.len()
        && found.iter().zip(pinned).all(|(found, pinned)| (found / pinned - 1.0).abs() < ROUNDING);
    assert!(is_same, "{found:?} are not the numbers of version {NUMERICS}, {pinned:?}: raise NUMERICS");
}

#[test]
fn a_small_network_trains_to_these_losses() {
    let found = finish(json!({
        "experiment": "training", "landscape": "network", "network": "cnn-2-3", "activation": "tanh",
        "train_size": 40, "test_size": 20, "epochs": 2, "batch_size": 8, "learning_rate": 0.01, "dropout": 0.2,
        "l2": 0.001, "device": "cpu", "seed": 5,
    }));
    let measured = found.result.final_measurements.unwrap();
    let Numbers::Training(curves) = found.result.numbers else { panic!("{:?}", found.result.numbers) };
    let curve = curves.training.loss;
    assert_pinned(
        &[measured.train.loss, measured.test.loss, curve[0], curve[9]],
        &[2.031_579_110_026_359, 2.291_245_865_821_838, 2.285_304_084_420_204, 2.170_146_271_586_418],
    );
}

#[test]
fn wedges_have_these_losses() {
    let wedges = json!({ "landscape": "wedges", "dimension": 50, "wedge_dimension": 40, "seed": 5 });
    let found = |own: Value| {
        let mut settings = wedges.as_object().unwrap().clone();
        settings.extend(own.as_object().unwrap().clone());
        finish(Value::Object(settings)).result.numbers
    };
    let line = found(json!({ "experiment": "interpolation", "positions": 5 }));
    let path = found(json!({ "experiment": "descent-path", "steps": 5 }));
    let (Numbers::Interpolation(line), Numbers::DescentPath(path)) = (line, path) else { panic!() };
    let (along, down) = (line.loss, path.half_square.loss);
    assert_pinned(
        &[along[1], along[2], down[0], down[5]],
        &[
            0.699_824_415_125_003_9,
            1.142_300_027_446_978_6,
            1.995_915_061_318_880_5,
            0.335_453_443_555_864_27,
        ],
    );
}

/// An observer with a journal.
#[derive(Default)]
struct Keeper(Journal);

impl Observer for Keeper {
    async fn breathe(&mut self, _work: Work) {}

    async fn hold(&mut self) -> Result<(), Interrupted> {
        Ok(())
    }

    fn note(&mut self, _note: Note) {}

    fn journal(&mut self) -> Option<&mut Journal> {
        Some(&mut self.0)
    }
}

/// The name of a split in the hash. It is not the one in sentences, so that their wording does not change the hash.
fn hashed_name(split: Split) -> &'static str {
    match split {
        Split::Train => "training",
        Split::Measured => "evaluation",
        Split::Test => "test",
    }
}

/// A hash (FNV-1a) of everything that was requested.
fn digest(record: &Record) -> u64 {
    let descents = record.descents.iter().map(|descent| descent.work.clone());
    let points = record.points.iter().map(|points| points.work.clone());
    let measurements = record.measurements.iter().map(|measured| hashed_name(measured.split).to_owned());
    let trainings = record.trainings.iter().map(|training| training.seed.to_string());
    let all = descents.chain(points).chain(measurements).chain(trainings).collect::<Vec<_>>().join("\n");
    all.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3))
}

/// What every experiment requests, in order. Replaying a record relies on it.
const ASKED: &[(&str, usize, u64)] = &[
    ("a plane along a path", 42, 17_931_424_720_944_047_285),
    ("a plane of filters", 68, 9_355_655_708_107_983_499),
    ("a plane of random directions", 68, 10_545_028_580_585_952_555),
    ("a plane through a tunnel", 166, 11_720_795_396_731_307_822),
    ("a plane through the origin", 170, 17_098_749_438_942_848_241),
    ("a training", 8, 3_957_320_653_099_207_165),
    ("a tunnel", 34, 3_035_304_423_714_544_676),
    ("a well", 57, 10_590_453_812_429_977_007),
    ("connectors", 59, 6_749_401_501_986_911_685),
    ("means of snapshots", 82, 5_893_129_082_300_480_247),
    ("random planes", 63, 16_668_290_826_922_857_974),
    ("short directions", 66, 2_799_807_458_134_788_554),
    ("the line between optima", 33, 17_109_101_939_237_141_243),
    ("the line from the start", 27, 14_932_756_223_140_994_759),
    ("widths", 55, 13_335_057_583_535_215_975),
];

#[test]
fn experiments_ask_for_the_same_work_in_the_same_order() {
    let tiny: Value = serde_json::from_str(TINY).unwrap();
    let images = synthetic::generate(1, SyntheticSize { train: 20, test: 10 }).unwrap();
    let (train, test) = (images.train(), images.test());
    let mut found = Vec::new();
    for (name, own) in tiny["experiments"].as_object().unwrap() {
        let mut settings = tiny["every"].as_object().unwrap().clone();
        settings.extend(own.as_object().unwrap().clone());
        let specification = Specification::from_map(&settings).unwrap();
        let LandscapeSpecification::Network(network) = &specification.landscape else { panic!("{name}") };
        let shape =
            NetworkShape::new(&network.network, network.activation, 1.0, train.shape(), train.classes());
        let landscape = HostNetwork::new(
            shape.unwrap(),
            train,
            test,
            &images.normalisation(),
            Regularisation::default(),
            Instructions::Portable,
        );
        let mut keeper = Keeper::default();
        let (descent, seed) = (&specification.descent, specification.seed);
        block_on(specification.experiment.run(&landscape.unwrap(), descent, seed, &mut keeper)).unwrap();
        let record = keeper.0.record();
        found.push((name.as_str(), record.pieces(), digest(record)));
    }
    assert_eq!(found, ASKED, "raise NUMERICS, which is {NUMERICS}");
}
