//! Charts of unusual results: any file is either rejected with an error or drawn.

use proptest::prelude::*;
use serde_json::{Value, json};
use wedgelab::figure::{Axis, Chart, Figure, Role, Series, Theme, figures, to_csv, to_svg};
use wedgelab::job::ResultFile;

/// Numbers that a file may hold and a chart cannot be made for.
fn hostile_number() -> impl Strategy<Value = f64> {
    prop_oneof![
        Just(0.0),
        Just(-0.0),
        Just(f64::NAN),
        Just(f64::INFINITY),
        Just(f64::NEG_INFINITY),
        Just(f64::MAX),
        Just(f64::MIN),
        Just(f64::MIN_POSITIVE),
        Just(5e-324),
        Just(1.0 + f64::EPSILON),
        Just(1e300),
        Just(-1e17),
        -10.0..10.0,
        any::<f64>(),
    ]
}

fn hostile_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        hostile_number().prop_map(Value::from),
        "[a-z ]{0,8}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| prop::collection::vec(inner, 0..4).prop_map(Value::from))
}

fn numbers(length: std::ops::Range<usize>) -> impl Strategy<Value = Value> {
    prop_oneof![
        4 => prop::collection::vec(hostile_number(), length).prop_map(|numbers| json!(numbers)),
        1 => hostile_json(),
    ]
}

fn steps() -> impl Strategy<Value = Value> {
    prop_oneof![
        4 => prop::collection::vec(any::<u32>(), 0..6).prop_map(|steps| json!(steps)),
        1 => hostile_json(),
    ]
}

/// The text of a result whose numbers may be anything.
fn result_file() -> impl Strategy<Value = String> {
    let epochs = prop_oneof![
        4 => prop::collection::vec((hostile_number(), hostile_number(), hostile_number()), 0..4).prop_map(|epochs| {
            let measured = |(epoch, loss, accuracy)| json!({"epoch": epoch, "test": {"loss": loss, "accuracy": accuracy}});
            Value::from(epochs.into_iter().map(measured).collect::<Vec<_>>())
        }),
        1 => hostile_json(),
    ];
    let diverged = prop_oneof![
        Just(Value::Null),
        any::<u32>().prop_map(|step| json!({"step": step, "stage": "training"})),
        hostile_json(),
    ];
    let line = (numbers(0..5), numbers(0..5), numbers(0..5), hostile_number());
    let measured = (hostile_number(), hostile_number());
    (prop::sample::select(vec!["training", "interpolation"]), steps(), numbers(0..6), epochs, line, diverged, measured)
        .prop_map(|(experiment, step, loss, epochs, (position, along, accuracy, barrier), diverged, (measured, seconds))| {
            json!({
                "format": "wedgelab.result/1",
                "experiment": experiment,
                "specification": {"landscape": "network"},
                "provenance": {
                    "version": "1", "commit": "", "device": "", "backend": "", "threads": 1, "seeds": [1],
                    "landscape": "", "start": "", "seconds": if seconds.is_finite() { seconds } else { 0.0 }
                },
                "final": {"train": {"loss": measured}, "test": {"loss": measured, "accuracy": measured}},
                "diverged": diverged,
                "numbers": {
                    "training": {"step": step, "loss": loss}, "epochs": epochs,
                    "position": position, "loss": along, "accuracy": accuracy, "barrier": barrier
                },
                "claims": [{
                    "name": "a", "statement": "b", "measured": measured, "expected": measured, "tolerance": measured,
                    "holds": true
                }]
            })
            .to_string()
        })
}

fn is_drawn(chart: &Chart) -> bool {
    let ranges_are_drawable = [chart.x_range(), chart.y_range()]
        .into_iter()
        .all(|(low, high)| low.is_finite() && high.is_finite() && low < high);
    ranges_are_drawable
        && to_svg(&chart.clone().into(), Theme::LIGHT).is_ok_and(|svg| svg.ends_with("</svg>\n"))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn any_result_is_refused_in_words_or_drawn(text in result_file()) {
        match ResultFile::read("result.json", text.as_bytes()) {
            Err(error) => prop_assert!(error.to_string().contains("result.json")),
            Ok(result) => match figures(&result) {
                Err(error) => prop_assert!(!error.to_string().is_empty()),
                Ok(figures) => {
                    for figure in figures {
                        prop_assert!(to_svg(&figure, Theme::LIGHT).is_ok(), "{figure:?}");
                        let Figure::Chart(chart) = &figure else { continue };
                        prop_assert!(is_drawn(chart), "{chart:?}");
                        prop_assert!(to_csv(&figure).contains(&chart.x.label));
                    }
                }
            },
        }
    }

    #[test]
    fn any_chart_is_drawn(
        points in prop::collection::vec((hostile_number(), hostile_number()), 0..8),
        x in prop::option::of((hostile_number(), hostile_number())),
        y in prop::option::of((hostile_number(), hostile_number())),
        role in prop::sample::select(vec![Role::Train, Role::Straight]),
    ) {
        let axis = |range| Axis { range, ..Axis::fitted("axis") };
        let series = vec![Series { label: "curve".to_owned(), role, points }];
        let chart = Chart { name: "chart".to_owned(), x: axis(x), y: axis(y), series, ..Chart::default() };
        prop_assert!(is_drawn(&chart), "{chart:?}");
    }

    #[test]
    fn any_bytes_are_refused_in_words(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(ResultFile::read("result.json", &bytes).is_err());
    }
}

#[test]
fn deep_nesting_is_refused_in_words() {
    for (open, close) in [("[", "]"), ("{\"format\":", "}")] {
        let text = open.repeat(100_000) + &close.repeat(100_000);
        let error = ResultFile::read("result.json", text.as_bytes()).unwrap_err();
        assert!(error.to_string().contains("result.json is not a result"), "{error}");
    }
}

#[test]
fn losses_that_json_cannot_write_are_read_back_as_no_numbers() {
    let event = wedgelab::job::Event::Losses { first_step: 1, losses: vec![1.0, f64::NAN, f64::INFINITY] };
    let text = serde_json::to_string(&event).unwrap();
    assert!(text.contains("[1.0,null,null]"), "{text}");
    let wedgelab::job::Event::Losses { losses, .. } = serde_json::from_str(&text).unwrap() else {
        panic!("{text}")
    };
    assert!(losses[0] == 1.0 && losses[1].is_nan() && losses[2].is_nan());
}
