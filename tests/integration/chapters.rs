//! The chapters at their defaults and at the limits of their controls, against formulas.

use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;
use wedgelab::data::ImageShape;
use wedgelab::figure::{Figure, Theme, to_svg};
use wedgelab::job::{self, Specification};
use wedgelab::network::{Activation, NetworkShape};
use wedgelab::teaching::address::Values;
use wedgelab::teaching::chapter::outline::{Control, Default, OUTLINES, Outline};
use wedgelab::teaching::chapter::{ChapterError, Detail, Named, Shown, Watch, show};

/// An observer that lets the work run to its end.
fn unwatched<'a>(hear: &'a mut dyn FnMut(f64)) -> Watch<'a> {
    Watch { control: job::Control::default(), hear }
}

fn shown(chapter: &str, values: &Value, seed: u64, detail: Detail) -> Shown {
    let values = values.as_object().cloned().unwrap_or_default();
    pollster::block_on(show(chapter, &values, seed, detail, &mut unwatched(&mut |_| {})))
        .unwrap_or_else(|error| panic!("{chapter} {values:?}: {error}"))
}

/// Every chapter at its defaults, computed once for all tests.
static AT_DEFAULTS: LazyLock<BTreeMap<&str, Shown>> = LazyLock::new(|| {
    let names = OUTLINES.iter().map(|outline| outline.name);
    names.map(|name| (name, shown(name, &json!({}), 1, Detail::Full))).collect()
});

fn number(shown: &Shown, name: &str) -> f64 {
    let found: Option<&Named> = shown.numbers.iter().find(|number| number.name == name);
    found.unwrap().value.unwrap_or_else(|| panic!("{name}: {:?}", shown.numbers))
}

/// The text of a section of the page without its tags, with single spaces.
fn text_of(section: &str) -> String {
    let html = include_str!("../../index.html");
    let start = html.find(&format!("<section id=\"{section}\"")).unwrap();
    let html = &html[start..start + html[start..].find("</section>").unwrap()];
    let text: String =
        html.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text)).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Values of a control other than its default: both ends of its range, or its other names.
fn others(control: &Control) -> Vec<Value> {
    match (control.values, control.default) {
        (Values::Numbers(numbers), Default::Number(default)) => {
            let ends = [numbers.low(), numbers.high()];
            ends.into_iter().filter(|end| *end != default).map(|end| json!(end)).collect()
        }
        (Values::Names(names), _) => names[1..].iter().map(|(name, _)| json!(name)).collect(),
        _ => Vec::new(),
    }
}

/// The chapter with one control set.
fn with(outline: &Outline, control: &Control, value: &Value) -> Shown {
    // In small spaces, so that the test takes only seconds.
    let mut values = Map::new();
    if outline.controls.iter().any(|control| control.key == "D") {
        values.insert("D".to_owned(), json!(200));
    }
    values.insert(control.key.to_owned(), value.clone());
    shown(outline.name, &Value::Object(values), 1, Detail::Quick)
}

fn check(shown: &Shown) {
    assert!(
        !shown.figures.is_empty() && !shown.status.is_empty() && !shown.status.contains("NaN"),
        "{}",
        shown.status
    );
    for described in &shown.figures {
        assert!(to_svg(&described.figure, Theme::DARK).unwrap().ends_with("</svg>\n"));
        assert!(!described.description.is_empty());
    }
    assert_eq!(shown.tables.len(), shown.figures.len());
    for table in &shown.tables {
        assert!(table.rows.len() <= 26 && table.headings.len() <= 10, "{table:?}");
        assert!(table.rows.iter().all(|row| row.len() == table.headings.len()), "{table:?}");
    }
    for number in &shown.numbers {
        assert!(number.value.is_none_or(f64::is_finite) && !number.text.is_empty(), "{number:?}");
    }
    Specification::from_map(&shown.specification).unwrap();
}

#[test]
fn every_control_changes_its_chapter() {
    for outline in OUTLINES {
        assert!(outline.controls.iter().any(|control| control.key == outline.played), "{}", outline.name);
        for control in outline.controls {
            let default = match control.default {
                Default::Number(number) => json!(number),
                Default::Name(name) => json!(name),
            };
            let usual = with(outline, control, &default);
            check(&usual);
            assert_eq!(usual.figures.len(), outline.pictures, "{}", outline.name);
            for value in others(control) {
                let other = with(outline, control, &value);
                check(&other);
                assert!(other.figures != usual.figures, "{} {} = {value}", outline.name, control.key);
            }
        }
    }
}

#[test]
fn one_seed_shows_the_same_and_another_one_something_else() {
    for outline in OUTLINES {
        let first = &AT_DEFAULTS[outline.name];
        check(first);
        // As text, because NaN does not equal itself.
        let first = json!(first).to_string();
        let text = |seed| json!(shown(outline.name, &json!({}), seed, Detail::Full)).to_string();
        assert!(text(1) == first && text(2) != first, "{}", outline.name);
    }
}

