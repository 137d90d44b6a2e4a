//! How many of some claims hold.

use super::Claim;
use std::fmt;

/// Claims, counted by their verdicts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Claims that hold.
    pub holding: usize,
    /// Claims that do not hold.
    pub refuted: usize,
    /// Claims that could not be judged.
    pub not_judged: usize,
}

impl Tally {
    /// Counts claims.
    pub fn of<'a>(claims: impl IntoIterator<Item = &'a Claim>) -> Self {
        let mut tally = Self::default();
        for claim in claims {
            match claim.holds() {
                Some(true) => tally.holding += 1,
                Some(false) => tally.refuted += 1,
                None => tally.not_judged += 1,
            }
        }
        tally
    }

    /// The number of judged claims.
    pub fn judged(self) -> usize {
        self.holding + self.refuted
    }

    /// The number of all claims.
    pub fn all(self) -> usize {
        self.judged() + self.not_judged
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.all(), self.holding, self.not_judged) {
            (0, ..) => return formatter.write_str("no claims"),
            (1, 1, _) => return formatter.write_str("the only claim holds"),
            (1, 0, 0) => return formatter.write_str("the only claim does not hold"),
            (1, 0, _) => return formatter.write_str("the only claim could not be judged"),
            (all, holding, _) if all == holding => return write!(formatter, "all {all} claims hold"),
            (all, holding, _) => write!(formatter, "{holding} of {all} claims hold")?,
        }
        match self.not_judged {
            0 => Ok(()),
            count => write!(formatter, "; {count} could not be judged"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_judged_is_counted_by_itself() {
        let claim = |measured| Claim::at_most("a", "b", measured, 1.0, 0.0);
        let tally = |measured: &[f64]| {
            Tally::of(&measured.iter().map(|&measured| claim(measured)).collect::<Vec<_>>()).to_string()
        };
        let none = f64::NAN;
        assert_eq!(tally(&[]), "no claims");
        assert_eq!(tally(&[1.0]), "the only claim holds");
        assert_eq!(tally(&[2.0]), "the only claim does not hold");
        assert_eq!(tally(&[none]), "the only claim could not be judged");
        assert_eq!(tally(&[1.0, 0.0]), "all 2 claims hold");
        assert_eq!(tally(&[1.0, 2.0, 0.0, 0.5]), "3 of 4 claims hold");
        assert_eq!(tally(&[1.0, none, 0.0, 0.5]), "3 of 4 claims hold; 1 could not be judged");
        assert_eq!(tally(&[none, none]), "0 of 2 claims hold; 2 could not be judged");
    }
}
