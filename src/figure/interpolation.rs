//! Loss, accuracy and labels along a straight line.

use super::numbers::Numbers;
use super::{Axis, Band, Chart, FigureError, Role, Series};

/// All charts of the experiment.
pub(super) fn charts(numbers: Numbers<'_>, loss_label: &str) -> Result<Vec<Chart>, FigureError> {
    let position = numbers.list("position")?;
    let repetitions = numbers.part_or_none("repetitions");
    let curve = |label: &str, role, values: Vec<f64>| Series {
        label: label.to_owned(),
        role,
        points: position.iter().copied().zip(values).collect(),
    };
    // With several lines their mean and spread are drawn, otherwise the line itself.
    let line = |name: &str, y: Axis, values: Vec<f64>| {
        let together = repetitions.and_then(|repetitions| repetitions.part_or_none(name));
        let (values, bands) = match together {
            Some(curve) => {
                let (mean, spread) = (curve.list("mean")?, curve.list("spread")?);
                let points = position.iter().zip(mean.iter().zip(&spread));
                let points = points.map(|(&x, (mean, spread))| (x, mean - spread, mean + spread)).collect();
                (mean, vec![Band { role: Role::Straight, points }])
            }
            None => (values, Vec::new()),
        };
        let series = vec![curve("straight", Role::Straight, values)];
        Ok(along(name, y, series, bands))
    };
    let mut charts = vec![line("loss", Axis::fitted(loss_label), numbers.list("loss")?)?];
    let accuracy = numbers.list_or_none("accuracy")?;
    if !accuracy.is_empty() {
        charts.push(line("accuracy", Axis::ranging("accuracy", 0.0, 1.0), accuracy)?);
    }
    if let Some(agreement) = numbers.part_or_none("agreement") {
        let series = vec![
            curve("first end", Role::Wedge(0), agreement.list("first")?),
            curve("second end", Role::Wedge(1), agreement.list("second")?),
        ];
        charts.push(along(
            "labels",
            Axis::ranging("share of labels equal to an end’s", 0.0, 1.0),
            series,
            Vec::new(),
        ));
    }
    Ok(charts)
}

fn along(name: &str, y: Axis, series: Vec<Series>, bands: Vec<Band>) -> Chart {
    let x = Axis::ranging("position along the line", 0.0, 1.0);
    Chart { name: name.to_owned(), x, y, series, bands, ..Chart::default() }
}
