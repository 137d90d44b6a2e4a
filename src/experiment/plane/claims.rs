//! The claims on each plane, with what was measured.

use super::cut::Cut;
use super::{PathNumbers, Plane, PlaneNumbers, Through, Way};
use crate::experiment::{Claim, ExperimentError};
use crate::landscape::{Landscape, Wedges, measure_sweep};
use crate::numerics::statistics::{mean, spearman, standard_deviation};
use crate::observer::Observer;
use crate::points::Split;

/// A barrier between networks counts above this many nats.
const BARRIER: f64 = 0.2;
/// The rounding error of a zero loss on the wedges, as a share of the length of a random start.
const ROUNDING: f64 = 1e-6;
/// The path through a tunnel rises at most by this share of the straight line's barrier.
const LOW: f64 = 0.5;
/// How far along and across the radius a radial tunnel is measured, as a share of the radius.
const ALONG_RADIUS: f64 = 0.2;
/// A well is round if losses at equal distance have at most this relative spread.
const ROUND: f64 = 0.25;
/// How many angles of a circle are measured.
pub(super) const ANGLES: usize = 36;
/// Nothing on a plane of random directions is lower than the optimum by more than this share of its loss.
const LOWER: f64 = 0.05;
/// A rank correlation counts as strong from this value.
const STRONG: f64 = 0.8;
/// Li et al. (2018, section 7.2) found at least this share of a path's spread in two directions.
const EXPLAINED: f64 = 0.4;

/// The claims on the plane; some need a few more measurements.
pub(super) async fn claims<L: Landscape>(
    settings: &Plane,
    landscape: &L,
    wedges: Option<&Wedges>,
    cut: &Cut,
    numbers: &PlaneNumbers,
    observer: &mut impl Observer,
) -> Result<Vec<Claim>, ExperimentError> {
    let high = match wedges {
        Some(wedges) => ROUNDING * (wedges.specification().dimension as f64).sqrt(),
        None => BARRIER,
    };
    Ok(match (settings.through, &numbers.path) {
        (Through::OriginOptima, _) => {
            let between = match wedges {
                Some(_) => over_the_origin(numbers, high),
                None => apart(numbers, high),
            };
            vec![straight_climbs(numbers, high), between, radial(landscape, cut, numbers, observer).await?]
        }
        (Through::OptimaAndTunnel | Through::OptimaAndCrossing, _) => through_tunnel(numbers, high),
        (Through::Random | Through::FilterNormalised, _) => {
            vec![round(landscape, cut, numbers, observer).await?, lowest(numbers, ROUNDING * high.max(1.0))]
        }
        (Through::Path, Some(path)) => along_path(path, high),
        (Through::Path, None) => Vec::new(),
    })
}

fn way<'a>(numbers: &'a PlaneNumbers, name: &str) -> Option<&'a Way> {
    numbers.ways.iter().find(|way| way.name == name)
}

fn straight_barrier(numbers: &PlaneNumbers) -> f64 {
    way(numbers, "straight").map_or(f64::NAN, Way::barrier)
}

/// How far the lowest path on the map rises above the higher optimum.
fn pass_rise(numbers: &PlaneNumbers) -> f64 {
    let higher = numbers.points.iter().take(2).map(|point| point.loss).fold(f64::NEG_INFINITY, f64::max);
    numbers.pass.map_or(f64::NAN, |pass| pass - higher)
}

fn straight_climbs(numbers: &PlaneNumbers, high: f64) -> Claim {
    Claim::above(
        "straight-barrier",
        "the straight line between two optima climbs above the higher of them",
        straight_barrier(numbers),
        high,
        0.0,
    )
}

/// For networks, where no prediction about the origin exists.
fn apart(numbers: &PlaneNumbers, high: f64) -> Claim {
    Claim::above(
        "apart",
        "on the plane through the origin two optima are apart: every way from one to the other climbs",
        pass_rise(numbers),
        high,
        0.0,
    )
}

/// For wedges, which all meet at the origin.
fn over_the_origin(numbers: &PlaneNumbers, rounding: f64) -> Claim {
    Claim::at_most(
        "over-the-origin",
        "wedges reach to the origin: along the radius of one optimum and out along that of the other nothing climbs",
        numbers.ways.last().map_or(f64::NAN, Way::barrier),
        0.0,
        rounding,
    )
}

