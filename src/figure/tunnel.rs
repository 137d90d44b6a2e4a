//! The loss along a tunnel and along the straight line, on networks also accuracy and labels, and the cosines of the
//! points' deviations.

use super::numbers::Numbers;
use super::{Axis, Band, Chart, Figure, FigureError, HeatMap, Role, Series};

/// All figures of the experiment.
pub(super) fn figures(numbers: Numbers<'_>, loss_label: &str) -> Result<Vec<Figure>, FigureError> {
    let (straight, tunnel) = (numbers.part("straight")?, numbers.part("tunnel")?);
    let mut curves = vec![
        curve("straight", Role::Straight, straight, "loss")?,
        curve("tunnel", Role::Tunnel, tunnel, "loss")?,
    ];
    if let Some(exact) = numbers.part_or_none("exact") {
        curves.push(curve("over the crossing", Role::Wedge(2), exact, "loss")?);
    }
    let bands = match numbers.part_or_none("pairs") {
        Some(pairs) => spreads(pairs, straight)?,
        None => Vec::new(),
    };
    let mut figures = vec![along("loss", Axis::fitted(loss_label), curves, bands).into()];
    if !tunnel.list_or_none("accuracy")?.is_empty() {
        let curves = vec![
            curve("straight", Role::Straight, straight, "accuracy")?,
            curve("tunnel", Role::Tunnel, tunnel, "accuracy")?,
        ];
        figures.push(along("accuracy", Axis::ranging("accuracy", 0.0, 1.0), curves, Vec::new()).into());
    }
    if let Some(agreement) = numbers.part_or_none("agreement") {
        figures.extend(labels(agreement)?);
    }
    figures.push(cosines(numbers.rows("cosine")?).into());
    Ok(figures)
}

fn along(name: &str, y: Axis, series: Vec<Series>, bands: Vec<Band>) -> Chart {
    let x = Axis::ranging("position on the path", 0.0, 1.0);
    Chart { name: name.to_owned(), x, y, series, bands, ..Chart::default() }
}

fn curve(label: &str, role: Role, along: Numbers<'_>, value: &str) -> Result<Series, FigureError> {
    let points = along.list("position")?.into_iter().zip(along.list(value)?).collect();
    Ok(Series { label: label.to_owned(), role, points })
}

/// One standard deviation of single pairs of optima around their mean, along the straight line and along the unrefined
/// tunnel, which are measured at the same places. One pair has no spread.
fn spreads(pairs: Numbers<'_>, straight: Numbers<'_>) -> Result<Vec<Band>, FigureError> {
    let position = straight.list("position")?;
    let band = |role, name: &str| {
        let curve = pairs.part(name)?;
        let (mean, spread) = (curve.list("mean")?, curve.list("spread")?);
        let points = position.iter().zip(mean.iter().zip(&spread));
        let points = points.map(|(&x, (mean, spread))| (x, mean - spread, mean + spread)).collect();
        Ok((spread.iter().any(|&spread| spread > 0.0)).then_some(Band { role, points }))
    };
    let both = [band(Role::Straight, "straight_loss")?, band(Role::Tunnel, "tunnel_loss")?];
    Ok(both.into_iter().flatten().collect())
}

/// Whose labels are predicted: those of the first optimum, and those of the second.
fn labels(agreement: Numbers<'_>) -> Result<Vec<Figure>, FigureError> {
    let position = agreement.list("position")?;
    let (straight, tunnel) = (agreement.part("straight")?, agreement.part("tunnel")?);
    let of_end = |name: &str, end: &str, y: &str| {
        let curve = |label: &str, role, way: Numbers<'_>| {
            let points = position.iter().copied().zip(way.list(end)?).collect();
            Ok(Series { label: label.to_owned(), role, points })
        };
        let curves =
            vec![curve("straight", Role::Straight, straight)?, curve("tunnel", Role::Tunnel, tunnel)?];
        Ok(along(name, Axis::ranging(y, 0.0, 1.0), curves, Vec::new()).into())
    };
    Ok(vec![
        of_end("labels-of-the-first", "first", "share of labels equal to the first optimum’s")?,
        of_end("labels-of-the-second", "second", "share of labels equal to the second optimum’s")?,
    ])
}

fn cosines(cosine: Vec<Vec<f64>>) -> HeatMap {
    let count = cosine.len();
    let edge = 0.5 / (count + 1) as f64;
    let axis = || Axis::ranging("position of the point", edge, 1.0 - edge);
    let values = cosine.concat();
    let lowest = values.iter().copied().filter(|value| value.is_finite()).fold(0.0, f64::min).max(-1.0);
    HeatMap {
        name: "cosine".to_owned(),
        x: axis(),
        y: axis(),
        value: Axis::ranging("cosine", lowest, 1.0),
        columns: count.max(1),
        values,
        overlays: Vec::new(),
        outline: Vec::new(),
    }
}
