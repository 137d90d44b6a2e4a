//! Verdicts on several claims together.

use crate::experiment::Tally;
use serde::{Deserialize, Serialize};

/// Whether the claims of the paper hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// All of them.
    Holds,
    /// Some of them, or all of those that could be judged.
    Partly,
    /// None of those that could be judged.
    DoesNotHold,
    /// None could be judged.
    NotMeasured,
}

impl Verdict {
    /// The verdict on claims. `is_whole` is whether everything planned was measured. A claim that could not be judged
    /// does not count as refuted, but then the verdict cannot be [`Verdict::Holds`].
    pub(super) fn on(claims: Tally, is_whole: bool) -> Self {
        match claims {
            claims if claims.judged() == 0 => Self::NotMeasured,
            Tally { holding: 0, .. } => Self::DoesNotHold,
            Tally { refuted: 0, not_judged: 0, .. } if is_whole => Self::Holds,
            _ => Self::Partly,
        }
    }

    /// The verdict as text.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Holds => "holds",
            Self::Partly => "partly holds",
            Self::DoesNotHold => "does not hold",
            Self::NotMeasured => "could not be judged",
        }
    }
}

/// The verdicts on a figure of the paper, by landscape.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdicts {
    /// On networks.
    pub network: Verdict,
    /// On the wedges.
    pub wedges: Verdict,
}

impl Verdicts {
    /// The verdict on both together, because the paper's claim is about both.
    pub(super) fn together(self) -> Verdict {
        match [self.network, self.wedges] {
            [one, other] if one == other => one,
            // If nothing was measured on one landscape, the claim does not hold partly.
            [Verdict::DoesNotHold, Verdict::NotMeasured] | [Verdict::NotMeasured, Verdict::DoesNotHold] => {
                Verdict::DoesNotHold
            }
            _ => Verdict::Partly,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Tally, Verdict, Verdicts};

    #[test]
    fn a_verdict_is_whole_only_where_everything_was_measured() {
        let tally = |holding, refuted, not_judged| Tally { holding, refuted, not_judged };
        assert_eq!(Verdict::on(tally(3, 0, 0), true), Verdict::Holds);
        assert_eq!(Verdict::on(tally(3, 0, 0), false), Verdict::Partly);
        assert_eq!(Verdict::on(tally(1, 2, 0), true), Verdict::Partly);
        assert_eq!(Verdict::on(tally(0, 3, 0), false), Verdict::DoesNotHold);
        assert_eq!(Verdict::on(tally(0, 0, 0), true), Verdict::NotMeasured);
    }

    #[test]
    fn what_was_not_judged_is_not_refuted() {
        let tally = |holding, refuted, not_judged| Tally { holding, refuted, not_judged };
        assert_eq!(Verdict::on(tally(0, 0, 2), true), Verdict::NotMeasured);
        assert_eq!(Verdict::on(tally(2, 0, 1), true), Verdict::Partly);
        assert_eq!(Verdict::on(tally(0, 1, 1), true), Verdict::DoesNotHold);
    }

    #[test]
    fn what_holds_on_one_landscape_alone_holds_partly() {
        let both = |network, wedges| Verdicts { network, wedges }.together();
        assert_eq!(both(Verdict::Holds, Verdict::Holds), Verdict::Holds);
        assert_eq!(both(Verdict::DoesNotHold, Verdict::DoesNotHold), Verdict::DoesNotHold);
        assert_eq!(both(Verdict::NotMeasured, Verdict::Holds), Verdict::Partly);
        assert_eq!(both(Verdict::DoesNotHold, Verdict::Holds), Verdict::Partly);
        assert_eq!(both(Verdict::DoesNotHold, Verdict::NotMeasured), Verdict::DoesNotHold);
    }
}
