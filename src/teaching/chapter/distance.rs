//! *The loss is a distance*: a point as bars, of which a descent shrinks the smallest.

use crate::figure::{Axis, Chart, Figure, Mark, Role, Series};
use crate::landscape::Landscape;
use crate::landscape::wedges::{Family, Objective, ShortDirections, Wedges, WedgesSpecification};
use crate::numerics::statistics::sorted_pairs;
use crate::teaching::chapter::outline::MOST_STEPS;
use crate::teaching::chapter::run::named;
use crate::teaching::chapter::shown::{power_of_ten, three_digits};
use crate::teaching::chapter::{ChapterError, Chosen, Described, Named, Shown, tables};
use crate::teaching::counted::counted;
use libm::{exp10, fabs, floor, lgamma, sqrt};
use serde_json::{Map, Value, json};
use std::f64::consts::LN_10;

/// The most bars of each kind in a picture.
const MOST_BARS: usize = 400;

/// Shows the point after the chosen number of steps on L²/2; every step takes the same share off the short coordinates.
pub(super) fn show(chosen: &Chosen) -> Result<Shown, ChapterError> {
    let (dimension, short) = (chosen.count("D"), chosen.short_dimension());
    let specification = WedgesSpecification {
        dimension,
        wedge_dimension: dimension - short,
        family: Family::All,
        objective: Objective::HalfSquare,
        ..WedgesSpecification::default()
    };
    let wedges = Wedges::<f64>::new(&specification, chosen.seed)?;
    let start = wedges.start(chosen.seed);
    let start = start.point(0);
    let sizes = start.iter().enumerate().map(|(axis, value)| (fabs(*value), axis as f64)).collect();
    let order: Vec<usize> = sorted_pairs(sizes).into_iter().map(|(_, axis)| axis as usize).collect();

    let (rate, steps) = (chosen.number("r"), chosen.count("t").min(MOST_STEPS));
    let mut now = start.to_vec();
    for _ in 0..steps {
        let nearest = wedges.nearest(&now);
        if let ShortDirections::Axes(axes) = nearest.short_directions() {
            let axes = axes.to_vec();
            axes.into_iter().for_each(|axis| now[axis as usize] *= 1.0 - rate);
        }
    }

    let (initial, loss) = (wedges.distance(start), wedges.distance(&now));
    let factor = (0..steps).fold(1.0, |factor, _| factor * fabs(1.0 - rate));
    let moved = sqrt(now.iter().zip(start).map(|(now, start)| (now - start) * (now - start)).sum());
    let power = power_of_choices(dimension, short);
    let wedge_count = match power {
        small if small < 5.0 => format!("{:.0}", exp10(small)),
        large => power_of_ten(exp10(large - floor(large)), floor(large)),
    };
    let numbers = vec![
        Named::new("loss-start", Some(initial)),
        Named::new("moved", Some(moved)),
        Named {
            name: "wedges",
            value: Some(exp10(power)).filter(|count| count.is_finite()),
            text: wedge_count,
        },
        Named::new("loss-predicted", Some(factor * initial)),
        Named::new("loss", Some(loss)),
    ];
    let status = format!(
        "After {} the loss is {}, and the point has moved by {}.",
        counted(steps, "step"),
        three_digits(loss),
        three_digits(moved)
    );
    let figure = Figure::Chart(bars(&now, start, &order, short));
    Ok(Shown {
        tables: tables([&figure].into_iter()),
        figures: vec![Described {
            description: format!(
                "The sizes of {dimension} coordinates as bars, sorted at the start; of more than {MOST_BARS} only \
                 some are drawn. The {short} smallest make up the loss and shrink; the others stay. {status}"
            ),
            figure,
        }],
        numbers,
        status,
        specification: native_run(&specification, chosen.seed),
        data: named([("coordinates", json!(now)), ("start", json!(start)), ("loss", json!(loss))].into()),
    })
}

/// The sizes of the coordinates, sorted by their sizes at the start. If there are many, only every k-th is drawn.
fn bars(now: &[f64], start: &[f64], order: &[usize], short: usize) -> Chart {
    let every = order.len().div_ceil(MOST_BARS).max(1);
    let bars = |label: &str, role, places: std::ops::Range<usize>, point: &[f64]| Series {
        label: label.to_owned(),
        role,
        points: places.step_by(every).map(|place| ((place + 1) as f64, fabs(point[order[place]]))).collect(),
    };
    let largest = order.last().map_or(1.0, |&last| fabs(start[last]));
    Chart {
        name: "coordinates".to_owned(),
        x: Axis::ranging("coordinate, from the smallest at the start", 0.0, (order.len() + 1) as f64),
        y: Axis::ranging("size of the coordinate", 0.0, 1.05 * largest),
        series: vec![
            bars("free", Role::Bars, short..order.len(), now),
            bars("the loss", Role::Bar(0), 0..short, now),
            bars("start", Role::Predicted, 0..order.len(), start),
        ],
        marks: vec![Mark { label: format!("s = {short}"), x: short as f64 + 0.5 }],
        ..Chart::default()
    }
}

fn native_run(wedges: &WedgesSpecification, seed: u64) -> Map<String, Value> {
    named(vec![
        ("experiment", json!("descent-path")),
        ("landscape", json!("wedges")),
        ("dimension", json!(wedges.dimension)),
        ("wedge_dimension", json!(wedges.wedge_dimension)),
        ("family", json!("all")),
        ("seed", json!(seed)),
    ])
}

/// log₁₀ C(D, s).
fn power_of_choices(dimension: usize, short: usize) -> f64 {
    let log = |count: usize| lgamma(count as f64 + 1.0);
    (log(dimension) - log(short) - log(dimension - short)) / LN_10
}