#[test]
fn the_text_of_every_chapter_names_the_numbers_that_are_computed() {
    let html = include_str!("../../index.html");
    for outline in OUTLINES {
        let start = html.find(&format!("<section id=\"{}\"", outline.name)).unwrap();
        let section = &html[start..];
        let section = &section[..section.find("</section>").unwrap()];
        let wanted: BTreeSet<&str> = section
            .split("data-number=\"")
            .skip(1)
            .map(|rest| rest.split('"').next().unwrap_or_default())
            .collect();
        let shown = &AT_DEFAULTS[outline.name];
        let computed: BTreeSet<&str> = shown.numbers.iter().map(|number| number.name).collect();
        assert_eq!(wanted, computed, "{}", outline.name);
        assert!(
            shown.numbers.iter().all(|number| number.value.is_some() || number.name == "wedges"),
            "{shown:?}"
        );
        assert!(section.contains(&format!("data-chapter=\"{}\"", outline.name)));
    }
}

#[test]
fn the_loss_shrinks_by_the_formula_and_is_the_distance_moved() {
    assert!(text_of("distance").contains("after t steps L=|1−η|tL0"), "the formula");
    for dimension in [10, 1000, 10_000] {
        for (share, rate) in [(0.01, 0.01_f64), (0.3, 0.1), (1.0, 1.0), (0.3, 1.5)] {
            for steps in [0, 1, 40] {
                let values = json!({ "D": dimension, "p": share, "r": rate, "t": steps });
                let shown = shown("distance", &values, 3, Detail::Full);
                let (loss, start) = (number(&shown, "loss"), number(&shown, "loss-start"));
                let left = (1.0 - rate).powi(steps);
                assert!((loss - number(&shown, "loss-predicted")).abs() < 1e-9 * start);
                assert!((loss - left.abs() * start).abs() < 1e-9 * start);
                assert!((number(&shown, "moved") - (1.0 - left) * start).abs() < 1e-9 * start);
            }
        }
    }
}

#[test]
fn ten_choose_three_are_a_hundred_and_twenty() {
    let shown = shown("distance", &json!({ "D": 10, "p": 0.3 }), 1, Detail::Full);
    assert!((number(&shown, "wedges") - 120.0).abs() < 1e-9);
    assert_eq!(shown.numbers.iter().find(|number| number.name == "wedges").unwrap().text, "120");
}

#[test]
fn measured_and_predicted_agree() {
    let at_defaults = |name, seed| match seed {
        1 => AT_DEFAULTS[name].clone(),
        _ => shown(name, &json!({}), seed, Detail::Full),
    };
    for seed in 1..=3 {
        let cut = shown("cut", &json!({ "d": 15 }), seed, Detail::Full);
        assert!((number(&cut, "threshold") - 30.0).abs() <= 1.0, "{:?}", cut.numbers);
        assert!(number(&cut, "ratio") <= number(&cut, "ratio-compared") + 0.1, "{:?}", cut.numbers);
        let tunnel = at_defaults("tunnel", seed);
        for (name, tolerance) in [("straight-barrier", 0.15), ("cosine-across", 0.06), ("plateau", 0.1)] {
            let predicted = number(&tunnel, &format!("{name}-predicted"));
            let measured = number(&tunnel, name);
            assert!(
                (measured - predicted).abs() <= tolerance * predicted.max(1.0),
                "{name}: {:?}",
                tunnel.numbers
            );
        }
        assert!(number(&tunnel, "exact-path") < 1e-6);
        let connector = shown("connector", &json!({ "m": 4 }), seed, Detail::Full);
        assert!(
            number(&connector, "loss-after") < 0.05 * number(&connector, "loss-before"),
            "{:?}",
            connector.numbers
        );
        let predicted = number(&connector, "short-directions-predicted");
        assert!((number(&connector, "short-directions") - predicted).abs() < 0.1 * predicted);
        let well = at_defaults("well", seed);
        let predicted = number(&well, "loss-predicted");
        assert!((number(&well, "loss") - predicted).abs() < 0.03 * predicted, "{:?}", well.numbers);
        let averaging = at_defaults("averaging", seed);
        assert!(number(&averaging, "mean-loss-same") < 1e-6);
    }
}

#[test]
fn what_does_not_fit_is_refused_with_a_sentence() {
    let refused = |chapter: &str, values: Value| {
        let values = values.as_object().cloned().unwrap_or_default();
        pollster::block_on(show(chapter, &values, 1, Detail::Quick, &mut unwatched(&mut |_| {})))
            .unwrap_err()
            .to_string()
    };
    assert!(refused("distance", json!({ "D": 1e9 })).contains("choose a value of “"));
    assert!(refused("distance", json!({ "D": "many" })).contains("choose a value of “"));
    assert!(refused("tunnel", json!({ "f": "oriental" })).contains("choose a value of “"));
    assert!(refused("nowhere", json!({})).contains("choose one of the page's chapters"));
}

