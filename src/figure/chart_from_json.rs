//! Reads a chart that the page has made itself: by hand, because a derived reader would make the worker larger.

use super::{Axis, Chart, Role, Series};
use serde_json::Value;

impl Chart {
    /// The chart that was serialised as this, without bands and marks. `None` if it is not a chart.
    pub fn from_json(chart: &Value) -> Option<Self> {
        let series = chart["series"].as_array()?.iter().map(series);
        Some(Self {
            name: chart["name"].as_str()?.to_owned(),
            x: axis(&chart["x"])?,
            y: axis(&chart["y"])?,
            series: series.collect::<Option<_>>()?,
            ..Self::default()
        })
    }
}

fn axis(axis: &Value) -> Option<Axis> {
    let range = &axis["range"];
    let categories = axis["categories"].as_array().map(Vec::as_slice).unwrap_or_default();
    Some(Axis {
        label: axis["label"].as_str()?.to_owned(),
        range: range[0].as_f64().zip(range[1].as_f64()),
        categories: categories.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
    })
}

fn series(series: &Value) -> Option<Series> {
    // JSON writes NaN as null.
    let number = |value: &Value| value.as_f64().unwrap_or(f64::NAN);
    let points = series["points"].as_array()?.iter();
    Some(Series {
        label: series["label"].as_str()?.to_owned(),
        role: role(&series["role"])?,
        points: points.map(|point| (number(&point[0]), number(&point[1]))).collect(),
    })
}

fn role(role: &Value) -> Option<Role> {
    let number = |name: &str| role[name].as_u64().and_then(|number| u8::try_from(number).ok());
    Some(match role.as_str() {
        Some("Train") => Role::Train,
        Some("Test") => Role::Test,
        Some("Straight") => Role::Straight,
        Some("Tunnel") => Role::Tunnel,
        Some("Measured") => Role::Measured,
        Some("Predicted") => Role::Predicted,
        Some("Single") => Role::Single,
        Some("Bars") => Role::Bars,
        Some(_) => return None,
        None => match number("Wedge") {
            Some(wedge) => Role::Wedge(wedge),
            None => Role::Bar(number("Bar")?),
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn charts_are_read_back_as_they_were_written() {
        let roles = [
            Role::Train,
            Role::Test,
            Role::Straight,
            Role::Tunnel,
            Role::Measured,
            Role::Predicted,
            Role::Single,
            Role::Bars,
            Role::Wedge(2),
            Role::Bar(1),
        ];
        let series = |role| Series { label: "curve".to_owned(), role, points: vec![(0.0, 1.5), (2.0, -1.0)] };
        let chart = Chart {
            name: "loss".to_owned(),
            x: Axis::fitted("epoch"),
            y: Axis::ranging("loss", 0.0, 2.5),
            series: roles.into_iter().map(series).collect(),
            ..Chart::default()
        };
        let by_category =
            Chart { x: Axis::of_categories("value", vec!["0".into(), "1e−5".into()]), ..chart.clone() };
        for chart in [chart, by_category] {
            assert_eq!(Chart::from_json(&serde_json::to_value(&chart).unwrap()), Some(chart));
        }
        assert_eq!(Chart::from_json(&serde_json::json!({"name": "loss"})), None);
    }
}
