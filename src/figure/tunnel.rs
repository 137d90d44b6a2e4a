//! The loss along a tunnel and along the straight line, on networks also accuracy and labels, and the cosines of the
//! points' deviations.

use super::curves::{curve, spread};
use super::{Axis, Band, Chart, Figure, HeatMap, Role, Series};
use crate::experiment::Agreement;
use crate::experiment::tunnel::{Agreements, Along, Pairs, TunnelNumbers};

/// All figures of the experiment.
pub(super) fn figures(numbers: &TunnelNumbers, loss_label: &str) -> Vec<Figure> {
    let (straight, tunnel) = (&numbers.straight, &numbers.tunnel);
    let mut curves = vec![loss("straight", Role::Straight, straight), loss("tunnel", Role::Tunnel, tunnel)];
    if let Some(exact) = &numbers.exact {
        curves.push(loss("over the crossing", Role::Wedge(2), exact));
    }
    let bands = numbers.pairs.as_ref().map_or_else(Vec::new, |pairs| spreads(pairs, straight));
    let mut figures = vec![along("loss", Axis::fitted(loss_label), curves, bands)];
    if !tunnel.accuracy.is_empty() {
        let curves = vec![
            curve("straight", Role::Straight, &straight.position, &straight.accuracy),
            curve("tunnel", Role::Tunnel, &tunnel.position, &tunnel.accuracy),
        ];
        figures.push(along("accuracy", Axis::ranging("accuracy", 0.0, 1.0), curves, Vec::new()));
    }
    if let Some(agreement) = &numbers.agreement {
        figures.extend(labels(agreement));
    }
    figures.push(cosines(&numbers.cosine).into());
    figures
}

fn along(name: &str, y: Axis, series: Vec<Series>, bands: Vec<Band>) -> Figure {
    let x = Axis::ranging("position on the path", 0.0, 1.0);
    Figure::Chart(Chart { name: name.to_owned(), x, y, series, bands, ..Chart::default() })
}

fn loss(label: &str, role: Role, along: &Along) -> Series {
    curve(label, role, &along.position, &along.loss)
}

/// One standard deviation of single pairs of optima around their mean, along the straight line and along the unrefined
/// tunnel, which are measured at the same places. One pair has no spread.
fn spreads(pairs: &Pairs, straight: &Along) -> Vec<Band> {
    let both = [(Role::Straight, &pairs.straight_loss), (Role::Tunnel, &pairs.tunnel_loss)];
    let spread_out = both.into_iter().filter(|(_, curve)| curve.spread.iter().any(|&spread| spread > 0.0));
    spread_out.map(|(role, curve)| spread(role, &straight.position, curve)).collect()
}

/// Whose labels are predicted: those of the first optimum, and those of the second.
fn labels(agreement: &Agreements) -> [Figure; 2] {
    let of_end = |name: &str, end: fn(&Agreement) -> &[f64], y: &str| {
        let ways =
            [("straight", Role::Straight, &agreement.straight), ("tunnel", Role::Tunnel, &agreement.tunnel)];
        let curves = ways.map(|(label, role, way)| curve(label, role, &agreement.position, end(way)));
        along(name, Axis::ranging(y, 0.0, 1.0), curves.into(), Vec::new())
    };
    [
        of_end("labels-of-the-first", |way| &way.first, "share of labels equal to the first optimum’s"),
        of_end("labels-of-the-second", |way| &way.second, "share of labels equal to the second optimum’s"),
    ]
}

fn cosines(cosine: &[Vec<f64>]) -> HeatMap {
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