#[test]
fn a_chapter_that_is_cancelled_ends_with_an_interruption() {
    for chapter in ["tunnel", "connector", "averaging"] {
        let (control, mut hear) = (job::Control::default(), |_| {});
        control.cancel();
        let mut watch = Watch { control, hear: &mut hear };
        let shown = pollster::block_on(show(chapter, &Map::new(), 1, Detail::Quick, &mut watch));
        assert!(matches!(shown, Err(ChapterError::Job(error)) if error.is_interruption()), "{chapter}");
    }
}

#[test]
fn a_first_picture_has_every_number_that_the_text_speaks_of() {
    for outline in OUTLINES {
        for number in shown(outline.name, &json!({}), 1, Detail::Quick).numbers {
            assert!(
                number.text.contains(|letter: char| letter.is_ascii_digit()),
                "{}: {number:?}",
                outline.name
            );
        }
    }
    let cut = shown("cut", &json!({}), 1, Detail::Quick);
    let threshold = cut.numbers.iter().find(|number| number.name == "threshold").unwrap();
    assert_eq!(threshold.text, "30");
    let tunnel = shown("tunnel", &json!({ "w": 20 }), 1, Detail::Quick);
    assert!((number(&tunnel, "cosine-within") - 1.0).abs() < 0.01, "{:?}", tunnel.numbers);
    let (across, law) = (number(&tunnel, "cosine-across"), number(&tunnel, "cosine-across-predicted"));
    assert!((across - law).abs() < 0.1, "{:?}", tunnel.numbers);
}

#[test]
fn how_descents_compare_with_one_wedge_is_said_as_it_was_measured() {
    for (d, detail) in
        [(24, Detail::Quick), (24, Detail::Full), (10, Detail::Quick), (40, Detail::Full), (0, Detail::Quick)]
    {
        let cut = shown("cut", &json!({ "d": d }), 1, detail);
        let words = &cut.numbers.iter().find(|number| number.name == "ratio-compared").unwrap().text;
        let law: f64 = words.split(' ').next_back().unwrap().parse().unwrap();
        let difference = number(&cut, "ratio") - law;
        let fits = match words.rsplit_once(' ').unwrap().0 {
            "less than" => difference < 0.0,
            "more than" => difference > 0.0,
            "about equal to" => difference.abs() < 0.02,
            other => panic!("{other}"),
        };
        assert!(fits, "{:?}", cut.numbers);
    }
}

#[test]
fn one_step_and_one_dimension_are_in_the_singular() {
    let distance = shown("distance", &json!({ "t": 1 }), 1, Detail::Quick);
    assert!(distance.status.starts_with("After 1 step the loss"), "{}", distance.status);
    let cut = shown("cut", &json!({ "d": 1 }), 1, Detail::Quick);
    assert!(cut.status.starts_with("In planes of 1 dimension, "), "{}", cut.status);
}

#[test]
fn the_spread_of_the_curves_follows_the_formula_in_the_text() {
    assert!(
        text_of("well").contains("relative spread is about (1−p)/(2s): predicted"),
        "{}",
        text_of("well")
    );
    for share in [0.1, 0.3, 0.9] {
        let well = shown("well", &json!({ "p": share }), 1, Detail::Quick);
        let predicted = number(&well, "spread-predicted");
        let formula = ((1.0 - share) / (2.0 * share * 1000.0_f64)).sqrt();
        assert!((predicted / formula - 1.0).abs() < 0.02, "{predicted} and {formula}");
    }
}

#[test]
fn the_formulas_for_sixteen_wedges_predict_nothing_for_all() {
    assert!(text_of("tunnel").contains("For sixteen wedges, with p = s/D"));
    for (family, is_predicted) in [("axis-aligned", true), ("all", false)] {
        let tunnel = shown("tunnel", &json!({ "D": 200, "f": family }), 1, Detail::Quick);
        let predictions = tunnel.numbers.iter().filter(|number| number.name.ends_with("-predicted"));
        assert!(predictions.clone().count() == 3, "{:?}", tunnel.numbers);
        for number in predictions {
            assert_eq!(number.value.is_some(), is_predicted, "{family}: {number:?}");
        }
    }
}

#[test]
fn maps_beside_each_other_have_titles_that_tell_them_apart() {
    for (name, shown) in AT_DEFAULTS.iter() {
        let titles: Vec<&str> = shown
            .figures
            .iter()
            .filter_map(|described| match &described.figure {
                Figure::Map(map) => Some(map.value.label.as_str()),
                Figure::Chart(_) => None,
            })
            .collect();
        assert_eq!(titles.iter().collect::<BTreeSet<_>>().len(), titles.len(), "{name}: {titles:?}");
    }
}

#[test]
fn the_text_names_the_number_of_parameters_of_the_network_of_the_paper() {
    let image = ImageShape { channels: 3, height: 32, width: 32 };
    let shape = NetworkShape::new(&"simple-cnn".parse().unwrap(), Activation::Relu, 1.0, image, 10).unwrap();
    assert_eq!(shape.layout().parameters(), 19_466);
    assert!(text_of("laboratory").contains("SimpleCNN, has 19,466 parameters"));
}
