//! The search for where a loss crosses a threshold along one direction from a point, with few evaluations.

/// Positions are numbered; each evaluation goes at most this many further until the loss is high. A narrower hump may
/// be missed.
const STRIDE: usize = 4;

/// What is known about the loss along a direction: its values at the evaluated positions; position 0 is the point.
#[derive(Debug, Clone)]
pub(super) struct Way {
    /// The evaluated positions in order, each with its loss.
    looks: Vec<(usize, f64)>,
}

impl Way {
    /// Only the point's own loss is known.
    pub(super) fn from(loss: f64) -> Self {
        Self { looks: vec![(0, loss)] }
    }

    /// Records the loss at a position.
    pub(super) fn look(&mut self, place: usize, loss: f64) {
        let at = self.looks.partition_point(|&(looked, _)| looked < place);
        self.looks.insert(at, (place, loss));
    }

    /// The first evaluated position with a loss above the threshold, preceded by the evaluated position before it.
    fn bracket(&self, threshold: f64) -> Option<[(usize, f64); 2]> {
        // NaN counts as high.
        let is_high = |pair: &[(usize, f64)]| pair[1].1.is_nan() || pair[1].1 > threshold;
        self.looks.windows(2).find(|&pair| is_high(pair)).map(|pair| [pair[0], pair[1]])
    }

    /// The position to evaluate next, up to the last one, to find where the loss crosses the threshold: `None` if the
    /// crossing is known to lie between two neighbours, or nowhere.
    pub(super) fn next(&self, threshold: f64, last: usize) -> Option<usize> {
        let &(furthest, _) = self.looks.last()?;
        let Some([(below, low), (above, high)]) = self.bracket(threshold) else {
            return (furthest < last).then(|| (furthest + STRIDE).min(last));
        };
        if above - below == 1 {
            return None;
        }
        let share = (threshold - low) / (high - low);
        let guess = share * (above - below) as f64;
        let guess = if guess.is_finite() { guess.round() as usize } else { (above - below) / 2 };
        Some((below + guess).clamp(below + 1, above - 1))
    }

    /// The position at which the loss crosses the threshold, interpolated linearly between two neighbours; NaN if it is
    /// nowhere above.
    pub(super) fn crossing(&self, threshold: f64, position: impl Fn(usize) -> f64) -> f64 {
        let Some([(below, low), (above, high)]) = self.bracket(threshold) else { return f64::NAN };
        let (from, to) = (position(below), position(above));
        match high.is_finite() {
            true => from + (to - from) * (threshold - low) / (high - low),
            false => to,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Searches a loss, and counts evaluations.
    fn search(loss: impl Fn(f64) -> f64, threshold: f64, last: usize) -> (f64, usize) {
        let position = |place: usize| place as f64 / 2.0;
        let mut way = Way::from(loss(0.0));
        let mut looks = 0;
        while let Some(place) = way.next(threshold, last) {
            way.look(place, loss(position(place)));
            looks += 1;
        }
        (way.crossing(threshold, position), looks)
    }

    #[test]
    fn a_straight_loss_is_passed_exactly_and_soon() {
        for threshold in [0.1, 0.5, 3.2, 17.0, 29.9] {
            let (crossing, looks) = search(|position| position, threshold, 60);
            assert!((crossing - threshold).abs() < 1e-12);
            assert!(looks <= (2.0 * threshold / 4.0).ceil() as usize + 2, "{threshold}: {looks}");
        }
    }

    #[test]
    fn a_loss_that_climbs_is_passed_between_the_neighbours_that_every_look_would_show() {
        let loss = |position: f64| position.powi(4) / 10.0;
        for threshold in [0.01, 0.3, 7.0, 300.0] {
            let every =
                (0..60_usize).find(|&place| loss(place as f64 / 2.0) > threshold).unwrap() as f64 / 2.0;
            let low = loss(every - 0.5);
            let linear = every - 0.5 + 0.5 * (threshold - low) / (loss(every) - low);
            assert!((search(loss, threshold, 60).0 - linear).abs() < 1e-12);
        }
    }

    #[test]
    fn what_stays_low_is_passed_nowhere_and_what_is_no_number_is_high() {
        assert!(search(|_| 0.0, 1.0, 7).0.is_nan());
        assert!(search(|position| position, 3.5, 7).0.is_nan());
        let cliff = |beyond: f64| move |position: f64| if position < 2.2 { 0.0 } else { beyond };
        assert_eq!(search(cliff(f64::INFINITY), 1.0, 60).0, 2.5);
        assert_eq!(search(cliff(f64::NAN), 1.0, 60).0, 2.5);
    }
}