/// Whether the loss near the optima is lower along the radius than across it.
async fn radial<L: Landscape>(
    landscape: &L,
    cut: &Cut,
    numbers: &PlaneNumbers,
    observer: &mut impl Observer,
) -> Result<Claim, ExperimentError> {
    let (origin, optima) = (&numbers.points[2], &numbers.points[..2]);
    let (mut along, mut across) = (Vec::new(), Vec::new());
    for optimum in optima {
        let (x, y) = (ALONG_RADIUS * (optimum.x - origin.x), ALONG_RADIUS * (optimum.y - origin.y));
        along.extend([(optimum.x + x, optimum.y + y), (optimum.x - x, optimum.y - y)]);
        across.extend([(optimum.x - y, optimum.y + x), (optimum.x + y, optimum.y - x)]);
    }
    let count = along.len();
    let sweep = cut.frame.sweep(landscape, &[along, across].concat());
    let measured = measure_sweep(landscape, &sweep, Split::Measured, observer).await?;
    let losses: Vec<f64> = measured.iter().map(|measurement| measurement.loss).collect();
    Ok(Claim::at_most(
        "radial",
        "low ground is radial: a fifth of the radius further out and in from the optima the loss is lower than as far \
         across the radius (means; expected: the loss across)",
        mean(&losses[..count]),
        mean(&losses[count..]),
        0.0,
    ))
}

fn through_tunnel(numbers: &PlaneNumbers, high: f64) -> Vec<Claim> {
    let middle = way(numbers, "straight").map_or(f64::NAN, |way| way.loss[way.loss.len() / 2]);
    let straight = straight_barrier(numbers);
    let through = numbers.ways.last().map_or(f64::NAN, Way::barrier);
    vec![
        Claim::at_most(
            "middle-is-low",
            "the middle of the tunnel is lower than the middle of the straight line",
            numbers.points[2].loss,
            middle - high,
            0.0,
        ),
        Claim::at_most(
            "way-is-low",
            "the way of two straight pieces through it climbs at most half as high above the optima as the straight line",
            through,
            LOW * straight,
            0.0,
        ),
        Claim::at_most(
            "connected",
            "low ground on this plane connects both optima: the lowest way climbs at most half as high as the straight \
             line",
            pass_rise(numbers),
            LOW * straight,
            0.0,
        ),
    ]
}

/// Whether losses on a circle halfway to the edge of the map are similar.
async fn round<L: Landscape>(
    landscape: &L,
    cut: &Cut,
    numbers: &PlaneNumbers,
    observer: &mut impl Observer,
) -> Result<Claim, ExperimentError> {
    let radius = 0.5 * numbers.x.last().copied().unwrap_or(0.0);
    let places: Vec<(f64, f64)> = (0..ANGLES)
        .map(|step| {
            let angle = std::f64::consts::TAU * step as f64 / ANGLES as f64;
            (radius * libm::cos(angle), radius * libm::sin(angle))
        })
        .collect();
    let sweep = cut.frame.sweep(landscape, &places);
    let measured = measure_sweep(landscape, &sweep, Split::Measured, observer).await?;
    let losses: Vec<f64> = measured.iter().map(|measurement| measurement.loss).collect();
    Ok(Claim::at_most(
        "round",
        &format!(
            "random directions show a round well: losses on a circle halfway to the edge of the map have a relative \
             spread of at most {ROUND}"
        ),
        standard_deviation(&losses) / mean(&losses),
        0.0,
        ROUND,
    ))
}

fn lowest(numbers: &PlaneNumbers, rounding: f64) -> Claim {
    let lowest = numbers.loss.iter().flatten().copied().fold(f64::INFINITY, f64::min);
    Claim::at_most(
        "lowest",
        "nothing on the map is lower than the optimum: its loss, compared with the lowest on the map",
        numbers.points[0].loss,
        lowest,
        LOWER * numbers.points[0].loss + rounding,
    )
}

fn along_path(path: &PathNumbers, high: f64) -> Vec<Claim> {
    let off = mean(&path.distance) / mean(&path.distance_from_end);
    let mut claims = vec![
        Claim::above(
            "explained",
            &format!(
                "two directions hold more than {} % of the variance of a training path (Li et al. 2018 found 40 to 90 %)",
                100.0 * EXPLAINED
            ),
            path.explained.iter().sum(),
            EXPLAINED,
            0.0,
        ),
        Claim::at_most(
            "near-the-plane",
            "points of the path are on average at most half as far from the plane as from the end of the path",
            off,
            0.5,
            0.0,
        ),
    ];
    // A path that lies in the plane has the plane's losses.
    if off > ROUNDING {
        let differences = path.plane_loss.iter().zip(&path.loss).map(|(plane, path)| (plane - path).abs());
        claims.push(Claim::above(
            "plane-is-not-path",
            "the loss that the plane shows under the path differs from the path's own (the largest difference)",
            differences.fold(0.0, f64::max),
            high,
            0.0,
        ));
        claims.push(Claim::at_least(
            "order-is-kept",
            "the plane still ranks the points of the path as their own losses do: Spearman's correlation",
            spearman(&path.loss, &path.plane_loss),
            STRONG,
            0.0,
        ));
    }
    claims
}
